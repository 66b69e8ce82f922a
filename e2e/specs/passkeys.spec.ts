import { fileURLToPath } from 'node:url';
import { AdminConsole, expect, test } from '@passant/playwright';
import type { Page } from '@playwright/test';
import { expectAccessible, expectReadable } from '../support/axe.js';
import { expectNothingSideways } from '../support/sideways.js';

const PROGRAM = fileURLToPath(new URL('../../apps/auth-api/dist/main.js', import.meta.url));
const PASSWORD = 'correct-horse-battery';

// Passkeys are bound to a name.
test.use({ passantOptions: { program: PROGRAM, settings: { HOST: 'localhost' } } });

interface Device {
  /** Whether its owner chooses, and touches it, whenever a passkey is asked for. */
  touch: (enabled: boolean) => Promise<unknown>;
}

/** Gives the browser a device that keeps passkeys and has recognised its owner. */
async function withDevice(page: Page): Promise<Device> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal' },
      ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  return {
    touch: (enabled) => devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled }),
  };
}

/** A browser that fills no passkeys in: the device of the tests would choose one as soon as it is offered. */
async function withoutAutofill(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
  });
}

/** Expects that what a page shows fits a small phone and can be read in the dark. */
async function expectWellMade(page: Page, what: string): Promise<void> {
  await expectAccessible(page);
  for (const width of [320, 390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await expectNothingSideways(page, `${what} at ${width} px`);
  }
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectReadable(page);
  await page.emulateMedia({ colorScheme: 'light' });
}

test('an administrator adds a passkey, signs in with it alone and after the password, and removes it', async ({
  page,
  passant,
}) => {
  await withoutAutofill(page);
  await withDevice(page);
  const email = `${passant.unique('modern')}@example.org`;
  const { token } = await passant.admin.call('inviteAdministrator', { body: { email, role: 'Auditor' } });
  await passant.admin.call('acceptInvitation', { body: { token, password: PASSWORD } });
  const console = new AdminConsole(page);
  await console.signIn({ email, password: PASSWORD });
  const main = page.getByRole('navigation', { name: 'Main' });
  const openAccount = async () => {
    await page.getByRole('button', { name: `Account of ${email}` }).click();
    await page.getByRole('menuitem', { name: 'Your account' }).click();
  };
  const signOut = async () => {
    await page.getByRole('button', { name: `Account of ${email}` }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(page.getByLabel('E-mail')).toBeVisible();
  };

  await openAccount();
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await expectWellMade(page, 'the form of a passkey');
  // By keyboard alone.
  await page.getByLabel('Name').focus();
  await page.keyboard.type('Laptop');
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expect(codes).toHaveCount(10);
  await page.getByRole('button', { name: 'Done, I have kept them' }).click();
  await expect(page.getByRole('row', { name: /Laptop/ })).toContainText('Never');
  await expect(page.getByText('On, by passkeys')).toBeVisible();
  await expectWellMade(page, 'the account with a passkey');

  await signOut();
  await expectWellMade(page, 'the sign-in');
  await page.getByRole('button', { name: 'Use a passkey' }).focus();
  await page.keyboard.press('Enter');
  await expect(main).toBeVisible();
  await signOut();
  await console.fillSignIn(email, PASSWORD);
  await expect(page.getByLabel('Code')).toBeVisible();
  await expectWellMade(page, 'the question for a passkey');
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(main).toBeVisible();

  await openAccount();
  await expect(page.getByRole('row', { name: /Password and passkey/ })).toBeVisible();
  await page.getByRole('button', { name: 'Remove the passkey Laptop' }).click();
  const removal = page.getByRole('dialog', { name: 'Remove this passkey?' });
  await expectAccessible(page);
  await removal.getByRole('button', { name: 'Use a passkey instead' }).click();
  await expect(page.getByRole('row', { name: /Laptop/ })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Set up a second factor' })).toBeVisible();
  await signOut();
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page.getByRole('alert')).toContainText('This passkey was not accepted.');
  await console.fillSignIn(email, PASSWORD);
  await expect(main).toBeVisible();
});

test('a passkey that the browser fills in signs in, and whoever types a password is not disturbed', async ({
  page,
  passant,
}) => {
  const device = await withDevice(page);
  const email = `${passant.unique('filled')}@example.org`;
  const { token } = await passant.admin.call('inviteAdministrator', { body: { email, role: 'Auditor' } });
  await passant.admin.call('acceptInvitation', { body: { token, password: PASSWORD } });
  const console = new AdminConsole(page);
  await console.signIn({ email, password: PASSWORD });
  const account = page.getByRole('button', { name: `Account of ${email}` });
  await account.click();
  await page.getByRole('menuitem', { name: 'Your account' }).click();
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByLabel('Name').fill('Laptop');
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Done, I have kept them' }).click();

  await device.touch(false);
  let challenges = 0;
  page.on('request', (request) => (challenges += Number(request.url().endsWith('/session/passkey/challenge'))));
  const asked = page.waitForResponse((response) => response.url().endsWith('/session/passkey/challenge'));
  await account.click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await asked;
  await expect(page.getByLabel('E-mail')).toHaveAttribute('autocomplete', 'username webauthn');
  await page.getByLabel('E-mail').pressSequentially(email);
  await console.fillSignIn(email, `${PASSWORD}-wrong`);
  await expect(page.getByRole('alert')).toContainText('E-mail address or password is wrong.');
  expect(challenges).toBe(1);
  await console.fillSignIn(email, PASSWORD);
  await expect(page.getByLabel('Code')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);

  await device.touch(true);
  await page.getByRole('button', { name: 'Start again' }).click();
  await expect(account).toBeVisible();
  await account.click();
  await page.getByRole('menuitem', { name: 'Your account' }).click();
  await expect(page.getByRole('table', { name: 'Sessions' })).toContainText('Passkey');
});
