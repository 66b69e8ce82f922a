import { PATHS, type ServerMetadata, type SigningKey } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { type JSONWebKeySet, createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { SigningKeys } from '../../src/credentials/signing-keys.js';
import { AdminApi } from '../support/admin-api.js';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';

const A_DAY = 86_400;

let server: AuthServer;
let world: Awaited<ReturnType<AuthServer['given']['statelessWorld']>>;
beforeAll(async () => {
  server = await AuthServer.start();
  world = await server.given.statelessWorld();
});
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

  it('are there for both algorithms from the first start, one that signs and one announced for later', async () => {
    const { items } = await server.admin.call('listKeys');
    expect(items.map(({ state, algorithm }) => [state, algorithm])).toEqual([
      ['current', 'ES256'],
      ['current', 'RS256'],
      ['next', 'ES256'],
      ['next', 'RS256'],
    ]);
    const { keys } = await jwks();
    expect(keys.map(({ kty, alg }) => [kty, alg])).toEqual([
      ['EC', 'ES256'],
      ['RSA', 'RS256'],
      ['EC', 'ES256'],
      ['RSA', 'RS256'],
    ]);
    for (const { n } of keys.slice(1, 2)) expect(Buffer.from(n!, 'base64url')).toHaveLength(256);
    const metadata = await read<ServerMetadata>(PATHS.openIdConfiguration);
    expect(metadata.id_token_signing_alg_values_supported).toEqual(['ES256', 'RS256']);
    expect(metadata.introspection_signing_alg_values_supported).toEqual(['ES256', 'RS256']);
  });

  it('are added where an earlier version had them for one algorithm', async () => {
    const before = (await server.admin.call('listKeys')).items;
    await server.database.dataSource.query("DELETE FROM signing_key WHERE algorithm = 'RS256'");
    await server.app.get(SigningKeys).onApplicationBootstrap();
    const after = (await server.admin.call('listKeys')).items;
    const of = (items: typeof before, wanted: string) => items.filter(({ algorithm }) => algorithm === wanted);
    expect(of(after, 'ES256')).toEqual(of(before, 'ES256'));
    expect(of(after, 'RS256').map(({ state }) => state)).toEqual(['current', 'next']);
  });

  it('rotate: what was announced signs, what signed can still be verified, with either algorithm', async () => {
    const stateOf = (items: SigningKey[], state: string) =>
      Object.fromEntries(items.filter((key) => key.state === state).map(({ algorithm, kid }) => [algorithm, kid]));
    const before = (await server.admin.call('listKeys')).items;
    const [current, next] = [stateOf(before, 'current'), stateOf(before, 'next')];
    const token = await anIdToken();
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', kid: current['ES256'] });

    const after = (await server.admin.call('rotateKeys', { body: {} })).items;
    expect([stateOf(after, 'previous'), stateOf(after, 'current')]).toEqual([current, next]);
    expect(Object.keys(stateOf(after, 'next')).sort()).toEqual(['ES256', 'RS256']);
    expect(decodeProtectedHeader(await anIdToken())).toMatchObject({ alg: 'ES256', kid: next['ES256'] });
    await jwtVerify(token, createLocalJWKSet(await jwks()));

    const events = await server.database.dataSource.query<{ details: object; after: object }[]>(
      "SELECT details, after FROM event WHERE name = 'JWT_KEYS_ROTATED' ORDER BY id",
    );
    expect(events).toMatchObject([
      { details: { algorithm: 'ES256' }, after: { current: next['ES256'] } },
      { details: { algorithm: 'RS256' }, after: { current: next['RS256'] } },
    ]);
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

  it.each(['ES256', 'RS256'] as const)('rotate for one algorithm alone: %s', async (algorithm) => {
    const kidsOf = (items: SigningKey[], wanted: (key: SigningKey) => boolean) =>
      items.filter(({ state }) => state !== 'previous').filter(wanted).map(({ kid }) => kid); // prettier-ignore
    const before = (await server.admin.call('listKeys')).items;
    const after = (await server.admin.call('rotateKeys', { body: { algorithm } })).items;
    const other = (key: SigningKey) => key.algorithm !== algorithm;
    expect(kidsOf(after, other)).toEqual(kidsOf(before, other));
    const same = (key: SigningKey) => key.algorithm === algorithm;
    expect(kidsOf(after, same)[0]).toBe(kidsOf(before, same)[1]);
    expect(decodeProtectedHeader(await anIdToken()).alg).toBe('ES256');
  });

  it('rotate once where two administrators do it at the same moment', async () => {
    const keys = server.app.get(SigningKeys);
    const results = await Promise.allSettled([keys.rotate(), keys.rotate()]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(results.find((result) => result.status === 'rejected')!.reason).toMatchObject({ code: 'conflict' });
    expect((await server.admin.call('listKeys')).items.filter((key) => key.state !== 'previous')).toHaveLength(4);
  });

  it('rotate to nothing that is unknown', async () => {
    for (const body of [{ algorithm: 'HS256' }, { algorithm: 'none' }, { kid: 'mine' }]) {
      expectRefusal(await server.admin.request('rotateKeys', { body }), 400, 'invalid_request');
    }
  });
});
