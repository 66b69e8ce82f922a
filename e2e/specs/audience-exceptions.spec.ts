import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { MobileApp } from '@passant/mobile-client';
import { AdminConsole, expect, test } from '@passant/playwright';
import { expectAccessible } from '../support/axe.js';

const DAY = 86_400_000;

/** A day as a date field takes it. */
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

test(
  'an administrator lets an older app name the endpoint until a day, sees who still needs it, extends it and ends it',
  { tag: '@long' },
  async ({ page, passant }) => {
    const provider = await passant.given.provider();
    const application = await passant.given.application({
      name: 'Older app',
      identity_providers: [provider.identifier],
    });
    const { identifier } = application;
    const app = await MobileApp.install({
      ...{ kind: 'mobile', serverUrl: passant.url, application: identifier, platform: 'ios', version: '1.0' },
      ...{ initialAccessToken: await passant.given.initialAccessToken(application), name: 'Installed long ago' },
    });
    const registers = async () => {
      const proof = await app.authentication({ claims: { aud: passant.url } });
      const request = { data: 'anna', profile_id: 'OLDER1', grant_type: STATELESS_AUTHENTICATION_GRANT };
      return app.complete(provider.identifier, request, proof);
    };
    const admin = new AdminConsole(page);
    const exception = page
      .getByRole('table', { name: 'Exceptions' })
      .getByRole('row', { name: new RegExp(`Older app|${identifier}`) });
    const inNeed = page
      .getByRole('table', { name: 'Clients that needed an exception' })
      .getByRole('row', { name: /Installed long ago/ });
    const policy = page.getByRole('combobox', { name: 'Audience of assertions' });
    const lastDay = page.getByLabel('Last day of the exception');
    const choose = async (words: string) => {
      await policy.click();
      await page.getByRole('option', { name: words }).click();
    };

    await test.step('without an exception the app is refused', async () => {
      expect(await registers()).toMatchObject({ status: 400, body: { error: 'invalid_client' } });
    });

    await test.step('an exception has an end, which is proposed', async () => {
      await admin.signIn(passant.administrator);
      await admin.openApplication('Older app');
      await choose('Also the endpoint, until a day');
      await expect(lastDay).toHaveValue(inDays(90));
      await expect(page.getByRole('status').filter({ hasText: 'Audience exceptions lists who' })).toContainText(
        'Ends in',
      );
      // What the bar that saves hides in part is too small to touch: nothing to touch stands below this field.
      await lastDay.evaluate((field) => field.scrollIntoView({ block: 'end' }));
      await expectAccessible(page);
      await lastDay.fill(inDays(20));
      await admin.save();
      expect((await registers()).status).toBe(200);
    });

    await test.step('the list says until when, and who still needs it', async () => {
      await admin.openConfiguration('Audience exceptions');
      await expect(exception).toContainText(/Ends in (19|20) days/);
      await expect(exception.getByRole('cell').nth(2)).toHaveText('1');
      await expect(inNeed).toContainText(`Of ${identifier}`);
      await expectAccessible(page);
    });

    await test.step('it is extended where it was made, a year at most', async () => {
      await exception.getByRole('link').first().click();
      await expect(page.getByRole('heading', { name: 'Older app', level: 1 })).toBeVisible();
      await lastDay.fill(inDays(400));
      await page.getByRole('button', { name: 'Save changes' }).click();
      await expect(lastDay).toHaveAttribute('aria-invalid', 'true');
      await lastDay.fill(inDays(200));
      await admin.save();
      await admin.openConfiguration('Audience exceptions');
      await expect(exception).toContainText('Ends in 6 months');
    });

    await test.step('ended, it is gone, and the list says who is refused now', async () => {
      await admin.openApplication('Older app');
      await choose('The issuer only (RFC 10070)');
      await expect(lastDay).toBeHidden();
      await admin.save();
      await admin.openConfiguration('Audience exceptions');
      await expect(inNeed).toContainText('None: it is refused now');
      await expect(exception).toHaveCount(0);
      expect((await registers()).status).toBe(400);
    });
  },
);
