import { AdminConsole, expect, test } from '@passant/playwright';
import { expectAccessible } from '../support/axe.js';
import { type Everything, PAGE_GROUPS, makeEverything } from '../support/everything.js';
import { IN_SHORT } from '../support/in-short.js';
import { openSettled } from '../support/settled.js';
import { expectNothingSideways } from '../support/sideways.js';

test.describe.configure({ mode: 'parallel' });

/** What an administrator once chose, so that the next page is in it. */
const DUTCH = () => localStorage.setItem('passant-language', 'nl');

test('an administrator works in Dutch, and the console remembers it', async ({ page, passant }) => {
  await passant.given.application({ identifier: 'stadspas', name: 'Stadspas' });
  await new AdminConsole(page).signIn(passant.administrator);
  await page.getByRole('button', { name: `Account of ${passant.administrator.email}` }).click();
  await page.getByRole('menuitemradio', { name: 'Nederlands' }).click();

  await expect(page.locator('html')).toHaveAttribute('lang', 'nl');
  await page.getByRole('link', { name: 'Configuratie', exact: true }).click();
  await page.getByRole('link', { name: 'Stadspas' }).click();
  await expect(page.getByRole('heading', { name: 'Gebruikersauthenticatie' })).toBeVisible();
  await page.getByRole('switch', { name: 'Stateless authenticatie' }).click();
  await page.getByLabel('Geldigheid van toegangstokens').fill('5400');
  await expect(page.getByText('1 uur en 30 minuten', { exact: false }).first()).toBeVisible();
  await page.getByLabel('Naam', { exact: true }).fill('');
  await page.getByRole('button', { name: 'Wijzigingen opslaan' }).click();
  await expect(page.getByText('Dit is verplicht.')).toBeVisible();

  await page.reload();
  await expect(page.getByRole('heading', { name: 'Gebruikersauthenticatie' })).toBeVisible();
});

test('a template is explained in the language of the console: in English in the words of the server', async ({
  page,
  passant,
}) => {
  const { templates } = await passant.admin.call('readScriptKit');
  const choice = page.getByRole('radiogroup', { name: /^(Template|Sjabloon)$/ });
  await new AdminConsole(page).signIn(passant.administrator);
  await openSettled(page, '/admin/configuration/identity-providers/new');
  for (const { name, purpose } of templates) {
    await expect(choice.getByRole('radio', { name, exact: true })).toBeVisible();
    await expect(choice.getByText(purpose, { exact: true })).toBeVisible();
  }
  await page.evaluate(DUTCH);
  await openSettled(page, '/admin/configuration/identity-providers/new');
  await expect(choice.getByRole('radio', { name: 'Ondertekende challenge', exact: true })).toBeVisible();
  await expect(choice.getByRole('radio')).toHaveCount(templates.length + 1);
  for (const { name, purpose } of templates) {
    await expect(choice.getByText(name, { exact: true })).toHaveCount(0);
    await expect(choice.getByText(purpose, { exact: true })).toHaveCount(0);
  }
});

test('whoever has not signed in yet chooses a language below the form', async ({ page, passant }) => {
  await page.goto(`${passant.url}/admin/`);
  await page.getByRole('button', { name: 'Nederlands' }).click();
  await expect(page.getByRole('button', { name: 'Inloggen', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
});

test.describe('a browser that asks for Dutch', () => {
  test.use({ locale: 'nl-NL' });
  test('is answered in Dutch', async ({ page, passant }) => {
    await page.goto(`${passant.url}/admin/`);
    await expect(page.getByRole('button', { name: 'Inloggen', exact: true })).toBeVisible();
  });
});

test.describe('in Dutch', () => {
  let everything: Everything;
  test.beforeAll(async ({ passant }) => {
    everything = await makeEverything(passant);
  });

  for (const group of PAGE_GROUPS) {
    test(`every page about ${group} fits a small phone and a tablet, and is accessible`, async ({ page, passant }) => {
      await new AdminConsole(page).signIn(passant.administrator);
      await page.evaluate(DUTCH);
      const complaints: string[] = [];
      page.on('pageerror', ({ message }) => complaints.push(message));
      for (const path of everything.pages[group]) {
        await page.setViewportSize({ width: 320, height: 900 });
        await openSettled(page, path);
        await expect(page.locator('html')).toHaveAttribute('lang', 'nl');
        await expectNothingSideways(page, `320 px at ${path}`);
        // In English the same elements were looked at, whatever their words.
        if (IN_SHORT) continue;
        await page.setViewportSize({ width: 768, height: 900 });
        await expectNothingSideways(page, `768 px at ${path}`);
        await expectAccessible(page);
      }
      expect(complaints).toEqual([]);
    });
  }
});
