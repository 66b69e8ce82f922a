import {
  type IntrospectionResponse,
  PATHS,
  STATELESS_AUTHENTICATION_GRANT,
  type TokenAnswer,
} from '@passant/contracts';
import { MobileApp, send } from '@passant/mobile-client';
import { AdminConsole, expect, test } from '@passant/playwright';

/** The person is whoever the app says. */
const SCRIPT = 'function execute(data) { return { status: 2000, user: { id: data, city: "Delft" } }; }';

test('an administrator lets stateless sessions last half an hour, an app refreshes one, and the switch ends it', async ({
  page,
  passant,
}) => {
  const admin = new AdminConsole(page);
  await admin.signIn(passant.administrator);
  await admin.createProvider({ identifier: 'lasting-scheme', name: 'Lasting scheme', complete: SCRIPT });
  await admin.createApplication({
    identifier: 'lasting-app',
    name: 'Lasting app',
    scopes: ['profile'],
    providers: ['Lasting scheme'],
  });
  const sessions = admin.authenticationSwitch('Stateless sessions');

  await test.step('the switch comes with stateless authentication, and is off', async () => {
    await expect(sessions).toHaveCount(0);
    await admin.statelessSwitch().click();
    await expect(sessions).not.toBeChecked();
    await expect(page.getByText(/no implicit authentication, no refresh token\./)).toBeVisible();
  });

  await test.step('turned on, it asks for the longest duration, and says what follows', async () => {
    await sessions.click();
    await page.getByLabel('Longest stateless session').fill('1800');
    await expect(page.getByText('The session ends 30 minutes after the registration')).toBeVisible();
    await admin.saveConfirming(
      'Stateless authentication off on',
      'Stateless sessions off on',
      'Longest stateless session 1 hour 30 minutes',
    );
    await page.reload();
    await expect(sessions).toBeChecked();
    await expect(page.getByLabel('Longest stateless session')).toHaveValue(/1.800/);
  });

  const initialAccessToken = await admin.createInitialAccessToken('Lasting app');
  const backEnd = await admin.createApiClient('Lasting back end', 'lasting-back-end');
  const app = await MobileApp.install({
    kind: 'mobile',
    serverUrl: passant.url,
    initialAccessToken,
    application: 'lasting-app',
    platform: 'ios',
    version: '1.0',
  });
  const register = async () => {
    const request = { data: 'lasting-person', profile_id: 'LASTIN', grant_type: STATELESS_AUTHENTICATION_GRANT };
    return (await app.complete('lasting-scheme', request)).body.oauth_token!;
  };
  const refresh = async (refresh_token: string) =>
    send<TokenAnswer>('POST', passant.url + PATHS.token, {
      form: { ...(await app.authentication()), grant_type: 'refresh_token', refresh_token },
    });
  const introspect = async (token: string) => {
    const basic = Buffer.from(`${backEnd.clientId}:${backEnd.secret}`).toString('base64');
    const headers = { authorization: `Basic ${basic}` };
    return (await send<IntrospectionResponse>('POST', passant.url + PATHS.introspectV2, { headers, form: { token } }))
      .body;
  };

  const refreshed =
    await test.step('the app refreshes its session, and the back end sees the same person', async () => {
      const { status, body } = await refresh((await register()).refresh_token!);
      expect(status).toBe(200);
      expect(await introspect(body.access_token)).toMatchObject({
        ...{ active: true, sub: 'lasting-person', user_details: { city: 'Delft' }, amr: ['STATELESS_AUTHENTICATION'] },
      });
      return body;
    });

  await test.step('the person is found nowhere', async () => {
    await admin.findUser('lasting-person');
    await expect(page.getByText('Nobody is known by this id')).toBeVisible();
  });

  await test.step('a shorter duration moves the end of the session forward, which is said before', async () => {
    await admin.openApplication('Lasting app');
    await page.getByLabel('Longest stateless session').fill('600');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await expect(page.getByText('Stateless sessions that exist end 10 minutes after their registration')).toBeVisible();
    await page.getByRole('button', { name: 'Go on editing' }).click();
    const { exp: before } = (await introspect(refreshed.access_token)) as { exp: number };
    await admin.saveConfirming('Longest stateless session 30 minutes 10 minutes');
    const { exp: after } = (await introspect(refreshed.access_token)) as { exp: number };
    expect(before - after).toBeGreaterThan(0);
  });

  await test.step('the switch ends the session at once', async () => {
    await sessions.click();
    await admin.saveConfirming('Stateless sessions on off');
    expect(await introspect(refreshed.access_token)).toEqual({ active: false });
    expect(await refresh(refreshed.refresh_token!)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await register()).not.toHaveProperty('refresh_token');
  });
});
