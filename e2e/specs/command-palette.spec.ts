import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { MobileApp } from '@passant/mobile-client';
import { AdminConsole, expect, test } from '@passant/playwright';
import type { Locator, Page } from '@playwright/test';
import { expectAccessible, expectReadableInTheDark } from '../support/axe.js';
import { expectNothingSideways } from '../support/sideways.js';

/** A small phone, a common phone, a tablet and a desktop. */
const WIDTHS = [320, 390, 768, 1440];
const SCRIPT = 'function execute(id) { return { status: 2000, user: { id } }; }';

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Go to, do or find' });

/** Presses Tab until the focus has arrived. Fails if a person could not get there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeAttached();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}

/** Opens the palette by its key. What is typed before it has the focus would go elsewhere. */
async function openPalette(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: 'Search Ctrl K' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox', { name: 'A word, or an identifier from a log' })).toBeFocused();
}

/** Types into the palette and chooses the first line that it offers. */
async function choose(page: Page, text: string, first: RegExp | string): Promise<void> {
  await openPalette(page);
  await page.keyboard.insertText(text);
  await expect(dialogOf(page).getByRole('option', { selected: true })).toContainText(first);
  await page.keyboard.press('Enter');
  await expect(dialogOf(page)).toBeHidden();
}

test('from signing in to an explained refusal, with the keyboard alone', async ({ page, passant }) => {
  // A story without a mouse: any click is a mistake.
  await page.addInitScript(() => {
    addEventListener('pointerdown', () => {
      throw new Error('This story has no mouse.');
    });
  });
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));

  await test.step('signs in', async () => {
    await page.goto('/admin/');
    await tabTo(page, page.getByLabel('E-mail'));
    await page.keyboard.type(passant.administrator.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(passant.administrator.password);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  });

  await test.step('creates an identity provider', async () => {
    await choose(page, 'create identity', 'Create identity provider');
    await tabTo(page, page.getByRole('textbox', { name: 'Identifier' }));
    await page.keyboard.type('typed-scheme');
    await tabTo(page, page.getByLabel('Name', { exact: true }));
    await page.keyboard.type('Typed scheme');
    // The radio button itself is not visible: its label is.
    await tabTo(page, page.getByRole('radio', { name: 'One step' }));
    await expect(page.getByRole('radio', { name: 'One step' })).toBeChecked();
    const editor = page.locator('.cm-content');
    await tabTo(page, editor);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(SCRIPT);
    // In the editor Tab indents; for two seconds after Escape it leaves, and a slow machine may take longer than that. The
    // first Escape may also close what completes words.
    await expect(async () => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Tab');
      await expect(editor).not.toBeFocused({ timeout: 1000 });
    }).toPass();
    await tabTo(page, page.getByRole('button', { name: 'Create identity provider' }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Typed scheme', level: 1 })).toBeVisible();
  });

  await test.step('creates an application with stateless authentication', async () => {
    await choose(page, 'create app', 'Create application');
    await tabTo(page, page.getByRole('textbox', { name: 'Identifier' }));
    await page.keyboard.type('typed-app');
    await tabTo(page, page.getByLabel('Name', { exact: true }));
    await page.keyboard.type('Typed app');
    await tabTo(page, page.getByRole('switch', { name: 'Stateless authentication', exact: true }));
    await page.keyboard.press('Space');
    await tabTo(page, page.getByRole('combobox', { name: 'Linked identity providers' }));
    await page.keyboard.type('typed');
    await expect(page.getByRole('option', { name: /Typed scheme/ })).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await tabTo(page, page.getByRole('button', { name: 'Create application' }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Typed app', level: 1 })).toBeVisible();
  });

  let initialAccessToken = '';
  await test.step('creates an initial access token, which the palette does not take off the screen', async () => {
    await choose(page, 'create initial', 'Create initial access token');
    const dialog = page.getByRole('dialog');
    await tabTo(page, dialog.getByRole('combobox', { name: 'Application' }));
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('option', { name: /Typed app/ })).toBeVisible();
    await page.keyboard.type('Typed app');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await tabTo(page, dialog.getByRole('button', { name: 'Create token' }));
    await page.keyboard.press('Enter');
    initialAccessToken = (await page.getByLabel('Initial access token', { exact: true }).textContent())!.trim();
    await page.keyboard.press('ControlOrMeta+k');
    await expect(dialogOf(page)).toBeHidden();
    await tabTo(page, page.getByRole('button', { name: 'Done, I have copied it' }));
    await page.keyboard.press('Enter');
  });

  const app = await MobileApp.install({
    kind: 'mobile',
    serverUrl: passant.url,
    initialAccessToken,
    application: 'typed-app',
    platform: 'ios',
    version: '1.0',
  });
  const stateless = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT, data: 'person-1' };
  expect((await app.complete('typed-scheme', stateless)).status).toBe(200);

  await test.step('finds out why a request was refused, by its error_id as a log shows it', async () => {
    const refused = await app.complete('no-such-scheme', stateless);
    const { error_id: errorId } = refused.body as unknown as { error_id: string };
    await choose(page, `"error_id": "${errorId}",`, 'Refused: invalid_idp_identifier');
    await expect(page.getByRole('dialog', { name: 'Why it was refused' })).toContainText(errorId);
    await page.keyboard.press('Escape');
  });

  await test.step('finds the installation by its client id', async () => {
    await choose(page, app.clientId, /App installation, of typed-app, enabled/);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`/app-installations/${app.clientId}$`));
  });

  await test.step('goes to a setting of the application', async () => {
    await choose(page, 'typed app lifetime', 'Typed app › Tokens and scopes');
    await expect(page.getByRole('heading', { name: 'Typed app', level: 1 })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Tokens and scopes' })).toBeInViewport();
    // The next Tab goes to the first field of that section.
    await expect(page.getByRole('region', { name: 'Tokens and scopes' })).toBeFocused();
  });

  await test.step('is asked before what was changed is lost', async () => {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('region', { name: 'Tokens and scopes' }).locator(':focus')).toBeVisible();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('77');
    await expect(page.getByRole('button', { name: 'Save changes' })).toBeVisible();
    await choose(page, 'signing keys', 'Signing keys');
    await expect(page.getByRole('button', { name: 'Stay on this page' })).toBeFocused();
    await tabTo(page, page.getByRole('button', { name: 'Leave and lose changes' }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Signing keys and sessions', level: 1 })).toBeVisible();
    await expect(page.getByRole('dialog')).toBeHidden();
  });
  expect(faults).toEqual([]);
});

