import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { JWT_BEARER_ASSERTION_TYPE, PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { DeviceKey, type Exchange, send } from '@passant/mobile-client';
import * as openid from 'openid-client';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { signed, tokenOf } from '../support/token-client.js';

const CREDENTIALS = { grant_type: 'client_credentials' };
const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const rsaJwk = RSA.publicKey.export({ format: 'jwk' });

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

const unnamed = ({ kid: _, ...jwk }: Record<string, unknown>) => jwk;

/** An API client with these registered public keys. */
async function client(...keys: object[]): Promise<string> {
  const body = {
    name: 'Signing back end',
    scopes: ['onegini_api_token_introspection' as const],
    token_endpoint_auth_method: 'private_key_jwt' as const,
    jwks: { keys: keys as never[] },
  };
  return (await server.admin.call('createApiClient', { body })).client_id;
}

type Changes = Parameters<DeviceKey['assertion']>[3];

async function authenticate(key: DeviceKey, clientId: string, changes?: Changes): Promise<Exchange> {
  return tokenOf(server.url, await signed(key, clientId, server.issuer, server.clock.now(), changes), CREDENTIALS);
}

async function refusedCheck(reply: Exchange, status = 401) {
  const { error_id } = expectRefusal(reply, status, 'invalid_client');
  const { checks } = await server.admin.call('readRefusal', { parameters: { error_id } });
  return checks.find((check) => !check.passed)!;
}

const NO_KID = { header: { kid: undefined } } as unknown as Changes;

describe('An assertion that names no key', () => {
  it.each<[string, (key: DeviceKey, other: DeviceKey) => object[]]>([
    ['the only key there is', (key) => [key.publicJwk]],
    ['the only key there is, which has no name either', (key) => [unnamed({ ...key.publicJwk })]],
    ['the only key of its kind', (key) => [{ ...rsaJwk, kid: 'rsa' }, key.publicJwk]],
    ['a key that stands there twice', (key) => [key.publicJwk, { ...key.publicJwk, kid: 'again' }]],
  ])('is taken where it is made with %s', async (_, keys) => {
    const key = await DeviceKey.generate();
    const clientId = await client(...keys(key, await DeviceKey.generate()));
    expect((await authenticate(key, clientId, NO_KID)).status).toBe(200);
  });

  it.each(['', null])('may say so with the kid %j', async (kid) => {
    const key = await DeviceKey.generate();
    const clientId = await client(key.publicJwk);
    expect((await authenticate(key, clientId, { header: { kid } })).status).toBe(200);
  });

  it('is refused where several keys fit, and the trace says so', async () => {
    const key = await DeviceKey.generate();
    const clientId = await client(key.publicJwk, (await DeviceKey.generate()).publicJwk);
    expect(await refusedCheck(await authenticate(key, clientId, NO_KID))).toMatchObject({
      check: 'key',
      expected: 'exactly one key of the client for "ES256", since the assertion names none',
      actual: expect.stringContaining('2 that fit') as string,
    });
    expect((await authenticate(key, clientId)).status).toBe(200);
  });

  it('is refused by v2 of custom registration, whatever is registered', async () => {
    const { app, provider } = await server.given.statelessWorld();
    const complete = async (header: object) =>
      app.complete(
        provider.identifier,
        { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT },
        await app.authentication({ header } as never),
      );
    for (const kid of [undefined, '', null]) {
      expect((await refusedCheck(await complete({ kid }), 400)).check).toBe('kid');
    }
    expect((await complete({})).status).toBe(200);
  });

  it('is what a library makes of a bare key', async () => {
    const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
      'verify',
    ]);
    const clientId = await client(await crypto.subtle.exportKey('jwk', publicKey));
    const config = await openid.discovery(
      new URL(server.issuer),
      clientId,
      undefined,
      openid.PrivateKeyJwt(privateKey),
      { execute: [openid.allowInsecureRequests] },
    );
    const { access_token } = await openid.clientCredentialsGrant(config);
    expect(await openid.tokenIntrospection(config, access_token)).toMatchObject({ active: true });
  });
});

describe('Registered keys', () => {
  it('may share a name: all that fit are tried', async () => {
    const keys = await Promise.all(Array.from({ length: 5 }, () => DeviceKey.generate()));
    const named = keys.map((key) => ({ ...key.publicJwk, kid: 'a' }));
    const clientId = await client({ ...rsaJwk, kid: 'a' }, ...named);
    for (const key of keys) {
      expect((await authenticate(key, clientId, { header: { kid: 'a' } })).status).toBe(200);
    }
    const stranger = await authenticate(await DeviceKey.generate(), clientId, { header: { kid: 'a' } });
    expect(await refusedCheck(stranger)).toMatchObject({ check: 'signature', actual: 'made with none of these keys' });
  });

  it('without a name may be called anything, by apps in v2 too', async () => {
    const { application, provider } = await server.given.statelessWorld();
    const key = await DeviceKey.generate();
    const registered = await send<{ client_id: string; jwks: { keys: object[] } }>('POST', server.url + PATHS.clients, {
      headers: { authorization: `Bearer ${await server.given.initialAccessToken(application)}` },
      json: {
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [unnamed({ ...key.publicJwk })] },
        software_version: '1.0',
        app_platform: 'ios',
      },
    });
    expect(registered.status).toBe(201);
    expect(registered.body.jwks.keys[0]).not.toHaveProperty('kid');
    const { form } = await signed(key, registered.body.client_id, server.issuer, server.clock.now());
    const reply = await send('POST', server.url + PATHS.customRegistrationV2(provider.identifier, 'complete'), {
      json: { ...form, profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT },
    });
    expect(reply.status).toBe(200);
  });
});

