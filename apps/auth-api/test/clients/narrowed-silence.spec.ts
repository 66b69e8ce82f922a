import { type ApiScope, PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { MobileWorld } from '../support/mobile-world.js';
import type { ResourceServer } from '../support/resource-server.js';

const SCOPES: ApiScope[] = [
  'onegini_api_token_introspection',
  'onegini_api_events',
  'onegini_api_mobile_authentication',
];
const SCRIPTS = { complete: `function execute() { return { status: 2000, user: { id: 'jane' } }; }` };

/** Headers of one answer and no other: when it was given, and under which identifier. */
const OF_THE_ANSWER = ['date', 'x-request-id'];

let server: AuthServer;
let world: MobileWorld;
/** An API client that may see another application only. */
let stranger: ResourceServer;
/** What is there and not for the stranger. */
let theirs: Record<'token' | 'session' | 'userId' | 'device' | 'transaction' | 'clientId', string>;

beforeAll(async () => {
  server = await AuthServer.start();
  world = await MobileWorld.create(server);
  const provider = await server.given.provider({ scripts: SCRIPTS });
  const app = await server.given.appInstance(await server.given.mobileApplication(provider));
  const registered = await app.complete(provider.identifier, {
    profile_id: 'AAAAAA',
    grant_type: STATELESS_AUTHENTICATION_GRANT,
  });
  const { userId, enrolled, accessToken } = await world.enrolledPerson();
  theirs = {
    token: registered.body.oauth_token!.access_token,
    session: accessToken,
    userId,
    device: enrolled.device_id,
    transaction: (await world.portal.ask({ user_id: userId, message: 'Pay?' })).transaction_id,
    clientId: app.clientId,
  };
  const mine = await server.given.mobileApplication(await server.given.provider());
  stranger = await server.given.resourceServer({ scopes: SCOPES, applications: [mine.identifier] });
});
afterAll(() => server.close());

const ask = (method: string, path: string, body: { form?: Record<string, string>; json?: unknown } = {}) =>
  send(method, server.url + path, { headers: { authorization: stranger.basic }, ...body });

/** Everything of an answer that a caller could compare with another. */
function seen({ status, headers, body }: Exchange): unknown {
  const id = headers.get('x-request-id');
  const named = [...headers].filter(([name]) => !OF_THE_ANSWER.includes(name));
  return { status, headers: named, body: JSON.stringify(body).replaceAll(id ?? '\0', 'ID') };
}

const unknownToken = () => 'A'.repeat(64);
const QUESTION = { type: 'push', message: 'Pay?' };
const introspect = (path: string) => (token: string) => ask('POST', path, { form: { token } });
const start = (userId: string) => ask('POST', PATHS.authenticateUser, { form: { ...QUESTION, user_id: userId } });

/** Each with what is there and not for the caller, and with what is not there. */
const QUESTIONS: [string, (name: string) => Promise<Exchange>, keyof typeof theirs, () => string][] = [
  ['introspection', introspect(PATHS.introspectV2), 'token', unknownToken],
  ['introspection of a person’s session', introspect(PATHS.introspectV2), 'session', unknownToken],
  ['the older introspection', introspect('/oauth/api/v1/token/introspect'), 'token', unknownToken],
  [
    'introspection of many',
    (token) => ask('POST', '/oauth/api/v2/token/introspect/batch', { json: { tokens: [token] } }),
    'token',
    unknownToken,
  ],
  ['events', (name) => ask('GET', `/oauth/api/v1/events?client_id=${name}`), 'clientId', () => 'F'.repeat(64)],
  ['a question to a person', start, 'userId', () => 'nobody'],
  [
    'a question to a device',
    (device) =>
      ask('POST', PATHS.authenticateUser, { form: { ...QUESTION, user_id: theirs.userId, device_id: device } }),
    'device',
    () => crypto.randomUUID(),
  ],
  ['who can be asked', (userId) => ask('GET', PATHS.authenticationOf(userId)), 'userId', () => 'nobody'],
  [
    'whether a device can be asked',
    (device) => ask('GET', PATHS.authenticationOn(theirs.userId, device)),
    'device',
    () => crypto.randomUUID(),
  ],
  ['an answer', (id) => ask('GET', PATHS.authenticationResult(id)), 'transaction', () => crypto.randomUUID()],
];

/** A provider is no secret: whoever asks for one of others is told that it is not theirs to use. */
describe('A narrowed API client is told the same of what belongs to others as of what is not there', () => {
  it.each(QUESTIONS)('by %s', async (_, question, which, nothing) => {
    await server.noted();
    expect(seen(await question(theirs[which]))).toEqual(seen(await question(nothing())));
  });
});
