import type { ClientInformation } from '@passant/contracts';
import { DeviceKey } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { Browser, type Page } from '../support/browser.js';
import { OBEDIENT_SCRIPT, expectAnswer, expectPage } from '../support/login-pages.js';
import { HELLO_WORLD, MASTER_TOKEN, Registrar } from '../support/registrar.js';
import { RelyingParty, codeOf } from '../support/relying-party.js';
import { StatementOffice } from '../support/statement-office.js';

const PHISHING = 'https://phish.example/login?a=1';
const APP = 'com.example.app:/callback';

let server: AuthServer;
let registrar: Registrar;
let browser: Browser;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN, PASSANT_OPEN_REGISTRATION: 'on' });
  registrar = new Registrar(server);
  await server.given.provider({ default: true, scripts: { complete: OBEDIENT_SCRIPT } });
});
afterAll(() => server.close());
beforeEach(() => {
  browser = new Browser(server.url);
});

const PUBLIC = { ...HELLO_WORLD, token_endpoint_auth_method: 'none' };

/** A client that was registered with the given token, or by open registration. */
async function registered(uri: string, token?: string, changes: object = {}): Promise<RelyingParty> {
  const reply = await registrar.register(token, { ...PUBLIC, redirect_uris: [uri], ...changes });
  const { client_id } = reply.body as ClientInformation;
  return new RelyingParty(server.url, client_id, uri, { form: { client_id } });
}

/** The page shows the address as a link, and does not redirect unless the person follows it. */
function expectLink(page: Page, uri: string, answer: Record<string, string>): void {
  expect(page.location).toBeUndefined();
  expect(page.headers.get('refresh')).toBeNull();
  expect(page.html).not.toContain('http-equiv');
  expect(page.html).toContain(`<bdi>${uri}</bdi>`);
  expect(page.html).not.toContain('Your bank');
  const [, href] = /<a href="([^"]+)" rel="noreferrer">/.exec(page.html)!;
  const link = new URL(href!.replaceAll('&amp;', '&'));
  expect(link.href.startsWith(uri)).toBe(true);
  expect(Object.fromEntries(link.searchParams)).toMatchObject({ iss: server.issuer, ...answer });
}

describe.each([
  ['a site', PHISHING],
  ['an app', APP],
])('A client that registered openly and calls itself %s sends no browser on by itself', (_, uri) => {
  const stranger = () => registered(uri, undefined, { client_name: 'Your bank' });

  it.each<[string, Record<string, string | undefined>, string]>([
    ['a request with nothing else in it', { response_type: undefined, state: undefined }, 'invalid_request'],
    ['a request without PKCE', { code_challenge: undefined }, 'invalid_request'],
    ['a scope that it may not have', { scope: 'other' }, 'invalid_scope'],
    ['a response type that there is not', { response_type: 'token' }, 'unsupported_response_type'],
    ['a request object', { request: 'e30.e30.' }, 'request_not_supported'],
    ['prompt none', { prompt: 'none' }, 'login_required'],
  ])('with %s', async (_what, changes, error) => {
    const client = await stranger();
    const page = await browser.open(client.request(changes));
    expectPage(page, 400, 'This did not work');
    expectLink(page, uri, { error, ...('state' in changes ? {} : { state: 'state of the client' }) });
  });

  it('with a parameter that stands twice, by POST', async () => {
    const client = await stranger();
    const form = new URL(client.request(), server.url).searchParams;
    const page = await browser.post('/oauth/v1/authorize', [...form, ['nonce', 'a'], ['nonce', 'b']]);
    expectPage(page, 400, 'This did not work');
    expectLink(page, uri, { error: 'invalid_request' });
  });

  it.each(['cancel at the first page', 'do not allow'])('when the person says no: %s', async (where) => {
    const client = await stranger();
    const first = await browser.open(client.request());
    const page =
      where === 'do not allow'
        ? await (await first.send('answer', { data: 'anna' })).send('consent', { decision: 'cancel' })
        : await first.send('answer', { decision: 'cancel', data: '' });
    expect([page.status, page.title]).toEqual([200, 'You did not sign in']);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expectLink(page, uri, { error: 'access_denied', state: 'state of the client' });
  });

  it.each([
    ['says no', 'fatal', 200, 'You did not sign in', 'access_denied'],
    ['fails', 'throw', 500, 'This did not work', 'server_error'],
  ])('when the script %s', async (_what, data, status, title, error) => {
    const client = await stranger();
    const page = await (await browser.open(client.request())).send('answer', { data });
    expect([page.status, page.title]).toEqual([status, title]);
    expectLink(page, uri, { error });
  });

  it('but it gets its code once the person agreed', async () => {
    const client = await stranger();
    const consent = await (await browser.open(client.request())).send('answer', { data: 'anna' });
    const code = codeOf(await consent.send('consent'));
    expect((await client.exchange(code)).status).toBe(200);
  });
});

describe('A client that registered openly stays a stranger', () => {
  it('when it changes what it registered, and when the master token does', async () => {
    const { body } = await registrar.register(undefined, { ...PUBLIC, redirect_uris: [PHISHING] });
    const { client_id, registration_client_uri: uri, registration_access_token: own } = body as ClientInformation;
    for (const token of [own!, MASTER_TOKEN]) {
      const changed = await registrar.call('PUT', uri, token, { ...PUBLIC, client_id, redirect_uris: [PHISHING] });
      expect(changed.status).toBe(200);
      const client = new RelyingParty(server.url, client_id, PHISHING, { form: { client_id } });
      expectLink(await browser.open(client.request({ prompt: 'none' })), PHISHING, { error: 'login_required' });
    }
  });
});

describe('An installation that came with a software statement, which anybody finds in the app', () => {
  it('is a stranger when its application has become one for the web', async () => {
    const office = new StatementOffice(server);
    const application = await office.application();
    const { software_statement } = await office.exportFor(application);
    const key = await DeviceKey.generate();
    const byKey = { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key.publicJwk] } };
    const { body } = await registrar.register(undefined, { ...byKey, software_statement });
    const { client_id, registration_client_uri: uri, registration_access_token: own } = body as ClientInformation;
    await office.change(application, {
      client_type: 'web',
      user_authentication: { stateless_authentication: false },
    });
    const redirects = { redirect_uris: [PHISHING], grant_types: ['authorization_code'], client_name: 'Your bank' };
    const changed = await registrar.call('PUT', uri, own, { ...byKey, client_id, ...redirects });
    expect(changed.status).toBe(200);
    const client = new RelyingParty(server.url, client_id, PHISHING, { form: { client_id } });
    expectLink(await browser.open(client.request({ prompt: 'none' })), PHISHING, { error: 'login_required' });
  });
});

describe('A client that somebody vouched for is answered at its address at once', () => {
  const REDIRECT = 'https://rp.example.com/callback';
  const initialAccessToken = async () =>
    (await server.admin.call('createInitialAccessToken', { body: { scope: ['client-reg:grant:code'] } }))
      .initial_access_token;

  it.each<[string, () => Promise<string>]>([
    ['an initial access token', initialAccessToken],
    ['the master token', async () => MASTER_TOKEN],
  ])('with %s', async (_, token) => {
    const client = await registered(REDIRECT, await token());
    expectAnswer(server, await browser.open(client.request({ prompt: 'none' })), { error: 'login_required' });
    const first = await browser.open(client.request());
    expectAnswer(server, await first.send('answer', { decision: 'cancel', data: '' }), { error: 'access_denied' });
  });
});
