import { PATHS } from '@passant/contracts';
import { MobileApp, send } from '@passant/mobile-client';
import { AdminConsole, expect, test } from '@passant/playwright';
import { expectAccessible } from '../support/axe.js';

test('a scope is described, suggested to applications, and stays while one gives it', async ({ page, passant }) => {
  const admin = new AdminConsole(page);
  await admin.signIn(passant.administrator);
  await admin.openConfiguration('Scopes');
  await page.getByRole('button', { name: 'Create scope' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Identifier' }).fill('orders:read');
  await dialog.getByRole('textbox', { name: 'Description' }).fill('May read orders.');
  await expectAccessible(page, '[role="dialog"]');
  await dialog.getByRole('button', { name: 'Create scope' }).click();
  await expect(page.getByRole('row', { name: /orders:read.*May read orders/ })).toBeVisible();

  await admin.createApplication({
    identifier: 'scoped-app',
    name: 'Scoped app',
    scopes: ['made-on-save'],
    providers: [],
  });
  await page.getByRole('combobox', { name: 'Additional scopes' }).fill('orders');
  await page.getByRole('option', { name: 'orders:read' }).click();
  await page.keyboard.press('Escape');
  await admin.save();

  await admin.openConfiguration('Scopes');
  await expect(page.getByRole('row', { name: /made-on-save.*scoped-app/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /orders:read.*scoped-app/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Delete orders:read' })).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('button', { name: 'Edit made-on-save' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Description' }).fill('Came with the application.');
  await page.getByRole('button', { name: 'Save scope' }).click();
  await expect(page.getByRole('row', { name: /made-on-save.*Came with the application/ })).toBeVisible();
});

test('an API client is changed, gets another secret, and is switched off', async ({ page, passant }) => {
  const admin = new AdminConsole(page);
  await admin.signIn(passant.administrator);
  const { clientId, secret } = await admin.createApiClient('Gateway', 'edited-gateway');
  const asks = async (password: string) => {
    const basic = Buffer.from(`${clientId}:${password}`).toString('base64');
    const headers = { authorization: `Basic ${basic}` };
    return (await send('POST', passant.url + PATHS.introspectV2, { headers, form: { token: 'any' } })).status;
  };
  expect(await asks(secret)).toBe(200);
  await page.getByRole('link', { name: 'Gateway', exact: true }).click();
  await page.getByLabel('Name', { exact: true }).fill('Gateway of the shop');
  await admin.save();
  await expect(page.getByRole('heading', { name: 'Gateway of the shop', level: 1 })).toBeVisible();

  await page.getByRole('button', { name: 'Replace secret' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Replace secret' }).click();
  const other = await admin.readSecret();
  expect(await asks(secret)).toBe(401);
  expect(await asks(other)).toBe(200);

  await page.getByRole('switch', { name: 'Enabled' }).click();
  await admin.save();
  expect(await asks(other)).toBe(401);
});

test('a web client is made for a web application and its back end registers a person', async ({ page, passant }) => {
  const admin = new AdminConsole(page);
  await admin.signIn(passant.administrator);
  const complete = "function execute() { return { status: 2000, user: { id: 'portal-user' } }; }";
  await admin.createProvider({ identifier: 'portal-scheme', name: 'Portal scheme', complete });
  await admin.createApplication({
    identifier: 'portal',
    name: 'Portal',
    scopes: ['profile'],
    providers: ['Portal scheme'],
  });
  await page.getByText('Web', { exact: true }).click();
  await admin.save();

  await admin.openConfiguration('Web clients');
  await page.getByRole('button', { name: 'Create web client' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Portal back end');
  await dialog.getByRole('combobox', { name: 'Application' }).click();
  await page.getByRole('option', { name: 'Portal (portal)' }).click();
  await dialog.getByLabel('Client id').fill('portal-back-end');
  await expectAccessible(page, '[role="dialog"]');
  await dialog.getByRole('button', { name: 'Create web client' }).click();
  const secret = await admin.readSecret();
  const register = async () => {
    const headers = { authorization: `Basic ${Buffer.from(`portal-back-end:${secret}`).toString('base64')}` };
    return send('POST', passant.url + PATHS.customRegistrationV1('portal-scheme', 'complete'), {
      headers,
      json: {},
    });
  };
  expect(await register()).toMatchObject({ status: 200, body: { oauth_token: { token_type: 'bearer' } } });

  await page.getByRole('link', { name: 'Portal back end' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Delete web client' }).click();
  await page.getByRole('dialog').getByLabel('to confirm').fill('Portal back end');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete web client' }).click();
  await expect(page.getByRole('heading', { name: 'Web clients', level: 1 })).toBeVisible();
  expect((await register()).status).toBe(400);
});

test(
  'an app installation is found by its application, switched off and on again',
  { tag: '@long' },
  async ({ page, passant }) => {
    const admin = new AdminConsole(page);
    await admin.signIn(passant.administrator);
    const complete = "function execute() { return { status: 2000, user: { id: 'somebody' } }; }";
    await admin.createProvider({ identifier: 'lost-scheme', name: 'Lost scheme', complete });
    await admin.createApplication({
      identifier: 'lost-app',
      name: 'Lost app',
      scopes: ['profile'],
      providers: ['Lost scheme'],
    });
    await page.getByRole('button', { name: 'Add version' }).click();
    await page.getByRole('textbox', { name: 'Version, version 1' }).fill('1.0');
    await page.getByRole('button', { name: 'Clone version 1' }).click();
    await page.getByRole('textbox', { name: 'Version, version 2' }).fill('1.1');
    await admin.save();
    const app = await MobileApp.install({
      kind: 'mobile',
      serverUrl: passant.url,
      initialAccessToken: await admin.createInitialAccessToken('Lost app'),
      application: 'lost-app',
      platform: 'ios',
      version: '1.1',
    });
    const register = async () => (await app.complete('lost-scheme', { profile_id: 'LOST01' })).status;
    expect(await register()).toBe(200);

    await admin.openTopPage('App installations');
    await page.getByRole('combobox', { name: 'Application' }).click();
    await page.getByRole('option', { name: 'Lost app' }).click();
    await expect(page).toHaveURL(/application=lost-app/);
    await page.reload();
    await expect(page.getByRole('row')).toHaveCount(2);
    await page
      .getByRole('row', { name: /lost-app iOS 1.1/ })
      .getByRole('link')
      .first()
      .click();
    await expect(page.getByText(app.clientId.slice(0, 20))).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Disable' }).click();
    await expect(page.getByRole('button', { name: 'Enable' })).toBeVisible();
    expect(await register()).toBe(400);
    await page.getByRole('button', { name: 'Enable' }).click();
    await expect(page.getByRole('button', { name: 'Disable' })).toBeVisible();
    expect(await register()).toBe(200);
  },
);
