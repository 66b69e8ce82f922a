import { AdminConsole, expect, test } from '@passant/playwright';
import type { Page } from '@playwright/test';
import { codeOf } from '../support/authenticator.js';
import { expectAccessible, expectReadableInTheDark } from '../support/axe.js';
import { expectNothingSideways } from '../support/sideways.js';

const PASSWORD = 'correct-horse-battery';
const ANOTHER_PASSWORD = 'correct-horse-stable';

/** Expects that what a page shows fits a small phone and can be read in the dark. */
async function expectWellMade(page: Page, what: string): Promise<void> {
  await expectAccessible(page);
  for (const width of [320, 390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await expectNothingSideways(page, `${what} at ${width} px`);
  }
  await expectReadableInTheDark(page);
}

const openAccount = async (page: Page, email: string) => {
  await page.getByRole('button', { name: `Account of ${email}` }).click();
  await page.getByRole('menuitem', { name: 'Your account' }).click();
};

test('an administrator sets up a second factor, signs in with it and with a recovery code, and removes it', async ({
  page,
  passant,
  clock,
}) => {
  const email = `${passant.unique('careful')}@example.org`;
  const { token } = await passant.admin.call('inviteAdministrator', { body: { email, role: 'Auditor' } });
  await passant.admin.call('acceptInvitation', { body: { token, password: PASSWORD } });
  const console = new AdminConsole(page);
  await console.signIn({ email, password: PASSWORD });
  await openAccount(page, email);

  await page.getByRole('button', { name: 'Set up a second factor' }).click();
  await page.getByLabel('Your password').fill('guessed');
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('This is wrong.')).toBeVisible();
  await page.getByLabel('Your password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Go on' }).click();
  const picture = page.getByRole('img', { name: 'QR code of the secret' });
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  const secret = (await page.getByLabel('Secret', { exact: true }).textContent())!;
  await expectWellMade(page, 'the secret');
  await page.getByLabel('Code').fill('000000');
  await page.getByRole('button', { name: 'Turn on' }).click();
  await expect(page.getByText('This is wrong.')).toBeVisible();
  await page.getByLabel('Code').fill(codeOf(secret, clock.now()));
  await page.getByRole('button', { name: 'Turn on' }).click();
  const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expect(codes).toHaveCount(10);
  const [first, second] = await codes.allTextContents();
  await expectWellMade(page, 'the recovery codes');
  await page.getByRole('button', { name: 'Done, I have kept them' }).click();
  await expect(page.getByText('10 recovery codes left.')).toBeVisible();
  await expectWellMade(page, 'the account');

  const signOut = async () => {
    await page.getByRole('button', { name: `Account of ${email}` }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(page.getByLabel('E-mail')).toBeVisible();
  };
  const give = async (code: string) => {
    await page.getByLabel('Code').fill(code);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const main = page.getByRole('navigation', { name: 'Main' });
  await signOut();
  await console.fillSignIn(email, PASSWORD);
  await expect(page.getByLabel('Code')).toBeFocused();
  await expectWellMade(page, 'the question for a code');
  await give('000000');
  await expect(page.getByText('This code is wrong, or was used before.')).toBeVisible();
  // The code of the set-up is used up; the next one is not.
  await clock.advance(30);
  await give(codeOf(secret, clock.now()));
  await expect(main).toBeVisible();

  await signOut();
  await console.fillSignIn(email, PASSWORD);
  await give(first!.toLowerCase());
  await expect(main).toBeVisible();
  await signOut();
  await console.fillSignIn(email, PASSWORD);
  await give(first!);
  await expect(page.getByText('This code is wrong, or was used before.')).toBeVisible();
  await clock.advance('6 minutes');
  await give(second!);
  await expect(page.getByText(/The code came too late/)).toBeVisible();
  await console.fillSignIn(email, PASSWORD);
  await give(second!);
  await openAccount(page, email);
  await expect(page.getByText('8 recovery codes left.')).toBeVisible();

  await page.getByRole('button', { name: 'New recovery codes' }).click();
  const renewal = page.getByRole('dialog', { name: 'New recovery codes?' });
  await renewal.getByLabel('Your password').fill(PASSWORD);
  await expectAccessible(page);
  await renewal.getByLabel('Code').fill(codeOf(secret, clock.now()));
  await renewal.getByRole('button', { name: 'Make new codes' }).click();
  await expect(codes).toHaveCount(10);
  await page.getByRole('button', { name: 'Done, I have kept them' }).click();
  await expect(page.getByText('10 recovery codes left.')).toBeVisible();

  await clock.advance(30);
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByLabel('New password').fill(ANOTHER_PASSWORD);
  await page.getByLabel('Your password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('This is required.')).toBeVisible();
  await expectWellMade(page, 'the change of a password');
  await page.getByLabel('Code').fill(codeOf(secret, clock.now()));
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Your password was changed.')).toBeVisible();

  await clock.advance(30);
  await page.getByRole('button', { name: 'Remove second factor' }).click();
  const removal = page.getByRole('dialog', { name: 'Remove your second factor?' });
  await removal.getByLabel('Your password').fill(ANOTHER_PASSWORD);
  await removal.getByLabel('Code').fill(codeOf(secret, clock.now()));
  await removal.getByRole('button', { name: 'Remove it' }).click();
  await expect(page.getByRole('button', { name: 'Set up a second factor' })).toBeVisible();
  await signOut();
  await console.fillSignIn(email, ANOTHER_PASSWORD);
  await expect(main).toBeVisible();
});

test(
  'an Admin removes the second factor of somebody who lost it',
  { tag: '@long' },
  async ({ page, passant, browser, clock }) => {
    const email = `${passant.unique('forgetful')}@example.org`;
    const { token } = await passant.admin.call('inviteAdministrator', { body: { email, role: 'Operator' } });
    await passant.admin.call('acceptInvitation', { body: { token, password: PASSWORD } });
    const theirs = new AdminConsole(await browser.newPage());
    await theirs.signIn({ email, password: PASSWORD });
    await openAccount(theirs.page, email);
    await theirs.page.getByRole('button', { name: 'Set up a second factor' }).click();
    await theirs.page.getByLabel('Your password').fill(PASSWORD);
    await theirs.page.getByRole('button', { name: 'Go on' }).click();
    const secret = (await theirs.page.getByLabel('Secret', { exact: true }).textContent())!;
    await theirs.page.getByLabel('Code').fill(codeOf(secret, clock.now()));
    await theirs.page.getByRole('button', { name: 'Turn on' }).click();
    await theirs.page.getByRole('button', { name: 'Done, I have kept them' }).click();

    const admin = new AdminConsole(page);
    await admin.signIn(passant.administrator);
    await admin.openConfiguration('Administrators');
    const row = page.getByRole('row', { name: new RegExp(email) });
    await expect(row.getByText('On', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: `Remove the second factor of ${email}` }).click();
    await page.getByRole('button', { name: 'Remove second factor', exact: true }).click();
    await expect(page.getByText(`The second factor of ${email} was removed`)).toBeVisible();
    await expect(row.getByText('Off', { exact: true })).toBeVisible();
    await expectWellMade(page, 'the administrators');
    await theirs.page.reload();
    await theirs.fillSignIn(email, PASSWORD);
    await expect(theirs.page.getByRole('navigation', { name: 'Main' })).toBeVisible();
    await theirs.page.close();
  },
);
