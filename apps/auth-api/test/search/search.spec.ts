import { createHash } from 'node:crypto';
import { type AdminRole, type Finding, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import type { MobileApp } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { Browser } from '../support/browser.js';
import { expectRefusal } from '../support/expectations.js';
import { type RelyingParty, codeOf } from '../support/relying-party.js';
import { revoke, signed, tokenOf } from '../support/token-client.js';
import { clientOfWeb } from '../support/web-world.js';

const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };
const NAMELESS_UUID = '00000000-0000-4000-8000-000000000000';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

const search = async (identifier: string): Promise<Finding[]> =>
  (await server.admin.call('search', { body: { identifier } })).items;

const proofOf = (app: MobileApp) => signed(app.key, app.clientId, server.issuer, server.clock.now());

/** The hash under which a token of 64 hexadecimal digits is stored. */
const hashOfToken = (token: string) => createHash('sha256').update(Buffer.from(token, 'hex')).digest();

describe('A search finds what an identifier stands for:', () => {
  it('an application, and only by its exact identifier', async () => {
    const { identifier, name } = await server.given.mobileApplication(await server.given.provider());
    expect(await search(identifier)).toEqual([{ kind: 'application', identifier, name, enabled: true }]);
    expect(await search(` application="${identifier}", `)).toHaveLength(1);
    expect(await search(identifier.slice(0, -1))).toEqual([]);
    expect(await search(identifier.toUpperCase())).toEqual([]);
  });

  it('an identity provider', async () => {
    const { identifier, name } = await server.given.provider();
    expect(await search(identifier)).toEqual([{ kind: 'identity_provider', identifier, name, enabled: true }]);
  });

  it('a web hook', async () => {
    const body = { id: 'a-hook', type: 'CUSTOMIZE_TOKEN', name: 'A hook', base_uri: 'https://hooks.example.com' };
    await server.admin.call('createWebHook', { body });
    expect(await search('a-hook')).toEqual([{ kind: 'web_hook', id: 'a-hook', name: 'A hook' }]);
  });

  it('a scope', async () => {
    await server.admin.call('createScope', { body: { identifier: 'urn:of:payments', description: 'Payments' } });
    expect(await search('urn:of:payments')).toEqual([{ kind: 'scope', identifier: 'urn:of:payments' }]);
  });

  it('a signing key', async () => {
    const [key] = (await server.admin.call('listKeys')).items;
    const { kid, algorithm, state } = key!;
    expect(await search(kid)).toEqual([{ kind: 'signing_key', kid, algorithm, state }]);
  });

  it('an API client', async () => {
    const { clientId } = await server.given.resourceServer({ name: 'Payments' });
    const found = { kind: 'client', client_id: clientId, client_kind: 'api', name: 'Payments', enabled: true };
    expect(await search(clientId)).toEqual([found]);
  });

  it('an installation, and the former client once it is deleted', async () => {
    const application = await server.given.mobileApplication(await server.given.provider());
    const { clientId } = await server.given.appInstance(application);
    const [found] = await search(clientId);
    expect(found).toMatchObject({
      kind: 'client',
      client_id: clientId,
      client_kind: 'instance',
      application: application.identifier,
      enabled: true,
    });
    await server.admin.call('deleteRegisteredClient', { parameters: { client_id: clientId } });
    expect(await search(clientId)).toEqual([
      {
        kind: 'former_client',
        client_id: clientId,
        application: application.identifier,
        last_seen: expect.any(Number) as number,
      },
    ]);
  });

  it('an initial access token, by its identifier, its hash and itself', async () => {
    const application = await server.given.mobileApplication(await server.given.provider());
    for (const encoding of ['IDENTIFIER', 'SELF_CONTAINED']) {
      const body = { application: application.identifier, label: 'For Anna’s team', encoding };
      const { id, initial_access_token, expires_at } = await server.admin.call('createInitialAccessToken', { body });
      const token = {
        kind: 'initial_access_token',
        id,
        label: 'For Anna’s team',
        application: application.identifier,
        state: 'usable',
        expires_at,
      };
      const hash = createHash('sha256').update(initial_access_token).digest('hex');
      expect(await search(id.toUpperCase())).toEqual([{ ...token, by: 'id' }]);
      expect(await search(hash)).toEqual([{ ...token, by: 'hash' }]);
      expect(await search(initial_access_token)).toEqual([{ ...token, by: 'token' }]);
      await server.admin.call('revokeInitialAccessToken', { parameters: { id } });
      expect(await search(id)).toEqual([{ ...token, by: 'id', state: 'revoked' }]);
    }
  });

  it('a software statement', async () => {
    const { identifier } = await server.given.mobileApplication(await server.given.provider());
    const body = { application: identifier, app_platform: 'ios', app_version: '1.0' };
    const { id } = await server.admin.call('createSoftwareStatement', { body });
    const found = { kind: 'software_statement', id, application: identifier, app_platform: 'ios', app_version: '1.0' };
    expect(await search(id)).toEqual([{ ...found, revoked: false }]);
  });

  it('a refused request, with its explanation and its event', async () => {
    const { app, application } = await server.given.statelessWorld();
    const reply = await app.complete('nowhere', STATELESS);
    const { error_id } = expectRefusal(reply, 404, 'invalid_idp_identifier');
    const occurred = expect.any(Number) as number;
    expect(await search(`error_id=${error_id}`)).toEqual([
      {
        kind: 'refusal',
        error_id,
        error: 'invalid_idp_identifier',
        status: 404,
        description: expect.any(String) as string,
        occurred,
      },
      {
        kind: 'request',
        request_id: error_id,
        events: ['CUSTOM_REGISTRATION_INVALID_IDENTITY_PROVIDER'],
        occurred,
        client_id: app.clientId,
        application: application.identifier,
      },
    ]);
    await server.clock.later(901, async () => {
      expect((await search(error_id)).map(({ kind }) => kind)).toEqual(['request']);
    });
  });

  it('a request that succeeded, with all its events in their order', async () => {
    const { app, provider } = await server.given.statelessWorld();
    const reply = await app.complete(provider.identifier, STATELESS);
    const [found] = await search(reply.headers.get('x-request-id')!);
    expect(found).toMatchObject({ kind: 'request', events: ['STATELESS_CUSTOM_REGISTRATION_COMPLETE_SUCCESS'] });
  });
});

