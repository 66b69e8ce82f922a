import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AdminConsole, type Given, type Passant, expect, test } from '@passant/playwright';
import type { Locator, Page } from '@playwright/test';
import { expectAccessible, expectReadable, setColours } from '../support/axe.js';
import { copiedBy } from '../support/clipboard.js';
import { expectNothingSideways } from '../support/sideways.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

// The demo application and its simulated scheme, as they are on a first start.
test.use({
  passantOptions: { program: join(ROOT, 'apps/auth-api/dist/main.js'), settings: { PASSANT_SEED: 'demo' } },
});

// The stories of this file come last, and one worker would tell them while the other has nothing left to do.
test.describe.configure({ mode: 'parallel' });

const TRY_DEMO = '/admin/configuration/applications/demo-app/try';
const PHONES = [320, 1280];

/** What is broken, what the server answers, and the check that fails. */
const BROKEN = [
  { button: 'Clock wrong', answer: '400 invalid_client', check: 'iat' },
  { button: 'Proof used twice', answer: '400 invalid_client', check: 'jti' },
  { button: 'Key replaced', answer: '400 invalid_client', check: 'signature' },
  { button: 'Switch off', answer: '400 unauthorized_client', check: 'grant allowed' },
] as const;

async function openPhone(page: Page, passant: Passant): Promise<void> {
  await new AdminConsole(page).signIn(passant.administrator);
  await page.goto(TRY_DEMO);
  await expect(page.getByRole('heading', { name: 'Try Demo app', level: 1 })).toBeVisible();
}

