import { AdminConsole, expect, test } from '@passant/playwright';
import type { Page } from '@playwright/test';
import { expectAccessible, expectReadable } from '../support/axe.js';
import { IN_SHORT } from '../support/in-short.js';
import { expectNothingSideways } from '../support/sideways.js';
import { watchForScripts } from '../support/watch.js';

/** The start page; code in several languages; long tables; pictures; the longest page. In short the first two. */
const PAGES = ['', 'writing-scripts', ...(IN_SHORT ? [] : ['administration', 'architecture', 'standards'])];

const WIDTHS = [320, 390, 768, 1440];
const HEIGHT = 900;

/** Opens a page and waits until it is more than what the server sent. */
async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.waitForFunction(() => '__vue_app__' in document.querySelector('#app')!);
  await page.evaluate(() => document.fonts.ready);
}

for (const name of PAGES) {
  test(`the page /docs/${name} is accessible, fits every screen and runs without complaint`, async ({
    page,
    passant,
  }) => {
    const seen = await watchForScripts(page, passant.url);
    await page.setViewportSize({ width: WIDTHS[0]!, height: HEIGHT });
    await open(page, `/docs/${name}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: HEIGHT });
      await expectNothingSideways(page, `${width} px at /docs/${name}`);
    }
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect(page.locator('html')).toHaveClass(/dark/);
    await expectReadable(page);
    expect(seen).toEqual([]);
  });
}

test('a word leads to the section that it is in', async ({ page, passant }) => {
  const seen = await watchForScripts(page, passant.url);
  await open(page, '/docs/');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('combobox', { name: 'Search' }).fill('signing key leaked');
  await expect(page.getByRole('option').first()).toContainText('A signing key leaked');
  await expectAccessible(page);
  await page.setViewportSize({ width: WIDTHS[0]!, height: HEIGHT });
  await expectNothingSideways(page, `${WIDTHS[0]} px with the search`);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${passant.url}/docs/operations#a-signing-key-leaked`);
  await expect(page.getByRole('heading', { name: 'A signing key leaked' })).toBeInViewport();
  expect(seen).toEqual([]);
});

test('a link leads on without loading the site again, and to the server where it names one', async ({
  page,
  passant,
}) => {
  const seen = await watchForScripts(page, passant.url);
  await open(page, '/docs/');
  await page.getByRole('main').getByRole('link', { name: 'Operations' }).click();
  await expect(page).toHaveURL(`${passant.url}/docs/operations#production`);
  await expect(page.getByRole('heading', { level: 1, name: 'Operations' })).toBeVisible();
  await page.goBack();
  expect(seen).toEqual([]);
  await page.getByRole('main').getByRole('link', { name: 'protocol' }).click();
  await expect(page).toHaveURL(`${passant.url}/oauth/openapi.json`);
});

test('an address without a page says so, and leads back', async ({ page, passant }) => {
  await open(page, '/docs/nothing');
  await expect(page.getByRole('heading', { name: 'There is no page here' })).toBeVisible();
  await page.getByRole('link', { name: 'To the first page' }).click();
  await expect(page).toHaveURL(`${passant.url}/docs/`);
});

test('the console leads to the page about what is on the screen', async ({ page, context, passant }) => {
  await new AdminConsole(page).signIn(passant.administrator);
  await page.goto('/admin/configuration/web-hooks');
  const opened = context.waitForEvent('page');
  await page.getByRole('link', { name: 'Help for this page' }).click();
  const help = await opened;
  await expect(help).toHaveURL(`${passant.url}/docs/resource-servers#web-hooks`);
  await expect(help.getByRole('heading', { name: 'Web hooks' })).toBeInViewport();
});
