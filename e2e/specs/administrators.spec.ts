import { AdminConsole, expect, test } from '@passant/playwright';
import { expectAccessible, expectReadableInTheDark } from '../support/axe.js';
import { expectNothingSideways } from '../support/sideways.js';

const PASSWORD = 'correct-horse-battery';

test('somebody is invited, chooses a password, and sees what their role may see', async ({
  page,
  passant,
  browser,
}) => {
  const email = `${passant.unique('helper')}@example.org`;
  const admin = new AdminConsole(page);
  await admin.signIn(passant.administrator);
  await admin.openConfiguration('Administrators');
  await page.getByRole('button', { name: 'Invite administrator' }).click();
  const dialog = page.getByRole('dialog', { name: 'New invitation' });
  await dialog.getByLabel('E-mail').fill('nobody');
  await dialog.getByRole('radio', { name: 'Helpdesk' }).check();
  await dialog.getByRole('button', { name: 'Create invitation' }).click();
  await expect(dialog.getByText('Is no e-mail address.')).toBeVisible();
  await dialog.getByLabel('E-mail').fill(email);
  await dialog.getByRole('button', { name: 'Create invitation' }).click();
  const address = await page.getByRole('textbox', { name: 'Invitation', exact: true }).textContent();
  await page.getByRole('button', { name: 'Done, I have copied it' }).click();
  const row = page.getByRole('row', { name: new RegExp(email) });
  await expect(row.getByText('Invited')).toBeVisible();

  const theirs = await browser.newPage();
  await theirs.goto(address!);
  await theirs.getByLabel('Password', { exact: true }).fill('too short');
  await theirs.getByRole('button', { name: 'Become an administrator' }).click();
  await expect(theirs.getByText('Must have at least 12 characters.')).toBeVisible();
  await expectAccessible(theirs);
  await theirs.setViewportSize({ width: 320, height: 800 });
  await expectNothingSideways(theirs, 'the invitation at 320 px');
  await theirs.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await theirs.getByRole('button', { name: 'Become an administrator' }).click();
  await theirs.getByRole('link', { name: 'Sign in' }).click();
  await theirs.setViewportSize({ width: 1280, height: 800 });
  const helper = new AdminConsole(theirs);
  await helper.fillSignIn(email, PASSWORD);
  await expect(theirs.getByRole('heading', { name: 'Users', level: 1 })).toBeVisible();
  const links = theirs.getByRole('navigation', { name: 'Main' }).getByRole('link');
  await expect(links).toHaveText(['Users']);

  await page.reload();
  await page.getByRole('combobox', { name: `Role of ${email}` }).click();
  await page.getByRole('option', { name: 'Auditor' }).click();
  await expect(page.getByText(`${email} is Auditor now`)).toBeVisible();
  await theirs.reload();
  await helper.openConfiguration('Administrators');
  await expect(theirs.getByRole('button', { name: 'Invite administrator' })).toHaveCount(0);

  await page.getByRole('button', { name: `Remove ${email}` }).click();
  await page.getByRole('button', { name: 'Remove administrator' }).click();
  await expect(row).toHaveCount(0);
  await theirs.reload();
  await expect(theirs.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await theirs.goto(address!);
  await theirs.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await theirs.getByRole('button', { name: 'Become an administrator' }).click();
  await expect(theirs.getByText(/used, withdrawn or too old/)).toBeVisible();
  await theirs.close();
});

test('the own account ends sessions and changes the password', { tag: '@long' }, async ({ page, passant, browser }) => {
  const email = `${passant.unique('own')}@example.org`;
  const { token } = await passant.admin.call('inviteAdministrator', { body: { email, role: 'Operator' } });
  await passant.admin.call('acceptInvitation', { body: { token, password: PASSWORD } });
  const elsewhere = new AdminConsole(await browser.newPage());
  await elsewhere.signIn({ email, password: PASSWORD });
  const here = new AdminConsole(page);
  await here.signIn({ email, password: PASSWORD });

  await page.getByRole('button', { name: `Account of ${email}` }).click();
  await page.getByRole('menuitem', { name: 'Your account' }).click();
  await expect(page.getByText('This one')).toBeVisible();
  await page.getByRole('button', { name: 'End session' }).click();
  await expect(page.getByRole('button', { name: 'End session' })).toHaveCount(0);
  await elsewhere.page.reload();
  await expect(elsewhere.page.getByRole('button', { name: 'Sign in' })).toBeVisible();

  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByLabel('Your password').fill('guessed');
  await page.getByLabel('New password').fill('another-good-one');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('This is wrong.')).toBeVisible();
  await page.getByLabel('Your password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Your password was changed.')).toBeVisible();
  await expectAccessible(page);
  await expectReadableInTheDark(page);
  await elsewhere.fillSignIn(email, 'another-good-one');
  await expect(elsewhere.page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await elsewhere.page.close();
});
