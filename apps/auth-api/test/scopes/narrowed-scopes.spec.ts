import { PATHS, type ServerMetadata } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { Browser } from '../support/browser.js';
import { expectRefusal } from '../support/expectations.js';
import { OBEDIENT_SCRIPT } from '../support/login-pages.js';
import { MASTER_TOKEN, Registrar } from '../support/registrar.js';
import type { RelyingParty } from '../support/relying-party.js';
import { basic, tokenOf } from '../support/token-client.js';
import { clientOfWeb, dynamicClient, signIn } from '../support/web-world.js';

let server: AuthServer;
let registrar: Registrar;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
  registrar = new Registrar(server);
  await server.given.provider({ default: true, scripts: { complete: OBEDIENT_SCRIPT } });
});
afterAll(() => server.close());

const URI = 'https://rp.example.com/callback';
const BOTH = ['authorization_code', 'refresh_token'];
const HUNDRED = Array.from({ length: 100 }, (_, index) => `unknown${index}`).join(' ');

const newcomer = (changes: object = {}) =>
  dynamicClient(
    server,
    { redirect_uris: [URI], token_endpoint_auth_method: 'client_secret_basic', grant_types: BOTH, ...changes },
    MASTER_TOKEN,
  );

async function portal(refreshTokens = true): Promise<RelyingParty> {
  const provider = await server.given.provider({ scripts: { complete: OBEDIENT_SCRIPT } });
  return (await clientOfWeb(server, { provider, refreshTokens })).client;
}

async function granted(client: RelyingParty, scope: string | undefined): Promise<Record<string, unknown>> {
  const reply = await client.exchange(await signIn(server, client, 'anna', { scope }));
  expect(reply.status).toBe(200);
  return reply.body;
}

describe('Scopes that are too many at the authorization endpoint', () => {
  it.each<[string, () => Promise<RelyingParty>, string, string]>([
    ['offline_access of a client with refresh tokens', newcomer, 'openid offline_access', 'openid offline_access'],
    [
      'offline_access of a client without',
      () => newcomer({ grant_types: ['authorization_code'] }),
      'openid offline_access',
      'openid',
    ],
    ['what a person can agree to', newcomer, 'openid email profile', 'openid email profile'],
    ['a hundred unknown ones', newcomer, `openid ${HUNDRED}`, 'openid'],
    ['one that was not registered', () => newcomer({ scope: 'openid read' }), 'openid read write', 'openid read'],
    ['offline_access of a web client', () => portal(), 'openid offline_access other', 'openid offline_access'],
    ['offline_access where refresh tokens are off', () => portal(false), 'openid offline_access', 'openid'],
    ['some of another syntax than ours', () => portal(), 'https://a.example/x read openid', 'read openid'],
  ])('leave the others granted, and the answer says which: %s', async (_, make, scope, expected) => {
    const client = await make();
    const tokens = await granted(client, scope);
    expect(tokens.scope).toBe(expected);
    const resourceServer = await server.given.resourceServer();
    expect(await resourceServer.introspect(tokens.access_token as string)).toMatchObject({ scope: expected });
    if (!expected.includes('offline_access')) return;
    expect(tokens).toHaveProperty('refresh_token');
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token as string };
    const renewed = await tokenOf(server.url, client.proof, { ...form, scope: 'openid unknown read-all' });
    expect(renewed.body.scope).toBe('openid');
  });

  it('are none of those that the metadata lists: a client that registered no scopes gets every one', async () => {
    const { body } = await send<ServerMetadata>('GET', server.url + PATHS.openIdConfiguration);
    const everyOne = body.scopes_supported.join(' ');
    expect(body.scopes_supported).toContain('email');
    expect((await granted(await newcomer(), everyOne)).scope).toBe(everyOne);
  });

  it('are shown to nobody: consent is asked for what will be granted', async () => {
    const client = await portal();
    const page = await new Browser(server.url).open(client.request({ scope: 'openid canary offline_access' }));
    const consent = await page.send('answer', { data: 'anna' });
    expect(consent.html).not.toContain('canary');
    expect(consent.html).toContain('know who you are');
    expect(consent.html).toContain('keep its access while you are away');
  });

  it('end the request where none of them is known, and where a word is malformed', async () => {
    const client = await newcomer();
    for (const scope of ['canary', `${HUNDRED} canary`, 'openid "', 'openid\\read']) {
      const page = await new Browser(server.url).open(client.request({ scope }));
      expect(page.answer).toMatchObject({ error: 'invalid_scope', state: 'state of the client' });
    }
  });

  it('are not granted by a code whose application switched refresh tokens off meanwhile', async () => {
    const provider = await server.given.provider({ scripts: { complete: OBEDIENT_SCRIPT } });
    const { client, application } = await clientOfWeb(server, { provider });
    const code = await signIn(server, client, 'anna', { scope: 'openid offline_access' });
    const parameters = { identifier: application.identifier };
    const { etag } = await server.admin.call('readApplication', { parameters });
    const body = { user_authentication: { refresh_tokens: false } };
    await server.admin.call('updateApplication', { parameters, body, ifMatch: etag });
    const { body: tokens } = await client.exchange(code);
    expect(tokens.scope).toBe('openid');
    expect(tokens).not.toHaveProperty('refresh_token');
  });
});

