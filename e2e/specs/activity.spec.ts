import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { MobileApp } from '@passant/mobile-client';
import { AdminConsole, expect, test } from '@passant/playwright';
import { expectAccessible } from '../support/axe.js';

const SCRIPT = "function execute() { return { status: 2000, user: { id: 'person-2' } }; }";

test('an app developer hands in an error_id, and the administrator sees which check failed', async ({
  page,
  passant,
}) => {
  const admin = new AdminConsole(page);
  await admin.signIn(passant.administrator);
  await admin.createProvider({ identifier: 'activity-scheme', name: 'Activity scheme', complete: SCRIPT });
  await admin.createApplication({
    identifier: 'activity-app',
    name: 'Activity app',
    scopes: ['profile'],
    providers: ['Activity scheme'],
  });
  await admin.statelessSwitch().click();
  await admin.saveConfirming('Stateless authentication off on');
  const app = await MobileApp.install({
    kind: 'mobile',
    serverUrl: passant.url,
    initialAccessToken: await admin.createInitialAccessToken('Activity app'),
    application: 'activity-app',
    platform: 'ios',
    version: '1.0',
  });
  const request = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };
  const wrong = await app.authentication({ claims: { aud: 'https://staging.example/oauth' } });
  const refused = await app.complete('activity-scheme', request, wrong);
  const { error_id: errorId } = refused.body as unknown as { error_id: string };
  const panel = page.getByRole('dialog');
  const events = page.getByRole('table', { name: 'Events' });

  await test.step('the error_id opens the checks, with what was expected and what came', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Activity' }).click();
    await expect(page.getByRole('heading', { name: 'Activity', level: 1 })).toBeVisible();
    await page.getByLabel('Error id').fill(errorId);
    await page.getByRole('button', { name: 'Open the refusal' }).click();
    await expect(panel.getByText('Client authentication failed.')).toBeVisible();
    const failed = panel.getByRole('list', { name: 'Checks' }).getByRole('listitem').filter({ hasText: 'failed' });
    await expect(failed).toHaveCount(1);
    await expect(failed).toContainText('"https://staging.example/oauth"');
    await expect(failed).toContainText(`"${passant.url}/oauth"`);
    await expectAccessible(page);
    await page.reload();
    await expect(panel.getByText('Client authentication failed.')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
  });

  await test.step('the event of it is found by the client, and the filter stays in the address', async () => {
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByLabel('Client id').fill(app.clientId);
    await page.getByRole('button', { name: 'Apply filters' }).click();
    await expect(events.getByRole('row', { name: /CLIENT_CREDENTIALS_CHECK_FAILED/ })).toBeVisible();
    await expect(events.getByRole('row')).toHaveCount(3);
    await page.reload();
    await expect(events.getByRole('row')).toHaveCount(3);
    await expect(page.getByText(`Client id: ${app.clientId}`)).toBeVisible();
  });

  await test.step('what happens now appears by itself, without the person', async () => {
    await page.getByRole('button', { name: 'Watch live' }).click();
    expect((await app.complete('activity-scheme', request)).status).toBe(200);
    const row = events.getByRole('row', { name: /STATELESS_CUSTOM_REGISTRATION_COMPLETE_SUCCESS/ });
    await expect(row).toBeVisible();
    await expect(page.getByText('person-2')).toHaveCount(0);
    await page.getByRole('button', { name: 'Pause' }).click();
  });

  await test.step('a change shows what was before and after', async () => {
    await page.getByRole('button', { name: `Remove the filter Client id: ${app.clientId}` }).click();
    await events.getByRole('button', { name: 'Administration: Application updated' }).first().click();
    const change = panel.getByRole('row', { name: /user_authentication\.stateless_authentication/ });
    await expect(change).toContainText('false');
    await expect(change).toContainText('true');
    await expectAccessible(page);
    await panel.getByRole('button', { name: 'Show only events with this application' }).click();
    await expect(page).toHaveURL(/application=activity-app/);
    await expect(panel).toBeHidden();
  });
});