test(
  'every setting that the palette names is a section, and gets the focus',
  { tag: '@long' },
  async ({ page, passant }) => {
    const identifier = 'settings-of-all';
    await passant.admin.call('createIdentityProvider', {
      body: {
        identifier: `${identifier}-idp`,
        name: 'Sections scheme',
        flow: 'ONE_STEP',
        scripts: { complete: SCRIPT },
      },
    });
    await passant.admin.call('createApplication', {
      body: {
        identifier,
        name: 'Sections app',
        identity_providers: [`${identifier}-idp`],
        default_scopes: ['profile'],
      },
    });
    await new AdminConsole(page).signIn(passant.administrator);
    for (const name of ['Sections app', 'Sections scheme']) {
      await openPalette(page);
      await page.keyboard.insertText(`${name} ›`);
      const options = dialogOf(page).getByRole('group', { name: 'Settings' }).getByRole('option');
      await expect.poll(() => options.count()).toBeGreaterThan(6);
      const sections = (await options.locator('> :first-child').allTextContents()).map(
        (title) => title.split(' › ')[1]!,
      );
      await page.keyboard.press('Escape');
      for (const section of sections) {
        // From another page, and then within the page.
        await choose(page, `${name} › ${section}`, `${name} › ${section}`);
        await expect(page.getByRole('region', { name: section, exact: true })).toBeFocused();
      }
      await choose(page, 'users', 'Users');
      await expect(page.getByRole('main')).toBeFocused();
    }
  },
);

test('the palette gives the focus back if nothing was chosen', async ({ page, passant }) => {
  await new AdminConsole(page).signIn(passant.administrator);
  const opener = page.getByRole('button', { name: 'Search Ctrl K' });
  await opener.click();
  await expect(dialogOf(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(opener).toBeFocused();
  await openPalette(page);
  await page.keyboard.press('ControlOrMeta+k');
  await expect(dialogOf(page)).toBeHidden();
  await expect(opener).toBeFocused();
});

test('a secret that is pasted into the palette is in no address, and is not found', async ({ page, passant }) => {
  await new AdminConsole(page).signIn(passant.administrator);
  const secret = 'correct-horse-battery-staple-4711-0815';
  const asked: { url: string; body: string | null }[] = [];
  page.on('request', (request) => asked.push({ url: request.url(), body: request.postData() }));
  await openPalette(page);
  await page.keyboard.insertText(secret);
  await expect(dialogOf(page).getByText(/Nothing is known of this/)).toBeVisible();
  expect(asked.filter(({ body }) => body?.includes(secret))).toHaveLength(1);
  expect(asked.filter(({ url }) => url.includes(secret))).toEqual([]);
  expect(page.url()).not.toContain(secret);
  await page.keyboard.press('Escape');
  await expect(dialogOf(page)).toBeHidden();
  await openPalette(page);
  await expect(page.getByRole('combobox', { name: 'A word, or an identifier from a log' })).toHaveValue('');
});

test(
  'the palette is accessible and fits every screen, in both colour schemes',
  { tag: '@long' },
  async ({ page, passant }) => {
    await new AdminConsole(page).signIn(passant.administrator);
    await page.setViewportSize({ width: WIDTHS[0]!, height: 800 });
    await page.getByRole('button', { name: 'Search Ctrl K' }).click();
    for (const text of ['', 'create', 'nothing-is-called-like-this']) {
      await page.getByRole('combobox', { name: 'A word, or an identifier from a log' }).fill(text);
      if (text.length > 8) await expect(dialogOf(page).getByText(/Nothing is known of this/)).toBeVisible();
      else await expect(dialogOf(page).getByRole('option').first()).toBeVisible();
      await expectAccessible(page);
      await expectReadableInTheDark(page);
      for (const width of [...WIDTHS, WIDTHS[0]!]) {
        await page.setViewportSize({ width, height: 800 });
        await expectNothingSideways(page, `${width} px with “${text}”`);
      }
    }
  },
);

test('the palette opens the documentation in a tab of its own', async ({ page, passant }) => {
  await new AdminConsole(page).signIn(passant.administrator);
  const opening = page.waitForEvent('popup');
  await choose(page, 'manual', 'Open the documentation');
  const documentation = await opening;
  await expect(documentation).toHaveURL(`${passant.url}/docs/`);
});
