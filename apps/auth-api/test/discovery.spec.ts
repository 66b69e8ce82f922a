import { PATHS, ServerMetadata } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { SigningKeys } from '../src/platform/signing-keys.js';
import { AuthServer } from './support/auth-server.js';
import { expectRefusal } from './support/expectations.js';

let server: AuthServer;
let world: Awaited<ReturnType<AuthServer['given']['statelessWorld']>>;
beforeAll(async () => {
  server = await AuthServer.start();
  world = await server.given.statelessWorld();
}, 60_000);
afterAll(() => server.close());

const read = async <Body>(path: string) => (await send<Body>('GET', server.url + path)).body;
const jwks = () => read<JSONWebKeySet>(PATHS.keys);

async function anIdToken(): Promise<string> {
  const request = { profile_id: 'AAAAAA', scope: ['openid'] };
  return (await world.app.complete(world.provider.identifier, request)).body.oauth_token!.id_token!;
}

describe('Discovery', () => {
  it('says the same at both addresses, and names itself as it was asked for', async () => {
    const reply = await send('GET', server.url + PATHS.openIdConfiguration);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
    const metadata = ServerMetadata.parse(reply.body);
    expect(metadata.issuer).toBe(`${server.url}/oauth`);
    expect(await read(PATHS.serverMetadata)).toEqual(metadata);
  });

  it('names only addresses at which something answers', async () => {
    const metadata = await read<Record<string, unknown>>(PATHS.openIdConfiguration);
    const addresses = Object.entries(metadata).filter(([name]) => /_endpoint$|_uri$/.test(name));
    expect(addresses.length).toBeGreaterThan(6);
    for (const [name, address] of addresses) {
      const filled = (address as string).replace('{idp}', 'any').replace('{step}', 'init');
      const replies = await Promise.all(['GET', 'POST'].map((method) => send(method, filled)));
      const statuses = replies.map((reply) => reply.status);
      expect({ name, reached: statuses.some((status) => status !== 404 && status !== 405) }).toEqual({
        name,
        reached: true,
      });
    }
  });

  it('offers no authorization endpoint, and nothing that would need one', async () => {
    const metadata = await read<ServerMetadata>(PATHS.openIdConfiguration);
    expect(metadata).not.toHaveProperty('authorization_endpoint');
    expect(metadata.response_types_supported).toEqual([]);
    expect(metadata.grant_types_supported).not.toContain('authorization_code');
    expect(metadata.scopes_supported).toContain('openid');
    expect(metadata.token_endpoint_auth_signing_alg_values_supported).not.toContain('none');
  });
});

describe('The signing keys', () => {
  it('are published without their private parts, and listed for administrators', async () => {
    const { keys } = await jwks();
    for (const key of keys) {
      expect(key).toMatchObject({ kid: expect.any(String) as string, use: 'sig' });
      for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(key).not.toHaveProperty(member);
    }
    const { items } = await server.admin.call('listKeys');
    expect(items.map((key) => key.kid)).toEqual(keys.map((key) => key.kid));
  });

  it('rotate: what was announced signs, what signed can still be verified, then no more', async () => {
    const before = (await server.admin.call('listKeys')).items;
    const [current, next] = before.slice(-2);
    expect([current!.state, next!.state]).toEqual(['current', 'next']);
    const token = await anIdToken();
    expect(decodeProtectedHeader(token).kid).toBe(current!.kid);

    const after = (await server.admin.call('rotateKeys', { body: {} })).items;
    expect(after.map((key) => key.state)).toEqual(['previous', 'current', 'next']);
    expect(after.slice(0, 2).map((key) => key.kid)).toEqual([current!.kid, next!.kid]);
    expect(decodeProtectedHeader(await anIdToken()).kid).toBe(next!.kid);
    await jwtVerify(token, createLocalJWKSet(await jwks()));

    await server.admin.call('rotateKeys', { body: {} });
    expect((await jwks()).keys).toHaveLength(3);
    await expect(jwtVerify(token, createLocalJWKSet(await jwks()))).rejects.toThrow();
    const events = await server.database.dataSource.query<{ admin: string; after: { current: string } }[]>(
      "SELECT admin, after FROM event WHERE name = 'JWT_KEYS_ROTATED' ORDER BY id",
    );
    expect(events).toHaveLength(2);
    expect(events[0]!.after.current).toBe(next!.kid);
  });

  it('may be RSA: announced with one rotation, used from the next', async () => {
    await server.admin.call('rotateKeys', { body: { algorithm: 'RS256' } });
    expect(decodeProtectedHeader(await anIdToken()).alg).toBe('ES256');
    expect((await read<ServerMetadata>(PATHS.openIdConfiguration)).id_token_signing_alg_values_supported).toEqual([
      'ES256',
      'RS256',
    ]);
    await server.admin.call('rotateKeys', { body: {} });
    const token = await anIdToken();
    expect(decodeProtectedHeader(token).alg).toBe('RS256');
    await jwtVerify(token, createLocalJWKSet(await jwks()), { issuer: server.issuer, audience: world.app.clientId });
    expect((await server.admin.call('listKeys')).items.at(-1)!.algorithm).toBe('RS256');
    await server.admin.call('rotateKeys', { body: { algorithm: 'ES256' } });
    await server.admin.call('rotateKeys', { body: {} });
    expect(decodeProtectedHeader(await anIdToken()).alg).toBe('ES256');
  });

  it('rotate once where two administrators do it at the same moment', async () => {
    const keys = server.app.get(SigningKeys);
    const results = await Promise.allSettled([keys.rotate(), keys.rotate()]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(results.find((result) => result.status === 'rejected')!.reason).toMatchObject({ code: 'conflict' });
    expect((await jwks()).keys).toHaveLength(3);
  });

  it('rotate to nothing that is unknown', async () => {
    for (const body of [{ algorithm: 'HS256' }, { algorithm: 'none' }, { kid: 'mine' }]) {
      expectRefusal(await server.admin.request('rotateKeys', { body }), 400, 'invalid_request');
    }
  });
});
