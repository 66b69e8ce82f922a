import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { MobileApp } from '@passant/mobile-client';
import { AdminConsole, expect, test } from '@passant/playwright';
import type { Page, TestInfo } from '@playwright/test';
import { expectAccessible, expectReadable, setColours } from '../support/axe.js';

const SCRIPT = 'function execute(data) { return { status: 2000, user: { id: data } }; }';

/** Looks at the page as it is, in both colour schemes. */
async function looks(page: Page, testInfo: TestInfo, name: string): Promise<void> {
  await expectAccessible(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    await setColours(page, colorScheme);
    await expectReadable(page);
    await testInfo.attach(`${name}-${colorScheme}.png`, { body: await page.screenshot(), contentType: 'image/png' });
  }
  await setColours(page, 'light');
}

test('an administrator sees who would be refused, before a change is saved', async ({ page, passant }, testInfo) => {
  const admin = new AdminConsole(page);
  await admin.signIn(passant.administrator);
  await admin.createProvider({ identifier: 'felt-scheme', name: 'Felt scheme', complete: SCRIPT });
  await admin.createApplication({
    identifier: 'felt-app',
    name: 'Felt app',
    scopes: ['profile'],
    providers: ['Felt scheme'],
  });
  const bar = page.getByRole('region', { name: 'Unsaved changes' });
  const enabled = page.getByRole('switch', { name: 'Enabled' });
  await enabled.click();
  await expect(bar.getByRole('status')).toContainText(/^Nothing was asked since .* nothing to compare with\.$/);
  await page.getByRole('button', { name: 'Discard' }).click();
  await admin.authenticationSwitch('Stateless authentication').click();
  await admin.saveConfirming('Stateless authentication off on');

  const app = await MobileApp.install({
    kind: 'mobile',
    serverUrl: passant.url,
    initialAccessToken: await admin.createInitialAccessToken('Felt app'),
    application: 'felt-app',
    platform: 'ios',
    version: '1.0',
  });
  for (const grant of [{}, {}, {}, { grant_type: STATELESS_AUTHENTICATION_GRANT }]) {
    const { status } = await app.complete('felt-scheme', { data: 'somebody', profile_id: 'AAAAAA', ...grant });
    expect(status).toBe(200);
  }

  await admin.openApplication('Felt app');
  await page.getByLabel('Name', { exact: true }).fill('Felt app of the city');
  await expect(bar.getByRole('status')).toContainText(/^None of 4 requests since .* would be answered differently\.$/);
  await page.getByRole('button', { name: 'Discard' }).click();

  // The switch for which the save asks back: the dialog says the same as the bar.
  await admin.authenticationSwitch('Stateless authentication').click();
  await expect(bar.getByRole('status')).toContainText(/^Of 4 registrations since .*, 1 would be refused\./);
  await looks(page, testInfo, 'bar');
  await bar.getByRole('button', { name: 'Show details' }).click();
  const details = page.getByRole('dialog', { name: 'What this does to requests' });
  await expect(
    details.getByRole('row', { name: /^1 stateless registration iOS, not listed felt-scheme refused/ }),
  ).toContainText('refused (unauthorized_client): Stateless authentication is not enabled for this application.');
  await looks(page, testInfo, 'details');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Save changes' }).click();
  const asking = page.getByRole('dialog', { name: 'Save these changes?' });
  await expect(asking).toContainText(/Of 4 registrations since .*, 1 would be refused\./);
  await looks(page, testInfo, 'asking');
  await asking.getByRole('button', { name: 'Go on editing' }).click();
  await page.getByRole('button', { name: 'Discard' }).click();

  await admin.openConfiguration('Identity providers');
  await page.getByRole('link', { name: 'Felt scheme', exact: true }).click();
  await page.getByRole('switch', { name: 'Enabled' }).click();
  await expect(bar.getByRole('status')).toContainText(/^Of 4 registrations since .*, 4 would be refused\./);
  await bar.getByRole('button', { name: 'Show details' }).click();
  await expect(
    details.getByRole('row', {
      name: /^3 registration without grant_type iOS, not listed felt-app refused \(idp_disabled\)/,
    }),
  ).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Discard' }).click();
});

test('a change can be saved also while nobody can tell what it does', async ({ page, passant }) => {
  const admin = new AdminConsole(page);
  await admin.signIn(passant.administrator);
  await admin.createApplication({ identifier: 'untold-app', name: 'Untold app', scopes: ['profile'], providers: [] });
  let isAway = true;
  await page.route('**/applications/untold-app/impact', (route) => (isAway ? route.abort() : route.continue()));
  await page.getByRole('switch', { name: 'Enabled' }).click();
  const bar = page.getByRole('region', { name: 'Unsaved changes' });
  await expect(bar.getByRole('status')).toContainText('What this does to requests could not be found out.');
  isAway = false;
  await bar.getByRole('button', { name: 'Try again' }).click();
  await expect(bar.getByRole('status')).toContainText('Nothing was asked since');
  isAway = true;
  await page.getByLabel('Name', { exact: true }).fill('Told app');
  await admin.save();
  await expect(page.getByRole('heading', { name: 'Told app', level: 1 })).toBeVisible();
});

test('nothing that has the focus is behind the bar that saves', async ({ page, passant }) => {
  const admin = new AdminConsole(page);
  await admin.signIn(passant.administrator);
  await admin.createApplication({ identifier: 'seen-app', name: 'Seen app', scopes: ['profile'], providers: [] });
  await page.setViewportSize({ width: 390, height: 640 });
  await page.getByLabel('Name', { exact: true }).fill('Seen app of the city');
  await expect(page.getByRole('region', { name: 'Unsaved changes' }).getByRole('status')).toContainText('Nothing was');
  const lookAtFocus = () =>
    page.evaluate(() => {
      const bar = document.querySelector('[aria-label="Unsaved changes"]')!;
      const focused = document.activeElement!;
      const { top, bottom } = focused.getBoundingClientRect();
      const edge = bar.getBoundingClientRect().top;
      // Of what is higher than the room above the bar, the beginning is what has to be seen.
      const seen = bottom - top > edge ? top : bottom;
      return { text: focused.outerHTML, inBar: bar.contains(focused), hidden: seen > edge && top < innerHeight };
    });
  const seen = new Set<string>();
  for (;;) {
    await page.keyboard.press('Tab');
    const { text, inBar } = await lookAtFocus();
    if (inBar) break;
    // It is scrolled into view, which may take a moment.
    await expect.poll(async () => (await lookAtFocus()).hidden, text).toBe(false);
    seen.add(text);
  }
  expect(seen.size).toBeGreaterThan(10);
});
