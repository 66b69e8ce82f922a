import { fileURLToPath } from 'node:url';
import { FakeScheme, OPENID_CLIENT } from '@passant/mobile-client/testing';
import { AdminConsole, expect, test } from '@passant/playwright';
import type { Page } from '@playwright/test';
import { expectAccessible, expectReadable } from '../support/axe.js';
import { expectNothingSideways } from '../support/sideways.js';

const PROGRAM = fileURLToPath(new URL('../../apps/auth-api/dist/main.js', import.meta.url));
const STAFF = { sub: 'staff-1', email: 'jane.at.work@example.com' };

let company: FakeScheme;

test.use({
  passantOptions: [
    async ({}, use) => {
      company = await FakeScheme.start();
      await use({
        program: PROGRAM,
        settings: {
          PASSANT_CONSOLE_SIGN_IN_ISSUER: company.url,
          PASSANT_CONSOLE_SIGN_IN_CLIENT_ID: OPENID_CLIENT.clientId,
          PASSANT_CONSOLE_SIGN_IN_CLIENT_SECRET: OPENID_CLIENT.clientSecret,
          PASSANT_CONSOLE_SIGN_IN_ROLES: 'ops=Operator,passant-admins=Admin',
          PASSANT_CONSOLE_SIGN_IN_LABEL: 'Verbandsgemeindeverwaltung',
        },
      });
      await company.close();
    },
    { scope: 'worker' },
  ],
});

const WAY_IN = 'Sign in with Verbandsgemeindeverwaltung';

/** Goes to the company from the page to sign in at, and comes back as Jane. */
async function signIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: WAY_IN }).click();
  await page.getByRole('button', { name: 'I am Jane' }).click();
}

/** Checks a page in both colour schemes, from a small phone on. */
async function expectWellMade(page: Page, what: string): Promise<void> {
  await page.setViewportSize({ width: 320, height: 900 });
  await expectNothingSideways(page, `${what} at 320 px`);
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expectReadable(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 900 });
}

test('somebody of the company signs in where they wanted to go, with the role of their group, and signs out', async ({
  page,
}) => {
  company.says('jane', { ...STAFF, groups: ['ops'] });
  await page.goto('/admin/configuration/scopes');
  await expect(page.getByRole('button', { name: WAY_IN })).toBeVisible();
  await expectWellMade(page, 'the page to sign in at');
  await signIn(page);
  await expect(page.getByRole('heading', { name: 'Scopes', level: 1 })).toBeVisible();
  await expect(page).toHaveURL(/\/admin\/configuration\/scopes$/);
  // An Operator sees everything but who the administrators are.
  const configuration = page.getByRole('navigation', { name: 'Configuration' });
  await expect(configuration.getByRole('link', { name: 'Scopes' })).toBeVisible();
  await expect(configuration.getByRole('link', { name: 'Administrators' })).toBeHidden();
  await page.goto('/admin/account');
  await expect(page.getByRole('heading', { name: 'Company account' })).toBeVisible();
  await expect(page.getByLabel('Current password')).toBeHidden();
  await expectWellMade(page, 'the account');
  await page.getByRole('button', { name: `Account of ${STAFF.email}` }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: WAY_IN })).toBeVisible();
});

test('whoever has no group with a role reads why, and nothing of the answer stays in the address', async ({ page }) => {
  company.says('jane', { sub: 'staff-2', email: 'nobody@example.com', groups: ['everybody'] });
  await page.goto('/admin/');
  await signIn(page);
  await expect(page.getByRole('heading', { name: 'You are not let in', level: 1 })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('None of your groups gives you a role here.');
  await expect(page).toHaveURL(/\/admin\/sign-in\/company$/);
  await expectWellMade(page, 'the explanation');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Nothing to do here', level: 1 })).toBeVisible();
  await page.getByRole('link', { name: 'Back to sign-in' }).click();
  await expect(page.getByRole('button', { name: WAY_IN })).toBeVisible();
});

test('an outage of the company is said, and a password still signs in', async ({ page, passant }) => {
  company.says('jane', { ...STAFF, groups: ['ops'] });
  await page.goto('/admin/');
  await page.getByRole('button', { name: WAY_IN }).click();
  // The company lets its people sign in, and then is away for this server.
  await page.route('**/session/company/complete', async (route) => {
    company.mood = 'down';
    await route.continue();
  });
  await page.getByRole('button', { name: 'I am Jane' }).click();
  await expect(page.getByRole('heading', { name: 'Sign-in is not possible now', level: 1 })).toBeVisible();
  company.mood = 'up';
  await page.getByRole('link', { name: 'Back to sign-in' }).click();
  await new AdminConsole(page).fillSignIn(passant.administrator.email, passant.administrator.password);
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
});

test('an administrator sees where others come from, and disables one', async ({ page, passant }) => {
  company.says('jane', { ...STAFF, groups: ['ops'] });
  await page.goto('/admin/');
  await signIn(page);
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await page.context().clearCookies();
  await page.goto('/admin/configuration/administrators');
  await new AdminConsole(page).fillSignIn(passant.administrator.email, passant.administrator.password);
  const row = page.getByRole('row').filter({ hasText: STAFF.email });
  await expect(row).toContainText('Company');
  await expectAccessible(page);
  await row.getByRole('button', { name: `Disable ${STAFF.email}` }).click();
  await page.getByRole('button', { name: 'Disable administrator' }).click();
  await expect(row).toContainText('Disabled');
  await page.context().clearCookies();
  await page.goto('/admin/');
  await signIn(page);
  await expect(page.getByRole('alert')).toContainText('Your account is disabled.');
});
