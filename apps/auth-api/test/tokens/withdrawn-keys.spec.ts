import { PATHS, type SigningKey } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { type JSONWebKeySet, createLocalJWKSet, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { SigningKeys } from '../../src/credentials/signing-keys.js';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { until } from '../support/machine.js';
import { HELLO_WORLD, MASTER_TOKEN, Registrar } from '../support/registrar.js';

const REASON = 'found in a public repository';

let server: AuthServer;
let world: Awaited<ReturnType<AuthServer['given']['statelessWorld']>>;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
  world = await server.given.statelessWorld();
});
afterAll(() => server.close());

const jwks = async (url = server.url) => (await send<JSONWebKeySet>('GET', url + PATHS.keys)).body;
const listed = async () => (await server.admin.call('listKeys')).items;
const publishedAt = async (url: string) => (await jwks(url)).keys.map(({ kid }) => kid!);

async function kidOf(algorithm: SigningKey['algorithm'], state: SigningKey['state']): Promise<string> {
  return (await listed()).find((key) => key.algorithm === algorithm && key.state === state)!.kid;
}

const withdraw = (...kids: string[]) => server.admin.call('withdrawKeys', { body: { kids, reason: REASON } });

async function anIdToken(): Promise<string> {
  const request = { profile_id: 'AAAAAA', scope: ['openid'] };
  return (await world.app.complete(world.provider.identifier, request)).body.oauth_token!.id_token!;
}

describe('A signing key that is withdrawn', () => {
  it('is published no longer, and nobody who fetches the keys verifies what it signed', async () => {
    const leaked = await kidOf('ES256', 'current');
    const token = await anIdToken();
    expect(decodeProtectedHeader(token).kid).toBe(leaked);
    await withdraw(leaked);
    expect(await publishedAt(server.url)).not.toContain(leaked);
    await expect(jwtVerify(token, createLocalJWKSet(await jwks()))).rejects.toThrow(errors.JWKSNoMatchingKey);
  });

  it('signs no more: the announced one does at once, and another one is announced', async () => {
    const [leaked, announced] = [await kidOf('ES256', 'current'), await kidOf('ES256', 'next')];
    const others = (await listed()).filter(({ algorithm }) => algorithm === 'RS256');
    await withdraw(leaked);
    const token = await anIdToken();
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', kid: announced });
    await jwtVerify(token, createLocalJWKSet(await jwks()));
    expect(await kidOf('ES256', 'next')).not.toBe(announced);
    expect((await listed()).filter(({ algorithm }) => algorithm === 'RS256')).toEqual(others);
  });

  it('may be every key there is: new ones sign at once', async () => {
    const all = (await listed()).filter(({ state }) => state !== 'withdrawn').map(({ kid }) => kid);
    await withdraw(...all);
    const states = (await listed()).filter(({ state }) => state !== 'withdrawn');
    expect(states.map(({ state, algorithm }) => [state, algorithm])).toEqual([
      ['current', 'ES256'],
      ['current', 'RS256'],
      ['next', 'ES256'],
      ['next', 'RS256'],
    ]);
    expect(states.filter(({ kid }) => all.includes(kid))).toEqual([]);
    await jwtVerify(await anIdToken(), createLocalJWKSet(await jwks()));
  });

  it('may be one that was rotated: the others stay as they are', async () => {
    const leaked = await kidOf('RS256', 'current');
    await server.admin.call('rotateKeys', { body: {} });
    const before = await listed();
    await withdraw(leaked);
    const isOther = ({ kid }: SigningKey) => kid !== leaked;
    expect((await listed()).filter(isOther)).toEqual(before.filter(isOther));
    expect(await publishedAt(server.url)).not.toContain(leaked);
  });

  it('makes what it signed useless here as well: initial access tokens', async () => {
    const registrar = new Registrar(server);
    const aSignedToken = () => registrar.initialAccessToken(undefined, { lifetime: 600, encoding: 'SELF_CONTAINED' });
    const [spared, lost] = [await aSignedToken(), await aSignedToken()];
    expect((await registrar.register(spared, HELLO_WORLD)).status).toBe(201);
    await withdraw(decodeProtectedHeader(lost).kid!);
    expectRefusal(await registrar.register(lost, HELLO_WORLD), 401, 'invalid_token');
    expect((await registrar.register(await aSignedToken(), HELLO_WORLD)).status).toBe(201);
  });

  it('is out of the keys of every other process that serves, which signs with the new one', async () => {
    const other = await server.startBeside();
    const [leaked, announced] = [await kidOf('ES256', 'current'), await kidOf('ES256', 'next')];
    expect(await publishedAt(other)).toContain(leaked);
    await withdraw(leaked);
    await until(async () => !(await publishedAt(other)).includes(leaked));
    expect((await publishedAt(other)).sort()).toEqual((await publishedAt(server.url)).sort());
    expect(await publishedAt(other)).toContain(announced);
  });

  it('stays listed with the moment, has lost its private part, and leaves an event that says why', async () => {
    const leaked = await kidOf('RS256', 'current');
    const before = server.clock.now();
    const { items } = await withdraw(leaked);
    const key = items.find(({ kid }) => kid === leaked)!;
    expect(key).toMatchObject({ state: 'withdrawn', algorithm: 'RS256' });
    expect(key.withdrawn_at).toBeGreaterThanOrEqual(before);
    expect(key.withdrawn_at).toBeLessThanOrEqual(server.clock.now());
    expect(
      await server.database.dataSource.query('SELECT sealed_private_jwk FROM signing_key WHERE kid = $1', [leaked]),
    ).toEqual([{ sealed_private_jwk: null }]);
    const [event] = (await server.admin.call('listEvents', { query: { name: 'JWT_KEYS_WITHDRAWN', limit: '1' } }))
      .items;
    expect(event).toMatchObject({
      admin: 'admin@example.com',
      details: { kid: leaked, algorithm: 'RS256', reason: REASON },
      before: { state: 'current' },
      after: { current: await kidOf('RS256', 'current'), next: await kidOf('RS256', 'next') },
    });
  });

  it('does not keep the keys from being rotated afterwards, nor does a rotation bring it back', async () => {
    const leaked = await kidOf('ES256', 'next');
    await withdraw(leaked);
    await server.admin.call('rotateKeys', { body: {} });
    expect((await listed()).find(({ kid }) => kid === leaked)!.state).toBe('withdrawn');
    await jwtVerify(await anIdToken(), createLocalJWKSet(await jwks()));
  });
});

