import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { MobileApp } from '@passant/mobile-client';
import { AdminConsole, expect, test } from '@passant/playwright';
import { expectAccessible } from '../support/axe.js';

const ORDERS = 'https://orders.example.com/api';

test('an administrator names an API, sees what it would stop seeing, and from then on it takes its own tokens only', async ({
  page,
  passant,
}) => {
  const provider = await passant.given.provider();
  const application = await passant.given.application({ identity_providers: [provider.identifier] });
  const { identifier } = application;
  const back = await passant.given.resourceServer({ name: 'Orders API', applications: [identifier] });
  const app = await MobileApp.install({
    ...{ kind: 'mobile', serverUrl: passant.url, application: identifier, platform: 'ios', version: '1.0' },
    initialAccessToken: await passant.given.initialAccessToken(application),
  });
  const register = async (resource?: string) =>
    app.complete(provider.identifier, {
      ...{ data: 'anna', profile_id: 'ORDERS', grant_type: STATELESS_AUTHENTICATION_GRANT },
      ...(resource === undefined ? {} : { resource: [resource] }),
    });
  const tokenOf = async (resource?: string) => {
    const { status, body } = await register(resource);
    expect(status, JSON.stringify(body)).toBe(200);
    return body.oauth_token!.access_token;
  };

  const forAnybody = await tokenOf();
  expect(await back.introspect(forAnybody)).toMatchObject({ active: true });

  const admin = new AdminConsole(page);
  await test.step('the administrator names the API, and sees what it would stop seeing', async () => {
    await admin.signIn(passant.administrator);
    await admin.openConfiguration('API clients');
    await page.getByRole('link', { name: 'Orders API' }).click();
    await page.getByRole('combobox', { name: 'Identifiers of the API' }).fill(ORDERS);
    await page.keyboard.press('Enter');
    const published = page.getByRole('figure', { name: /oauth-protected-resource\/api \(RFC 9728\)/ });
    await expect(published).toContainText(`"resource": "${ORDERS}"`);
    await expect(published).toContainText(`"${passant.url}/oauth"`);
    await page.getByText('Only tokens for its identifiers', { exact: true }).click();
    const preview = page.getByRole('status').filter({ hasText: 'What it would stop seeing' });
    await expect(preview).toContainText(
      `${identifier}: 1 of 1 live token would look inactive; for 1 of them no resource was asked.`,
    );
    await expectAccessible(page);
    expect(await back.introspect(forAnybody)).toMatchObject({ active: true });
    await admin.save();
  });

  await test.step('it sees tokens for itself alone, and aud says so', async () => {
    expect(await back.introspect(forAnybody)).toEqual({ active: false });
    const forOrders = await back.introspect(await tokenOf(ORDERS));
    expect(forOrders).toMatchObject({ active: true, aud: ORDERS });
  });

  await test.step('no app gets a token for an API that nobody named', async () => {
    const refused = await register('https://unnamed.example.com');
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_target' } });
  });

  await test.step('the preview counts again, now with a token that stays', async () => {
    await page.reload();
    const preview = page.getByRole('status').filter({ hasText: 'What it would stop seeing' });
    await expect(preview).toContainText(`${identifier}: 1 of 2 live tokens would look inactive`);
  });
});
