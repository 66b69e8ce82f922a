import { PATHS } from '@passant/contracts';
import { AuthServer } from '../support/auth-server.js';
import { Browser, type Page } from '../support/browser.js';
import { expectPage, obedientWorld } from '../support/login-pages.js';
import type { RelyingParty } from '../support/relying-party.js';

let server: AuthServer;
let browser: Browser;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());
beforeEach(() => {
  browser = new Browser(server.url);
});

const formOf = (client: RelyingParty, state: string) =>
  Object.fromEntries(new URL(client.request({ state }), server.url).searchParams);

/** Follows a page to the end of the sign-in, and returns the `state` it ended with. */
async function endOf(page: Page): Promise<string | undefined> {
  const consent = await page.send('answer', { data: 'anna' });
  expect(consent.title).toBe('Continue to Customer portal?');
  return (await consent.send('consent')).answer['state'];
}

describe('Tabs of one browser', () => {
  // The cookie lasts half an hour, a page ten minutes; a tab may be opened at any point of either.
  it.each([
    [840, 930],
    [900, 1000],
    [600, 960],
    [0, 590],
    [1190, 1240],
    [1220, 1790],
    [1700, 2290],
  ])('opened after %i s and after %i s both end at their client', async (first, second) => {
    await server.clock.standing(async () => {
      const { client } = await obedientWorld(server);
      await browser.open(client.request({ state: 'the very first' }));
      const one = await server.clock.later(first, () => browser.open(client.request({ state: 'one' })));
      const two = await server.clock.later(second, () => browser.open(client.request({ state: 'two' })));
      await server.clock.later(Math.min(first + 595, second + 5), async () => expect(await endOf(one)).toBe('one'));
      await server.clock.later(second + 595, async () => expect(await endOf(two)).toBe('two'));
    });
  });

  it('keep their ten minutes and not a second more, whatever the cookie does', async () => {
    const { client } = await obedientWorld(server);
    const page = await browser.open(client.request());
    await server.clock.later(300, () => browser.open(client.request()));
    expectPage(
      await server.clock.later(601, () => page.send('answer', { data: 'anna' })),
      400,
      'This page is no longer good',
    );
  });

  it('let each other be where another site sends a form, with which no cookie comes', async () => {
    const { client } = await obedientWorld(server);
    const first = await browser.open(client.request({ state: 'first' }));
    const blind: Page[] = [];
    for (const state of ['second', 'third', 'fourth']) {
      blind.push(await browser.post(PATHS.authorize, formOf(client, state), { withoutCookies: true }));
    }
    expect(await endOf(first)).toBe('first');
    expect(await Promise.all(blind.map(endOf))).toEqual(['second', 'third', 'fourth']);
  });

  it('keep a bounded number of cookies, whoever sends how many forms', async () => {
    const { client } = await obedientWorld(server);
    const first = await browser.open(client.request({ state: 'first' }));
    for (let count = 0; count < 20; count += 1) {
      await browser.post(PATHS.authorize, formOf(client, String(count)), { withoutCookies: true });
    }
    expect(browser.cookieNames.length).toBeLessThanOrEqual(8);
    expect(await endOf(first)).toBe('first');
  });

  it('are led around by GET where the browser says that another site sent the form', async () => {
    const { client } = await obedientWorld(server);
    const first = await browser.open(client.request({ state: 'first' }));
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    const form = { ...formOf(client, 'second'), login_hint: 'anna@example.com' };
    const led = await browser.post(PATHS.authorize, form, { withoutCookies: true, headers });
    expect([led.status, led.headers.get('set-cookie')]).toEqual([303, null]);
    expect(led.location!.href.startsWith(server.url + PATHS.authorize)).toBe(true);
    expect(led.location!.searchParams.has('login_hint')).toBe(false);
    const second = await browser.open(led.location!.pathname + led.location!.search);
    expect(second.headers.get('set-cookie')).toBeNull();
    expect(await endOf(second)).toBe('second');
    expect(await endOf(first)).toBe('first');
    // A request with a cookie is answered directly, and so is one that is too long for a URL.
    expect((await browser.post(PATHS.authorize, form, { headers })).status).toBe(200);
    const long = { ...form, state: '\u4e2d'.repeat(2048) };
    expect((await browser.post(PATHS.authorize, long, { withoutCookies: true, headers })).status).toBe(200);
  });
});

describe('A page that was opened for one client', () => {
  it('does not go on for another of the same identifier and address', async () => {
    const { client, application } = await obedientWorld(server);
    const page = await browser.open(client.request());
    const consent = await (await browser.open(client.request())).send('answer', { data: 'anna' });
    const parameters = { client_id: client.clientId };
    await server.admin.call('deleteWebClient', { parameters });
    const body = {
      client_id: client.clientId,
      name: 'Impostor',
      application: application.identifier,
      redirect_uris: [client.redirectUri],
    };
    await server.admin.call('createWebClient', { body });
    expectPage(await page.send('answer', { data: 'anna' }), 400, 'This page is no longer good');
    expectPage(await consent.send('consent'), 400, 'This page is no longer good');
    expect((await browser.open(client.request())).title).toBe('Sign in with External scheme');
  });
});
