import { ADMIN_ENDPOINTS, ISSUER_PATH, JWT_BEARER_ASSERTION_TYPE, PATHS, adminPath } from '@passant/contracts';
import { DeviceKey, type MobileApp, send } from '@passant/mobile-client';
import { basic } from '../../world/basic.js';
import { StepFailed } from '../../lib/run.mjs';
import { PROVIDER, type StatelessWorld, registrationOf } from '../../world/stateless-world.js';
import { CLOSED, type Shot } from './volley.js';

/** One kind of attack. */
export interface Hostility {
  name: string;
  /** Made when they are needed, because some are valid for only a few minutes. */
  shots: () => Shot[] | Promise<Shot[]>;
  /** Statuses that the server may answer with; any other is an error. */
  answers: (number | typeof CLOSED)[];
  /** Milliseconds within which every response must arrive, on a machine that is fast enough for the rate. */
  bound: number;
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_BODY = { 'content-type': 'application/json' };

const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

/** Makes different requests, so that none is answered from a cache. */
const many = (make: (index: number) => Shot, count = 50): Shot[] => Array.from({ length: count }, (_, i) => make(i));

/**
 * How long the response to a stranger may take, in milliseconds: `AT_ONCE` where the server depends on nothing outside,
 * `AFTER_OTHERS` where passwords must be hashed or addresses resolved.
 */
const AT_ONCE = 5_000;
const AFTER_OTHERS = 10_000;

/** Requests of one packet: several times as many as the server works on for one connection. */
const PIPELINED = 100;

/** Everything that a stranger, or anyone who has the app, can do without limit. */
export async function prepareHostilities(world: StatelessWorld): Promise<Hostility[]> {
  const [app] = await world.installations(1);
  const stranger = await DeviceKey.generate();
  const clients = await clientsWithKeysElsewhere(world);
  const path = PATHS.customRegistrationV2(PROVIDER, 'complete');
  const registration = { ...registrationOf('nobody'), data: '{}' };
  const complete = (members: object): Shot => ({
    ...{ method: 'POST', path, headers: JSON_BODY },
    body: JSON.stringify({ ...registration, ...members }),
  });
  return [
    {
      name: 'wrong clients at the token endpoint',
      shots: () =>
        many((index) => ({
          ...{ method: 'POST', path: PATHS.token },
          headers: { ...FORM, authorization: basic(`client-${index}`, 'wrong'), 'user-agent': 'x'.repeat(256) },
          body: form({ grant_type: 'client_credentials' }),
        })),
      ...{ answers: [401], bound: AT_ONCE },
    },
    {
      name: 'registrations with keys at addresses that do not resolve',
      shots: () =>
        many((index) => ({
          ...{ method: 'POST', path: PATHS.clients, headers: JSON_BODY },
          body: JSON.stringify(keysElsewhere(index)),
        })),
      ...{ answers: [201, 429], bound: AT_ONCE },
    },
    {
      name: 'assertions in the name of such clients',
      shots: () => assertionsOf(clients, stranger, world),
      ...{ answers: [401, 503], bound: AFTER_OTHERS },
    },
    {
      name: 'assertions by any key',
      shots: () => assertionsByAnyKey(app!, stranger, world, complete),
      ...{ answers: [400], bound: AT_ONCE },
    },
    {
      name: 'made-up accounts at the console',
      shots: () =>
        many((index) => ({
          ...{ method: 'POST', path: adminPath(ADMIN_ENDPOINTS.signIn), headers: JSON_BODY },
          body: JSON.stringify({ email: `nobody-${index}@example.com`, password: 'made-up-password' }),
        })),
      ...{ answers: [401, 429], bound: AFTER_OTHERS },
    },
    {
      name: 'addresses where nothing is',
      shots: () => many((index) => ({ method: 'GET', path: `/${index}/wp-login.php`, headers: {} })),
      ...{ answers: [404], bound: AT_ONCE },
    },
    {
      name: 'bodies that cannot be read',
      shots: () => [
        { method: 'POST', path, headers: JSON_BODY, body: '{"grant_type":' },
        { method: 'POST', path: PATHS.clients, headers: JSON_BODY, body: '[]' },
        { method: 'POST', path: PATHS.token, headers: JSON_BODY, body: '{}' },
        { method: 'POST', path: PATHS.introspectV2, headers: FORM, body: 'token' },
      ],
      ...{ answers: [400, 401, 415, 429], bound: AT_ONCE },
    },
    {
      name: 'parameters of hooks that are none',
      shots: () => badHookParameters(app!, complete),
      ...{ answers: [400], bound: AT_ONCE },
    },
    {
      name: 'authorization requests that lead nowhere',
      shots: () =>
        many((index) => {
          const query = form({
            client_id: `client-${index}`,
            response_type: 'code',
            redirect_uri: 'https://x.invalid',
          });
          return { method: 'GET', path: `${PATHS.authorize}?${query}`, headers: { accept: 'text/html' } };
        }),
      ...{ answers: [400, 401], bound: AT_ONCE },
    },
    {
      name: 'tokens that are none, for phones and for clients',
      shots: () =>
        many((index) => {
          const headers = { ...JSON_BODY, authorization: `Bearer ${index}${'F'.repeat(60)}` };
          return index % 2 === 0
            ? { method: 'POST', path: PATHS.mobileEnrollment, headers, body: '{}' }
            : { method: 'PUT', path: PATHS.client(`client-${index}`), headers, body: '{}' };
        }),
      ...{ answers: [401], bound: AT_ONCE },
    },
    {
      name: 'pipelines that nobody reads',
      shots: () => [
        { method: 'GET', path: PATHS.openIdConfiguration, headers: {}, unread: PIPELINED },
        { method: 'GET', path: PATHS.keys, headers: {}, unread: PIPELINED },
        { method: 'GET', path: '/nothing', headers: {}, unread: PIPELINED },
      ],
      ...{ answers: [CLOSED], bound: AT_ONCE },
    },
  ];
}

const keysElsewhere = (index: number) => ({
  ...{ token_endpoint_auth_method: 'private_key_jwt', redirect_uris: ['https://app.example.com/back'] },
  jwks_uri: `https://keys-${index}.invalid/jwks`,
});

/** Registers clients whose keys are at a URL that cannot be fetched. */
async function clientsWithKeysElsewhere(world: StatelessWorld): Promise<string[]> {
  const identifiers: string[] = [];
  for (let index = 0; index < 3; index += 1) {
    const json = keysElsewhere(index);
    const { status, body } = await send<{ client_id: string }>('POST', world.url + PATHS.clients, { json });
    if (status !== 201) throw new StepFailed(`A client was not registered: ${status} ${JSON.stringify(body)}.`);
    identifiers.push(body.client_id);
  }
  return identifiers;
}

const now = () => Math.floor(Date.now() / 1000);

function assertionsOf(clients: string[], key: DeviceKey, { url }: StatelessWorld): Promise<Shot[]> {
  const shots = clients.map(async (client): Promise<Shot> => {
    const client_assertion = await key.assertion(client, url + ISSUER_PATH, now());
    const proof = { client_assertion_type: JWT_BEARER_ASSERTION_TYPE, client_assertion };
    const body = form({ grant_type: 'authorization_code', code: 'made-up', ...proof });
    return { method: 'POST', path: PATHS.token, headers: FORM, body };
  });
  return Promise.all(shots);
}

/** Assertions of someone who knows the client ID of an installation but has a different key. */
function assertionsByAnyKey(
  app: MobileApp,
  key: DeviceKey,
  { url }: StatelessWorld,
  complete: (members: object) => Shot,
): Promise<Shot[]> {
  const shots = Array.from({ length: 50 }, async () => {
    const changes = { header: { kid: app.key.kid } };
    const client_assertion = await key.assertion(app.clientId, url + ISSUER_PATH, now(), changes);
    return complete({ client_assertion_type: JWT_BEARER_ASSERTION_TYPE, client_assertion });
  });
  return Promise.all(shots);
}

/** Requests of someone who has the app and can make it send anything. */
async function badHookParameters(app: MobileApp, complete: (members: object) => Shot): Promise<Shot[]> {
  const authentications = await Promise.all(Array.from({ length: 50 }, () => app.authentication()));
  return authentications.map((authentication, index) =>
    complete({ ...authentication, hook_context_custom_params: index % 2 === 0 ? 'text' : { age: 'old' } }),
  );
}
