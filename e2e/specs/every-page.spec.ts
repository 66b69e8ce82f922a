import { AdminConsole, expect, test } from '@passant/playwright';
import type { Page } from '@playwright/test';
import { expectAccessible, expectReadableInTheDark } from '../support/axe.js';
import { type Everything, PAGE_GROUPS, makeEverything } from '../support/everything.js';
import { IN_SHORT } from '../support/in-short.js';
import { withLargeText } from '../support/large-text.js';
import { openSettled } from '../support/settled.js';
import { expectNothingSideways } from '../support/sideways.js';

/** Addresses of things that do not exist: for these the browser itself logs a "not found" error. */
const NOT_FOUND = ['/admin/activity?refusal=nobody-was-given-this'];

/** A small phone, a common phone, a tablet and a desktop. */
const WIDTHS = [320, 390, 768, 1440];
const HEIGHT = 900;

/** Where large text has least room; in short only there. */
const WITH_LARGE_TEXT = IN_SHORT ? [WIDTHS[0]] : WIDTHS;

// There are many pages, so the workers share them; each worker has a server with one of everything.
test.describe.configure({ mode: 'parallel' });

let everything: Everything;
test.beforeAll(async ({ passant }) => {
  everything = await makeEverything(passant);
});

/** Collects whatever errors the browser reports while pages are open. */
function listenTo(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (NOT_FOUND.some((path) => page.url().endsWith(path))) return;
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.text()} (${page.url()})`);
  });
  return complaints;
}

/**
 * Checks a page that was opened on the smallest screen. Widths are checked in one colour scheme only, because colours
 * do not affect them.
 */
async function expectWellMade(page: Page, path: string): Promise<void> {
  if (!IN_SHORT) await expectAccessible(page);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    await expectNothingSideways(page, `${width} px at ${path}`);
    if (WITH_LARGE_TEXT.includes(width))
      await withLargeText(page, () => expectNothingSideways(page, `${width} px with large text at ${path}`));
  }
  await expectAccessible(page);
  await expectReadableInTheDark(page);
}

const onSmallestScreen = (page: Page) => page.setViewportSize({ width: WIDTHS[0]!, height: HEIGHT });

test('the page to sign in at is accessible and fits every screen', async ({ page }) => {
  await onSmallestScreen(page);
  await page.goto('/admin/');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expectWellMade(page, '/admin/sign-in');
});

for (const group of PAGE_GROUPS) {
  test(`every page about ${group} is accessible, fits every screen and runs without complaint`, async ({
    page,
    passant,
  }) => {
    await new AdminConsole(page).signIn(passant.administrator);
    // Signing in comes first: the check for an existing session is refused, and the browser logs that.
    const complaints = listenTo(page);
    for (const path of [...everything.pages[group], ...(group === 'activity' ? NOT_FOUND : [])]) {
      await onSmallestScreen(page);
      await openSettled(page, path);
      await expectWellMade(page, path);
    }
    expect(complaints).toEqual([]);
  });
}

const press = (page: Page, name: string) => page.getByRole('button', { name }).click();
const inConfiguration = (path: string) => () => `/admin/configuration/${path}`;

/** What can be opened on a page, and how. */
const OPENED: [what: string, path: () => string, open: (page: Page) => Promise<unknown>][] = [
  ['the menu', () => '/admin/', (page) => press(page, 'Open the navigation')],
  ['the command palette', () => '/admin/', (page) => press(page, 'Search Ctrl K')],
  ['the form of a scope', inConfiguration('scopes'), (page) => press(page, 'Create scope')],
  ['the form of a token', inConfiguration('initial-access-tokens'), (page) => press(page, 'Create token')],
  ['the form of a web client', inConfiguration('web-clients'), (page) => press(page, 'Create web client')],
  ['the form of an API client', inConfiguration('api-clients'), (page) => press(page, 'Create API client')],
  [
    'the invitation of an administrator',
    inConfiguration('administrators'),
    (page) => press(page, 'Invite administrator'),
  ],
  ['the deletion of a web client', () => everything.webClientPage, (page) => press(page, 'Delete web client')],
  ['the form of a web hook', inConfiguration('web-hooks'), (page) => press(page, 'Create web hook')],
  ['the filters of events', () => '/admin/activity', (page) => press(page, 'Filters')],
  [
    'an event',
    () => '/admin/activity',
    (page) =>
      page
        .getByRole('row', { name: /DYNAMIC_REG_SUCCESS/ })
        .first()
        .getByRole('button')
        .first()
        .click(),
  ],
  [
    'changes that are not saved',
    () => everything.webClientPage,
    (page) => page.getByLabel('Name', { exact: true }).fill('Another name'),
  ],
];

test('what opens on a page fits a small phone', async ({ page, passant }) => {
  await new AdminConsole(page).signIn(passant.administrator);
  await onSmallestScreen(page);
  for (const [what, path, unfold] of OPENED) {
    await page.goto(path());
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await unfold(page);
    await expectAccessible(page);
    await expectNothingSideways(page, `${WIDTHS[0]} px with ${what}`);
  }
});