describe('What an assertion says of time', () => {
  let key: DeviceKey;
  let clientId: string;
  beforeAll(async () => {
    key = await DeviceKey.generate();
    clientId = await client(key.publicJwk);
  });
  const now = () => server.clock.now();

  it.each<[string, () => Record<string, number>]>([
    ['a fractional expiry', () => ({ exp: now() + 300.5 })],
    ['fractions of everything', () => ({ exp: now() + 60.25, iat: now() - 0.5, nbf: now() - 0.125 })],
    [
      'a clock that runs ahead, and an hour from there',
      () => ({ iat: now() + 25, nbf: now() + 25, exp: now() + 3625 }),
    ],
  ])('may have %s', async (_, claims) => {
    expect((await authenticate(key, clientId, { claims: claims() })).status).toBe(200);
  });

  it('does not let a fractional one be used twice, until it has expired and after', () =>
    server.clock.standing(async () => {
      const proof = await signed(key, clientId, server.issuer, now(), { claims: { exp: now() + 300.5 } });
      expect((await tokenOf(server.url, proof, CREDENTIALS)).status).toBe(200);
      for (const later of [0, 299, 300]) {
        const again = await server.clock.later(later, () => tokenOf(server.url, proof, CREDENTIALS));
        expect((await refusedCheck(again)).check).toBe('jti first seen');
      }
      const after = await server.clock.later(302, () => tokenOf(server.url, proof, CREDENTIALS));
      expect((await refusedCheck(after)).check).toBe('exp');
      const both = await signed(key, clientId, server.issuer, now(), { claims: { exp: now() + 200.75 } });
      const replies = await Promise.all(Array.from({ length: 8 }, () => tokenOf(server.url, both, CREDENTIALS)));
      expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
    }));

  it('has its place in the database, as far ahead as it may lie', async () => {
    const jti = randomUUID();
    const claims = { exp: now() + 3629.5, jti };
    expect((await authenticate(key, clientId, { claims })).status).toBe(200);
    const [{ count }] = await server.database.dataSource.query<[{ count: number }]>(
      'SELECT count(*)::int AS count FROM used_assertion_default WHERE expires_at > $1',
      [now()],
    );
    expect(count).toBe(0);
  });
});

describe('A member of an assertion that is null', () => {
  it.each<[string, Changes]>([
    ['iat', { claims: { iat: null } }],
    ['nbf', { claims: { nbf: null } }],
    ['typ', { header: { typ: null } }],
    ['embedded keys', { header: { jwk: null, jku: null, x5u: null, x5c: null } }],
    ['all that may be absent', { claims: { iat: null, nbf: null, nonce: null }, header: { typ: null, kid: null } }],
  ] as [string, Changes][])('counts as absent: %s', async (_, changes) => {
    const key = await DeviceKey.generate();
    expect((await authenticate(key, await client(key.publicJwk), changes)).status).toBe(200);
  });

  it.each(['sub', 'aud', 'exp', 'jti'])('is missing where it is required: %s', async (name) => {
    const key = await DeviceKey.generate();
    const reply = await authenticate(key, await client(key.publicJwk), { claims: { [name]: null } });
    expect(await refusedCheck(reply)).toMatchObject({ check: name, actual: 'absent' });
  });

  it('names no client where that is the issuer, and nothing critical may be one', async () => {
    const key = await DeviceKey.generate();
    const clientId = await client(key.publicJwk);
    const nobody = await authenticate(key, clientId, { claims: { iss: null } });
    expect((await refusedCheck(nobody)).check).toBe('client');
    const content = [
      { alg: 'ES256', kid: key.kid, crit: null },
      { iss: clientId, sub: clientId },
    ];
    const [head, claims] = content.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
    const form = {
      client_assertion_type: JWT_BEARER_ASSERTION_TYPE,
      client_assertion: `${head}.${claims}.${'A'.repeat(86)}`,
    };
    const critical = await tokenOf(server.url, { form }, CREDENTIALS);
    expect((await refusedCheck(critical)).check).toBe('header members');
  });

  it('counts as absent in v2 of custom registration, too', async () => {
    const { app, provider } = await server.given.statelessWorld();
    const request = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };
    const changes = { claims: { iat: null, nbf: null }, header: { typ: null } };
    const proof = await app.authentication(changes);
    expect((await app.complete(provider.identifier, request, proof)).status).toBe(200);
  });
});

describe('The form of an assertion', () => {
  it.each(['x5t', 'x5t#S256'])('may hold the fingerprint of a certificate: %s', async (member) => {
    const key = await DeviceKey.generate();
    const reply = await authenticate(key, await client(key.publicJwk), { header: { [member]: 'AAAA' } });
    expect(reply.status).toBe(200);
  });

  it('with a signature in ASN.1 is refused, and the trace says why', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const clientId = await client({ ...publicKey.export({ format: 'jwk' }), kid: 'a' });
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = {
      iss: clientId,
      sub: clientId,
      aud: server.issuer,
      exp: server.clock.now() + 60,
      jti: randomUUID(),
    };
    const content = `${encode({ alg: 'ES256', kid: 'a' })}.${encode(claims)}`;
    const ask = (dsaEncoding: 'der' | 'ieee-p1363') => {
      const signature = sign('sha256', Buffer.from(content), { key: privateKey, dsaEncoding }).toString('base64url');
      const form = { client_assertion_type: JWT_BEARER_ASSERTION_TYPE, client_assertion: `${content}.${signature}` };
      return tokenOf(server.url, { form }, CREDENTIALS);
    };
    expect(await refusedCheck(await ask('der'))).toMatchObject({
      check: 'signature',
      expected: '64 bytes',
      actual: expect.stringMatching(/^(69|7[0-2]) bytes: ASN\.1 DER\?/) as string,
    });
    expect((await ask('ieee-p1363')).status).toBe(200);
  });
});
