import { AuthServer } from '../support/auth-server.js';
import { Browser } from '../support/browser.js';
import { expectRefusal } from '../support/expectations.js';
import { OBEDIENT_SCRIPT, obedientWorld } from '../support/login-pages.js';
import { RelyingParty } from '../support/relying-party.js';
import { HELLO_WORLD, MASTER_TOKEN, Registrar, informationOf, repeated } from '../support/registrar.js';
import { basic, post } from '../support/token-client.js';
import { signIn } from '../support/web-world.js';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN, PASSANT_OPEN_REGISTRATION: 'on' });
});
afterAll(() => server.close());

describe('An authorization code is not consumed by a request that is refused', () => {
  it.each<[string, (party: RelyingParty) => Partial<{ form: Record<string, string>; secret: string }>, number, string]>(
    [
      [
        'another redirect_uri',
        () => ({ form: { redirect_uri: 'https://rp.example.com/other' } }),
        400,
        'invalid_grant',
      ],
      ['another code_verifier', () => ({ form: { code_verifier: 'x'.repeat(43) } }), 400, 'invalid_grant'],
      ['no redirect_uri', () => ({ form: { redirect_uri: '' } }), 400, 'invalid_request'],
      ['no code_verifier', () => ({ form: { code_verifier: '' } }), 400, 'invalid_request'],
      ['a code_verifier that is too short', () => ({ form: { code_verifier: 'short' } }), 400, 'invalid_request'],
      ['another secret', () => ({ secret: 'not-the-secret' }), 401, 'invalid_client'],
    ],
  )('%s', async (_, change, status, error) => {
    const { client } = await obedientWorld(server);
    const code = await signIn(server, client, 'anna');
    const { form = {}, secret } = change(client);
    const proof = secret === undefined ? client.proof : basic(client.clientId, secret);
    expectRefusal(await client.exchange(code, form, proof), status, error);
    expect((await client.exchange(code)).status).toBe(200);
  });

  it('another way of authenticating than the registered one', async () => {
    const { client } = await obedientWorld(server);
    const code = await signIn(server, client, 'anna');
    expectRefusal(await client.exchange(code, {}, post(client.clientId, 'whatever')), 401, 'invalid_client');
    expectRefusal(await client.exchange(code, {}, { form: { client_id: client.clientId } }), 401, 'invalid_client');
    expect((await client.exchange(code)).status).toBe(200);
  });

  it('another client', async () => {
    const { client } = await obedientWorld(server);
    const { client: thief } = await obedientWorld(server);
    const code = await signIn(server, client, 'anna');
    expectRefusal(await client.exchange(code, {}, thief.proof), 400, 'invalid_grant');
    expect((await client.exchange(code)).status).toBe(200);
  });
});

