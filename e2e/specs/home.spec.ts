import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { MobileApp } from '@passant/mobile-client';
import { AdminConsole, expect, test } from '@passant/playwright';
import { expectAccessible, expectReadableInTheDark } from '../support/axe.js';
import { expectNothingSideways } from '../support/sideways.js';

const SCRIPT = 'function execute(id) { return { status: 2000, user: { id } }; }';

test('Home shows what ran and what was refused, and leads to the explanation', async ({ page, passant }) => {
  const identifier = 'at-home';
  await passant.admin.call('createIdentityProvider', {
    body: { identifier: `${identifier}-idp`, name: 'Scheme at home', flow: 'ONE_STEP', scripts: { complete: SCRIPT } },
  });
  await passant.admin.call('createApplication', {
    body: {
      identifier,
      name: 'App at home',
      user_authentication: { stateless_authentication: true },
      identity_providers: [`${identifier}-idp`],
      default_scopes: ['profile'],
      versions: [{ platform: 'ios', version: '1.0', status: 'LOGIN_REGISTRATION' }],
    },
  });
  const { initial_access_token: initialAccessToken } = await passant.admin.call('createInitialAccessToken', {
    body: { application: identifier },
  });
  const app = await MobileApp.install({
    kind: 'mobile',
    serverUrl: passant.url,
    initialAccessToken,
    application: identifier,
    platform: 'ios',
    version: '1.0',
  });
  const stateless = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT, data: 'canary-person' };
  expect((await app.complete(`${identifier}-idp`, stateless)).status).toBe(200);
  const refused = await app.complete('no-such-scheme', stateless);
  const { error_id: errorId } = refused.body as unknown as { error_id: string };

  await new AdminConsole(page).signIn(passant.administrator);
  await page.goto('/admin/');
  const runs = page.getByRole('region', { name: 'What runs' });
  await expect(runs.getByText(/registrations? in the last 24 hours: .*success/)).toBeVisible();
  await expect(runs.locator('svg.recharts-surface').first()).toBeVisible();
  await expect(runs.locator('.recharts-line-dot').first()).toBeVisible();
  await expect(page.getByText('canary-person')).toHaveCount(0);

  for (const view of ['Charts', 'Table']) {
    await runs.getByText(view, { exact: true }).click();
    await page.setViewportSize({ width: 320, height: 900 });
    await expectAccessible(page);
    await expectReadableInTheDark(page);
    for (const width of [390, 768, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await expectNothingSideways(page, `${width} px with ${view}`);
    }
  }
  await runs.getByText('7 days', { exact: true }).click();
  await expect(runs.getByRole('table', { name: 'What ran in the last 7 days' }).getByRole('row')).toHaveCount(8);

  await page.getByRole('list', { name: 'Refused with' }).getByRole('link', { name: 'invalid_idp_identifier' }).click();
  await expect(page.getByText('Error code: invalid_idp_identifier')).toBeVisible();
  await expect(page.getByRole('table').getByRole('row')).not.toHaveCount(1);
  await page.goBack();

  const refusals = page.getByRole('list', { name: 'Latest refusals' });
  await refusals.locator(`a[href*="${errorId}"]`).click();
  await expect(page.getByRole('dialog', { name: 'Why it was refused' })).toContainText(errorId);
});
