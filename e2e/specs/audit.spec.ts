import { AdminConsole, expect, test } from '@passant/playwright';
import { expectAccessible } from '../support/axe.js';
import { expectNothingSideways } from '../support/sideways.js';

test('an administrator reads who changed an application, and what is different since', async ({ page, passant }) => {
  const identifier = passant.unique('audited');
  const body = { identifier, name: 'Before the change', default_scopes: ['profile'] };
  await passant.admin.call('createApplication', { body });
  await passant.admin.call('updateApplication', {
    parameters: { identifier },
    body: { name: 'After the change' },
    ifMatch: '*',
  });
  const admin = new AdminConsole(page);
  await admin.signIn(passant.administrator);
  await page.goto(`${passant.url}/admin/configuration/applications/${identifier}`);
  await page.getByRole('link', { name: 'History' }).click();
  await expect(page.getByRole('heading', { name: 'Audit', level: 1 })).toBeVisible();
  await expect(page.getByLabel('About')).toHaveValue(identifier);
  const changes = page.getByRole('table', { name: 'Changes' });
  await expect(changes.getByRole('row')).toHaveCount(3);

  await changes.getByRole('button', { name: /updated/ }).click();
  const panel = page.getByRole('dialog');
  const name = panel.getByRole('table', { name: 'Changed fields' }).getByRole('row', { name: /^name/ });
  await expect(name.locator('del')).toHaveText('Before the change');
  await expect(name.locator('ins')).toHaveText('After the change');
  await expect(panel.getByText('updateApplication', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  await page.getByLabel('By', { exact: true }).fill('nobody@example.org');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(changes.getByText(identifier).first()).toBeVisible();
  for (const width of [320, 768]) {
    await page.setViewportSize({ width, height: 800 });
    await expectNothingSideways(page, `the audit at ${width} px`);
  }
});
