import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { MobileApp } from '@passant/mobile-client';
import { FakeScheme, PERSONAS, SCHEME_API_KEY } from '@passant/mobile-client/testing';
import { AdminConsole, expect, test } from '@passant/playwright';
import { expectAccessible } from '../support/axe.js';

const INIT = `// Asks the scheme for an order; the app shows its page to the person.
async function execute() {
  const reply = await HTTP.fetch(PROPERTIES.get('scheme.url') + '/orders', {
    method: 'POST',
    headers: { 'x-api-key': PROPERTIES.get('scheme.key') },
  });
  const { order, page } = reply.json();
  return { status: 2000, responsePayload: page, registrationData: order };
}`;
const COMPLETE = `// Asks the scheme how the order stands.
async function execute(requestPayload, userIdentifier, registrationData) {
  const url = PROPERTIES.get('scheme.url') + '/orders/' + registrationData;
  LOG.info('asked with {}', PROPERTIES.get('scheme.key'));
  const reply = await HTTP.fetch(url, { headers: { 'x-api-key': PROPERTIES.get('scheme.key') } });
  const { state, person } = reply.json();
  if (state === 'pending') return { status: 4002, responsePayload: 'Not done yet.' };
  return { status: 2000, user: { id: person.sub, firstName: person.firstName } };
}`;

// Two long stories, told from start to finish.
test.slow();

let scheme: FakeScheme;
test.beforeAll(async () => {
  scheme = await FakeScheme.start();
});
test.afterAll(() => scheme.close());

test('an author writes a provider in the editor, tries it, and a person registers in two steps', async ({
  page,
  passant,
  browser,
}) => {
  const admin = new AdminConsole(page);
  await admin.signIn(passant.administrator);
  await admin.openConfiguration('Identity providers');
  await page.getByRole('link', { name: 'Create identity provider' }).first().click();
  await page.getByRole('textbox', { name: 'Identifier' }).fill('written-scheme');
  await page.getByLabel('Name', { exact: true }).fill('Written scheme');
  await page.getByText('Two steps', { exact: true }).click();

  await page.getByRole('tab', { name: 'Init' }).click();
  await admin.replaceScript(INIT);
  await page.getByRole('tab', { name: 'Complete' }).click();
  await admin.replaceScript(COMPLETE);
  await admin.addProperty('scheme.url', scheme.url);
  await admin.addProperty('scheme.key', SCHEME_API_KEY, { sensitive: true });
  await page.getByRole('combobox', { name: 'Allowed hosts' }).fill(scheme.host);
  await page.keyboard.press('Enter');

  // Nothing is saved yet: both steps run as they are in the editor, and the first hands over to the second.
  const trial = page.getByRole('region', { name: 'Test run' });
  await trial.getByRole('button', { name: 'Run both steps' }).click();
  await expect(trial.getByText('The person may try again')).toBeVisible();
  await expect(trial.getByLabel('HTTP calls')).toContainText(`GET ${scheme.url}/orders/`);
  await expect(trial.getByRole('textbox', { name: 'Registration data' })).toHaveValue(/^[0-9a-f-]{36}$/);
  await expect(trial.getByLabel('Log')).toContainText('asked with •••');
  scheme.approve(await trial.getByRole('textbox', { name: 'Registration data' }).inputValue(), 'jane');
  await page.locator('.cm-content').click();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(trial.getByLabel('Result')).toContainText(PERSONAS.jane.sub);
  await trial.getByRole('switch', { name: 'Scheme is down' }).click();
  await trial.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(trial.getByText(`Error: ${scheme.host} cannot be reached.`)).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Create identity provider' }).click();
  await expect(page.getByRole('heading', { name: 'Written scheme', level: 1 })).toBeVisible();
  await expect(page.getByLabel('Value of scheme.key')).toHaveValue('');
  await expect(page.getByRole('row', { name: /Compare version 1 .*In use/ })).toBeVisible();

  await admin.createApplication({
    identifier: 'written-app',
    name: 'Written app',
    scopes: ['profile'],
    providers: ['Written scheme'],
  });
  await admin.statelessSwitch().click();
  await admin.saveConfirming();
  const app = await MobileApp.install({
    serverUrl: passant.url,
    initialAccessToken: await admin.createInitialAccessToken('Written app'),
    application: 'written-app',
    kind: 'mobile',
    platform: 'ios',
    version: '1.0',
  });
  const begun = await app.init('written-scheme', {});
  const asked = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };
  const complete = () => app.complete('written-scheme', { ...asked, transaction_id: begun.body.transaction_id });
  expect((await complete()).body).toMatchObject({ status: 4002 });

  // The person, in a browser of their own.
  const visitor = await browser.newPage();
  await visitor.goto(begun.body.data!);
  await visitor.getByRole('button', { name: 'I am Jane' }).click();
  await expect(visitor.getByText('You may close this page.')).toBeVisible();
  await visitor.close();
  expect((await complete()).body).toMatchObject({ status: 2000, oauth_token: { token_type: 'bearer' } });

  await admin.openConfiguration('Identity providers');
  await page.getByRole('link', { name: 'Written scheme', exact: true }).click();
  const runs = page.getByRole('table', { name: 'Outcomes of the last day' });
  await expect(runs.getByRole('row', { name: /Complete.*Success.*1/ })).toBeVisible();
  await expect(runs.getByRole('row', { name: /Complete.*Retry.*1/ })).toBeVisible();
});