describe('A withdrawal', () => {
  it('is refused as a whole for a key that does not exist, and for one that was withdrawn before', async () => {
    const [leaked, spared] = [await kidOf('ES256', 'current'), await kidOf('RS256', 'current')];
    await withdraw(leaked);
    const before = await listed();
    for (const [kids, status, code, words] of [
      [[spared, 'unknown'], 404, 'not_found', 'There is no such signing key.'],
      [[spared, leaked], 409, 'conflict', 'The signing key was withdrawn before.'],
    ] as const) {
      const reply = await server.admin.request('withdrawKeys', { body: { kids, reason: REASON } });
      expectRefusal(reply, status, code);
      expect(reply.body).toMatchObject({ error_description: words });
    }
    expect(await listed()).toEqual(before);
  });

  it.each([
    ['without a reason', { kids: ['a'] }],
    ['with an empty reason', { kids: ['a'], reason: ' ' }],
    ['of no key', { kids: [], reason: REASON }],
    ['of what is no key', { kids: [''], reason: REASON }],
    ['with what nobody knows', { kids: ['a'], reason: REASON, algorithm: 'ES256' }],
  ])('%s is refused', async (_, body) => {
    expectRefusal(await server.admin.request('withdrawKeys', { body }), 400, 'invalid_request');
  });

  it('happens once where two administrators do it at the same moment', async () => {
    const keys = server.app.get(SigningKeys);
    const leaked = await kidOf('ES256', 'current');
    const results = await Promise.allSettled([keys.withdraw([leaked], REASON), keys.withdraw([leaked], REASON)]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(results.find((result) => result.status === 'rejected')!.reason).toMatchObject({ code: 'conflict' });
  });

  it('and a rotation at the same moment leave one key that signs and one announced', async () => {
    const keys = server.app.get(SigningKeys);
    const leaked = await kidOf('ES256', 'current');
    await Promise.allSettled([keys.rotate(), keys.withdraw([leaked], REASON)]);
    const left = (await listed()).filter(({ state }) => state === 'current' || state === 'next');
    expect(left).toHaveLength(4);
    await jwtVerify(await anIdToken(), createLocalJWKSet(await jwks()));
  });
});
