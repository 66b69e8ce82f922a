import { PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { DeviceKey } from '@passant/mobile-client';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { IntrospectionHotRoutes } from '../../src/introspection/introspection.hot-route.js';
import type { HotAnswer } from '../../src/platform/http/hot-route.js';
import { AuthServer } from '../support/auth-server.js';
import { drawn } from '../support/drawn.js';
import { ResourceServer } from '../support/resource-server.js';

const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };

let server: AuthServer;
let world: Awaited<ReturnType<AuthServer['given']['statelessWorld']>>;
const tokens: Record<string, string> = {};
const callers: Record<string, ResourceServer> = {};

beforeAll(async () => {
  server = await AuthServer.start();
  world = await server.given.statelessWorld();
  const { app, provider } = world;
  const issued = async (answer: typeof STATELESS | { profile_id: string }) =>
    (await app.complete(provider.identifier, answer)).body.oauth_token!.access_token;
  Object.assign(tokens, {
    stateless: await issued(STATELESS),
    default: await issued({ profile_id: 'ABCDEF' }),
    'of nobody': 'A'.repeat(64),
    'of another alphabet': 'é+ /',
    'of many lines': 'a\r\nb\0',
    missing: '',
  });
  tokens.revoked = await issued({ profile_id: 'BCDEFG' });
  await app.revoke(tokens.revoked);
  const other = await server.given.mobileApplication(provider);
  const key = await DeviceKey.generate();
  Object.assign(callers, {
    plain: world.resourceServer,
    limited: await server.given.resourceServer({ applications: [other.identifier] }),
    'that wants it signed': await server.given.resourceServer({ introspection_signed_response_alg: 'ES256' }),
    'without the scope': await server.given.resourceServer({ scopes: ['onegini_api_events'] }),
    'with flat details': await server.given.resourceServer({ introspection_flat_user_details: true }),
    'with a key': await server.given.resourceServer({
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [key.publicJwk] },
    }),
    'that is an app': new ResourceServer(server.url, app.clientId, 'none'),
    'with a wrong secret': new ResourceServer(server.url, world.resourceServer.clientId, 'wrong'),
    unknown: new ResourceServer(server.url, 'nobody', 'wrong'),
  });
});
afterAll(() => server.close());

/** A header that a hot route does not know. */
const IN_THE_FRAMEWORK = { 'x-anything': 'else' };

interface Request {
  token: string;
  caller: string;
  path: string;
  scheme: string;
  /** `undefined`: none. */
  hint: string | undefined;
  accept: string | undefined;
  further: string;
  isInBody: boolean;
}

/** Mostly one of the first, so that not every request has something odd. */
function often<Value>(likely: Value[], all: Value[]): fc.Arbitrary<Value> {
  return fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...likely) },
    { weight: 1, arbitrary: fc.constantFrom(...all) },
  );
}

const requests = (): fc.Arbitrary<Request> =>
  fc.record({
    token: often(['stateless', 'default'], Object.keys(tokens)),
    caller: often(['plain', 'with flat details'], Object.keys(callers)),
    path: fc.constantFrom(PATHS.introspectV2, PATHS.introspectV1),
    scheme: often(['Basic'], ['Basic', 'basic', 'BASIC', 'Bearer', 'Basic ']),
    hint: often<string | undefined>([undefined, 'access_token'], [undefined, '', 'refresh_token', 'in vented']),
    accept: often(['*/*', 'application/json'], ['text/html', 'application/token-introspection+jwt', '*/*;q=0.1', '']),
    further: often([''], ['&client_id=nobody', '&token=A', '&a=b', '&', '&__proto__=1', '&client_secret=']),
    isInBody: often([false], [true, false]),
  });

async function ask(asked: Request, headers: Record<string, string> = {}): Promise<unknown> {
  const caller = callers[asked.caller]!;
  const form = new URLSearchParams({
    ...(asked.hint === undefined ? {} : { token_type_hint: asked.hint }),
    token: tokens[asked.token]!,
    ...(asked.isInBody ? { client_id: caller.clientId, client_secret: caller.secret } : {}),
  });
  const response = await fetch(server.url + asked.path, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(asked.isInBody ? {} : { authorization: caller.basic.replace('Basic', asked.scheme) }),
      ...(asked.accept === undefined ? {} : { accept: asked.accept }),
      ...headers,
    },
    body: form.toString() + asked.further,
  });
  const { 'x-request-id': id, date, ...others } = Object.fromEntries(response.headers);
  expect({ id, date }).toEqual({ id: expect.stringMatching(/^[\w-]{16}$/), date: expect.any(String) });
  const text = (await response.text()).replaceAll(id!, 'our identifier');
  // A signature is another each time.
  const body = text.startsWith('ey') ? text.slice(0, text.lastIndexOf('.')) : text;
  const { 'content-length': length, ...rest } = others;
  return { status: response.status, headers: text.startsWith('ey') ? rest : { length, ...rest }, body };
}

describe('Introspection answers the same', () => {
  it('in front of the framework and in it, whatever it is asked', async () => {
    const { routes } = server.app.get(IntrospectionHotRoutes, { strict: false });
    const spies = routes.map((route) => jest.spyOn(route, 'answer'));
    await server.clock.standing(() =>
      fc.assert(
        fc.asyncProperty(requests(), async (asked) => {
          expect(await ask(asked)).toEqual(await ask(asked, IN_THE_FRAMEWORK));
        }),
        drawn(400),
      ),
    );
    const answers = spies.flatMap((spy) => spy.mock.results.map(({ value }) => value as HotAnswer | undefined));
    const texts = await Promise.all(answers.map(async (answer) => answer?.text));
    const inFront = texts.filter((text) => text !== undefined).length;
    expect([answers.length - inFront, inFront].map((count) => count > 50)).toEqual([true, true]);
  });
});
