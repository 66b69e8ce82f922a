import { fileURLToPath } from 'node:url';
import { AdminConsole, expect, test } from '@passant/playwright';
import { codeOf } from '../support/authenticator.js';
import { expectAccessible } from '../support/axe.js';
import { expectNothingSideways } from '../support/sideways.js';

const PROGRAM = fileURLToPath(new URL('../../apps/auth-api/dist/main.js', import.meta.url));

test.use({
  passantOptions: {
    program: PROGRAM,
    settings: { PASSANT_REQUIRE_SECOND_FACTOR: 'on' },
  },
});

test('where a second factor is required, nothing is there before it is set up', async ({ page, passant, clock }) => {
  const { email, password } = passant.administrator;
  await page.goto('/admin/configuration/applications');
  const console = new AdminConsole(page);
  await console.fillSignIn(email, password);
  const heading = page.getByRole('heading', { name: 'Set up a second factor', level: 1 });
  await expect(heading).toBeVisible();
  await expectAccessible(page);
  await page.goto('/admin/configuration/scopes');
  await expect(heading).toBeVisible();
  await page.getByLabel('Your password').fill(password);
  await page.getByRole('button', { name: 'Go on' }).click();
  const secret = (await page.getByLabel('Secret', { exact: true }).textContent())!;
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 900 });
  await expectNothingSideways(page, 'the set-up at 320 px');
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByLabel('Code').fill(codeOf(secret, clock.now()));
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByRole('button', { name: 'Done, I have kept them' }).click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await console.openConfiguration('Scopes');
});
