import { type IntrospectionResponse, PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { MobileApp, send } from '@passant/mobile-client';
import { AdminConsole, expect, PERSONAS, test } from '@passant/playwright';

const SCRIPT = `function execute(requestPayload) {
  return { status: 2000, user: { id: requestPayload, firstName: 'John' } };
}`;

test('an administrator switches stateless authentication on, an app passes through, and off again it is refused', async ({
  page,
  passant,
}) => {
  const admin = new AdminConsole(page);
  await admin.signIn(passant.administrator);

  await test.step('creates a provider and an application', async () => {
    await admin.createProvider({ identifier: 'story-scheme', name: 'Story scheme', complete: SCRIPT });
    await admin.createApplication({
      identifier: 'story-app',
      name: 'Story app',
      scopes: ['profile'],
      providers: ['Story scheme'],
    });
  });

  await test.step('flips the switch under User authentication', async () => {
    await expect(admin.statelessSwitch()).not.toBeChecked();
    await admin.statelessSwitch().click();
    await expect(page.getByText('Nothing is missing: apps can register statelessly.')).toBeVisible();
    await admin.saveConfirming('Stateless authentication off on');
    await page.reload();
    await expect(admin.statelessSwitch()).toBeChecked();
  });

  const initialAccessToken = await admin.createInitialAccessToken('Story app');
  const api = await admin.createApiClient('Story back end', 'story-back-end');

  const app = await MobileApp.install({
    kind: 'mobile',
    serverUrl: passant.url,
    initialAccessToken,
    application: 'story-app',
    platform: 'ios',
    version: '1.0',
  });
  const register = () =>
    app.complete('story-scheme', {
      data: 'person-1',
      profile_id: '123EXI',
      grant_type: STATELESS_AUTHENTICATION_GRANT,
    });

  await test.step('a mobile app registers with its own key, and a back end introspects the token', async () => {
    expect(app.registration.status).toBe(201);
    const { status, body } = await register();
    expect(status).toBe(200);
    const credentials = Buffer.from(`${api.clientId}:${api.secret}`).toString('base64');
    const answer = await send<IntrospectionResponse>('POST', passant.url + PATHS.introspectV2, {
      headers: { authorization: `Basic ${credentials}` },
      form: { token: body.oauth_token!.access_token },
    });
    expect(answer.body).toMatchObject({
      active: true,
      sub: 'person-1',
      user_details: { firstName: 'John' },
      app_identifier: 'story-app',
      amr: ['STATELESS_AUTHENTICATION'],
    });
  });

  await test.step('the installation is listed, without the person', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'App installations' }).click();
    await expect(page.getByRole('row', { name: /story-app/ })).toBeVisible();
    await expect(page.getByText('person-1')).toHaveCount(0);
  });

  await test.step('with the switch off again the next registration is refused', async () => {
    await admin.openConfiguration('Applications');
    await page.getByRole('link', { name: 'Story app' }).click();
    await admin.statelessSwitch().click();
    await admin.saveConfirming('Stateless authentication on off');
    const { status, body } = await register();
    expect({ status, body }).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } });
  });
});

test('a person signs in at an OpenID provider in their browser, passes through, and leaves no trace', async ({
  page,
  passant,
  phone,
  scheme,
  inbox,
  resourceServer,
}) => {
  // The inbox stands for the app: the link that opens it is an address of its own.
  const provider = await passant.given.openIdConnect(scheme, { redirectUri: `${inbox.url}/signed-in` });
  await phone.install(await passant.given.application({ identity_providers: [provider.identifier] }));
  const { sub, firstName, lastName, email } = PERSONAS.foreigner;

  const { body } = await phone.init(provider);
  await page.goto((JSON.parse(body.data!) as { authorization: string }).authorization);
  await page.getByRole('button', { name: `I am ${firstName}` }).click();
  const { path } = await inbox.next((one) => one.path.startsWith('/signed-in?'), 120_000);
  const registration = await phone.complete(provider, {
    transaction_id: body.transaction_id!,
    data: JSON.stringify(Object.fromEntries(new URL(path, inbox.url).searchParams)),
    profile_id: 'AAAAAA',
    grant_type: STATELESS_AUTHENTICATION_GRANT,
  });

  await expect(registration).toBeStateless();
  expect(await resourceServer.call(registration.token)).toMatchObject({
    status: 200,
    body: { sub, user_details: { firstName, lastName, email } },
  });
  await expect(phone).toHaveLeftNoTrace([sub, firstName, lastName, email]);
});
