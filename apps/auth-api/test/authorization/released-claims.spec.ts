import { PATHS, STATELESS_AUTHENTICATION_GRANT, type TokenAnswer } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { decodeJwt } from 'jose';
import { AuthServer } from '../support/auth-server.js';
import { Browser } from '../support/browser.js';
import { expectRefusal } from '../support/expectations.js';
import { HookServer } from '../support/hook-server.js';
import { REDIRECT } from '../support/login-pages.js';
import type { RelyingParty } from '../support/relying-party.js';
import type { ResourceServer } from '../support/resource-server.js';
import { tokenOf } from '../support/token-client.js';
import { MASTER_TOKEN, clientOfWeb, dynamicClient, signIn } from '../support/web-world.js';

const DETAILS = {
  name: 'Anna de Vries',
  email: 'anna@example.com',
  email_verified: true,
  phone_number: '+31 15 000 0000',
  address: { locality: 'Delft' },
  groups: ['staff'],
};
const TALKATIVE = `function execute(data) {
  return { status: 2000, user: Object.assign({ id: 'anna', amr: ['pwd'] }, ${JSON.stringify(DETAILS)}) };
}`;

let server: AuthServer;
let resourceServer: ResourceServer;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
  resourceServer = await server.given.resourceServer();
});
afterAll(() => server.close());

const SCOPES = ['openid', 'profile', 'email', 'phone', 'address', 'read', 'staff'];

async function talkativeWorld(application: object = {}) {
  const provider = await server.given.provider({ scripts: { complete: TALKATIVE } });
  const scopes = { default_scopes: ['openid'], additional_scopes: SCOPES.slice(1) };
  return { provider, ...(await clientOfWeb(server, { provider, application: { ...scopes, ...application } })) };
}

const OF_AN_ID_TOKEN = ['iss', 'aud', 'azp', 'sub', 'iat', 'exp', 'auth_time', 'at_hash', 'nonce', 'amr'];

/** What the three places say about the person; they must agree. */
async function toldBy(tokens: TokenAnswer): Promise<Record<string, unknown>> {
  const introspected: Record<string, unknown> = await resourceServer.introspect(tokens.access_token);
  const told = introspected['user_details'] as Record<string, unknown>;
  if (tokens.scope.split(' ').includes('openid')) {
    const headers = { authorization: `Bearer ${tokens.access_token}` };
    const info = await send<Record<string, unknown>>('GET', server.url + PATHS.userInfo, { headers });
    expect(info.body).toEqual({ sub: 'anna', ...told });
  }
  if (tokens.id_token !== undefined) {
    const { sub, ...claims } = decodeJwt(tokens.id_token);
    expect(sub).toBe('anna');
    expect(Object.fromEntries(Object.entries(claims).filter(([name]) => !OF_AN_ID_TOKEN.includes(name)))).toEqual(told);
  }
  return told;
}

async function tokensFor(client: RelyingParty, scope: string): Promise<TokenAnswer> {
  return (await client.exchange(await signIn(server, client, 'anna', { scope }))).body;
}

async function map(identifier: string, claims: string[]): Promise<void> {
  const parameters = { identifier };
  const { etag } = await server.admin.call('readScope', { parameters });
  expect(await server.admin.call('updateScope', { parameters, body: { claims }, ifMatch: etag })).toMatchObject({
    claims,
  });
}

const { name, email, email_verified, phone_number, address, groups } = DETAILS;

describe('A client that comes by a code is told of a person', () => {
  it.each<[string, Record<string, unknown>]>([
    ['openid', {}],
    ['openid read', {}],
    ['openid profile', { name }],
    ['openid email', { email, email_verified }],
    ['openid phone address', { phone_number, address }],
    ['openid profile email phone address', { name, email, email_verified, phone_number, address }],
    ['read', {}],
    ['email', { email, email_verified }],
  ])('for %s no more than that, in all three places, after a refresh, too', async (scope, expected) => {
    const { client } = await talkativeWorld();
    const tokens = await tokensFor(client, scope);
    expect(tokens.scope).toBe(scope);
    expect(await toldBy(tokens)).toEqual(expected);
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token! };
    expect(await toldBy((await tokenOf(server.url, client.proof, form)).body)).toEqual(expected);
  });

  it('less where it asks a refresh for less, and all again with the next', async () => {
    const { client } = await talkativeWorld();
    const first = await tokensFor(client, 'openid profile email');
    const narrow = { grant_type: 'refresh_token', refresh_token: first.refresh_token!, scope: 'openid profile' };
    const second = (await tokenOf(server.url, client.proof, narrow)).body;
    expect(await toldBy(second)).toEqual({ name });
    const wide = { grant_type: 'refresh_token', refresh_token: second.refresh_token! };
    expect(await toldBy((await tokenOf(server.url, client.proof, wide)).body)).toEqual({ name, email, email_verified });
  });

  it('nothing but the subject where it registered itself and asks for openid', async () => {
    await server.given.provider({ name: 'For everybody', default: true, scripts: { complete: TALKATIVE } });
    const metadata = { redirect_uris: [REDIRECT], token_endpoint_auth_method: 'client_secret_basic' };
    const client = await dynamicClient(server, metadata);
    expect(await toldBy(await tokensFor(client, 'openid'))).toEqual({});
  });

  it('what an administrator maps to a scope, from that moment on', async () => {
    const { client } = await talkativeWorld();
    await map('staff', []);
    const before = await tokensFor(client, 'openid staff');
    expect(await toldBy(before)).toEqual({});
    await map('staff', ['groups', 'email']);
    expect(await toldBy(await tokensFor(client, 'openid staff'))).toEqual({ groups, email });
    const form = { grant_type: 'refresh_token', refresh_token: before.refresh_token! };
    expect(await toldBy((await tokenOf(server.url, client.proof, form)).body)).toEqual({ groups, email });
    await map('profile', ['groups']);
    expect(await toldBy(await tokensFor(client, 'openid profile'))).toEqual({ name, groups });
    await map('profile', []);
  });

  it('what a web hook says of them, held to the same scopes', async () => {
    const hookServer = await HookServer.start();
    try {
      const hook = await server.admin.call('createWebHook', {
        body: { type: 'USER_DETAILS_CUSTOMIZATION', name: 'Details', base_uri: hookServer.url },
      });
      const { client } = await talkativeWorld({ user_details_web_hook: hook.id });
      hookServer.answers({ claims: { ...DETAILS, nickname: 'An', city: 'Delft' } });
      expect(await toldBy(await tokensFor(client, 'openid profile'))).toEqual({ name, nickname: 'An' });
      expect(hookServer.requests[0]!.body).toMatchObject({ claims: { groups } });
    } finally {
      await hookServer.close();
    }
  });
});

