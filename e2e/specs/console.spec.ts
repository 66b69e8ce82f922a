import { AdminConsole } from '../support/admin-console.js';
import { expectAccessible } from '../support/axe.js';
import { expect, test } from '../support/test.js';

test('whoever gives a wrong password is told so and stays outside', async ({ page, server }) => {
  const admin = new AdminConsole(page);
  await page.goto('/admin/configuration/api-clients');
  await admin.fillSignIn(server.administrator.email, 'not the password');
  await expect(page.getByText('Email address or password is wrong.')).toBeVisible();
  await admin.fillSignIn(server.administrator.email, server.administrator.password);
  await expect(page.getByRole('heading', { name: 'API clients', level: 1 })).toBeVisible();
});

test('changes are kept from being lost, and saved with a key', async ({ page, server }) => {
  const admin = new AdminConsole(page);
  await admin.signIn(server.administrator);
  await admin.createApplication({ identifier: 'guarded-app', name: 'Guarded app', scopes: [], providers: [] });
  await expect(page.getByText('Nothing is missing: apps can register statelessly.')).toHaveCount(0);
  await page.getByLabel('Name', { exact: true }).fill('Renamed app');
  await page.getByRole('navigation', { name: 'Configuration' }).getByRole('link', { name: 'API clients' }).click();
  await expect(page.getByRole('dialog', { name: 'Leave without saving?' })).toBeVisible();
  await page.getByRole('button', { name: 'Stay on this page' }).click();
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByRole('heading', { name: 'Renamed app', level: 1 })).toBeVisible();
  await admin.statelessSwitch().click();
  await expect(page.getByText('Stateless authentication cannot work yet')).toBeVisible();
});

test('two administrators do not overwrite each other', async ({ page, server, browser }) => {
  const admin = new AdminConsole(page);
  await admin.signIn(server.administrator);
  await admin.createApplication({ identifier: 'shared-app', name: 'Shared app', scopes: [], providers: [] });
  const other = new AdminConsole(await browser.newPage());
  await other.signIn(server.administrator);
  await other.page.goto('/admin/configuration/applications/shared-app');
  await other.page.getByLabel('Name', { exact: true }).fill('Theirs');
  await other.save();
  await page.getByLabel('Access token validity').fill('600');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Somebody else saved this application')).toBeVisible();
  await page.getByRole('button', { name: 'Keep my changes on top of the newest' }).click();
  await admin.save();
  await page.reload();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Theirs');
  await expect(page.getByLabel('Access token validity')).toHaveValue(/600/);
  await other.page.close();
});

test('an application is deleted by typing its name', async ({ page, server }) => {
  const admin = new AdminConsole(page);
  await admin.signIn(server.administrator);
  await admin.createApplication({ identifier: 'doomed-app', name: 'Doomed app', scopes: [], providers: [] });
  await page.getByRole('button', { name: 'Delete application' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Delete application' })).toBeDisabled();
  await dialog.getByRole('textbox').fill('Doomed app');
  await dialog.getByRole('button', { name: 'Delete application' }).click();
  await expect(page.getByRole('heading', { name: 'Applications', level: 1 })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Doomed app' })).toHaveCount(0);
});

test('a script runs before it is saved', async ({ page, server }) => {
  const admin = new AdminConsole(page);
  await admin.signIn(server.administrator);
  await page.goto('/admin/configuration/identity-providers/new');
  await page.getByText('One step', { exact: true }).click();
  await admin.replaceScript("function execute(data) { LOG.info('got {}', data); return { status: 3000 }; }");
  await page.getByLabel('Input data').fill('anna');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByText('got anna')).toBeVisible();
  await expect(page.getByText('status 3000 is in no range')).toBeVisible();
});

const PAGES = [
  '/admin/',
  '/admin/configuration/applications',
  '/admin/configuration/applications/new',
  '/admin/configuration/applications/axe-app',
  '/admin/configuration/identity-providers',
  '/admin/configuration/identity-providers/new',
  '/admin/configuration/identity-providers/axe-scheme',
  '/admin/configuration/initial-access-tokens',
  '/admin/configuration/scopes',
  '/admin/configuration/web-clients',
  '/admin/configuration/api-clients',
  '/admin/configuration/api-clients/axe-back-end',
  '/admin/app-installations',
  '/admin/app-installations?application=axe-app',
  '/admin/clients',
  '/admin/clients?idle=never',
  '/admin/users',
  '/admin/activity',
  '/admin/activity?refusal=nobody-was-given-this',
];

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every page is accessible (${colorScheme})`, async ({ browser, server, baseURL }) => {
    test.setTimeout(480_000);
    const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce', ...(baseURL ? { baseURL } : {}) });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto('/admin/');
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await expectAccessible(page);
    const admin = new AdminConsole(page);
    await admin.signIn(server.administrator);
    if (colorScheme === 'light') {
      const complete = "function execute() { return { status: 2000, user: { id: 'u' } }; }";
      await admin.createProvider({ identifier: 'axe-scheme', name: 'Axe scheme', complete });
      await admin.createApplication({
        identifier: 'axe-app',
        name: 'Axe app',
        scopes: ['a'],
        providers: ['Axe scheme'],
      });
      await admin.createApiClient('Axe back end', 'axe-back-end');
    }
    for (const path of PAGES) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.waitForLoadState('networkidle');
      await expectAccessible(page);
    }
    expect(errors).toEqual([]);
    await context.close();
  });
}