describe('The hash of a token tells whether the token is live and whose client has it, and never of whom it is:', () => {
  it('an access token, in every form of the hash, and the token itself', async () => {
    const { app, provider, application } = await server.given.statelessWorld();
    const reply = await app.complete(provider.identifier, STATELESS);
    const token = reply.body.oauth_token!.access_token;
    const hash = hashOfToken(token);
    const found = {
      kind: 'token',
      token: 'access',
      live: true,
      client: {
        client_id: app.clientId,
        client_kind: 'instance',
        name: expect.any(String) as string,
        application: application.identifier,
        enabled: true,
      },
      application: application.identifier,
      issued_at: expect.any(Number) as number,
      expires_at: expect.any(Number) as number,
    };
    for (const form of ['hex', 'base64', 'base64url'] as const) {
      expect(await search(hash.toString(form))).toEqual([{ ...found, by: 'hash' }]);
    }
    expect(await search(token)).toEqual([{ ...found, by: 'token' }]);
  });

  it('an access token that is not live any more', async () => {
    const { app, provider, application } = await server.given.statelessWorld();
    const [ended, other] = await Promise.all(
      [1, 2].map(async () => (await app.complete(provider.identifier, STATELESS)).body.oauth_token!.access_token),
    );
    await revoke(server.url, await proofOf(app), { token: ended! });
    const [found] = await search(hashOfToken(ended!).toString('hex'));
    expect(found).toEqual({
      kind: 'token',
      token: 'access',
      by: 'hash',
      live: false,
      end: 'ended',
      application: application.identifier,
      expires_at: expect.any(Number) as number,
    });
    const hash = hashOfToken(other!).toString('hex');
    const parameters = { identifier: application.identifier };
    const { etag } = await server.admin.call('readApplication', { parameters });
    await server.admin.call('updateApplication', { parameters, body: { enabled: false }, ifMatch: etag });
    expect(await search(hash)).toMatchObject([{ live: false, end: 'suspended' }]);
    await server.clock.later(901, async () => {
      expect(await search(hash)).toMatchObject([{ live: false, end: 'expired' }]);
    });
  });

  /** The code of a person who signed in. */
  async function authorized(client: RelyingParty): Promise<string> {
    const question = await new Browser(server.url).open(client.request());
    return codeOf(await (await question.send('answer', { data: 'anna-of-the-spec' })).send('consent'));
  }

  it('a code and a refresh token, before and after they served', async () => {
    const who = 'function execute(id) { return { status: 2000, user: { id } }; }';
    const provider = await server.given.provider({ scripts: { complete: who } });
    const { client, application } = await clientOfWeb(server, { provider });
    const code = await authorized(client);
    const of = { client_id: client.clientId, client_kind: 'web' };
    const own = { kind: 'token', client: of, application: application.identifier };
    const hash = hashOfToken(code).toString('base64url');
    expect(await search(hash)).toMatchObject([{ ...own, token: 'authorization_code', by: 'hash', live: true }]);
    const first = (await client.exchange(code)).body.refresh_token!;
    expect(await search(hash)).toMatchObject([{ ...own, token: 'authorization_code', live: false, end: 'used' }]);
    expect(await search(hashOfToken(first).toString('hex'))).toMatchObject([{ ...own, token: 'refresh', live: true }]);
    const next = await tokenOf(server.url, client.proof, { grant_type: 'refresh_token', refresh_token: first });
    expect(next.status).toBe(200);
    const all = [hash, hashOfToken(first).toString('hex'), next.body.refresh_token!, next.body.access_token];
    const found = await Promise.all(all.map(search));
    expect(found.flat()).toMatchObject([
      { token: 'authorization_code', end: 'used' },
      { ...own, token: 'refresh', live: false, end: 'replaced' },
      { ...own, token: 'refresh', live: true, by: 'token' },
      { ...own, token: 'access', live: true, by: 'token' },
    ]);
    expect(JSON.stringify(found)).not.toMatch(/anna|user|profile|sub/);
  });
});

