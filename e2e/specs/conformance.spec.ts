import { ConformanceReport } from '@passant/contracts';
import { AdminConsole, expect, test } from '@passant/playwright';
import { expectAccessible } from '../support/axe.js';
import { copiedBy } from '../support/clipboard.js';

test(
  'the report says what a client misses, leads to the switch, and is fit for paper',
  { tag: '@long' },
  async ({ page, passant }) => {
    await passant.admin.call('createApplication', {
      body: { identifier: 'judged', name: 'Judged portal', client_type: 'web' },
    });
    await passant.admin.call('createWebClient', {
      body: {
        client_id: 'judged-site',
        name: 'Judged site',
        application: 'judged',
        redirect_uris: ['https://site.example/cb'],
      },
    });
    await passant.admin.call('updateWebClient', {
      parameters: { client_id: 'judged-site' },
      body: { require_pkce: false },
      ifMatch: '*',
    });
    const admin = new AdminConsole(page);
    await admin.signIn(passant.administrator);
    await admin.openConfiguration('Conformance');

    const subject = (title: string) =>
      page.getByRole('group').filter({ has: page.getByRole('heading', { name: title, exact: true, level: 2 }) });
    const line = (title: string, words: string) =>
      subject(title).getByRole('listitem').filter({ hasText: words }).first();
    // Where there are many, they are folded: other stories have clients on this server as well.
    const unfold = async (title: string) => {
      await expect(subject(title)).toBeVisible();
      // Lines that come later may fold it, or unfold it, once more.
      await expect(async () => {
        if ((await subject(title).getAttribute('open')) === null) await subject(title).getByRole('heading').click();
        await expect(subject(title)).toHaveAttribute('open', { timeout: 1000 });
      }).toPass();
    };
    // What this server does not do is said, with who would notice.
    const bound = line('This server', 'Access tokens are bound to whoever got them');
    await expect(bound).toContainText('Not met');
    await expect(bound).toContainText('FAPI 2.0 §5.3.2.1 no. 4, 5');
    await expect(bound).toContainText('No setting: this server does not do it');
    await expectAccessible(page);

    await page.getByRole('combobox', { name: 'Document' }).click();
    await page.getByRole('option', { name: 'RFC 9700' }).click();
    await page.getByRole('combobox', { name: 'Verdict' }).click();
    await page.getByRole('option', { name: 'Not met' }).click();
    await expect(page).toHaveURL(/document=rfc-9700&verdict=not_met/);
    await expect(subject('This server').getByText('Pushed', { exact: false })).toHaveCount(0);
    const pkce = line('Judged site', 'The client has to send a code challenge');
    await unfold('Judged site');
    await expect(pkce).toContainText('Not met');
    await expect(pkce).toContainText('1 client (judged-site)');

    await pkce.getByRole('link', { name: 'the web client' }).click();
    await page.getByRole('switch', { name: 'Demand PKCE' }).click();
    await admin.save();
    await page.goBack();
    await unfold('Judged site');
    await expect(line('Judged site', 'The client authenticates with a key of its own')).toContainText('Not met');
    const challenge = subject('Judged site').getByText('The client has to send a code challenge');
    await expect(challenge).toHaveCount(0);

    await page.getByRole('combobox', { name: 'Verdict' }).click();
    await page.getByRole('option', { name: 'Met', exact: true }).click();
    await unfold('Judged site');
    await expect(line('Judged site', 'The client has to send a code challenge')).toContainText('Met');

    // On paper there is nothing but the report, and what is folded on the screen is there as well.
    await subject('Judged site').getByRole('heading').click();
    await expect(challenge).toBeHidden();
    await page.emulateMedia({ media: 'print' });
    await expect(challenge).toBeVisible();
    await expect(page.getByRole('navigation')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
    await page.emulateMedia({ media: 'screen' });

    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    // It says so for two seconds only.
    const said = expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
    const copied = await copiedBy(page, page.getByRole('button', { name: 'Copy as JSON' }));
    await said;
    expect(ConformanceReport.parse(JSON.parse(copied)).issuer).toBe(`${passant.url}/oauth`);
  },
);
