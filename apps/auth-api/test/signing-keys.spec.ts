import { PATHS, type ServerMetadata } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { type JSONWebKeySet, createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { SigningKeys } from '../src/platform/signing-keys.js';
import { AdminApi } from './support/admin-api.js';
import { ADMIN, AuthServer } from './support/auth-server.js';
import { expectRefusal } from './support/expectations.js';

const A_DAY = 86_400;

let server: AuthServer;
let world: Awaited<ReturnType<AuthServer['given']['statelessWorld']>>;
beforeAll(async () => {
  server = await AuthServer.start();
  world = await server.given.statelessWorld();
}, 60_000);
afterAll(() => server.close());

async function read<Body>(path: string): Promise<Body> {
  return (await send('GET', server.url + path)).body as Body;
}

const jwks = () => read<JSONWebKeySet>(PATHS.keys);

async function anIdToken(): Promise<string> {
  const request = { profile_id: 'AAAAAA', scope: ['openid'] };
  return (await world.app.complete(world.provider.identifier, request)).body.oauth_token!.id_token!;
}

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

  it('rotate: what was announced signs, what signed can still be verified', async () => {
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

    const events = await server.database.dataSource.query<{ admin: string; after: { current: string } }[]>(
      "SELECT admin, after FROM event WHERE name = 'JWT_KEYS_ROTATED' ORDER BY id",
    );
    expect(events[0]!.after.current).toBe(next!.kid);
  });

  it('stay published as long as what they signed can live, however often they are rotated', async () => {
    const token = await anIdToken();
    const signer = decodeProtectedHeader(token).kid;
    const publishes = async () => (await jwks()).keys.some(({ kid }) => kid === signer);
    for (let rotations = 0; rotations < 3; rotations += 1) await server.admin.call('rotateKeys', { body: {} });
    await jwtVerify(token, createLocalJWKSet(await jwks()), { currentDate: new Date(server.clock.now() * 1000) });
    const listed = (await server.admin.call('listKeys')).items.find(({ kid }) => kid === signer)!;
    expect(listed).toMatchObject({ state: 'previous' });
    expect(listed.published_until).toBeGreaterThanOrEqual(server.clock.now() + A_DAY);
    await server.clock.later(A_DAY + 7_200, async () => {
      expect(await publishes()).toBe(true);
      await (await AdminApi.signIn(server.url, ADMIN)).call('rotateKeys', { body: {} });
      expect(await publishes()).toBe(false);
    });
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
    expect((await server.admin.call('listKeys')).items.filter((key) => key.state !== 'previous')).toHaveLength(2);
  });

  it('rotate to nothing that is unknown', async () => {
    for (const body of [{ algorithm: 'HS256' }, { algorithm: 'none' }, { kid: 'mine' }]) {
      expectRefusal(await server.admin.request('rotateKeys', { body }), 400, 'invalid_request');
    }
  });
});
