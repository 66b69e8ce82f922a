import { readFileSync } from 'node:fs';
import { AdminConsole, expect, test } from '@passant/playwright';
import type { Locator, Page } from '@playwright/test';
import { expectAccessible, expectReadable } from '../support/axe.js';
import { expectNothingSideways } from '../support/sideways.js';

const SCRIPT = 'function execute(id) { return { status: 2000, user: { id } }; }\n';

/** Presses Tab until the focus has arrived. Fails if a person could not get there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeEnabled();
  for (let presses = 0; presses < 80; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}

async function press(page: Page, button: Locator): Promise<void> {
  await tabTo(page, button);
  await page.keyboard.press('Enter');
}

test('the configuration is exported, edited, planned, applied and compared again, by keyboard', async ({
  page,
  passant,
}) => {
  const identifier = passant.unique('as-code');
  const scope = `${identifier}-orders`;
  const read = () => passant.admin.call('readApplication', { parameters: { identifier } });
  await passant.admin.call('createIdentityProvider', {
    body: { identifier: `${identifier}-idp`, name: 'Scheme', flow: 'ONE_STEP', scripts: { complete: SCRIPT } },
  });
  await passant.admin.call('createApplication', {
    body: {
      identifier,
      name: 'City services',
      default_scopes: ['profile'],
      identity_providers: [`${identifier}-idp`],
    },
  });
  await new AdminConsole(page).signIn(passant.administrator);
  await page.goto(`${passant.url}/admin/configuration/as-code`);
  await expect(page.getByRole('heading', { name: 'Configuration as code', level: 1 })).toBeVisible();
  const files = page.getByLabel('Files of the configuration', { exact: true });
  const pasted = page.getByLabel('Or paste YAML');
  const plan = page.getByRole('button', { name: 'Plan', exact: true });

  const zip = await test.step('exports', async () => {
    const downloading = page.waitForEvent('download');
    await press(page, page.getByRole('button', { name: 'Download the files' }));
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('passant.zip');
    return download.path();
  });

  await test.step('plans what was exported: nothing is different', async () => {
    await files.setInputFiles({ name: 'passant.zip', mimeType: 'application/zip', buffer: readFileSync(zip) });
    await expect(page.getByText(/^\d+ files chosen\.$/)).toBeVisible();
    await press(page, plan);
    await expect(page.getByText('The server is as the files say')).toBeVisible();
  });

  const edited = `applications:\n  - identifier: ${identifier}\n    name: Services of the city\n    default_scopes: [profile, ${scope}]\n    access_token_validity: 300\n    identity_providers: [${identifier}-idp]\n`;
  await test.step('is told file, line and member of what is wrong', async () => {
    await page.reload();
    await tabTo(page, pasted);
    await page.keyboard.insertText(edited.replace('300', '1'));
    await press(page, plan);
    const alert = page.getByRole('alert');
    await expect(alert).toContainText(`pasted.yaml:5:28`);
    await expect(alert).toContainText(`applications.${identifier}.access_token_validity`);
    await tabTo(page, pasted);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText('scopes: [');
    await expect(page.getByRole('alert')).toContainText('pasted.yaml:1:');
    await expect(plan).toBeDisabled();
  });

  await test.step('plans a change, and sees it as when it is saved', async () => {
    await tabTo(page, pasted);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(edited);
    await press(page, plan);
    const change = page.getByRole('list', { name: 'Changes' }).getByRole('listitem').first();
    await expect(change).toContainText(`Application ${identifier}`);
    await expect(change.getByRole('row', { name: /^name/ })).toContainText('Services of the city');
    await expect(change.getByRole('row', { name: /^access_token_validity/ }).locator('del')).toHaveText('900');
    await expect(change.getByRole('status')).toContainText('Nothing was asked since');
    expect((await read()).name).toBe('City services');
    await expectAccessible(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectReadable(page);
    }
    for (const width of [320, 390, 768]) {
      await page.setViewportSize({ width, height: 800 });
      await expectNothingSideways(page, `the plan at ${width} px`);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  const apply = page.getByRole('button', { name: /^Apply \d+ change/ });
  await test.step('is refused if somebody changed it meanwhile, and sees what', async () => {
    const { etag } = await read();
    const body = { name: 'Renamed meanwhile' };
    await passant.admin.call('updateApplication', { parameters: { identifier }, body, ifMatch: etag });
    await press(page, apply);
    await press(page, page.getByRole('dialog').getByRole('button', { name: /^Apply/ }));
    await expect(page.getByText('The configuration has changed since it was planned')).toBeVisible();
    const drifted = page.getByRole('list', { name: 'Changed in the meantime' });
    await expect(drifted.getByRole('row', { name: /^name/ })).toContainText('Renamed meanwhile');
    expect((await read()).access_token_validity).toBe(900);
  });

  await test.step('applies with a reason, which the audit keeps', async () => {
    await press(page, plan);
    await press(page, apply);
    const dialog = page.getByRole('dialog');
    await tabTo(page, dialog.getByLabel('Reason (optional)'));
    await page.keyboard.insertText('Shorter tokens');
    await page.keyboard.press('Enter');
    await expect(page.getByText(/^Applied: \d change/)).toBeVisible();
    expect(await read()).toMatchObject({ name: 'Services of the city', access_token_validity: 300 });
    const { items } = await passant.admin.call('listAuditRecords', { query: { subject: identifier } });
    expect(items[0]).toMatchObject({ endpoint: 'applyConfiguration', reason: 'Shorter tokens' });
  });

  await test.step('sees the drift of the server from the files', async () => {
    const { etag } = await read();
    const body = { access_token_validity: 600 };
    await passant.admin.call('updateApplication', { parameters: { identifier }, body, ifMatch: etag });
    await press(page, page.getByRole('button', { name: 'Show drift' }));
    await expect(page.getByText('The server differs from the files')).toBeVisible();
    const change = page
      .getByRole('listitem')
      .filter({ hasText: `Application ${identifier}` })
      .first();
    await expect(change.getByRole('row', { name: /^access_token_validity/ }).locator('del')).toHaveText('600');
    await expect(apply).toBeHidden();
  });

  await test.step('sees what was changed since the files were applied, without any', async () => {
    await page.reload();
    await press(page, page.getByRole('button', { name: 'Compare', exact: true }));
    await expect(page.getByText('The server was changed since files were last applied')).toBeVisible();
    const change = page
      .getByRole('listitem')
      .filter({ hasText: `Application ${identifier}` })
      .first();
    const row = change.getByRole('row', { name: /^access_token_validity/ });
    await expect(row.locator('del')).toHaveText('300');
    await expect(row.locator('ins')).toHaveText('600');
    await expect(page.getByText(`by ${passant.administrator.email}: `)).toBeVisible();
    await expectAccessible(page);
    await expectNothingSideways(page, 'the drift since the last application');
  });
});

test('entries are deleted only if that is asked for, and confirmed by how many', async ({ page, passant }) => {
  const scope = passant.unique('to-delete');
  await passant.admin.call('createScope', { body: { identifier: scope, description: 'Not in the files' } });
  const { configuration } = await passant.admin.call('exportConfiguration');
  const kept = configuration.scopes!.filter(({ identifier }) => identifier !== scope);
  const pasted = JSON.stringify({ scopes: kept });
  await new AdminConsole(page).signIn(passant.administrator);
  await page.goto(`${passant.url}/admin/configuration/as-code`);
  await page.getByLabel('Or paste YAML').fill(pasted);
  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  await expect(page.getByText(`Only on the server, and left alone: Scope ${scope}.`)).toBeVisible();
  await page.getByLabel('Delete what the files do not have').check();
  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  await page.getByRole('button', { name: 'Apply 1 change' }).click();
  const dialog = page.getByRole('dialog');
  const confirm = dialog.getByRole('button', { name: 'Apply 1 change' });
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel('to confirm').fill('delete 1');
  await expectAccessible(page);
  await confirm.click();
  await expect(page.getByText('Applied: 1 change', { exact: true })).toBeVisible();
  const gone = await passant.admin.request('readScope', { parameters: { identifier: scope } });
  expect(gone.status).toBe(404);
});
