import 'reflect-metadata';
import { generateKeyPairSync } from 'node:crypto';
import { PATHS } from '@passant/contracts';
import {
  type Demand,
  PassantUnavailable,
  Refusal,
  ResourceServer,
  type ResourceServerOptions,
} from '@passant/resource-server';
import { RequireToken } from '@passant/resource-server/nest';
import { AuthServer } from '../support/auth-server.js';
import { until } from '../support/machine.js';
import { revoke, signed } from '../support/token-client.js';

let server: AuthServer;
/** The requested paths. */
const requests: string[] = [];
const open: ResourceServer[] = [];

beforeAll(async () => {
  server = await AuthServer.start();
  server.app.getHttpServer().on('request', ({ url }: { url: string }) => requests.push(url));
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
afterAll(async () => {
  // When a stream is aborted, `fetch` opens another connection, which stays idle and so keeps a server from closing.
  server.app.getHttpServer().closeAllConnections();
  await server.close();
});

const asked = () => requests.filter((path) => path === PATHS.introspectBatch).length;

/** Returns a resource server once it is connected to the feed of ended tokens. */
async function listening(changes: Partial<ResourceServerOptions> = {}): Promise<ResourceServer> {
  const { clientId, secret } = await server.given.resourceServer();
  let isUp = false;
  const one = new ResourceServer({
    ...{ url: server.url, clientId, clientSecret: secret },
    observer: { feed: (state) => (isUp = state === 'up') },
    ...changes,
  } as ResourceServerOptions);
  open.push(one);
  one.listen();
  if (changes.feed !== 'off') await until(() => isUp);
  return one;
}

async function anApp() {
  const provider = await server.given.provider();
  const application = await server.given.mobileApplication(provider);
  const app = await server.given.appInstance(application);
  const register = async (more = {}) =>
    (await app.complete(provider.identifier, { profile_id: 'AAAAAA', ...more })).body.oauth_token!.access_token;
  const end = async (token: string) => {
    const proof = await signed(app.key, app.clientId, server.issuer, server.clock.now());
    expect((await revoke(server.url, proof, { token })).status).toBe(200);
  };
  return { register, end };
}
const stateless = { grant_type: 'urn:onewelcome:oauth2:grant_type:stateless_authentication' };
/** Answers from the first two seconds are cached for one second only, which is too short for counting requests. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 2_100));

describe('A resource server', () => {
  it('asks about a token once, and hears when it ends', async () => {
    const { register, end } = await anApp();
    const token = await register();
    const one = await listening();
    await settled();
    const before = asked();
    for (let times = 0; times < 50; times += 1) expect((await one.introspect(token)).active).toBe(true);
    expect(asked() - before).toBe(1);
    await end(token);
    await until(async () => !(await one.introspect(token)).active);
    expect(asked() - before).toBe(2);
  });

  it('hears it by asking again and again, where streams do not come through', async () => {
    const { register, end } = await anApp();
    const token = await register();
    const one = await listening({ feed: 'poll' });
    await settled();
    const before = asked();
    for (let times = 0; times < 50; times += 1) expect((await one.introspect(token)).active).toBe(true);
    expect(asked() - before).toBe(1);
    await end(token);
    await until(async () => !(await one.introspect(token)).active);
    expect(asked() - before).toBe(2);
    expect(requests.some((path) => path.startsWith(`${PATHS.endedTokens}?wait=2`))).toBe(true);
  });

  it('asks about many tokens of one turn in one request, and about each of them once', async () => {
    const { register } = await anApp();
    const tokens = await Promise.all([register(), register(), register()]);
    const one = await listening();
    const before = asked();
    const answers = await Promise.all([...tokens, ...tokens, 'F'.repeat(64)].map((token) => one.introspect(token)));
    expect(answers.map(({ active }) => active)).toEqual([...Array<boolean>(6).fill(true), false]);
    expect(asked() - before).toBe(1);
    const crowd = Array.from({ length: 250 }, (_, index) => index.toString(16).toUpperCase().padStart(64, '0'));
    await Promise.all(crowd.map((token) => one.introspect(token)));
    expect(asked() - before).toBe(1 + 3);
  });

  it('does not ask twice in a row about a token that is none, and not even once about what cannot be one', async () => {
    const one = await listening();
    const before = asked();
    for (let times = 0; times < 5; times += 1) expect(await one.introspect('E'.repeat(64))).toEqual({ active: false });
    expect(asked() - before).toBe(1);
    for (const text of ['', 'a'.repeat(64), 'A'.repeat(63), 'A'.repeat(65), '../x', 'Ä'.repeat(64)])
      expect(await one.introspect(text)).toEqual({ active: false });
    expect(asked() - before).toBe(1);
  });

  it('keeps no more answers than it may, and not those of made-up tokens in the place of good ones', async () => {
    const { register } = await anApp();
    const [first, second, third] = [await register(), await register(), await register()];
    const one = await listening({ keepAnswers: 2, keepInactiveSeconds: 600 });
    await settled();
    await one.introspect(first);
    await one.introspect(second);
    const before = asked();
    for (const made of ['1', '2', '3', '4']) await one.introspect(made.repeat(64));
    expect(asked() - before).toBe(4);
    await one.introspect(first);
    await one.introspect(second);
    expect(asked() - before).toBe(4);
    // The least recently used answer is evicted.
    await one.introspect(third);
    await one.introspect(second);
    expect(asked() - before).toBe(5);
    await one.introspect(first);
    expect(asked() - before).toBe(6);
  });

  it('keeps answers for itself: another API client of the same process asks, and is told what it may know', async () => {
    const { register } = await anApp();
    const token = await register();
    const one = await listening();
    expect(await one.introspect(token)).toMatchObject({ active: true });
    const { clientId, secret } = await server.given.resourceServer({
      ...{ resources: ['https://orders.example.com'], introspection_sight: 'RESOURCES' },
    });
    const other = await listening({ clientId, clientSecret: secret });
    expect(await other.introspect(token)).toEqual({ active: false });
    expect(await one.introspect(token)).toMatchObject({ active: true });
  });

  it.each([
    ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['RS256', generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ])('may be an API client with a private key, for %s', async (alg, { publicKey, privateKey }) => {
    const { register } = await anApp();
    const token = await register();
    const { client_id: clientId } = await server.admin.call('createApiClient', {
      body: {
        ...{
          name: 'Signing',
          scopes: ['onegini_api_token_introspection'],
          token_endpoint_auth_method: 'private_key_jwt',
        },
        jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg, use: 'sig' }] },
      },
    });
    const key =
      alg === 'ES256' ? privateKey.export({ format: 'jwk' }) : privateKey.export({ format: 'pem', type: 'pkcs8' });
    const one = await listening({ clientId, privateKey: key, kid: 'one' });
    expect((await one.introspect(token)).active).toBe(true);
  });

  it('knows nothing, and lets nobody in, where the server does not know it', async () => {
    const { register } = await anApp();
    const token = await register();
    const one = await listening({ clientSecret: 'wrong', feed: 'off' });
    await expect(one.introspect(token)).rejects.toThrow(PassantUnavailable);
    const refusal = await one
      .require()
      .check(`Bearer ${token}`)
      .catch((error: unknown) => error as Refusal);
    expect(refusal).toMatchObject({ status: 503, headers: { 'retry-after': expect.any(String) as string } });
  });

  it('tells its observer what happened, and never whose token it was', async () => {
    const { register } = await anApp();
    const token = await register();
    const seen: unknown[] = [];
    const one = await listening({
      feed: 'off',
      observer: { judged: (...what) => seen.push(what), asked: ({ tokens, error }) => seen.push({ tokens, error }) },
    });
    await one.introspect(token);
    await one.introspect(token);
    await one.introspect('none');
    expect(seen).toEqual([{ tokens: 1, error: undefined }, ['asked', true], ['kept', true], ['form', false]]);
  });
});

describe('A token', () => {
  const check = async (demand: Demand, authorization: string | undefined) => {
    const one = open[0] ?? (await listening());
    return one.require(demand).check(authorization);
  };
  const refusalOf = async (demand: Demand, authorization: string | undefined) => {
    const refusal = await check(demand, authorization).catch((error: unknown) => error);
    if (!(refusal instanceof Refusal)) throw new Error('The request was let in.');
    return { status: refusal.status, challenge: refusal.headers['www-authenticate'], error: refusal.body.error };
  };

  it.each<[string, Demand]>([
    ['nothing more', {}],
    ['a scope that it has', { scope: 'profile' }],
    ['scopes that it has', { scope: ['profile', 'openid'] }],
    ['one of several kinds', { amr: ['IMPLICIT_AUTHENTICATION', 'DEFAULT'] }],
    ['a person with a profile', { notStateless: true }],
  ])('is let in where it has to be good for %s', async (_, demand) => {
    const { register } = await anApp();
    const token = await register({ scope: ['profile', 'openid'] });
    expect(await check(demand, `Bearer ${token}`)).toMatchObject({ active: true, amr: ['DEFAULT'] });
  });

  it.each<[string, Demand, number, string, string]>([
    ['a scope that it lacks', { scope: 'profile write' }, 403, 'insufficient_scope', ', scope="profile write"'],
    ['another audience', { audience: 'https://api.example.com' }, 401, 'invalid_token', ''],
    ['another kind', { amr: 'DEFAULT' }, 401, 'insufficient_user_authentication', ''],
    ['a person with a profile', { notStateless: true }, 403, 'stateless_access_token', ''],
  ])('that is stateless is refused where it has to be good for %s', async (_, demand, status, error, more) => {
    const { register } = await anApp();
    const refusal = await refusalOf(demand, `Bearer ${await register({ ...stateless, scope: ['profile'] })}`);
    expect(refusal).toMatchObject({ status, error });
    expect(refusal.challenge).toMatch(/^Bearer realm="api", error="[a-z_]+", error_description="[^"]+"/);
    expect(refusal.challenge).toContain(`error="${error}"`);
    expect(refusal.challenge!.endsWith(more)).toBe(true);
  });

  it.each<[string, string | undefined, number, string, string]>([
    ['is missing', undefined, 401, 'unauthorized', 'Bearer realm="api"'],
    ['comes by another scheme', 'Basic YTpi', 401, 'unauthorized', 'Bearer realm="api"'],
    ['is empty', 'Bearer', 400, 'invalid_request', 'error="invalid_request"'],
    ['is two', 'Bearer a b', 400, 'invalid_request', 'error="invalid_request"'],
    ['is unknown', `Bearer ${'D'.repeat(64)}`, 401, 'invalid_token', 'error="invalid_token"'],
    ['is none at all', 'Bearer eyJhbGciOiJub25lIn0.e30.', 401, 'invalid_token', 'error="invalid_token"'],
  ])('that %s is refused', async (_, authorization, status, error, challenge) => {
    const refusal = await refusalOf({}, authorization);
    expect(refusal).toMatchObject({ status, error });
    expect(refusal.challenge).toContain(challenge);
  });

  it.each([
    ...[{ scope: 'a"b' }, { scope: '' }, { amr: ['a b'] }, { audience: '' }, { scopes: 'profile' }],
    // What an option that nobody set becomes: it would let everybody in.
    ...[{ scope: undefined }, { scope: [] }, { amr: undefined }, { amr: [] }, { audience: undefined }],
    ...[{ notStateless: undefined }, { notStateless: 'yes' }, { scope: 5 }, { audience: ['a'] }],
  ])('cannot be demanded to be good for %p', (demand) => {
    const one = new ResourceServer({ url: server.url, clientId: 'a', clientSecret: 'b', feed: 'off' });
    expect(() => one.require(demand as Demand)).toThrow(TypeError);
    expect(() => RequireToken(demand as Demand)).toThrow(TypeError);
  });
});

describe('A resource server with an identifier', () => {
  const [orders, maps] = ['https://orders.example.com', 'https://maps.example.com'];

  it('lets in only tokens that are for it, unless a demand names another audience', async () => {
    const { register } = await anApp();
    await server.given.resourceServer({ resources: [orders, maps] });
    const one = await listening({ resource: orders });
    const check = (token: string, demand: Demand = {}) =>
      one
        .require(demand)
        .check(`Bearer ${token}`)
        .catch((refusal: unknown) => (refusal as Refusal).body.error);
    const [forOrders, forMaps] = [await register({ resource: [orders, maps] }), await register({ resource: [maps] })];
    expect(await check(forOrders)).toMatchObject({ active: true });
    expect(await check(forMaps)).toBe('invalid_token');
    expect(await check(await register())).toBe('invalid_token');
    expect(await check(forMaps, { audience: maps })).toMatchObject({ active: true });
  });

  it('says in every challenge where clients find out whom to ask', async () => {
    const { register } = await anApp();
    await server.given.resourceServer({ resources: [orders] });
    const one = await listening({ resource: orders });
    const token = await register({ resource: [orders], scope: ['profile'] });
    for (const [authorization, demand] of [
      [undefined, {}],
      ['Bearer a b', {}],
      [`Bearer ${'D'.repeat(64)}`, {}],
      [`Bearer ${token}`, { scope: 'write' }],
    ] as const) {
      const refusal = (await one
        .require(demand)
        .check(authorization)
        .catch((error: unknown) => error)) as Refusal;
      expect(refusal.headers['www-authenticate']).toContain(
        'resource_metadata="https://orders.example.com/.well-known/oauth-protected-resource"',
      );
    }
  });
});

describe('Options', () => {
  const good = { url: 'https://login.example.com', clientId: 'a', clientSecret: 'b' };
  it.each<[string, object]>([
    ['no address', { url: 'login' }],
    ['an address without TLS', { url: 'http://login.example.com' }],
    ['a negative time', { keepSeconds: -1 }],
    ['a time that is none', { keepUnvouchedSeconds: NaN }],
    ['room for nothing', { keepAnswers: 0 }],
    ['another way to listen', { feed: 'push' }],
    ['a realm with quotes', { realm: 'a"b' }],
    ['no client', { clientId: '' }],
    ['no secret', { clientSecret: '' }],
    ['a resource that nobody can look up', { resource: 'urn:orders' }],
    ['something to publish without a resource', { metadata: { resource_name: 'Orders' } }],
    ['a key of another kind', { privateKey: generateKeyPairSync('ed25519').privateKey }],
  ])('are refused with %s', (_, change) => {
    expect(() => new ResourceServer({ ...good, ...change })).toThrow(TypeError);
  });
});
