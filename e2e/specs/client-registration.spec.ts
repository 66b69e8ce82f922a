import { MobileApp, send } from '@passant/mobile-client';
import { AdminConsole, expect, test } from '@passant/playwright';
import type { Page } from '@playwright/test';
import { expectAccessible, setColours } from '../support/axe.js';
import { runCurl } from '../support/curl.js';

/** Checks accessibility in light and dark mode. */
async function expectAccessibleAlways(page: Page, within?: string): Promise<void> {
  await expectAccessible(page, within);
  await setColours(page, 'dark');
  await expectAccessible(page, within);
  await setColours(page, 'light');
}

test('a developer registers a client with a token of the console, changes it, and it goes with its token', async ({
  page,
  passant,
}) => {
  const admin = new AdminConsole(page);
  await admin.signIn(passant.administrator);
  await admin.openConfiguration('Initial access tokens');
  await page.getByRole('button', { name: 'Create token' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Label').fill('Web shop');
  await dialog.getByText('Clients of a developer').click();
  await dialog.getByText('Only what I choose').click();
  await dialog.getByRole('checkbox', { name: 'Stay signed in' }).uncheck();
  await dialog.getByLabel('Registrations').fill('2');
  await dialog.getByRole('button', { name: 'Further limits' }).click();
  await dialog.getByRole('combobox', { name: 'Redirect hosts' }).fill('shop.example.com');
  await page.keyboard.press('Enter');
  const explanation = dialog.getByRole('status');
  await expect(explanation).toContainText('Whoever holds this token can register 2 clients within 1 day.');
  await expect(explanation).toContainText('sign people in and be told who they are');
  await expect(explanation).not.toContainText('renew its access tokens');
  await expect(explanation).toContainText('It may send people to shop.example.com and nowhere else.');
  await expectAccessibleAlways(page, '[role="dialog"]');
  await dialog.getByRole('button', { name: 'Create token' }).click();

  const command = await page.getByRole('figure', { name: 'Register a client' }).locator('pre').textContent();
  await expectAccessibleAlways(page, '[role="dialog"]');
  await page.getByRole('button', { name: 'Done, I have copied it' }).click();
  const { status, body: client } = await runCurl(command!);
  expect(status).toBe(201);
  const manage = (method: 'GET' | 'PUT', json?: object) =>
    send<Record<string, unknown>>(method, client.registration_client_uri as string, {
      headers: { authorization: `Bearer ${client.registration_access_token as string}` },
      ...(json ? { json } : {}),
    });
  const { client_id, redirect_uris, grant_types } = client;
  const changed = await manage('PUT', { client_id, redirect_uris, grant_types, client_name: 'Renamed shop' });
  expect(changed.status).toBe(200);

  await admin.openTopPage('Clients');
  await page.getByRole('searchbox', { name: 'Search clients' }).fill('renamed');
  await page.getByRole('link', { name: 'Renamed shop' }).click();
  await expect(page.getByRole('heading', { name: 'Renamed shop', level: 1 })).toBeVisible();
  const history = page.getByRole('list', { name: 'History' }).getByRole('listitem');
  await expect(history.first()).toContainText('Changed its registration');
  await expect(history.first().getByRole('row', { name: 'client_name Trial client Renamed shop' })).toBeVisible();
  await expect(history.nth(1)).toContainText('Registered');
  await expectAccessibleAlways(page);

  await admin.openConfiguration('Initial access tokens');
  const row = page.getByRole('row', { name: /Web shop/ });
  await expect(row).toContainText('1 of 2');
  await expectAccessibleAlways(page);
  await row.getByRole('button', { name: 'Revoke Web shop' }).click();
  await page.getByRole('radio', { name: /They are deleted/ }).check();
  await expectAccessibleAlways(page, '[role="dialog"]');
  await page.getByRole('button', { name: 'Revoke token and delete clients' }).click();
  await expect(row).toContainText('Revoked');
  expect((await manage('GET')).status).toBe(401);
  expect((await runCurl(command!)).status).toBe(401);
});

test('an app registers with the software statement of its version, until the version is disabled', async ({
  page,
  passant,
}) => {
  const admin = new AdminConsole(page);
  await admin.signIn(passant.administrator);
  const complete = "function execute() { return { status: 2000, user: { id: 'stated-person' } }; }";
  await admin.createProvider({ identifier: 'stated-scheme', name: 'Stated scheme', complete });
  await admin.createApplication({
    identifier: 'stated-app',
    name: 'Stated app',
    scopes: ['profile'],
    providers: ['Stated scheme'],
  });
  await page.getByRole('button', { name: 'Add version' }).click();
  await page.getByRole('textbox', { name: 'Version, version 1' }).fill('2.0');
  const exportIt = page.getByRole('button', { name: 'Export software statement, version 1' });
  await expect(exportIt).toHaveAttribute('aria-disabled', 'true');
  await admin.save();
  await exportIt.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Export software statement' }).click();
  const softwareStatement = await page.getByRole('figure', { name: 'Software statement' }).locator('pre').textContent();
  await expect(page.getByRole('figure', { name: 'Swift' })).toContainText('SecureEnclave');
  await page.getByRole('tab', { name: 'JSON' }).click();
  await expect(page.getByRole('figure', { name: 'What it says' })).toContainText('"software_version": "2.0"');
  await expectAccessibleAlways(page, '[role="dialog"]');
  await page.getByRole('button', { name: 'Done' }).click();

  const install = () =>
    MobileApp.install({
      kind: 'mobile',
      serverUrl: passant.url,
      softwareStatement: softwareStatement!,
      application: 'whatever the app says',
      platform: 'android',
      version: '1.0',
    });
  const app = await install();
  expect(app.registration).toMatchObject({
    status: 201,
    body: { software_id: 'stated-app', software_version: '2.0', app_platform: 'ios' },
  });
  expect((await app.complete('stated-scheme', { profile_id: 'STAT01' })).status).toBe(200);

  await page.reload();
  const statement = page.getByRole('table', { name: 'Software statements' }).getByRole('row', { name: /iOS 2\.0/ });
  await expect(statement).toContainText('Usable');
  await page.getByRole('combobox', { name: 'Status, version 1' }).selectOption('Disabled');
  await admin.save();
  await expect(statement).toContainText('Revoked');
  expect((await install()).registration).toMatchObject({
    status: 400,
    body: { error: 'unapproved_software_statement' },
  });
});

test(
  'installations that were never used are cleaned up, once their number was typed',
  { tag: '@long' },
  async ({ page, passant }) => {
    const admin = new AdminConsole(page);
    await admin.signIn(passant.administrator);
    await admin.createApplication({ identifier: 'tidy-app', name: 'Tidy app', scopes: ['profile'], providers: [] });
    const apps = [];
    for (let count = 0; count < 2; count += 1) {
      apps.push(
        await MobileApp.install({
          kind: 'mobile',
          serverUrl: passant.url,
          initialAccessToken: await admin.createInitialAccessToken('Tidy app'),
          application: 'tidy-app',
          platform: 'ios',
          version: '1.0',
        }),
      );
    }
    await admin.openTopPage('App installations');
    await expect(page.getByRole('button', { name: 'Clean up…' })).toBeHidden();
    await page.getByRole('combobox', { name: 'Application' }).click();
    await page.getByRole('option', { name: 'Tidy app' }).click();
    await page.getByRole('combobox', { name: 'Use' }).click();
    await page.getByRole('option', { name: 'Never used' }).click();
    await expect(page.getByRole('row')).toHaveCount(3);
    await expectAccessibleAlways(page);
    await page.getByRole('button', { name: 'Clean up…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete 2 app installations?' });
    await expect(dialog).toContainText('never used, of the application tidy-app');
    const confirm = dialog.getByRole('button', { name: 'Delete 2 app installations' });
    await dialog.getByLabel('to confirm').fill('3');
    await expect(confirm).toBeDisabled();
    await dialog.getByLabel('to confirm').fill('2');
    await confirm.click();
    await expect(page.getByText('Nothing matches')).toBeVisible();
    for (const app of apps) expect((await app.complete('nothing', {})).status).toBe(400);
  },
);