describe('A search', () => {
  it.each([
    'nobody-knows-this',
    NAMELESS_UUID,
    'A'.repeat(64),
    createHash('sha256').update('no token').digest('hex'),
    'a.b.c',
    'error_id=',
    '"',
    "' OR true --",
  ])('finds nothing where nothing is: %j', async (identifier) => expect(await search(identifier)).toEqual([]));

  it.each([
    ['nothing', {}],
    ['blanks', { identifier: '  ' }],
    ['too long a text', { identifier: 'x'.repeat(4097) }],
    ['a member nobody knows', { identifier: 'x', user_id: 'y' }],
  ])('is refused with %s', async (_, body) => {
    expectRefusal(await server.admin.request('search', { body }), 400, 'invalid_request');
  });

  it('never finds a person, even one with a profile', async () => {
    const provider = await server.given.provider({
      scripts: { complete: 'function execute(id) { return { status: 2000, user: { id } }; }' },
    });
    const application = await server.given.mobileApplication(provider);
    const app = await server.given.appInstance(application);
    const data = { data: 'berta-of-the-spec', profile_id: 'ABC123' };
    expect((await app.complete(provider.identifier, data)).status).toBe(200);
    const { profiles } = await server.admin.call('readUser', { parameters: { id: 'berta-of-the-spec' } });
    for (const text of ['berta-of-the-spec', 'ABC123', profiles[0]!.id]) expect(await search(text)).toEqual([]);
  });

  it('leaves what was searched for in no event and no line of the log, found, unknown or refused', async () => {
    const secret = 'a-secret-pasted-by-mistake-0123456789';
    expect(await search(secret)).toEqual([]);
    expectRefusal(await server.admin.request('search', { body: { identifier: [secret] } }), 400, 'invalid_request');
    expectRefusal(
      await server.admin.request('search', { body: { identifier: secret.repeat(200) } }),
      400,
      'invalid_request',
    );
    await server.noted();
    expect(JSON.stringify(server.log)).not.toContain(secret);
    for (const table of ['event', 'refusal_trace']) {
      const rows = await server.database.dataSource.query<unknown[]>(`SELECT * FROM ${table}`);
      expect(JSON.stringify(rows)).not.toContain(secret);
    }
  });

  it.each<[AdminRole, number]>([
    ['Operator', 200],
    ['Auditor', 200],
    ['Helpdesk', 403],
  ])('of a %s is answered with %s', async (role, status) => {
    const caller = await server.given.administrator(role);
    expect((await caller.request('search', { body: { identifier: 'x' } })).status).toBe(status);
  });
});
