import { type CompleteRegistrationResponse, PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { type MobileApp, send } from '@passant/mobile-client';
import { type JSONWebKeySet, createLocalJWKSet, jwtVerify } from 'jose';
import { changeMasterKey } from '../../src/credentials/master-key-change.js';
import { Secrets } from '../../src/credentials/secrets.js';
import { BINDINGS } from '../../src/credentials/wrapping.js';
import { EventLog } from '../../src/observation/event-log.js';
import { AuthServer, MASTER_KEY } from '../support/auth-server.js';
import { beginSignIn, giveCode, withSecondFactor } from '../support/authenticator.js';
import { Browser } from '../support/browser.js';
import { expectRefusal } from '../support/expectations.js';
import { HookServer } from '../support/hook-server.js';
import { givenHook } from '../support/hooked-app.js';
import { OBEDIENT_SCRIPT } from '../support/login-pages.js';
import { MobileWorld } from '../support/mobile-world.js';
import { MASTER_TOKEN, Registrar, HELLO_WORLD } from '../support/registrar.js';
import { StatementOffice } from '../support/statement-office.js';
import { signed, tokenOf } from '../support/token-client.js';
import { clientOfWeb, signIn } from '../support/web-world.js';

const NEXT_KEY = Buffer.alloc(32, 2);
const both = () => new Secrets(NEXT_KEY, MASTER_KEY);
const SENSITIVE = 'canary-of-the-scheme';
const PERSON = `function execute() {
  const marked = CACHE.storeIfAbsent('mark', 'x', 3600) ? 'new' : CACHE.fetch('mark');
  return {
    status: 2000,
    responsePayload: [PROPERTIES.get('api-key'), marked, CACHE.increment('count', 3600)].join(' '),
    user: { id: 'jane' },
  };
}`;

const INSTALLATION = {
  token_endpoint_auth_method: 'client_secret_basic',
  software_version: '1.0',
  app_platform: 'ios',
};

let server: AuthServer;
/** What was created before the master key was changed. */
let earlier: { accessToken: string; initialAccessToken: string };
let hookServer: HookServer;
beforeAll(async () => {
  hookServer = await HookServer.start();
  const keys = { known: both, inUse: new Secrets(MASTER_KEY) };
  server = await AuthServer.start(
    { PASSANT_MASTER_TOKEN: MASTER_TOKEN, PASSANT_ALLOW_PRIVATE_WEB_HOOKS: 'on' },
    {},
    keys,
  );
});
afterAll(async () => {
  await server.close();
  await hookServer.close();
});

async function change(secrets = both()): Promise<string[]> {
  const lines: string[] = [];
  const event = server.app.get(EventLog).event('MASTER_KEY_CHANGED');
  await changeMasterKey({ store: server.store, secrets, event, tell: (line) => void lines.push(line) });
  return lines;
}

/** An application whose registrations use a sensitive property, the cache, and a web hook with a password. */
async function application() {
  const provider = await server.given.provider({
    properties: [{ identifier: 'api-key', sensitive: true, value: SENSITIVE }],
    scripts: { complete: PERSON },
  });
  const credentials = {
    authentication_method: 'BASIC',
    username: 'passant',
    password: 'a-very-secret-password',
  } as const;
  const hook = await givenHook(server, hookServer, credentials);
  const made = await server.given.mobileApplication(provider, {
    access_token_web_hook: hook.id,
    user_authentication: { stateless_authentication: true, refresh_tokens: true },
  });
  return { provider, application: made, hook };
}

/** Registers a person with an app, at a server that has the same issuer as the first one. */
async function completed(app: MobileApp, provider: string, url = server.url) {
  const json = { ...(await app.authentication()), profile_id: 'AAAAAA', scope: ['openid'] };
  const reply = await send<CompleteRegistrationResponse>(
    'POST',
    url + PATHS.customRegistrationV2(provider, 'complete'),
    {
      json,
    },
  );
  if (!reply.body.oauth_token) throw new Error(`The registration was refused: ${JSON.stringify(reply.body)}`);
  return { data: reply.body.data, token: reply.body.oauth_token };
}

const proofOf = (app: MobileApp) => signed(app.key, app.clientId, server.issuer, server.clock.now());

async function refreshed(app: MobileApp, token: string) {
  return tokenOf(server.url, await proofOf(app), { grant_type: 'refresh_token', refresh_token: token });
}

function statementIn(url: string, text: string, app: MobileApp) {
  const json = { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [app.key.publicJwk] }, software_statement: text }; // prettier-ignore
  return send('POST', url + PATHS.clients, { json });
}

