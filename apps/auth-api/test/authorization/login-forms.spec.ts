import { AuthServer } from '../support/auth-server.js';
import { Browser, type Page } from '../support/browser.js';
import { expectPage, obedientWorld } from '../support/login-pages.js';
import { codeOf } from '../support/relying-party.js';
import { clientOfWeb } from '../support/web-world.js';

let server: AuthServer;
let browser: Browser;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());
beforeEach(() => {
  browser = new Browser(server.url);
});

describe('A form of the login pages', () => {
  it.each<[string, (page: Page, request: string) => Promise<Page>]>([
    [
      'from a browser without its cookie',
      (page) => {
        browser.forgetCookies();
        return page.send('answer', { data: 'anna' });
      },
    ],
    [
      'from another browser, though it is on these pages as well',
      async (page, request) => {
        const other = new Browser(server.url);
        await other.open(request);
        return other.post('/oauth/v1/authorize/answer', { interaction: page.interaction, data: 'anna' });
      },
    ],
    [
      'that was tampered with',
      (page) => {
        const last = page.interaction.at(-1) === 'A' ? 'B' : 'A';
        return browser.post('/oauth/v1/authorize/answer', {
          interaction: page.interaction.slice(0, -5) + last.repeat(5),
          data: 'x',
        });
      },
    ],
    ['that is no such thing', () => browser.post('/oauth/v1/authorize/answer', { interaction: 'AAAA', data: 'x' })],
    ['that was open too long', (page) => server.clock.later(601, () => page.send('answer', { data: 'anna' }))],
  ])('%s goes nowhere', async (_, send) => {
    const { client } = await obedientWorld(server);
    const page = await browser.open(client.request());
    expectPage(await send(page, client.request()), 400, 'This page is no longer good');
    await server.noted();
    const [last] = await server.database.dataSource.query<{ name: string }[]>(
      'SELECT name FROM event ORDER BY id DESC LIMIT 1',
    );
    expect(last).toEqual({ name: 'CSRF_INVALID' });
  });

  it('agrees to nothing unless the person does', async () => {
    const { client } = await obedientWorld(server);
    const consent = await (await browser.open(client.request())).send('answer', { data: 'anna' });
    const form = { interaction: consent.interaction };
    expectPage(await browser.post('/oauth/v1/authorize/consent', form), 400, 'This did not work');
    expect(codeOf(await consent.send('consent'))).toMatch(/^[0-9A-F]{64}$/);
  });

  it('without what it carries is refused', async () => {
    expectPage(await browser.post('/oauth/v1/authorize/answer', { data: 'x' }), 400, 'This did not work');
  });

  it('cannot pass over a step: there is no consent before the person is known', async () => {
    const { client } = await obedientWorld(server);
    const page = await browser.open(client.request());
    const form = { interaction: page.interaction, decision: 'continue' };
    expectPage(await browser.post('/oauth/v1/authorize/consent', form), 400, 'This page is no longer good');
  });

  it('leads nowhere once the address was taken from the client', async () => {
    const { client } = await obedientWorld(server);
    const page = await browser.open(client.request());
    const parameters = { client_id: client.clientId };
    const { etag } = await server.admin.call('readWebClient', { parameters });
    const body = { redirect_uris: ['https://rp.example.com/other'] };
    await server.admin.call('updateWebClient', { parameters, body, ifMatch: etag });
    expectPage(await page.send('answer', { data: 'anna' }), 400, 'This link leads nowhere');
  });

  it('keeps its browser’s cookie while it lasts, so that two tabs do not disturb each other', async () => {
    const { client } = await obedientWorld(server);
    const first = await browser.open(client.request({ state: 'first' }));
    const second = await browser.open(client.request({ state: 'second' }));
    expect(second.headers.get('set-cookie')).toBeNull();
    const ends = [await second.send('answer', { data: 'bert' }), await first.send('answer', { data: 'anna' })];
    expect((await ends[1]!.send('consent')).answer['state']).toBe('first');
    expect((await ends[0]!.send('consent')).answer['state']).toBe('second');
  });

  it('refuses other methods and bodies', async () => {
    const method = await fetch(`${server.url}/oauth/v1/authorize/answer`);
    expect([method.status, method.headers.get('allow')]).toEqual([405, 'POST']);
    const json = await fetch(`${server.url}/oauth/v1/authorize/answer`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(json.status).toBe(415);
  });
});

describe('On https', () => {
  it('the cookie is the host’s own', async () => {
    const secure = await AuthServer.start({ PASSANT_PUBLIC_URL: 'https://login.example.com' });
    try {
      const provider = await secure.given.provider();
      const { client } = await clientOfWeb(secure, { provider });
      const page = await new Browser(secure.url).open(client.request());
      expect(page.headers.get('set-cookie')).toMatch(
        /^__Host-passant_login=.*; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
      );
    } finally {
      await secure.close();
    }
  });
});
