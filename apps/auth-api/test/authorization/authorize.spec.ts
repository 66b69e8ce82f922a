import { AuthServer } from '../support/auth-server.js';
import { Browser } from '../support/browser.js';
import { REDIRECT, expectAnswer, expectPage, obedientWorld, switchOff } from '../support/login-pages.js';
import { MASTER_TOKEN, dynamicClient } from '../support/web-world.js';

let server: AuthServer;
let browser: Browser;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
});
afterAll(() => server.close());
beforeEach(() => {
  browser = new Browser(server.url);
});

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
    const { client } = await obedientWorld(server);
    expectPage(await browser.open(client.request(changes)), 400, title);
  });

  it.each(['client_id', 'redirect_uri'])('a repeated %s', async (name) => {
    const { client } = await obedientWorld(server);
    const request = client.request();
    const value = new URL(request, server.url).searchParams.get(name)!;
    expectPage(await browser.open(`${request}&${name}=${encodeURIComponent(value)}`), 400, 'This did not work');
  });

  it('that of a client that was switched off, or whose application was', async () => {
    const { client, application } = await obedientWorld(server);
    const parameters = { identifier: application.identifier };
    const { etag } = await server.admin.call('readApplication', { parameters });
    await server.admin.call('updateApplication', { parameters, body: { enabled: false }, ifMatch: etag });
    expectPage(await browser.open(client.request()), 400, 'This link leads nowhere');
  });

  it('that of a client that has none', async () => {
    const { client } = await obedientWorld(server, { redirectUris: [] });
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
    ['nothing but scopes the application does not have', { scope: 'other another' }, 'invalid_scope'],
    ['a malformed scope', { scope: 'openid "' }, 'invalid_scope'],
    ['a request object', { request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
    ['a request_uri', { request_uri: 'https://rp.example.com/request' }, 'request_uri_not_supported'],
    ['a nonce beyond all measure', { nonce: 'n'.repeat(513) }, 'invalid_request'],
  ])('%s', async (_, changes, error) => {
    const { client } = await obedientWorld(server);
    expectAnswer(server, await browser.open(client.request(changes)), { error, state: 'state of the client' });
  });

  it('a repeated parameter, with the state that stands once', async () => {
    const { client } = await obedientWorld(server);
    const twice = await browser.open(`${client.request()}&nonce=a&nonce=b`);
    expectAnswer(server, twice, { error: 'invalid_request', state: 'state of the client' });
    const state = await browser.open(`${client.request()}&state=other`);
    expectAnswer(server, state, { error: 'invalid_request' });
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
    expectAnswer(server, await browser.open(client.request()), { error: 'unauthorized_client' });
  });

  it('that nobody can sign in where its application has no provider that is switched on', async () => {
    const { client, provider } = await obedientWorld(server);
    await switchOff(server, provider);
    expectAnswer(server, await browser.open(client.request()), { error: 'access_denied' });
  });

  it.each(['state', 'nonce', 'scope', 'max_age', 'prompt', 'ui_locales', 'claims', 'resource'])(
    'nothing about %s, which it may leave out, or which means nothing here',
    async (name) => {
      const { client } = await obedientWorld(server);
      expect((await browser.open(client.request({ [name]: undefined }))).status).toBe(200);
      const given =
        { state: 's', nonce: 'n', scope: 'read', max_age: '0', prompt: 'login' }[name] ?? 'https://a.example';
      expect((await browser.open(client.request({ [name]: given }))).status).toBe(200);
    },
  );

  it('keeps the query of a registered address, and adds to it', async () => {
    const { client } = await obedientWorld(server, { redirectUris: [`${REDIRECT}?tenant=1`] });
    const page = await browser.open(client.request({ prompt: 'none' }));
    expectAnswer(server, page, { tenant: '1', error: 'login_required' });
  });

  it('also by POST', async () => {
    const { client } = await obedientWorld(server);
    const form = Object.fromEntries(new URL(client.request(), server.url).searchParams);
    expect((await browser.post('/oauth/v1/authorize', form)).title).toBe('Sign in with External scheme');
    expectAnswer(server, await browser.post('/oauth/v1/authorize', { ...form, prompt: 'none' }), {
      error: 'login_required',
    });
  });
});
