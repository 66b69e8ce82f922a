import { AdminConsole, expect, test } from '@passant/playwright';
import { expectAccessible } from '../support/axe.js';
import { expectNothingSideways } from '../support/sideways.js';

const PASSWORD = 'correct-horse-battery';

test('what cannot be undone waits until a second administrator approves it', async ({
  page,
  passant,
  clock,
  browser,
}) => {
  const email = `${passant.unique('second')}@example.org`;
  const { token } = await passant.admin.call('inviteAdministrator', { body: { email, role: 'Admin' } });
  await passant.admin.call('acceptInvitation', { body: { token, password: PASSWORD } });
  const scope = passant.unique('scope');
  await passant.admin.call('createScope', { body: { identifier: scope, description: 'To be deleted' } });
  await clock.advance('8 days');

  const admin = new AdminConsole(page);
  await admin.signIn(passant.administrator);
  await admin.openConfiguration('Administrators');
  await page.getByRole('button', { name: 'Require a second approval', exact: true }).click();
  await page.getByRole('button', { name: 'Require it', exact: true }).click();
  await expect(page.getByRole('button', { name: 'No longer require it' })).toBeVisible();

  await admin.openConfiguration('Scopes');
  await page.getByRole('button', { name: `Delete ${scope}` }).click();
  await page.getByRole('button', { name: 'Delete scope', exact: true }).click();
  await expect(page.getByText('Another administrator has to approve this')).toBeVisible();
  await admin.openConfiguration('Administrators');
  const mine = page.getByRole('row', { name: new RegExp(scope) });
  await expect(mine.getByText('Waiting')).toBeVisible();
  await expect(mine.getByRole('button', { name: /^Withdraw/ })).toBeVisible();
  await expect(mine.getByRole('button', { name: /^Approve/ })).toHaveCount(0);

  const theirs = await browser.newPage();
  const other = new AdminConsole(theirs);
  await theirs.goto(`${passant.url}/admin/`);
  await other.fillSignIn(email, PASSWORD);
  await other.openConfiguration('Administrators');
  await expectAccessible(theirs);
  await theirs.setViewportSize({ width: 320, height: 800 });
  await expectNothingSideways(theirs, 'the requests for approval at 320 px');
  await theirs.setViewportSize({ width: 1280, height: 800 });
  const row = theirs.getByRole('row', { name: new RegExp(scope) });
  await row.getByRole('button', { name: /^Approve/ }).click();
  await theirs.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(theirs.getByText('The request was carried out')).toBeVisible();
  await expect(theirs.getByText('Carried out', { exact: true })).toBeVisible();

  await page.reload();
  await page.getByRole('button', { name: 'No longer require it' }).click();
  await page.getByRole('button', { name: 'Ask for it', exact: true }).click();
  await expect(page.getByRole('button', { name: /^Withdraw: No longer require/ })).toBeVisible();
  await theirs.reload();
  await theirs.getByRole('button', { name: /^Approve: No longer require/ }).click();
  await theirs.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(theirs.getByRole('button', { name: 'Require a second approval', exact: true })).toBeVisible();
  await other.openConfiguration('Scopes');
  await expect(theirs.getByText(scope)).toHaveCount(0);
  await theirs.close();
});
