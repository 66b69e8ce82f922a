import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { JWT_BEARER_ASSERTION_TYPE, PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { DeviceKey, type Exchange, send } from '@passant/mobile-client';
import { type JWK, SignJWT } from 'jose';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { KeyPublisher } from '../support/key-publisher.js';
import { basic, signed, tokenOf } from '../support/token-client.js';

const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };
const CREDENTIALS = { grant_type: 'client_credentials' };

let server: AuthServer;
let world: Awaited<ReturnType<AuthServer['given']['statelessWorld']>>;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_ALLOW_PRIVATE_JWKS_URI: 'on' });
  world = await server.given.statelessWorld();
});
afterAll(() => server.close());

describe('A request of v1 proves who sent it in one way', () => {
  it.each<[string, object, object]>([
    ['a secret in the body', {}, { client_secret: 'x' }],
    ['an assertion in the body', {}, { client_assertion: 'x.y.z' }],
    ['a type of assertion in the body', {}, { client_assertion_type: JWT_BEARER_ASSERTION_TYPE }],
    ['the header under both of its names', { authentication: 'Basic eDp5' }, {}],
  ])('and not also with %s', async (_, headers, body) => {
    const app = await server.given.basicApp(world.application);
    const both = { authorization: app.basic, ...headers };
    const { identifier } = world.provider;
    for (const step of ['init', 'complete'] as const) {
      expectRefusal(await app.step(identifier, step, { ...STATELESS, ...body }, both), 400, 'invalid_request');
    }
    expect((await app.step(identifier, 'complete', STATELESS)).status).toBe(200);
  });
});

describe('An RSA key', () => {
  const kid = 'rsa-1';
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid } as JWK;

  const assertionOf = (clientId: string, alg = 'RS256') =>
    new SignJWT({ jti: randomUUID() })
      .setProtectedHeader({ alg, kid })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(server.issuer)
      .setExpirationTime(server.clock.now() + 60)
      .sign(privateKey);

  async function client(keys: { jwks?: { keys: JWK[] }; jwks_uri?: string }): Promise<string> {
    const body = {
      name: 'Signing back end',
      scopes: ['onegini_api_token_introspection' as const],
      token_endpoint_auth_method: 'private_key_jwt' as const,
      ...(keys as { jwks_uri?: string }),
    };
    return (await server.admin.call('createApiClient', { body })).client_id;
  }

  const ask = async (clientId: string, alg?: string) =>
    tokenOf(
      server.url,
      {
        form: {
          client_assertion_type: JWT_BEARER_ASSERTION_TYPE,
          client_assertion: await assertionOf(clientId, alg),
        },
      },
      CREDENTIALS,
    );

  /** What the key says it is for, and which signatures made with it are then good. */
  const NAMED: [string | undefined, Record<string, boolean>][] = [
    [undefined, { RS256: true, PS256: true, RS384: false, PS384: false, RS512: false, PS512: false }],
    ['RS256', { RS256: true, PS256: false, RS512: false }],
    ['PS256', { RS256: false, PS256: true, PS512: false }],
  ];

  it.each(NAMED)('of an API client that names the algorithm %s is good for it alone', async (alg, good) => {
    const publisher = await KeyPublisher.start();
    const key = { ...jwk, ...(alg ? { alg } : {}) };
    publisher.publishes([key]);
    for (const keys of [{ jwks: { keys: [key] } }, { jwks_uri: publisher.uri('rsa') }]) {
      const clientId = await client(keys);
      for (const [algorithm, isGood] of Object.entries(good)) {
        const reply = await ask(clientId, algorithm);
        if (isGood) expect([algorithm, reply.status]).toEqual([algorithm, 200]);
        else expectRefusal(reply, 401, 'invalid_client');
      }
    }
    await publisher.close();
  });

  it('is not taken for a signature that claims to be made with another kind of key', async () => {
    const clientId = await client({ jwks: { keys: [jwk] } });
    const [, claims, signature] = (await assertionOf(clientId)).split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'ES256', kid })).toString('base64url');
    const forged = {
      client_assertion_type: JWT_BEARER_ASSERTION_TYPE,
      client_assertion: `${header}.${claims}.${signature}`,
    };
    expectRefusal(await tokenOf(server.url, { form: forged }, CREDENTIALS), 401, 'invalid_client');
  });

  it('does not sign for an app in v2, whose document names ES256 alone', async () => {
    const assertion = {
      client_assertion_type: JWT_BEARER_ASSERTION_TYPE,
      client_assertion: await assertionOf(world.app.clientId),
    };
    const path = PATHS.customRegistrationV2(world.provider.identifier, 'complete');
    const reply: Exchange = await send('POST', server.url + path, { json: { ...STATELESS, ...assertion } });
    const { error_id } = expectRefusal(reply, 400, 'invalid_client');
    const { checks } = await server.admin.call('readRefusal', { parameters: { error_id } });
    expect(checks.find((check) => !check.passed)).toMatchObject({ check: 'alg', expected: '"ES256"' });
  });
});