describe('An app that registers people itself', () => {
  it('is told all that the provider says, whatever the scopes', async () => {
    const provider = await server.given.provider({ scripts: { complete: TALKATIVE } });
    const application = await server.given.mobileApplication(provider, {
      user_authentication: { stateless_authentication: true, refresh_tokens: true },
    });
    const app = await server.given.appInstance(application);
    const complete = async (more: object) =>
      (await app.complete(provider.identifier, { scope: ['openid'], profile_id: 'AAAAAA', ...more })).body.oauth_token!;
    expect(await toldBy(await complete({}))).toEqual(DETAILS);
    expect(await toldBy(await complete({ grant_type: STATELESS_AUTHENTICATION_GRANT }))).toEqual(DETAILS);
  });

  it('and so is the back end of a web application, as long as it does that itself', async () => {
    const provider = await server.given.provider({ scripts: { complete: TALKATIVE } });
    const backEnd = await server.given.appInstanceOfWeb(await server.given.webApplication(provider));
    const { body } = await backEnd.complete(provider.identifier, { scope: ['openid'] });
    expect(await toldBy(body.oauth_token!)).toEqual(DETAILS);
  });
});

describe('The consent', () => {
  const consentTo = async (scope: string) => {
    const { client } = await talkativeWorld();
    const page = await new Browser(server.url).open(client.request({ scope }));
    return (await page.send('answer', { data: 'anna' })).html;
  };

  it('says in words what will be told, scope by scope, and that it is all', async () => {
    await map('staff', ['groups', 'phone_number']);
    const html = await consentTo('openid profile email staff read');
    for (const text of [
      'know who you are',
      'your name, your family name,',
      'your date of birth',
      'see your e-mail address and whether it was verified',
      'use <code>staff</code>, and see what is kept of you as “groups” and your telephone number',
      'use <code>read</code>',
      'It is told nothing else about you.',
    ]) {
      expect(html).toContain(text);
    }
    expect(html).not.toContain('postal address');
  });

  it('to openid alone promises nothing of a person but who they are', async () => {
    const html = await consentTo('openid');
    expect(html).toContain('know who you are');
    expect(html).not.toMatch(/your name|e-mail|telephone/);
  });
});

describe('The claims of a scope', () => {
  it('are made, listed and changed by administrators', async () => {
    const body = { identifier: 'membership', description: 'What members have', claims: ['level', 'level'] };
    const made = await server.admin.call('createScope', { body });
    expect(made.claims).toEqual(['level']);
    const { items } = await server.admin.call('listScopes', { query: { q: 'membership' } });
    expect(items).toMatchObject([{ claims: ['level'] }]);
    await map('membership', []);
    await server.noted();
    const { items: events } = await server.admin.call('listEvents', { query: { name: 'ADMIN_SCOPE_UPDATED' } });
    expect(events[0]).toMatchObject({ before: { claims: ['level'] }, after: { claims: [] } });
  });

  it.each([
    ['openid', ['email']],
    ['profile', ['sub']],
    ['profile', ['a b']],
    ['profile', ['']],
    ['profile', Array.from({ length: 101 }, () => 'one')],
  ])('of %s cannot be %j', async (identifier, claims) => {
    const parameters = { identifier };
    const { etag } = await server.admin.call('readScope', { parameters });
    const reply = await server.admin.request('updateScope', { parameters, body: { claims }, ifMatch: etag });
    expectRefusal(reply, 400, 'invalid_request');
  });

  it('of the standard are there to be given from the first start', async () => {
    const { items } = await server.admin.call('listScopes');
    const identifiers = items.map(({ identifier }) => identifier);
    expect(identifiers).toEqual(expect.arrayContaining(['address', 'email', 'openid', 'phone', 'profile']));
  });
});