describe('A client that comes in its own name', () => {
  const itself = async (metadata: object, scope?: string, token = MASTER_TOKEN) => {
    const client = await registrar.client({ grant_types: ['client_credentials'], ...metadata }, token);
    const form = { grant_type: 'client_credentials', ...(scope === undefined ? {} : { scope }) };
    return { client, reply: await tokenOf(server.url, basic(client.client_id, client.client_secret!), form) };
  };

  it('is told at once what its tokens will have, also where it named none', async () => {
    const { client, reply } = await itself({});
    expect(client.scope).toBe('client');
    expect(reply.body).toMatchObject({ scope: client.scope, expires_in: 900 });
    const resourceServer = await server.given.resourceServer();
    expect(await resourceServer.introspect(reply.body.access_token)).toMatchObject({
      active: true,
      client_id: client.client_id,
      scope: 'client',
    });
  });

  it('is told so by a token that does not let it choose, and may repeat it', async () => {
    const token = await registrar.initialAccessToken(['client-reg:grant:client']);
    const { client, reply } = await itself({}, undefined, token);
    expect(reply.body.scope).toBe('client');
    const body = { client_id: client.client_id, grant_types: ['client_credentials'], scope: client.scope };
    const { status, body: changed } = await registrar.change(client, body);
    expect([status, (changed as { scope: string }).scope]).toEqual([200, 'client']);
  });

  it.each([
    ['what it asks for and may have', { scope: 'read write' }, 'write unknown openid', 'write'],
    ['all it registered that takes no person', { scope: 'openid read' }, undefined, 'read'],
    ['something, where it registered nothing but what takes a person', { scope: 'openid' }, undefined, 'client'],
    [
      'something, where it signs people in as well',
      { redirect_uris: [URI], grant_types: ['authorization_code', 'client_credentials'] },
      undefined,
      'client',
    ],
  ])('is given %s', async (_, metadata, scope, expected) => {
    expect((await itself(metadata, scope)).reply.body.scope).toBe(expected);
  });

  it('is refused where it asks for nothing that it may have', async () => {
    expectRefusal((await itself({ scope: 'read' }, 'write openid')).reply, 400, 'invalid_scope');
    expectRefusal((await itself({}, 'read')).reply, 400, 'invalid_scope');
  });

  it('is narrowed to its API scopes where it is an API client', async () => {
    const api = await server.given.resourceServer({ scopes: ['onegini_api_events'] });
    const form = { grant_type: 'client_credentials', scope: 'onegini_api_config onegini_api_events' };
    expect((await tokenOf(server.url, basic(api.clientId, api.secret), form)).body.scope).toBe('onegini_api_events');
  });
});

describe('Custom registration', () => {
  it('keeps its contract: one scope too many is refused', async () => {
    const provider = await server.given.provider();
    const application = await server.given.mobileApplication(provider, {
      user_authentication: { refresh_tokens: true },
    });
    const app = await server.given.appInstance(application);
    for (const scope of [
      ['read', 'unknown'],
      ['openid', 'offline_access'],
    ]) {
      const reply = await app.complete(provider.identifier, { profile_id: 'AAAAAA', scope });
      expectRefusal(reply, 400, 'invalid_scope');
    }
  });
});