const says = (status: number) => `function execute() {\n  return { status: ${status}, user: { id: 'somebody' } };\n}`;

test(
  'an author is helped while typing, compares versions, and lets a candidate run in the shadow',
  { tag: '@long' },
  async ({ page, passant }) => {
    const admin = new AdminConsole(page);
    await admin.signIn(passant.administrator);
    await admin.createProvider({ identifier: 'versioned', name: 'Versioned scheme', complete: says(2000) });

    const editor = page.locator('.cm-content');
    await admin.replaceScript('function run() {}\n');
    await expect(page.locator('.cm-lint-marker-warning').first()).toBeVisible();
    await page.keyboard.type('CRYPTO.ver');
    await page.getByRole('option', { name: /verifyJws/ }).click();
    await expect(editor).toContainText('CRYPTO.verifyJws');
    // The pointer has to rest on the word, and rests on nothing while the list of words still closes.
    await expect(async () => {
      await page.mouse.move(0, 0);
      const line = page.locator('.cm-line').nth(1);
      await line.hover({ position: { x: 100, y: 10 } });
      await expect(page.locator('.cm-explanation')).toContainText('Only the signature is checked', { timeout: 10_000 });
    }).toPass();

    await admin.replaceScript(says(4000));
    await page.getByLabel('Comment').fill('nobody comes in');
    await admin.save();
    const versions = page.getByRole('table', { name: 'Versions of the scripts' });
    await expect(versions.getByRole('row', { name: /Compare version 2 .*nobody comes in.*In use/ })).toBeVisible();
    await versions.getByRole('checkbox', { name: 'Compare version 1' }).check();
    await versions.getByRole('checkbox', { name: 'Compare version 2' }).check();
    await page.getByRole('button', { name: 'Compare the two marked' }).click();
    const comparison = page.getByRole('dialog', { name: 'Version 1 and version 2' });
    await expect(comparison.getByRole('textbox', { name: 'Complete of version 1' })).toContainText('status: 2000');
    await expect(comparison.getByRole('textbox', { name: 'Complete of version 2' })).toContainText('status: 4000');
    await expectAccessible(page, '[role="dialog"]');
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Use version 1' }).click();
    await expect(versions.getByRole('row', { name: /Compare version 1 .*In use/ })).toBeVisible();
    await expect(editor).toContainText('status: 2000');

    await page.getByRole('button', { name: 'Start shadow run' }).click();
    await expect(page.getByText('Version 2 beside version 1')).toBeVisible();
    await admin.createApplication({
      identifier: 'shadowed-app',
      name: 'Shadowed app',
      scopes: ['profile'],
      providers: ['Versioned scheme'],
    });
    const app = await MobileApp.install({
      serverUrl: passant.url,
      initialAccessToken: await admin.createInitialAccessToken('Shadowed app'),
      application: 'shadowed-app',
      kind: 'mobile',
      platform: 'ios',
      version: '1.0',
    });
    expect((await app.complete('versioned', { profile_id: '123EXI' })).body).toMatchObject({ status: 2000 });
    await admin.openConfiguration('Identity providers');
    await page.getByRole('link', { name: 'Versioned scheme', exact: true }).click();
    await expect(page.getByText('Complete: the same decision in 0 of 1 run')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Stop' }).click();
    await expect(page.getByText('Over', { exact: true })).toBeVisible();
  },
);