describe('An authorization code is refused', () => {
  it.each([
    ['that nobody made', 'F'.repeat(64)],
    ['that is no code at all', 'code'],
  ])('%s', async (_, code) => {
    const { client } = await obedientWorld(server);
    expectRefusal(await client.exchange(code), 400, 'invalid_grant');
  });

  it('that is a token of another kind', async () => {
    const { client } = await obedientWorld(server);
    const { access_token: token } = (await client.exchange(await signIn(server, client, 'anna'))).body;
    expectRefusal(await client.exchange(token), 400, 'invalid_grant');
  });

  it('that the person has not agreed to', async () => {
    const { client } = await obedientWorld(server);
    const browser = new Browser(server.url);
    const consent = await (await browser.open(client.request())).send('answer', { data: 'anna' });
    expect(consent.title).toMatch(/^Continue to/);
    // The page carries the code in encrypted form: neither the page nor the row yields a usable code.
    expect(consent.html).not.toMatch(/[0-9A-F]{64}/);
    await consent.send('consent', { decision: 'cancel' });
    const [row] = await server.database.dataSource.query<{ count: number }[]>(
      'SELECT count(*)::int AS count FROM authorization_code WHERE client_id = $1',
      [client.clientId],
    );
    expect(row!.count).toBe(0);
  });

  it('where the client was switched off meanwhile', async () => {
    const { client } = await obedientWorld(server);
    const code = await signIn(server, client, 'anna');
    const parameters = { client_id: client.clientId };
    const { etag } = await server.admin.call('readWebClient', { parameters });
    await server.admin.call('updateWebClient', { parameters, body: { enabled: false }, ifMatch: etag });
    expectRefusal(await client.exchange(code), 401, 'invalid_client');
  });

  it('where the provider was switched off meanwhile', async () => {
    const { client, provider } = await obedientWorld(server);
    const code = await signIn(server, client, 'anna');
    const parameters = { identifier: provider.identifier };
    const change = async (enabled: boolean) => {
      const { etag } = await server.admin.call('readIdentityProvider', { parameters });
      await server.admin.call('updateIdentityProvider', { parameters, body: { enabled }, ifMatch: etag });
    };
    await change(false);
    expectRefusal(await client.exchange(code), 400, 'invalid_grant');
    await change(true);
    expect((await client.exchange(code)).status).toBe(200);
  });

  it('as far as it was good for a scope that the application lost meanwhile', async () => {
    const { client, application } = await obedientWorld(server);
    const code = await signIn(server, client, 'anna', { scope: 'openid read' });
    const parameters = { identifier: application.identifier };
    const { etag } = await server.admin.call('readApplication', { parameters });
    await server.admin.call('updateApplication', {
      parameters,
      body: { additional_scopes: ['openid'] },
      ifMatch: etag,
    });
    expect((await client.exchange(code)).body).toMatchObject({ scope: 'openid' });
  });

  it('where an administrator took its redirect URI from the client meanwhile', async () => {
    const { client } = await obedientWorld(server);
    const code = await signIn(server, client, 'anna');
    const parameters = { client_id: client.clientId };
    const change = async (redirect_uris: string[]) => {
      const { etag } = await server.admin.call('readWebClient', { parameters });
      await server.admin.call('updateWebClient', { parameters, body: { redirect_uris }, ifMatch: etag });
    };
    await change(['https://rp.example.com/new']);
    expectRefusal(await client.exchange(code), 400, 'invalid_grant');
    expectRefusal(await client.exchange(code, { redirect_uri: 'https://rp.example.com/new' }), 400, 'invalid_grant');
    // As every refusal, it consumes nothing.
    await change(['https://rp.example.com/new', client.redirectUri]);
    expect((await client.exchange(code)).status).toBe(200);
  });

  it('where the client lost the grant meanwhile', async () => {
    const { client } = await obedientWorld(server);
    const code = await signIn(server, client, 'anna');
    const parameters = { client_id: client.clientId };
    const { etag } = await server.admin.call('readWebClient', { parameters });
    await server.admin.call('updateWebClient', { parameters, body: { redirect_uris: [] }, ifMatch: etag });
    expectRefusal(await client.exchange(code), 400, 'unauthorized_client');
  });
});

describe('An authorization code whose client replaced its redirect URI meanwhile', () => {
  beforeAll(() => server.given.provider({ default: true, scripts: { complete: OBEDIENT_SCRIPT } }));

  it.each<[string, string[], string, number]>([
    ['another', ['https://example.com/other'], 'https://example.com/cb', 400],
    ['one more', ['https://example.com/cb', 'https://example.com/other'], 'https://example.com/cb', 200],
    ['another port', ['http://127.0.0.1:3/cb'], 'http://127.0.0.1:4/cb', 200],
    ['another path', ['http://127.0.0.1:3/other'], 'http://127.0.0.1:4/cb', 400],
  ])('is worth what that URI is: by %s', async (_, redirect_uris, sentTo, status) => {
    const registrar = new Registrar(server);
    const metadata = { ...HELLO_WORLD, redirect_uris: [sentTo], token_endpoint_auth_method: 'none' };
    const made = informationOf(await registrar.register(undefined, metadata));
    const client = new RelyingParty(server.url, made.client_id, sentTo, { form: { client_id: made.client_id } });
    const code = await signIn(server, client, 'anna');
    expect((await registrar.change(made, { ...repeated(made), redirect_uris })).status).toBe(200);
    const reply = await client.exchange(code);
    if (status === 200) expect(reply.status).toBe(200);
    else expectRefusal(reply, status, 'invalid_grant');
  });
});
