import { createHash, randomBytes } from 'node:crypto';
import {
  type IntrospectionResponse,
  PATHS,
  STATELESS_AUTHENTICATION_GRANT,
  type TokenAnswer,
} from '@passant/contracts';
import { MobileApp, send } from '@passant/mobile-client';
import { AdminConsole, expect, test } from '@passant/playwright';
import { siteOfOthers } from '../support/site-of-others.js';

/** The person is whoever they say they are. */
const SCRIPT = 'function execute(answer) { return { status: 2000, user: { id: answer, given_name: "Ada" } }; }';
/** Nobody listens there: the browser is told what it finds. */
const BACK = 'https://app.example.com/registered';

test('an administrator says where the login pages lead back to, and a person registers statelessly in a browser', async ({
  page,
  passant,
}) => {
  const admin = new AdminConsole(page);
  await admin.signIn(passant.administrator);
  await admin.createProvider({ identifier: 'browsing-scheme', name: 'Browsing scheme', complete: SCRIPT });
  await admin.createApplication({
    identifier: 'browsing-app',
    name: 'Browsing app',
    scopes: ['profile'],
    providers: ['Browsing scheme'],
  });

  await test.step('the field comes with stateless authentication', async () => {
    const field = page.getByRole('combobox', { name: 'Login pages lead back to' });
    await expect(field).toHaveCount(0);
    await admin.statelessSwitch().click();
    await field.fill(BACK);
    await field.press('Enter');
    await expect(
      page.getByText('An app may also send people to the login pages for that, in a browser.'),
    ).toBeVisible();
    await admin.saveConfirming('Stateless authentication off on', `Login pages lead back to none ${BACK}`);
  });

  const initialAccessToken = await admin.createInitialAccessToken('Browsing app');
  const backEnd = await admin.createApiClient('Browsing back end', 'browsing-back-end');
  const app = await MobileApp.install({
    kind: 'mobile',
    serverUrl: passant.url,
    initialAccessToken,
    application: 'browsing-app',
    platform: 'ios',
    version: '1.0',
  });
  const verifier = randomBytes(32).toString('base64url');

  const code = await test.step('a person signs in, and reads that no profile is kept', async () => {
    await siteOfOthers(page, new URL(BACK).origin, 'In the app');
    const request = new URLSearchParams({
      response_type: 'code',
      client_id: app.clientId,
      redirect_uri: BACK,
      grant_type: STATELESS_AUTHENTICATION_GRANT,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    await page.goto(`${passant.url}${PATHS.authorize}?${request.toString()}`);
    await page.getByRole('textbox', { name: 'Your answer' }).fill('browsing-person');
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByText('No profile of you is kept here.')).toBeVisible();
    await page.getByRole('button', { name: 'Allow', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'In the app' })).toBeVisible();
    return new URL(page.url()).searchParams.get('code')!;
  });

  await test.step('the app gets a stateless token, and the back end sees who it is', async () => {
    const { status, body } = await send<TokenAnswer>('POST', passant.url + PATHS.token, {
      form: {
        ...(await app.authentication()),
        ...{ grant_type: 'authorization_code', code, redirect_uri: BACK, code_verifier: verifier },
      },
    });
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('refresh_token');
    const basic = Buffer.from(`${backEnd.clientId}:${backEnd.secret}`).toString('base64');
    const known = await send<IntrospectionResponse>('POST', passant.url + PATHS.introspectV2, {
      headers: { authorization: `Basic ${basic}` },
      form: { token: body.access_token },
    });
    expect(known.body).toMatchObject({
      ...{ active: true, sub: 'browsing-person', user_details: { given_name: 'Ada' } },
      amr: ['STATELESS_AUTHENTICATION'],
    });
  });

  await test.step('the person is found nowhere', async () => {
    await page.goto(`${passant.url}/admin/`);
    await admin.findUser('browsing-person');
    await expect(page.getByText('Nobody is known by this id')).toBeVisible();
  });
});
