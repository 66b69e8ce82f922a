import { CHALLENGE_SCRIPTS } from './support/given.js';
import { AuthServer } from './support/auth-server.js';
import { Browser, type Page } from './support/browser.js';
import { codeOf } from './support/relying-party.js';
import { MASTER_TOKEN, clientOfWeb, dynamicClient, signIn } from './support/web-world.js';

/** Says by what it answers what becomes of it: `retry`, `fatal`, `throw`, or the name of a person. */
const OBEDIENT_SCRIPT = `function execute(data) {
  if (data === 'retry') return { status: 4001, responsePayload: 'not <b>quite</b>' };
  if (data === 'silent retry') return { status: 4001 };
  if (data === 'fatal') return { status: 5000 };
  if (data === 'throw') throw new Error('the scheme is down');
  return { status: 2000, user: { id: data } };
}`;
const REDIRECT = 'https://rp.example.com/callback';

let server: AuthServer;
let browser: Browser;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
}, 60_000);
afterAll(() => server.close());
beforeEach(() => {
  browser = new Browser(server.url);
});

async function world(changes: Partial<Parameters<typeof clientOfWeb>[1]> = {}) {
  const provider = await server.given.provider({ scripts: { complete: OBEDIENT_SCRIPT } });
  return { provider, ...(await clientOfWeb(server, { provider, ...changes })) };
}

async function switchOff({ identifier }: { identifier: string }): Promise<void> {
  const parameters = { identifier };
  const { etag } = await server.admin.call('readIdentityProvider', { parameters });
  await server.admin.call('updateIdentityProvider', { parameters, body: { enabled: false }, ifMatch: etag });
}

/** The client was told, where it may be told, with the issuer named once. */
function expectAnswer(page: Page, expected: Record<string, string>, redirectUri = REDIRECT): void {
  expect(page.status).toBe(303);
  expect(`${page.location!.origin}${page.location!.pathname}`).toBe(redirectUri);
  expect(page.answer).toMatchObject({ iss: server.issuer, ...expected });
  expect(page.location!.searchParams.getAll('iss')).toEqual([server.issuer]);
  expect(page.location!.hash).toBe('');
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
}

/** The person was told, and nobody else. */
function expectPage(page: Page, status: number, title: string): void {
  expect([page.status, page.title]).toEqual([status, title]);
  expect(page.location).toBeUndefined();
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(page.html).toContain(page.headers.get('x-request-id'));
}

describe('The authorization endpoint never goes to an address that was not registered', () => {
  it.each<[string, Record<string, string | undefined>, string]>([
    ['an unknown client', { client_id: 'nobody' }, 'This link leads nowhere'],
    ['a client with a control character in its name', { client_id: 'a\u0001b' }, 'This link leads nowhere'],
    ['no client', { client_id: undefined }, 'This did not work'],
    ['no redirect_uri', { redirect_uri: undefined }, 'This did not work'],
    ['another path', { redirect_uri: `${REDIRECT}/` }, 'This link leads nowhere'],
    ['another host', { redirect_uri: 'https://evil.example/callback' }, 'This link leads nowhere'],
    [
      'a user in front of the host',
      { redirect_uri: 'https://rp.example.com@evil.example/callback' },
      'This link leads nowhere',
    ],
    ['another port', { redirect_uri: 'https://rp.example.com:8443/callback' }, 'This link leads nowhere'],
    ['an added query', { redirect_uri: `${REDIRECT}?a=1` }, 'This link leads nowhere'],
    ['a fragment', { redirect_uri: `${REDIRECT}#a` }, 'This link leads nowhere'],
    ['a script', { redirect_uri: 'javascript:alert(1)' }, 'This link leads nowhere'],
  ])('%s', async (_, changes, title) => {
    const { client } = await world();
    expectPage(await browser.open(client.request(changes)), 400, title);
  });

  it.each(['client_id', 'redirect_uri'])('a repeated %s', async (name) => {
    const { client } = await world();
    const request = client.request();
    const value = new URL(request, server.url).searchParams.get(name)!;
    expectPage(await browser.open(`${request}&${name}=${encodeURIComponent(value)}`), 400, 'This did not work');
  });

  it('that of a client that was switched off, or whose application was', async () => {
    const { client, application } = await world();
    const parameters = { identifier: application.identifier };
    const { etag } = await server.admin.call('readApplication', { parameters });
    await server.admin.call('updateApplication', { parameters, body: { enabled: false }, ifMatch: etag });
    expectPage(await browser.open(client.request()), 400, 'This link leads nowhere');
  });

  it('that of a client that has none', async () => {
    const { client } = await world({ redirectUris: [] });
    expectPage(await browser.open(client.request()), 400, 'This link leads nowhere');
  });
});