describe('A caller that is refused', () => {
  /** How often `work` makes the server look up a client in the database. */
  async function lookUps(work: () => Promise<Exchange>): Promise<number> {
    const { logger } = server.database.dataSource;
    const original = logger.logQuery.bind(logger);
    let count = 0;
    logger.logQuery = (sql) => void (count += / FROM client\b/.test(sql) ? 1 : 0);
    expectRefusal(await work(), 401, 'invalid_client');
    logger.logQuery = original;
    return count;
  }

  const withSecret = (clientId: string) => () => tokenOf(server.url, basic(clientId, 'wrong'), CREDENTIALS);
  const withAssertion = (key: DeviceKey, clientId: string) => async () =>
    tokenOf(server.url, await signed(key, clientId, server.issuer, server.clock.now()), CREDENTIALS);

  it('costs the same whether its client exists, is kept in memory, or does not', async () => {
    const key = await DeviceKey.generate();
    const kept = await server.given.resourceServer();
    const body = {
      name: 'Signing back end',
      scopes: ['onegini_api_events' as const],
      token_endpoint_auth_method: 'private_key_jwt' as const,
      jwks: { keys: [(await DeviceKey.generate()).publicJwk] as never[] },
    };
    const { client_id } = await server.admin.call('createApiClient', { body });
    const app = await server.given.basicApp(world.application);
    for (const clientId of [kept.clientId, app.clientId, client_id, world.app.clientId, 'nobody']) {
      expect({ clientId, lookUps: await lookUps(withSecret(clientId)) }).toEqual({ clientId, lookUps: 1 });
      expect({ clientId, lookUps: await lookUps(withAssertion(key, clientId)) }).toEqual({ clientId, lookUps: 1 });
    }
  });
});

describe('A JWT that this server signed itself', () => {
  it.each([
    ['an ID token', async (idToken: string) => idToken],
    [
      'a signed introspection answer',
      async (_: string, accessToken: string) => {
        const response = await fetch(server.url + PATHS.introspectV2, {
          method: 'POST',
          headers: { authorization: world.resourceServer.basic, accept: 'application/token-introspection+jwt' },
          body: new URLSearchParams({ token: accessToken }),
        });
        return response.text();
      },
    ],
  ])('is taken for nothing else: %s', async (_, make) => {
    const request = { ...STATELESS, scope: ['openid'] };
    const { oauth_token } = (await world.app.complete(world.provider.identifier, request)).body;
    const jwt = await make(oauth_token!.id_token!, oauth_token!.access_token);
    expect(jwt.split('.')).toHaveLength(3);
    const form = { client_assertion_type: JWT_BEARER_ASSERTION_TYPE, client_assertion: jwt };
    expectRefusal(await tokenOf(server.url, { form }, CREDENTIALS), 401, 'invalid_client');
    const headers = { authorization: `Bearer ${jwt}` };
    expectRefusal(await send('GET', server.url + PATHS.userInfo, { headers }), 401, 'invalid_token');
    expectRefusal(await send('POST', server.url + PATHS.clients, { headers, json: {} }), 401, 'invalid_token');
    expect(await world.resourceServer.introspect(jwt)).toEqual({ active: false });
  });
});

describe('The audiences of an app’s assertions', () => {
  const endpoint = () => server.url + PATHS.customRegistrationV2(world.provider.identifier, 'complete');
  const complete = async (audience: string) =>
    world.app.complete(
      world.provider.identifier,
      STATELESS,
      await world.app.authentication({ claims: { aud: audience } }),
    );

  const until = Math.floor(Date.now() / 1000) + 86_400;
  const rule = <Policy extends 'STRICT' | 'LEGACY' | null>(audience_policy: Policy) => ({
    audience_policy,
    lenient_until: audience_policy === 'LEGACY' ? until : null,
  });

  async function decideForAll(audience_policy: 'STRICT' | 'LEGACY'): Promise<void> {
    const parameters = { identifier: world.application.identifier };
    const { etag } = await server.admin.call('readApplication', { parameters });
    const body = rule(audience_policy);
    await server.admin.call('updateApplication', { parameters, body, ifMatch: etag });
  }

  it('are the issuer alone, unless its application says otherwise for all its installations', async () => {
    for (const audience of [endpoint(), server.url]) {
      await decideForAll('STRICT');
      expectRefusal(await complete(audience), 400, 'invalid_client');
      await decideForAll('LEGACY');
      expect((await complete(audience)).status).toBe(200);
    }
    expectRefusal(await complete('https://other.example/oauth'), 400, 'invalid_client');
    await decideForAll('STRICT');
    expect((await complete(server.issuer)).status).toBe(200);
  });

  it('may be decided for one installation, against what its application says', async () => {
    const { clientId } = world.app;
    const decide = async (audience_policy: 'STRICT' | 'LEGACY' | null) =>
      server.admin.call('updateAppInstallation', { parameters: { client_id: clientId }, body: rule(audience_policy) });
    await decideForAll('STRICT');
    expect((await decide('LEGACY')).audience_policy).toBe('LEGACY');
    expect((await complete(server.url)).status).toBe(200);
    await decideForAll('LEGACY');
    await decide('STRICT');
    expectRefusal(await complete(server.url), 400, 'invalid_client');
    expect(await decide(null)).toMatchObject({ audience_policy: null, enabled: true });
    expect((await complete(server.url)).status).toBe(200);
    await decideForAll('STRICT');
    const { items } = await server.admin.call('listEvents', {
      query: { client_id: clientId, name: 'ADMIN_CLIENT_UPDATED' },
    });
    expect(items.map(({ before, after }) => [before, after])).toEqual([
      [rule('STRICT'), rule(null)],
      [rule('LEGACY'), rule('STRICT')],
      [rule(null), rule('LEGACY')],
    ]);
  });
});
