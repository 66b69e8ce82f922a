import { AuthServer } from '../support/auth-server.js';
import { Browser } from '../support/browser.js';
import { CHALLENGE_SCRIPTS } from '../support/given.js';
import {
  OBEDIENT_SCRIPT,
  REDIRECT,
  expectAnswer,
  expectPage,
  obedientWorld,
  switchOff,
} from '../support/login-pages.js';
import { codeOf } from '../support/relying-party.js';
import { MASTER_TOKEN, clientOfWeb, dynamicClient, signIn } from '../support/web-world.js';

let server: AuthServer;
let browser: Browser;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
});
afterAll(() => server.close());
beforeEach(() => {
  browser = new Browser(server.url);
});

describe('The login pages', () => {
  it('lead from the answer to the consent to the client, which gets its state back', async () => {
    const { client } = await obedientWorld(server);
    const state = 'a b&c=d"<ü>';
    const page = await browser.open(client.request({ state, scope: 'openid read' }));
    const consent = await page.send('answer', { data: 'anna' });
    expect(consent.title).toBe('Continue to Customer portal?');
    for (const text of ['rp.example.com', 'know who you are', '<code>read</code>'])
      expect(consent.html).toContain(text);
    const end = await consent.send('consent', { decision: 'continue' });
    expectAnswer(server, end, { state, code: expect.stringMatching(/^[0-9A-F]{64}$/) as string });
    expect(Object.keys(end.answer).sort()).toEqual(['code', 'iss', 'state']);
  });

  it('may be looked at and filled in, and nothing else', async () => {
    const { client } = await obedientWorld(server);
    const { headers, html } = await browser.open(client.request());
    const policy = headers.get('content-security-policy')!;
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; img-src data:; base-uri 'none'; /);
    expect(policy).toContain("form-action 'self' https:;");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(html).not.toMatch(/<script|style="|onclick/);
    expect(headers.get('set-cookie')).toMatch(
      /^passant_login=[0-9A-F]{64}; Max-Age=1800; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('show what others wrote as text', async () => {
    const provider = await server.given.provider({
      name: '<i>Scheme</i>',
      scripts: { complete: OBEDIENT_SCRIPT },
    });
    const { client } = await clientOfWeb(server, { provider });
    const page = await browser.open(client.request());
    expect(page.html).toContain('&lt;i&gt;Scheme&lt;/i&gt;');
    const again = await page.send('answer', { data: 'retry' });
    expect(again.html).toContain('not &lt;b&gt;quite&lt;/b&gt;');
    expect(again.html).not.toMatch(/<i>|<b>/);
  });

  it.each([
    ['cancels at the provider', 'answer', { decision: 'cancel' }],
    ['is not who they must be', 'answer', { data: 'fatal' }],
  ] as const)('tell the client when a person %s', async (_, step, fields) => {
    const { client } = await obedientWorld(server);
    const page = await browser.open(client.request());
    expectAnswer(server, await page.send(step, fields), { error: 'access_denied', state: 'state of the client' });
  });

  it('tell the client when a person does not agree, and forget them', async () => {
    const { client } = await obedientWorld(server);
    const consent = await (await browser.open(client.request())).send('answer', { data: 'anna' });
    expectAnswer(server, await consent.send('consent', { decision: 'cancel' }), { error: 'access_denied' });
    expectPage(await consent.send('consent', { decision: 'continue' }), 400, 'This page is no longer good');
  });

  it('tell the client when the script fails', async () => {
    const { client } = await obedientWorld(server);
    const page = await browser.open(client.request());
    expectAnswer(server, await page.send('answer', { data: 'throw' }), { error: 'server_error' });
  });

  it('let a person try again, ten times', async () => {
    const { client } = await obedientWorld(server);
    let page = await browser.open(client.request());
    for (let attempt = 1; attempt < 10; attempt += 1) {
      page = await page.send('answer', { data: attempt % 2 ? 'retry' : 'silent retry' });
      expect(page.html).toContain(attempt % 2 ? 'not ' : 'That was not the right answer');
    }
    expectAnswer(server, await page.send('answer', { data: 'retry' }), { error: 'access_denied' });
  });

  it('ask for consent every time, and take it once, however often the button is pressed', async () => {
    const { client } = await obedientWorld(server);
    await signIn(server, client, 'anna');
    const consent = await (await browser.open(client.request())).send('answer', { data: 'anna' });
    const presses = await Promise.all([consent.send('consent'), consent.send('consent'), consent.send('consent')]);
    expect(new Set(presses.map(codeOf)).size).toBe(1);
    await server.noted();
    const [given] = await server.database.dataSource.query<{ count: number }[]>(
      "SELECT count(*)::int AS count FROM event WHERE name = 'CONSENT_GIVEN' AND client_id = $1",
      [client.clientId],
    );
    // Once for the first person, once for this one.
    expect(given!.count).toBe(2);
    expect((await client.exchange(codeOf(presses[0]))).status).toBe(200);
    expectPage(await consent.send('consent'), 400, 'This page is no longer good');
  });

  it('let a person take their consent back until the client came for tokens', async () => {
    const { client } = await obedientWorld(server);
    const consent = await (await browser.open(client.request())).send('answer', { data: 'anna' });
    const code = codeOf(await consent.send('consent'));
    expectAnswer(server, await consent.send('consent', { decision: 'cancel' }), { error: 'access_denied' });
    expect((await client.exchange(code)).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('take a consent no longer once its provider was switched off', async () => {
    const { provider, client, application } = await obedientWorld(server);
    const other = await server.given.provider();
    const parameters = { identifier: application.identifier };
    const { etag } = await server.admin.call('readApplication', { parameters });
    const body = { identity_providers: [provider.identifier, other.identifier] };
    await server.admin.call('updateApplication', { parameters, body, ifMatch: etag });
    const list = await browser.open(client.request());
    const answer = await list.send('provider', { provider: provider.identifier });
    const consent = await answer.send('answer', { data: 'anna' });
    await switchOff(server, provider);
    expectPage(await consent.send('consent'), 400, 'This page is no longer good');
    expectAnswer(server, await consent.send('consent', { decision: 'cancel' }), { error: 'access_denied' });
  });

  it('take as long an answer as their field does, in any alphabet, with line ends as they were typed', async () => {
    const complete = `function execute(data) {
      return data === 'a\\n'.repeat(16384) || data === '\u4e2d'.repeat(32768)
        ? { status: 2000, user: { id: 'anna' } }
        : { status: 5000 };
    }`;
    const provider = await server.given.provider({ scripts: { complete } });
    const { client } = await clientOfWeb(server, { provider });
    const page = await browser.open(client.request({ state: '\u4e2d'.repeat(1000) }));
    for (const data of ['a\r\n'.repeat(16_384), '\u4e2d'.repeat(32_768)]) {
      expect((await page.send('answer', { data })).title).toBe('Continue to Customer portal?');
    }
  });

  it('keep a name that is written the other way round from mixing with their own words', async () => {
    await server.given.provider({ default: true, scripts: { complete: OBEDIENT_SCRIPT } });
    const client = await dynamicClient(server, {
      client_name: 'חנות <b>',
      redirect_uris: [REDIRECT],
      token_endpoint_auth_method: 'none',
    });
    const consent = await (await browser.open(client.request())).send('answer', { data: 'anna' });
    expect(consent.html).toContain('<h1>Continue to <bdi>חנות &lt;b&gt;</bdi>?</h1>');
  });

  it('name what went wrong where a screen reader begins', async () => {
    const { client } = await obedientWorld(server);
    const page = await browser.open(client.request());
    expect(page.html).not.toContain('aria-invalid');
    const again = await page.send('answer', { data: 'retry' });
    expect(again.html).toMatch(/<p id="message"[^>]*>not /);
    expect(again.html).toMatch(/<textarea [^>]*aria-invalid="true"[^>]*aria-describedby="message"/);
    expect(again.html).toMatch(/<title>Try again: Sign in with External scheme/);
  });

  it('offer the providers of the application, and begin with its default one', async () => {
    const [first, second] = [
      await server.given.provider({ name: 'First' }),
      await server.given.twoStepProvider({ name: 'Second' }),
    ];
    const { client, application } = await clientOfWeb(server, {
      provider: first,
      application: { identity_providers: [first.identifier, second.identifier] },
    });
    const list = await browser.open(client.request());
    expect(list.title).toBe('Sign in');
    const asked = await list.send('provider', { provider: second.identifier });
    expect(asked.title).toBe('Sign in with Second');
    expect((await asked.send('answer', { decision: 'providers' })).title).toBe('Sign in');
    expectPage(await list.send('provider', { provider: 'other' }), 400, 'This page is no longer good');
    expectPage(await list.send('provider'), 400, 'This page is no longer good');

    const parameters = { identifier: application.identifier };
    const { etag } = await server.admin.call('readApplication', { parameters });
    const body = { default_identity_provider: second.identifier };
    await server.admin.call('updateApplication', { parameters, body, ifMatch: etag });
    const start = await browser.open(client.request());
    expect(start.title).toBe('Sign in with Second');
    expect(start.html).toContain('Sign in another way');
  });

  it('run no script of a TWO_STEP provider before the person says so, and end with its refusal', async () => {
    const scripts = {
      ...CHALLENGE_SCRIPTS,
      init: `function execute() {
        var runs = Number(CACHE.fetch('runs') || 0) + 1;
        CACHE.store('runs', String(runs));
        if (runs === 1) return { status: 4000, responsePayload: 'later' };
        return runs === 2 ? { status: 2000, responsePayload: 'challenge' } : { status: 5000 };
      }`,
    };
    const provider = await server.given.twoStepProvider({ scripts });
    const { client } = await clientOfWeb(server, { provider });
    const start = await browser.open(client.request());
    const again = await start.send('provider', { provider: provider.identifier });
    expect(again.html).toContain('later');
    const asked = await again.send('provider', { provider: provider.identifier });
    expect(asked.html).toContain('>challenge</pre>');
    expectAnswer(server, await start.send('provider', { provider: provider.identifier }), { error: 'access_denied' });
    expectAnswer(server, await asked.send('answer', { data: 'fatal' }), { error: 'access_denied' });
  });

  it('warn where the answer stays on the device', async () => {
    await server.given.provider({ default: true, scripts: { complete: OBEDIENT_SCRIPT } });
    const client = await dynamicClient(server, {
      application_type: 'native',
      redirect_uris: ['http://127.0.0.1/callback', 'com.example.app:/callback'],
      token_endpoint_auth_method: 'none',
    });
    const sent = async (redirectUri: string) => {
      const page = await browser.open(client.request({ redirect_uri: redirectUri }));
      return page.send('answer', { data: 'anna' });
    };
    const loopback = await sent('http://127.0.0.1:4711/callback');
    expect(loopback.html).toContain('127.0.0.1:4711 on this device');
    expect(loopback.html).toContain('a program on your own device');
    expect(loopback.headers.get('content-security-policy')).toContain("form-action 'self' https: http:;");
    const app = await sent('com.example.app:/callback');
    expect(app.html).toContain('the app com.example.app on this device');
    expect(app.headers.get('content-security-policy')).toContain("form-action 'self' https: com.example.app:;");
    expect((await app.send('consent')).headers.get('location')).toMatch(/^com\.example\.app:\/callback\?code=/);
  });
});