describe('The authorization endpoint tells the client', () => {
  it.each<[string, Record<string, string | undefined>, string]>([
    ['no response_type', { response_type: undefined }, 'invalid_request'],
    ['response_type token', { response_type: 'token' }, 'unsupported_response_type'],
    ['response_type code id_token', { response_type: 'code id_token' }, 'unsupported_response_type'],
    ['response_mode fragment', { response_mode: 'fragment' }, 'invalid_request'],
    ['response_mode form_post', { response_mode: 'form_post' }, 'invalid_request'],
    ['no code_challenge', { code_challenge: undefined }, 'invalid_request'],
    ['an empty code_challenge', { code_challenge: '' }, 'invalid_request'],
    ['a code_challenge that is no SHA-256', { code_challenge: 'short' }, 'invalid_request'],
    ['code_challenge_method left out', { code_challenge_method: undefined }, 'invalid_request'],
    ['code_challenge_method plain', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['code_challenge_method s256', { code_challenge_method: 's256' }, 'invalid_request'],
    ['prompt none', { prompt: 'none' }, 'login_required'],
    ['prompt none with another', { prompt: 'none login' }, 'invalid_request'],
    ['max_age that is no number', { max_age: 'soon' }, 'invalid_request'],
    ['a scope the application does not have', { scope: 'openid other' }, 'invalid_scope'],
    ['a malformed scope', { scope: 'openid "' }, 'invalid_scope'],
    ['a request object', { request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
    ['a request_uri', { request_uri: 'https://rp.example.com/request' }, 'request_uri_not_supported'],
    ['a nonce beyond all measure', { nonce: 'n'.repeat(513) }, 'invalid_request'],
  ])('%s', async (_, changes, error) => {
    const { client } = await world();
    expectAnswer(await browser.open(client.request(changes)), { error, state: 'state of the client' });
  });

  it('a repeated parameter, with the state that stands once', async () => {
    const { client } = await world();
    const twice = await browser.open(`${client.request()}&nonce=a&nonce=b`);
    expectAnswer(twice, { error: 'invalid_request', state: 'state of the client' });
    const state = await browser.open(`${client.request()}&state=other`);
    expectAnswer(state, { error: 'invalid_request' });
    expect(state.answer).not.toHaveProperty('state');
  });

  it('that it may not ask where it is not registered for the grant', async () => {
    const client = await dynamicClient(server, {
      redirect_uris: [REDIRECT],
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['client_credentials'],
      response_types: [],
      scope: 'read',
    });
    expectAnswer(await browser.open(client.request()), { error: 'unauthorized_client' });
  });

  it('that nobody can sign in where its application has no provider that is switched on', async () => {
    const { client, provider } = await world();
    await switchOff(provider);
    expectAnswer(await browser.open(client.request()), { error: 'access_denied' });
  });

  it.each(['state', 'nonce', 'scope', 'max_age', 'prompt', 'ui_locales', 'claims', 'resource'])(
    'nothing about %s, which it may leave out, or which means nothing here',
    async (name) => {
      const { client } = await world();
      expect((await browser.open(client.request({ [name]: undefined }))).status).toBe(200);
      const given =
        { state: 's', nonce: 'n', scope: 'read', max_age: '0', prompt: 'login' }[name] ?? 'https://a.example';
      expect((await browser.open(client.request({ [name]: given }))).status).toBe(200);
    },
  );

  it('keeps the query of a registered address, and adds to it', async () => {
    const { client } = await world({ redirectUris: [`${REDIRECT}?tenant=1`] });
    const page = await browser.open(client.request({ prompt: 'none' }));
    expectAnswer(page, { tenant: '1', error: 'login_required' });
  });

  it('also by POST', async () => {
    const { client } = await world();
    const form = Object.fromEntries(new URL(client.request(), server.url).searchParams);
    expect((await browser.post('/oauth/v1/authorize', form)).title).toBe('Sign in with External scheme');
    expectAnswer(await browser.post('/oauth/v1/authorize', { ...form, prompt: 'none' }), { error: 'login_required' });
  });
});

describe('The login pages', () => {
  it('lead from the answer to the consent to the client, which gets its state back', async () => {
    const { client } = await world();
    const state = 'a b&c=d"<ü>';
    const page = await browser.open(client.request({ state, scope: 'openid read' }));
    const consent = await page.send('answer', { data: 'anna' });
    expect(consent.title).toBe('Continue to Customer portal?');
    for (const text of ['rp.example.com', 'know who you are', '<code>read</code>'])
      expect(consent.html).toContain(text);
    const end = await consent.send('consent', { decision: 'continue' });
    expectAnswer(end, { state, code: expect.stringMatching(/^[0-9A-F]{64}$/) as string });
    expect(Object.keys(end.answer).sort()).toEqual(['code', 'iss', 'state']);
  });

  it('may be looked at and filled in, and nothing else', async () => {
    const { client } = await world();
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
    const { client } = await world();
    const page = await browser.open(client.request());
    expectAnswer(await page.send(step, fields), { error: 'access_denied', state: 'state of the client' });
  });

  it('tell the client when a person does not agree, and forget them', async () => {
    const { client } = await world();
    const consent = await (await browser.open(client.request())).send('answer', { data: 'anna' });
    expectAnswer(await consent.send('consent', { decision: 'cancel' }), { error: 'access_denied' });
    expectPage(await consent.send('consent', { decision: 'continue' }), 400, 'This page is no longer good');
  });

  it('tell the client when the script fails', async () => {
    const { client } = await world();
    const page = await browser.open(client.request());
    expectAnswer(await page.send('answer', { data: 'throw' }), { error: 'server_error' });
  });

  it('let a person try again, ten times', async () => {
    const { client } = await world();
    let page = await browser.open(client.request());
    for (let attempt = 1; attempt < 10; attempt += 1) {
      page = await page.send('answer', { data: attempt % 2 ? 'retry' : 'silent retry' });
      expect(page.html).toContain(attempt % 2 ? 'not ' : 'That was not the right answer');
    }
    expectAnswer(await page.send('answer', { data: 'retry' }), { error: 'access_denied' });
  });

  it('ask for consent every time, and take it once, however often the button is pressed', async () => {
    const { client } = await world();
    await signIn(server, client, 'anna');
    const consent = await (await browser.open(client.request())).send('answer', { data: 'anna' });
    const presses = await Promise.all([consent.send('consent'), consent.send('consent'), consent.send('consent')]);
    expect(new Set(presses.map(codeOf)).size).toBe(1);
    await server.noted();
    const [given] = await server.database.dataSource.query<{ count: number }[]>(
      "SELECT count(*)::int AS count FROM event WHERE name = 'CONSENT_GIVEN' AND client_id = $1",
      [client.clientId],
    );
    // Once for the person who came first, once for this one.
    expect(given!.count).toBe(2);
    expect((await client.exchange(codeOf(presses[0]))).status).toBe(200);
    expectPage(await consent.send('consent'), 400, 'This page is no longer good');
  });

  it('let a person take their consent back until the client came for tokens', async () => {
    const { client } = await world();
    const consent = await (await browser.open(client.request())).send('answer', { data: 'anna' });
    const code = codeOf(await consent.send('consent'));
    expectAnswer(await consent.send('consent', { decision: 'cancel' }), { error: 'access_denied' });
    expect((await client.exchange(code)).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('take a consent no longer once its provider was switched off', async () => {
    const { provider, client, application } = await world();
    const other = await server.given.provider();
    const parameters = { identifier: application.identifier };
    const { etag } = await server.admin.call('readApplication', { parameters });
    const body = { identity_providers: [provider.identifier, other.identifier] };
    await server.admin.call('updateApplication', { parameters, body, ifMatch: etag });
    const list = await browser.open(client.request());
    const answer = await list.send('provider', { provider: provider.identifier });
    const consent = await answer.send('answer', { data: 'anna' });
    await switchOff(provider);
    expectPage(await consent.send('consent'), 400, 'This page is no longer good');
    expectAnswer(await consent.send('consent', { decision: 'cancel' }), { error: 'access_denied' });
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
    const { client } = await world();
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
    expectAnswer(await start.send('provider', { provider: provider.identifier }), { error: 'access_denied' });
    expectAnswer(await asked.send('answer', { data: 'fatal' }), { error: 'access_denied' });
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
    const { client } = await world();
    const page = await browser.open(client.request());
    expectPage(await send(page, client.request()), 400, 'This page is no longer good');
    await server.noted();
    const [last] = await server.database.dataSource.query<{ name: string }[]>(
      'SELECT name FROM event ORDER BY id DESC LIMIT 1',
    );
    expect(last).toEqual({ name: 'CSRF_INVALID' });
  });

  it('agrees to nothing unless the person does', async () => {
    const { client } = await world();
    const consent = await (await browser.open(client.request())).send('answer', { data: 'anna' });
    const form = { interaction: consent.interaction };
    expectPage(await browser.post('/oauth/v1/authorize/consent', form), 400, 'This did not work');
    expect(codeOf(await consent.send('consent'))).toMatch(/^[0-9A-F]{64}$/);
  });

  it('without what it carries is refused', async () => {
    expectPage(await browser.post('/oauth/v1/authorize/answer', { data: 'x' }), 400, 'This did not work');
  });

  it('cannot pass over a step: there is no consent before the person is known', async () => {
    const { client } = await world();
    const page = await browser.open(client.request());
    const form = { interaction: page.interaction, decision: 'continue' };
    expectPage(await browser.post('/oauth/v1/authorize/consent', form), 400, 'This page is no longer good');
  });

  it('leads nowhere once the address was taken from the client', async () => {
    const { client } = await world();
    const page = await browser.open(client.request());
    const parameters = { client_id: client.clientId };
    const { etag } = await server.admin.call('readWebClient', { parameters });
    const body = { redirect_uris: ['https://rp.example.com/other'] };
    await server.admin.call('updateWebClient', { parameters, body, ifMatch: etag });
    expectPage(await page.send('answer', { data: 'anna' }), 400, 'This link leads nowhere');
  });

  it('keeps its browser’s cookie while it lasts, so that two tabs do not disturb each other', async () => {
    const { client } = await world();
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