/** Goes to a control with the Tab key, and presses it. Fails if the keyboard does not lead there. */
async function pressByKeyboard(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeEnabled();
  const hasFocus = () => control.evaluate((element) => element === document.activeElement);
  for (let presses = 0; !(await hasFocus()); presses += 1) {
    expect(presses, `tabs to ${control.toString()}`).toBeLessThan(120);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const cardOf = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** The installations of the demo application that exist now. */
async function installations(passant: Passant) {
  const query = { application: 'demo-app' };
  return (await passant.admin.call('listAppInstallations', { query })).items;
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the phone lets a person in, and shows every refusal with its checks, by keyboard alone, ${colorScheme}`, async ({
    page,
    passant,
  }) => {
    await page.emulateMedia({ colorScheme });
    await openPhone(page, passant);
    const wellMade = async (what: string) => {
      for (const width of PHONES) {
        await page.setViewportSize({ width, height: 900 });
        await expectNothingSideways(page, `${width} px, ${what}`);
      }
      await (colorScheme === 'light' ? expectAccessible(page) : expectReadable(page));
    };
    const result = cardOf(page, 'What came of it');
    const steps = page.getByRole('list', { name: 'Steps of the trial' });
    await test.step('the app installs itself, the scheme signs, the API is told who it is', async () => {
      await pressByKeyboard(page, button(page, 'Install and sign in'));
      await expect(page.getByText('Are you Ada Brandt?')).toBeVisible();
      await wellMade('in the scheme app');
      await pressByKeyboard(page, button(page, 'Confirm and go back'));
      await expect(page.getByText('Hello, Ada')).toBeVisible();
      await expect(result).toContainText('"sub": "scheme-person-0042"');
      await expect(result).toContainText('STATELESS_AUTHENTICATION');
      await expect(steps.getByRole('listitem')).toHaveCount(10);
      await expect(steps.getByRole('button', { name: /Registers this installation.*201 · [\d.]+ ms/ })).toBeVisible();
    });

    await test.step('each step shows what went over the wire, without secrets', async () => {
      await pressByKeyboard(page, steps.getByRole('button', { name: /Completes, asks for a stateless token/ }));
      const wire = cardOf(page, 'Who says what to whom');
      await expect(wire).toContainText('POST /oauth/v2/custom-registration/demo-scheme/complete');
      await expect(wire).toContainText(/"access_token": "[0-9A-F]{8}…"/);
      await expect(wire).not.toContainText(/eyJ[\w-]+\.[\w-]+\.[\w-]+/);
    });

    for (const { button: name, answer, check } of BROKEN) {
      await test.step(`${name}: ${answer}, because of ${check}`, async () => {
        await pressByKeyboard(page, button(page, name));
        await expect(result).toContainText(`The server refused: ${answer}.`);
        const checks = result.getByRole('list', { name: 'Checks' }).getByRole('listitem');
        await expect(checks.filter({ hasText: ', failed' })).toContainText(check);
      });
    }
    await wellMade('after a refusal');

    await test.step('Scheme down: the script says no', async () => {
      await pressByKeyboard(page, button(page, 'Scheme down'));
      await expect(result).toContainText('The script of the provider said no: status 4002.');
      await expect(result).toContainText('The statement is not signed by the scheme.');
    });

    await test.step('the switch of the application was never touched', async () => {
      const demo = { parameters: { identifier: 'demo-app' } };
      const { user_authentication: switches } = await passant.admin.call('readApplication', demo);
      expect(switches.stateless_authentication).toBe(true);
    });

    await test.step('what it made is marked, and is gone when the page is left', async () => {
      const made = await installations(passant);
      expect(made).toHaveLength(6);
      expect(made.every(({ trial }) => trial === true)).toBe(true);
      await page.getByRole('link', { name: 'Settings of the application' }).click();
      await expect(page.getByRole('heading', { name: 'Demo app', level: 1 })).toBeVisible();
      await expect.poll(() => installations(passant)).toEqual([]);
      const { outcomes } = await passant.admin.call('readScriptActivity', {
        parameters: { identifier: 'demo-scheme' },
      });
      expect(outcomes).toEqual([]);
    });
  });
}

const LANGUAGES = {
  en: { install: 'Install and sign in', confirm: 'Confirm and go back', name: 'Demo scheme (simulated)' },
  nl: { install: 'Installeren en inloggen', confirm: 'Bevestigen en teruggaan', name: 'Demo scheme (simulated)' },
};

for (const [language, words] of Object.entries(LANGUAGES)) {
  test(`every word on the phone can be read, in ${language}`, async ({ page, passant }) => {
    await new AdminConsole(page).signIn(passant.administrator);
    await page.evaluate((chosen) => localStorage.setItem('passant-language', chosen), language);
    await page.goto(TRY_DEMO);
    const phone = page.locator('[data-screen]');
    await button(page, words.install).click();
    await expect(button(page, words.confirm)).toBeVisible();
    await expect(phone).toContainText(words.name);
    for (const colorScheme of ['light', 'dark'] as const) {
      await setColours(page, colorScheme);
      await expectReadable(page);
    }
    for (const width of PHONES) {
      await page.setViewportSize({ width, height: 900 });
      await expectNothingSideways(page, `${width} px, in the scheme app`);
    }
  });
}

test('a new application is offered the phone, which says what is missing', async ({ page, passant }) => {
  const admin = new AdminConsole(page);
  await admin.signIn(passant.administrator);
  await admin.createApplication({
    identifier: 'brand-new',
    name: 'Brand new',
    scopes: ['profile'],
    providers: ['Demo scheme'],
  });
  const offer = page.getByRole('status').filter({ hasText: 'Brand new was created' });
  await offer.getByRole('link', { name: 'Try it' }).click();
  await expect(page.getByRole('heading', { name: 'Try Brand new', level: 1 })).toBeVisible();
  await button(page, 'Install and sign in').click();
  await button(page, 'Confirm and go back').click();
  const result = cardOf(page, 'What came of it');
  await expect(result).toContainText('The server refused: 400 unauthorized_client.');
  await expect(result).toContainText('Stateless authentication is not enabled for this application.');
  await page.getByRole('link', { name: 'Settings of the application' }).click();
  await expect(page.getByRole('link', { name: 'Try it' })).toBeVisible();
});

/** What is made up for an application, and for which of its providers the code is copied. */
interface Copied {
  what: string;
  application: Parameters<Given['application']>[0];
  provider: 'Demo scheme (simulated)' | 'City scheme';
  scope: string;
  /** Where the Playwright test runs. Nothing of the application is there yet on a new server. */
  on: 'this server' | 'a new server';
}

const COPIED: Copied[] = [
  {
    what: 'an application with the simulated scheme',
    application: { default_scopes: ['profile'] },
    provider: 'Demo scheme (simulated)',
    scope: 'profile',
    on: 'this server',
  },
  {
    what: 'one with scopes of its own, sessions and several providers',
    application: {
      default_scopes: ['city-write', 'city-read'],
      additional_scopes: ['openid', 'city-more'],
      user_authentication: { stateless_session: true, refresh_tokens: true, implicit_authentication: true },
      versions: [{ platform: 'android', version: '2.0 "beta"', status: 'LOGIN_REGISTRATION' }],
    },
    provider: 'City scheme',
    scope: 'city-write city-read',
    on: 'a new server',
  },
  {
    what: 'one that gives only the scopes that are asked for, to any version',
    application: { default_scopes: [], additional_scopes: ['city.x:y', 'city-more'], versions: [] },
    provider: 'Demo scheme (simulated)',
    scope: 'city.x:y city-more',
    on: 'a new server',
  },
];

for (const [index, { what, application: settings, provider, scope, on }] of COPIED.entries()) {
  const title = `the code beside the phone runs as it is copied, for ${what}`;
  // In short, one of them: what the others differ in is in the specs of the snippets.
  test(title, { tag: index === 0 ? [] : ['@long'] }, async ({ page, passant, context }, testInfo) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const complete = `function execute(data) { return { status: 2000, user: { id: data || 'somebody' } }; }`;
    const other = await passant.given.provider({ name: 'City scheme', scripts: { complete } });
    const { identifier } = await passant.given.application({
      name: 'City’s */ `app`',
      identity_providers: [other.identifier, 'demo-scheme'],
      ...settings,
    });
    await new AdminConsole(page).signIn(passant.administrator);
    await page.goto(`/admin/configuration/applications/${identifier}/try`);
    await page.getByRole('combobox', { name: 'Identity provider' }).selectOption({ label: provider });
    await button(page, 'Make code that runs').click();
    const copied = async (language: string) => {
      await page.getByRole('tab', { name: language }).click();
      return copiedBy(page, page.getByRole('figure', { name: language }).getByRole('button', { name: 'Copy code' }));
    };
    const folder = testInfo.outputPath('copied');
    mkdirSync(folder, { recursive: true });
    const save = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };

    const granted = { status: 2000, oauth_token: { token_type: 'bearer', scope } };
    const shell = await run('bash', [save('phone.sh', await copied('curl'))]);
    expect(shell.code, shell.output).toBe(0);
    expect(JSON.parse(shell.output)).toMatchObject(granted);

    const program = await run(process.execPath, ['--no-warnings', save('phone.ts', await copied('TypeScript'))]);
    expect(program.code, program.output).toBe(0);
    expect(JSON.parse(program.output)).toMatchObject(granted);

    const forPhones = [save('phone.swift', await copied('Swift')), save('phone.main.kt', await copied('Kotlin'))];
    const parsed = await run(process.execPath, [join(ROOT, 'tools/grammars/check-syntax.mjs'), ...forPhones]);
    expect(parsed.code, parsed.output).toBe(0);

    save('phone.spec.ts', await copied('Playwright test'));
    // An output folder of its own: the one that Playwright chooses belongs to this run, and would be emptied.
    const config = { testDir: '.', outputDir: './results', reporter: 'line', workers: 1, timeout: 300_000 };
    const { email, password } = passant.administrator;
    const servers = {
      'this server': {
        PLAYWRIGHT_PASSANT_URL: passant.url,
        PLAYWRIGHT_PASSANT_EMAIL: email,
        PLAYWRIGHT_PASSANT_PASSWORD: password,
      },
      'a new server': { PLAYWRIGHT_PASSANT_PROGRAM: join(ROOT, 'apps/auth-api/dist/main.js') },
    };
    const playwright = await run(
      process.execPath,
      [
        join(ROOT, 'node_modules/@playwright/test/cli.js'),
        'test',
        `--config=${save('copied.config.ts', `export default ${JSON.stringify(config)};\n`)}`,
      ],
      servers[on],
    );
    expect(playwright.code, playwright.output).toBe(0);
    expect(playwright.output).toContain('1 passed');

    const made = async () =>
      (await passant.admin.call('listAppInstallations', { query: { application: identifier } })).items;
    expect((await made()).map(({ trial }) => trial)).toEqual([true, true]);
    await button(page, 'End the trial of the code').click();
    await expect(button(page, 'Make code that runs')).toBeVisible();
    expect(await made()).toEqual([]);
  });
}

test('the code of an application that is switched off says so, and fails as the phone does', async ({
  page,
  passant,
  context,
}, testInfo) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { identifier } = await passant.given.application({
    identity_providers: ['demo-scheme'],
    user_authentication: { stateless_authentication: false },
  });
  await new AdminConsole(page).signIn(passant.administrator);
  await page.goto(`/admin/configuration/applications/${identifier}/try`);
  const code = cardOf(page, 'Copy as code');
  await expect(code.getByRole('note')).toContainText('The server refuses these programs');
  await expect(code.getByRole('note')).toContainText('Stateless authentication is off.');
  await button(page, 'Make code that runs').click();
  const text = await copiedBy(
    page,
    page.getByRole('figure', { name: 'curl' }).getByRole('button', { name: 'Copy code' }),
  );
  const file = testInfo.outputPath('phone.sh');
  writeFileSync(file, text);
  const shell = await run('bash', [file]);
  expect(shell.code).not.toBe(0);
  expect(shell.output).toContain('"error":"unauthorized_client"');
});

/** Runs a program to its end. */
async function run(
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; output: string }> {
  // What belongs to this run of Playwright would confuse the one that is started.
  const ours = /^(TEST_|PLAYWRIGHT_|NODE_OPTIONS|FORCE_COLOR)/;
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
  const child = spawn(command, args, { env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (chunk: Buffer) => (output += chunk.toString('utf8'));
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { code, output };
}
