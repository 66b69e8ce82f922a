import {
  IMPLICIT_AUTHENTICATION_GRANT,
  type IntrospectionResponse,
  PATHS,
  STATELESS_AUTHENTICATION_GRANT,
} from '@passant/contracts';
import { AuthenticationDevice, type Exchange, MobileApp, send } from '@passant/mobile-client';
import { AdminConsole, expect, type Passant, shows, test } from '@passant/playwright';
import type { Page } from '@playwright/test';

/** The person is whoever the app says. */
const SCRIPT = 'function execute(data) { return { status: 2000, user: { id: data } }; }';
const SWITCHES = ['Stateless authentication', 'Implicit authentication', 'Mobile authentication', 'Refresh tokens'];

// What a stateless token cannot do, in an application that has everything enabled. Each limitation belongs to the
// token: for a person with a profile, the same app can do the same thing.
test.describe.configure({ mode: 'serial' });

let page: Page;
let admin: AdminConsole;
let app: MobileApp;
let backEnd: { clientId: string; secret: string };
let url: string;

test.beforeAll(async ({ browser, passant, baseURL }) => {
  page = await browser.newPage(baseURL ? { baseURL } : {});
  url = passant.url;
  admin = new AdminConsole(page);
  await prepare(passant);
});
test.afterAll(() => page.close());

async function prepare(passant: Passant): Promise<void> {
  await admin.signIn(passant.administrator);
  await admin.createProvider({ identifier: 'limits-scheme', name: 'Limits scheme', complete: SCRIPT });
  await admin.createApplication({
    identifier: 'limits-app',
    name: 'Limits app',
    scopes: ['profile'],
    providers: ['Limits scheme'],
  });
  for (const name of SWITCHES) await admin.authenticationSwitch(name).click();
  await admin.saveConfirming(...SWITCHES.map((name) => `${name} off on`));
  const initialAccessToken = await admin.createInitialAccessToken('Limits app');
  backEnd = await admin.createApiClient('Limits back end', 'limits-back-end');
  app = await MobileApp.install({
    kind: 'mobile',
    serverUrl: passant.url,
    initialAccessToken,
    application: 'limits-app',
    platform: 'ios',
    version: '1.0',
  });
  expect(app.registration.status).toBe(201);
}

/** Registers a person, with a profile or without, and returns what the app receives. */
async function register(person: string, profileId: string, stateless: boolean) {
  const { status, body } = await app.complete('limits-scheme', {
    data: person,
    profile_id: profileId,
    ...(stateless ? { grant_type: STATELESS_AUTHENTICATION_GRANT } : {}),
  });
  expect(status).toBe(200);
  return body.oauth_token!;
}

async function implicitly(profileId: string): Promise<Exchange> {
  const proof = await app.authentication();
  return send('POST', url + PATHS.token, {
    form: { ...proof, grant_type: IMPLICIT_AUTHENTICATION_GRANT, profile_id: profileId },
  });
}

async function isActive(token: string): Promise<boolean> {
  const basic = Buffer.from(`${backEnd.clientId}:${backEnd.secret}`).toString('base64');
  const { body } = await send<IntrospectionResponse>('POST', url + PATHS.introspectV2, {
    headers: { authorization: `Basic ${basic}` },
    form: { token },
  });
  return body.active;
}

test(
  'no refresh token comes with a stateless token, although the application has refresh tokens on',
  shows('no-refresh-token'),
  async () => {
    expect(await register('refresher', 'REFR01', true)).not.toHaveProperty('refresh_token');
    expect(await register('refresher', 'REFR01', false)).toHaveProperty('refresh_token');
  },
);

test(
  'a stateless token cannot enrol a device for mobile authentication',
  shows('no-mobile-authentication'),
  async () => {
    const enrol = (token: string) => new AuthenticationDevice(url, app.key, token).enrol('ENRO01', 'A phone');
    const stateless = await register('enroller', 'ENRO01', true);
    const refused = await enrol(stateless.access_token);
    expect(refused).toMatchObject({ status: 403, body: { error: 'stateless_access_token' } });
    const ordinary = await register('enroller', 'ENRO01', false);
    expect((await enrol(ordinary.access_token)).status).toBe(201);
  },
);

test(
  'nobody is authenticated implicitly on the strength of a stateless token',
  shows('no-implicit-authentication'),
  async () => {
    await register('implicit', 'IMPL01', true);
    expect(await implicitly('IMPL01')).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    await register('implicit', 'IMPL01', false);
    expect((await implicitly('IMPL01')).status).toBe(200);
  },
);

test(
  'a person who registered statelessly is found nowhere; one with a profile is, and can be disconnected',
  shows('no-profile'),
  async () => {
    const passing = await register('passing-person', 'PASS01', true);
    expect(await isActive(passing.access_token)).toBe(true);
    await admin.findUser('passing-person');
    await expect(page.getByText('Nobody is known by this id')).toBeVisible();
    expect(page.url()).not.toContain('passing-person');

    const staying = await register('staying-person', 'STAY01', false);
    await admin.findUser('staying-person');
    await expect(page.getByRole('row', { name: /limits-app.*STAY01/ })).toBeVisible();
    await page.getByRole('button', { name: 'Disconnect profile STAY01' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
    await expect(page.getByText('Nobody is known by this id')).toBeVisible();
    expect(await isActive(staying.access_token)).toBe(false);
    expect(await isActive(passing.access_token)).toBe(true);
  },
);

test(
  'with the switch off nobody registers statelessly, and everybody else goes on',
  shows('switched-off'),
  async () => {
    await admin.openApplication('Limits app');
    await admin.statelessSwitch().click();
    await page.getByLabel('Access token validity').fill('600');
    await page.getByRole('button', { name: 'Save changes' }).click();
    const dialog = page.getByRole('dialog', { name: 'Save these changes?' });
    await expect(dialog.getByRole('row', { name: 'Access token validity 15 minutes 10 minutes' })).toBeVisible();
    await dialog.getByRole('button', { name: 'Go on editing' }).click();
    expect(await register('switched', 'SWIT01', true)).toHaveProperty('access_token');
    await admin.saveConfirming('Stateless authentication on off');
    const refused = await app.complete('limits-scheme', {
      data: 'switched',
      profile_id: 'SWIT01',
      grant_type: STATELESS_AUTHENTICATION_GRANT,
    });
    expect(refused).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } });
    expect(await register('switched', 'SWIT01', false)).toHaveProperty('refresh_token');
  },
);
