import { AdminConsole, expect, test } from '@passant/playwright';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/axe.js';
import { expectNothingSideways } from '../support/sideways.js';

test('whoever gives a wrong password is told so and stays outside', async ({ page, passant }) => {
  const admin = new AdminConsole(page);
  await page.goto('/admin/configuration/api-clients');
  await admin.fillSignIn(passant.administrator.email, 'not the password');
  await expect(page.getByText('E-mail address or password is wrong.')).toBeVisible();
  await admin.fillSignIn(passant.administrator.email, passant.administrator.password);
  await expect(page.getByRole('heading', { name: 'API clients', level: 1 })).toBeVisible();
});

test('whoever has no password reads at the door how to get one', async ({ page, passant }) => {
  await page.setViewportSize({ width: 320, height: 900 });
  await page.goto('/admin/');
  await page.getByText('No password, or lost it?').click();
  await expect(page.getByText('npm run admin -- reset-password')).toBeVisible();
  await expectAccessible(page);
  await expectNothingSideways(page, '320 px with where passwords come from');
  await expect(page.locator('main')).not.toContainText(passant.administrator.email);
  const reading = page.waitForEvent('popup');
  await page.getByRole('link', { name: 'Read more in a new tab' }).click();
  await expect((await reading).locator('h2#database')).toBeVisible();
});

test('changes are kept from being lost, and saved with a key', async ({ page, passant }) => {
  const admin = new AdminConsole(page);
  await admin.signIn(passant.administrator);
  await admin.createApplication({ identifier: 'guarded-app', name: 'Guarded app', scopes: [], providers: [] });
  await expect(page.getByText('Nothing is missing: apps can register statelessly.')).toHaveCount(0);
  await page.getByLabel('Name', { exact: true }).fill('Renamed app');
  await page.getByRole('navigation', { name: 'Configuration' }).getByRole('link', { name: 'API clients' }).click();
  const asking = page.getByRole('dialog', { name: 'Leave without saving?' });
  await expect(asking).toBeVisible();
  await page.getByRole('button', { name: 'Stay on this page' }).click();
  await expect(asking).toBeHidden();
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByRole('heading', { name: 'Renamed app', level: 1 })).toBeVisible();
  await admin.statelessSwitch().click();
  await expect(page.getByText('Stateless authentication cannot work yet')).toBeVisible();
});

test('two administrators do not overwrite each other', async ({ page, passant, browser }) => {
  const admin = new AdminConsole(page);
  await admin.signIn(passant.administrator);
  await admin.createApplication({ identifier: 'shared-app', name: 'Shared app', scopes: [], providers: [] });
  const other = new AdminConsole(await browser.newPage());
  await other.signIn(passant.administrator);
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

/** Ends the session without the page noticing, as an expiry would. */
const endSession = (page: Page) => page.context().clearCookies();

test('what was typed before somebody signed in anew in another tab is saved', async ({ page, passant }) => {
  const admin = new AdminConsole(page);
  await admin.signIn(passant.administrator);
  await admin.createApplication({ identifier: 'two-tabs-app', name: 'Two tabs app', scopes: [], providers: [] });
  await page.getByLabel('Name', { exact: true }).fill('Typed in the first tab');
  await endSession(page);
  const other = new AdminConsole(await page.context().newPage());
  await other.signIn(passant.administrator);
  await admin.save();
  await expect(page.getByRole('heading', { name: 'Typed in the first tab', level: 1 })).toBeVisible();
  await other.page.close();
});

test('what was typed in a dialog stays when the session is over, and is sent after signing in on the spot', async ({
  page,
  passant,
}) => {
  const admin = new AdminConsole(page);
  await admin.signIn(passant.administrator);
  await admin.openConfiguration('API clients');
  await page.getByRole('button', { name: 'Create API client' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New API client' });
  await dialog.getByLabel('Name', { exact: true }).fill('Typed before');
  await endSession(page);
  await dialog.getByRole('button', { name: 'Create API client' }).click();
  const signIn = page.getByRole('dialog', { name: 'Your session has ended' });
  await signIn.getByLabel('Password', { exact: true }).fill(passant.administrator.password);
  await signIn.getByRole('button', { name: 'Sign in' }).click();
  await expect(signIn).toBeHidden();
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('Typed before');
  await dialog.getByRole('button', { name: 'Create API client' }).click();
  await admin.readSecret();
  await expect(page.getByRole('link', { name: 'Typed before' })).toBeVisible();
});

test('whoever has no session any more signs out without being asked for a password', async ({ page, passant }) => {
  await new AdminConsole(page).signIn(passant.administrator);
  // A page that asks for nothing by itself, and so does not notice.
  await page.goto('/admin/users');
  await expect(page.getByRole('heading', { name: 'Users', level: 1 })).toBeVisible();
  await endSession(page);
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible();
});

test('an application is deleted by typing its name', async ({ page, passant }) => {
  const admin = new AdminConsole(page);
  await admin.signIn(passant.administrator);
  await admin.createApplication({ identifier: 'doomed-app', name: 'Doomed app', scopes: [], providers: [] });
  await page.getByRole('button', { name: 'Delete application' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Delete application' })).toBeDisabled();
  await dialog.getByLabel('to confirm').fill('Doomed app');
  await dialog.getByRole('button', { name: 'Delete application' }).click();
  await expect(page.getByRole('heading', { name: 'Applications', level: 1 })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Doomed app' })).toHaveCount(0);
});

test('a script runs before it is saved', async ({ page, passant }) => {
  const admin = new AdminConsole(page);
  await admin.signIn(passant.administrator);
  await page.goto('/admin/configuration/identity-providers/new');
  await page.getByText('One step', { exact: true }).click();
  await admin.replaceScript("function execute(data) { LOG.info('got {}', data); return { status: 3000 }; }");
  await page.getByLabel('Input data').fill('anna');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByText('got anna')).toBeVisible();
  await expect(page.getByText('status is in no range')).toBeVisible();
});

test('every entry of the navigation stands in one line, on a small tablet as on a desktop', async ({
  page,
  passant,
}) => {
  await new AdminConsole(page).signIn(passant.administrator);
  const entries = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
  for (const width of [768, 992, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    await expect(entries.first()).toBeVisible();
    const lines = await entries.evaluateAll((links) =>
      links.map((link) => {
        const text = document.createRange();
        text.selectNodeContents(link);
        return [link.textContent, text.getClientRects().length];
      }),
    );
    expect(lines, `the navigation at ${width} px`).toEqual(lines.map(([name]) => [name, 1]));
    await expectNothingSideways(page, `the console at ${width} px`);
  }
});
