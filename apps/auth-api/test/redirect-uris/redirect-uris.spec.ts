import type { ClientInformation } from '@passant/contracts';
import { AuthServer } from '../support/auth-server.js';
import { Browser } from '../support/browser.js';
import { expectRefusal } from '../support/expectations.js';
import { OBEDIENT_SCRIPT, expectPage } from '../support/login-pages.js';
import { HELLO_WORLD, MASTER_TOKEN, Registrar, informationOf } from '../support/registrar.js';
import { RelyingParty } from '../support/relying-party.js';
import { basic } from '../support/token-client.js';
import { signIn } from '../support/web-world.js';

/** What oidc-agent 4 registers on every platform. */
const OIDC_AGENT = {
  application_type: 'web',
  client_name: 'oidc-agent:test',
  redirect_uris: [
    'http://localhost:4242',
    'http://localhost:8080',
    'http://localhost:43985',
    'edu.kit.data.oidc-agent:/redirect',
  ],
  grant_types: ['refresh_token', 'authorization_code'],
  response_types: ['code'],
};

/** The same rules apply whether the server runs on a developer's own machine or in public. */
describe.each([
  ['on a loopback issuer', {}],
  ['on an https issuer', { PASSANT_PUBLIC_URL: 'https://login.example.com' }],
])('A redirect URI, %s,', (_place, environment: Record<string, string>) => {
  let server: AuthServer;
  let registrar: Registrar;
  beforeAll(async () => {
    server = await AuthServer.start({
      PASSANT_MASTER_TOKEN: MASTER_TOKEN,
      PASSANT_REDIRECT_SCHEMES: 'cursor, my-app',
      ...environment,
    });
    registrar = new Registrar(server);
    await server.given.provider({ default: true, scripts: { complete: OBEDIENT_SCRIPT } });
  });
  afterAll(() => server.close());

  /** Management URLs contain the issuer, which differs from the address of the test server. */
  const here = (uri: string) => `${server.url}${new URL(uri).pathname}`;
  const register = (changes: object, token = MASTER_TOKEN) => registrar.register(token, { ...HELLO_WORLD, ...changes });
  const partyOf = ({ client_id, client_secret }: ClientInformation, redirectUri: string) =>
    new RelyingParty(server.url, client_id, redirectUri, basic(client_id, client_secret!));

  it.each([
    'https://rp.example.com/callback',
    'https://rp.example.com:8443/callback?tenant=7',
    "https://rp.example.com/callback?of=o'neill",
    'https://localhost:4000/callback',
    'http://localhost/cb',
    'http://localhost:51004/cb',
    'http://127.0.0.1/cb',
    'http://127.8.8.8:8080/cb',
    'http://[::1]:7/cb',
    'com.example.app:/callback',
    'com.example.app://callback',
    'cursor://anysphere.cursor-retrieval/oauth/callback',
    'my-app:/callback',
  ])('is taken whatever the client says it is: %s', async (uri) => {
    for (const application_type of ['web', 'native', undefined]) {
      const reply = await register({ application_type, redirect_uris: [uri] });
      expect(reply.status).toBe(201);
      const kind = application_type ?? (uri.startsWith('https:') ? 'web' : 'native');
      expect(reply.body).toMatchObject({ application_type: kind, redirect_uris: [uri] });
    }
  });

  it.each([
    ['http://rp.example.com/callback', 'must be https'],
    ['http://10.0.0.1/callback', 'must be https'],
    ['http://tenant.localhost/callback', 'must be https'],
    ['http://localhost./callback', 'must be https'],
    ['http://127.1/callback', 'http://127.0.0.1/callback'],
    ['http://127.0.0.1:65536/callback', 'absolute URI'],
    ['https://rp.example.com/callback#fragment', 'leave out #'],
    ['https://rp.example.com/callback#', 'leave out #'],
    ['https://user@rp.example.com/callback', 'leave out what stands before the @'],
    ['https://*.example.com/callback', 'register each address in full'],
    ['https://rp.example.com/callback?code=1', 'give it another name'],
    ['https://rp.example.com/a/../callback', 'https://rp.example.com/callback'],
    ['https://rp.example.com/%zz', 'two hexadecimal digits'],
    ['com.example.app:<b>', 'two hexadecimal digits'],
    ['com.example.app:', 'com.example.app:/callback'],
    ['myapp:/callback', 'PASSANT_REDIRECT_SCHEMES'],
    ['vscode://extension/callback', 'PASSANT_REDIRECT_SCHEMES'],
    ['javascript:alert(1)', 'scheme javascript:'],
    ['JAVASCRIPT://localhost/%0aalert(1)', 'scheme javascript:'],
    ['data:text/html,x', 'scheme data:'],
    ['vbscript:x', 'scheme vbscript:'],
    ['blob:https://rp.example.com/1', 'scheme blob:'],
    ['file:///etc/passwd', 'scheme file:'],
    ['about:blank', 'scheme about:'],
    ['mailto:a@example.com', 'scheme mailto:'],
    ['urn:ietf:wg:oauth:2.0:oob', 'scheme urn:'],
    ['callback', 'absolute URI'],
    ['', 'absolute URI'],
  ])('is refused whatever the client says it is, with its place, the reason and the cure: %s', async (uri, why) => {
    for (const application_type of ['web', 'native', undefined]) {
      const reply = await register({ application_type, redirect_uris: ['https://rp.example.com/ok', uri] });
      const { error_description } = expectRefusal(reply, 400, 'invalid_redirect_uri');
      expect(error_description).toContain('redirect_uris[1] ');
      expect(error_description).toContain(why);
    }
  });

  const LOOPBACK = 'http://127.0.0.1/callback';
  const MIXED = ['https://rp.example.com/callback', LOOPBACK, 'http://localhost:33418/'];

  it.each([
    [['https://rp.example.com/callback'], 'web'],
    [['https://localhost:4000/cb'], 'web'],
    [MIXED, 'native'],
    [['https://rp.example.com/callback', 'com.example.app:/cb'], 'native'],
    [['http://localhost:1/cb', 'com.example.app:/cb'], 'native'],
  ])('makes a client that does not say what it is, with %j, %s', async (redirect_uris, application_type) => {
    expect((await register({ redirect_uris })).body).toMatchObject({ application_type, redirect_uris });
  });

  it('on the loopback interface is met on any port, also beside one elsewhere, where the client did not say what it is', async () => {
    const registered = informationOf(await register({ redirect_uris: MIXED }));
    const site = informationOf(await register({ redirect_uris: [MIXED[0]] }));
    const change = { client_id: site.client_id, redirect_uris: MIXED };
    const changed = await registrar.call('PUT', here(site.registration_client_uri), MASTER_TOKEN, change);
    expect(changed.body).toMatchObject({ application_type: 'native' });
    for (const client of [registered, informationOf(changed)]) {
      const ask = (uri: string) => new Browser(server.url).open(partyOf(client, uri).request());
      for (const uri of [...MIXED, 'http://127.0.0.1:51004/callback', 'http://localhost:51004/']) {
        expect([uri, (await ask(uri)).status]).toEqual([uri, 200]);
      }
      for (const uri of ['https://rp.example.com:8443/callback', 'http://127.0.0.1:51004/', 'http://[::1]/callback']) {
        expectPage(await ask(uri), 400, 'This link leads nowhere');
      }
    }
  });

  it('of oidc-agent is taken with the others it brings, and each of them is come back to', async () => {
    const token = await registrar
      .register(MASTER_TOKEN, { grant_types: [], token_endpoint_auth_method: 'none' })
      .then(async (proForma) => {
        const reply = await registrar.directAuthorization({
          sub: 'dev',
          client_id: informationOf(proForma).client_id,
          scope: ['client-reg:grant:code', 'client-reg:grant:refresh'],
          audience: [new URL(informationOf(proForma).registration_client_uri).origin + '/oauth/clients'],
          access_token: { lifetime: 600 },
        });
        return (reply.body as { access_token: string }).access_token;
      });
    const reply = await registrar.register(token, OIDC_AGENT);
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({ application_type: 'web', redirect_uris: OIDC_AGENT.redirect_uris });
    for (const uri of OIDC_AGENT.redirect_uris) {
      const party = partyOf(informationOf(reply), uri);
      const tokens = await party.exchange(await signIn(server, party, 'anna', { scope: 'openid offline_access' }));
      expect(tokens.body).toMatchObject({
        scope: 'openid offline_access',
        refresh_token: expect.any(String) as string,
      });
      const bare = await new Browser(server.url).open(party.request({ code_challenge: undefined }));
      expect(bare.answer).toMatchObject({ error: 'invalid_request' });
    }
  });

  it('of a native app is met on any port of its own machine, that of a site on the registered one alone', async () => {
    for (const [application_type, status] of [
      ['native', 200],
      ['web', 400],
    ] as const) {
      const client = informationOf(await register({ application_type, redirect_uris: ['http://127.0.0.1:4000/cb'] }));
      const ask = (uri: string) => new Browser(server.url).open(partyOf(client, uri).request());
      expect((await ask('http://127.0.0.1:4000/cb')).status).toBe(200);
      expect((await ask('http://127.0.0.1:65535/cb')).status).toBe(status);
      expectPage(await ask('http://localhost:4000/cb'), 400, 'This link leads nowhere');
    }
  });

  it.each(['65536', '99999', '-1', '4000x', ''])(
    'of a request on port %j is nobody’s, and told to the person',
    async (port) => {
      const client = informationOf(
        await register({
          application_type: 'native',
          redirect_uris: ['http://127.0.0.1/cb', 'http://127.0.0.1:4000/cb'],
        }),
      );
      for (const changes of [{}, { prompt: 'none' }, { response_type: 'token' }]) {
        const party = partyOf(client, `http://127.0.0.1:${port}/cb`);
        const page = await new Browser(server.url).open(party.request(changes));
        expectPage(page, 400, 'This link leads nowhere');
        expect(page.location).toBeUndefined();
      }
      expect(server.log.filter(({ level }) => level === 50)).toEqual([]);
    },
  );

  it('with an apostrophe in its query is come back to as it was registered', async () => {
    const uri = "https://rp.example.com/callback?of=o'neill";
    const client = informationOf(await register({ redirect_uris: [uri] }));
    const page = await new Browser(server.url).open(partyOf(client, uri).request({ prompt: 'none' }));
    expect(page.headers.get('location')).toMatch(
      /^https:\/\/rp\.example\.com\/callback\?of=o'neill&error=login_required/,
    );
  });

  it('of a client of the console is judged by the same rule', async () => {
    const provider = await server.given.provider();
    const { identifier: application } = await server.given.webApplication(provider);
    const create = (uri: string) =>
      server.admin.request('createWebClient', { body: { name: 'Portal', application, redirect_uris: [uri] } });
    for (const uri of ['https://rp.example.com/cb', 'http://localhost:3000/cb', 'com.example.app:/cb', 'cursor://cb']) {
      expect((await create(uri)).status).toBe(201);
    }
    for (const uri of ['http://rp.example.com/cb', 'myapp:/cb', 'javascript:alert(1)', 'https://rp.example.com/#']) {
      const { fields } = expectRefusal(await create(uri), 400, 'invalid_request');
      expect(fields?.redirect_uris).toContain(uri);
    }
  });

  it('beside an initial access token that names hosts is on one of them, and else as good as any', async () => {
    const tokenFor = async (...redirect_hosts: string[]) =>
      (await server.admin.call('createInitialAccessToken', { body: { redirect_hosts } })).initial_access_token;
    const taken = await register({ redirect_uris: ['http://localhost:1/cb'] }, await tokenFor('localhost'));
    expect(taken.body).toMatchObject({ application_type: 'native', redirect_uris: ['http://localhost:1/cb'] });
    for (const uri of [
      'https://evil.example/cb',
      'http://127.0.0.1/cb',
      'com.example.app:/cb',
      'http://localhost/cb#',
    ]) {
      const reply = await register({ redirect_uris: ['http://localhost/cb', uri] }, await tokenFor('localhost'));
      expect(expectRefusal(reply, 400, 'invalid_redirect_uri').error_description).toContain('redirect_uris[1]');
    }
  });

  it('stays what it was through a change, and a wrong one changes nothing', async () => {
    const client = informationOf(await register({ redirect_uris: ['http://localhost:1/cb'] }));
    const uri = here(client.registration_client_uri);
    const body = { client_id: client.client_id, redirect_uris: ['myapp:/cb'] };
    const refused = await registrar.call('PUT', uri, client.registration_access_token, body);
    expect(expectRefusal(refused, 400, 'invalid_redirect_uri').error_description).toContain('redirect_uris[0]');
    const moved = await registrar.call('PUT', uri, client.registration_access_token, {
      ...body,
      redirect_uris: ['https://rp.example.com/cb'],
    });
    expect(moved.body).toMatchObject({ application_type: 'web', redirect_uris: ['https://rp.example.com/cb'] });
  });
});