describe('A master key that is changed while servers serve', () => {
  it('ends nothing: what was made with the one before is opened and recognised, and everything new made with the new one', async () => {
    const { provider, application: own } = await application();
    const app = await server.given.appInstance(own);
    const resourceServer = await server.given.resourceServer();
    const before = await completed(app, provider.identifier);
    expect(before.data).toBe(`${SENSITIVE} new 1`);

    const scheme = await server.given.twoStepProvider();
    const stepping = await server.given.appInstance(await server.given.mobileApplication(scheme));
    const { transaction_id } = (await stepping.init(scheme.identifier, {})).body;
    const web = await clientOfWeb(server, { provider: await server.given.provider({ scripts: { complete: OBEDIENT_SCRIPT } }) }); // prettier-ignore
    const code = await signIn(server, web.client, 'anna');
    const registrar = new Registrar(server);
    const initial = await registrar.initialAccessToken();
    const office = new StatementOffice(server);
    const { software_statement: statement } = await office.exportFor(await office.application());
    const world = await MobileWorld.create(server);
    const owner = await world.enrolledPerson();
    await owner.device.enrolPush(owner.enrolled.device_id, 'push-token-of-the-phone');
    const question = await world.portal.ask({ user_id: owner.userId, message: 'Is it you?' });

    earlier = {
      accessToken: before.token.access_token,
      initialAccessToken: await server.given.initialAccessToken(own),
    };
    const now = () => server.clock.milliseconds();
    const careful = await withSecondFactor(now, await server.given.administrator('Auditor'));
    const waiting = '00000000-0000-4000-8000-000000000001';
    const sealedRequest = new Secrets(MASTER_KEY).wrap(Buffer.from('{}'), BINDINGS.approval(waiting));
    const asked = { id: waiting, endpoint: 'endSessions', version: null, askedBy: null, sealedRequest };
    const times = { askedAt: server.clock.now(), expiresAt: server.clock.now() + 86_400 };
    await server.store.approvals.ask({ ...asked, ...times }, 1);
    const { configuration, etag } = await server.admin.call('exportConfiguration');
    const { scopes } = configuration;
    await server.admin.call('applyConfiguration', { body: { configuration: { scopes } }, ifMatch: etag });
    const lines = await change();
    expect(lines[0]).toMatch(/^Under the previous one: \d+\.$/);
    expect(lines).toContain('Signing keys: 4 wrapped anew.');
    expect(lines).toContain('Push tokens of devices: 1 wrapped anew.');
    expect(lines).toContain('Questions on phones: 1 wrapped anew.');
    expect(lines).toContain('Second factors of administrators: 1 wrapped anew.');
    expect(lines).toContain('Requests of administrators that wait for approval: 1 wrapped anew.');
    expect(lines).toContain('Sections of applied configurations: 1 wrapped anew.');
    expect(lines.at(-1)).toBe('Nothing is left under the previous master key.');

    const after = await completed(app, provider.identifier);
    expect(after.data).toBe(`${SENSITIVE} x 2`);
    expect(hookServer.last.headers.authorization).toBe(
      `Basic ${Buffer.from('passant:a-very-secret-password').toString('base64')}`,
    );
    const keys = (await send<JSONWebKeySet>('GET', server.url + PATHS.keys)).body;
    await jwtVerify(after.token.id_token!, createLocalJWKSet(keys));
    expect((await resourceServer.introspect(before.token.access_token)).active).toBe(true);
    expect((await refreshed(app, before.token.refresh_token!)).status).toBe(200);
    const stepped = { profile_id: 'BBBBBB', grant_type: STATELESS_AUTHENTICATION_GRANT, transaction_id, data: 'right' };
    expect((await stepping.complete(scheme.identifier, stepped)).body.status).toBe(2000);
    expect((await web.client.exchange(code)).status).toBe(200);
    expect((await registrar.register(initial, HELLO_WORLD)).status).toBe(201);
    expect((await statementIn(server.url, statement, app)).status).toBe(201);
    const { transactions } = (await owner.device.pending()).body;
    expect(transactions).toMatchObject([{ transaction_id: question.transaction_id, message: 'Is it you?' }]);
    expect((await owner.device.answer(transactions[0]!, true)).status).toBe(200);

    await server.clock.later(30, async () => {
      const { cookie } = await beginSignIn(server.url, careful.email);
      expect((await giveCode(server.url, cookie, careful.authenticator.code())).status).toBe(200);
    });

    const { items } = await server.admin.call('listEvents', { query: { name: 'MASTER_KEY_CHANGED' } });
    expect(items).toHaveLength(1);
  });

  it('needs nothing of the one before any more: a server that knows the new one alone opens everything', async () => {
    const { provider, application: own } = await application();
    const url = await server.startBeside(new Secrets(NEXT_KEY));
    const app = await server.given.appInstance(own);
    const { data, token } = await completed(app, provider.identifier, url);
    expect(data).toBe(`${SENSITIVE} new 1`);
    const keys = async () => createLocalJWKSet((await send<JSONWebKeySet>('GET', url + PATHS.keys)).body);
    await jwtVerify(token.id_token!, await keys());
    await server.admin.call('rotateKeys', { body: {} });
    await jwtVerify((await completed(app, provider.identifier)).token.id_token!, await keys());
  });

  it('is changed once: run again it finds nothing left, and what it wrapped stays as it is', async () => {
    const rows = () => server.database.dataSource.query('SELECT kid, sealed_private_jwk FROM signing_key ORDER BY kid');
    const before = await rows();
    const lines = await change();
    expect(lines).toEqual([
      'The master key was changed before. Left under the previous one: 0.',
      'Nothing is left under the previous master key.',
    ]);
    expect(await rows()).toEqual(before);
  });

  it('has to be known as long as what it alone recognises is to be good: initial access tokens, refresh tokens', async () => {
    const { provider, application: own } = await application();
    const body = { application: own.identifier };
    const { initial_access_token: later } = await server.admin.call('createInitialAccessToken', { body });
    const fresh = await server.startBeside(new Secrets(NEXT_KEY));
    const app = await server.given.appInstance(own);
    const { token } = await completed(app, provider.identifier);
    const introspect = async (url: string, text: string) => {
      const headers = { authorization: resourceServer.basic };
      return (await send<{ active: boolean }>('POST', url + PATHS.introspectV2, { headers, form: { token: text } }))
        .body;
    };
    const resourceServer = await server.given.resourceServer();
    expect((await introspect(fresh, token.access_token)).active).toBe(true);
    expect((await introspect(server.url, earlier.accessToken)).active).toBe(true);
    expect((await introspect(fresh, earlier.accessToken)).active).toBe(false);
    const register = (url: string, text: string) =>
      send('POST', url + PATHS.clients, { headers: { authorization: `Bearer ${text}` }, json: INSTALLATION });
    expectRefusal(await register(fresh, earlier.initialAccessToken), 401, 'invalid_token');
    expect((await register(server.url, earlier.initialAccessToken)).status).toBe(201);
    expect((await register(fresh, later)).status).toBe(201);
  });

  it('ends codes of before it with the profile that they would make anew', async () => {
    const provider = await server.given.provider({ scripts: { complete: OBEDIENT_SCRIPT } });
    const { client } = await clientOfWeb(server, { provider });
    await client.exchange(await signIn(server, client, 'frida'));
    const secrets = server.app.get(Secrets);
    secrets.follow(new Secrets(MASTER_KEY).check);
    const code = await signIn(server, client, 'frida');
    secrets.follow(new Secrets(NEXT_KEY).check);
    const { profiles } = await server.admin.call('readUser', { parameters: { id: 'frida' } });
    await server.admin.call('disconnectProfile', { parameters: { id: 'frida', profile: profiles[0]!.id } });
    expectRefusal(await client.exchange(code), 400, 'invalid_grant');
  });

  it('leaves a login page that was open to be opened again: no row vouches for what it carries', async () => {
    const provider = await server.given.provider({ scripts: { complete: OBEDIENT_SCRIPT } });
    const { client } = await clientOfWeb(server, { provider });
    const first = await new Browser(server.url).open(client.request());
    const secrets = server.app.get(Secrets);
    secrets.follow(new Secrets(MASTER_KEY).check);
    const answered = await first.send('answer', { data: 'anna' });
    secrets.follow(new Secrets(NEXT_KEY).check);
    expect(answered.status).toBe(400);
    expect((await (await new Browser(server.url).open(client.request())).send('answer', { data: 'anna' })).status).toBe(
      200,
    );
  });

  it('is refused while something opens under neither, which is named; nothing is changed', async () => {
    const third = Buffer.alloc(32, 3);
    const { hook } = await application();
    const wrapped = new Secrets(third).wrap(Buffer.from('x'), BINDINGS.webHookPassword(hook.id));
    const [before] = await server.database.dataSource.query<{ sealed_password: Buffer }[]>(
      'SELECT sealed_password FROM web_hook WHERE id = $1',
      [hook.id],
    );
    const set = (value: Buffer) =>
      server.database.dataSource.query('UPDATE web_hook SET sealed_password = $2 WHERE id = $1', [hook.id, value]);
    await set(wrapped);
    await expect(change(new Secrets(Buffer.alloc(32, 4), NEXT_KEY))).rejects.toThrow(
      `Passwords of web hooks: ${hook.id} opens neither under the new master key nor under the previous one.`,
    );
    expect(await server.store.configuration.masterKeyCheck()).toEqual(new Secrets(NEXT_KEY).check);
    await set(before!.sealed_password);
  });

  it('is refused with keys that the database knows neither of', async () => {
    await expect(change(new Secrets(Buffer.alloc(32, 5), Buffer.alloc(32, 6)))).rejects.toThrow(
      'The database was made with another master key',
    );
  });
});
