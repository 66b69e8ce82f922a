import { ADMIN_API_PATH, type ClientInformation, type LimitName, PATHS, PROTOCOL_ENDPOINTS } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { AUTHENTICATION_VALIDITY } from '@passant/protocol';
import { Metrics } from '../../src/observation/metrics/metrics.js';
import type { AdminApi } from '../support/admin-api.js';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { type TwoFactorAdmin, beginSignIn, giveCode, withSecondFactor } from '../support/authenticator.js';
import { expectRefusal } from '../support/expectations.js';
import { PASSWORD } from '../support/given.js';
import { MobileWorld } from '../support/mobile-world.js';
import { HELLO_WORLD, MASTER_TOKEN, Registrar, informationOf } from '../support/registrar.js';

/** Seconds. */
const HOUR = 3600;
const LONGEST_WAIT = 300;
/** More than any limit here has. */
const MOST = 30;

/** An operation that may answer 429. */
interface Row {
  operation: string;
  limit: LimitName;
  /** Seconds that `Retry-After` never exceeds. */
  bound: number;
  reason: string;
  /** What is asked until there was too much of it. */
  ask: () => Promise<Exchange>;
}

interface Document {
  paths: Record<
    string,
    Record<string, { responses: Record<string, { headers?: Record<string, unknown>; content?: object }> }>
  >;
}

let server: AuthServer;
let registrar: Registrar;
let guesser: AdminApi;
let starter: AdminApi;
let owner: TwoFactorAdmin;
let world: MobileWorld;
/** A client that registered itself without a token, for each prefix. */
const changed: Record<string, ClientInformation> = {};
beforeAll(async () => {
  server = await AuthServer.start({
    PASSANT_MASTER_TOKEN: MASTER_TOKEN,
    PASSANT_ALLOW_PRIVATE_JWKS_URI: 'on',
    PASSANT_OPEN_REGISTRATION: 'on',
    PASSANT_OPEN_REGISTRATIONS_PER_HOUR: '40',
  });
  registrar = new Registrar(server);
  const { etag } = await server.admin.call('readClientDocumentPolicy', {});
  const allowed = { enabled: true, domains: ['127.0.0.1'] };
  await server.admin.call('updateClientDocumentPolicy', { body: allowed, ifMatch: etag });
  guesser = await server.given.administrator('Operator');
  starter = await server.given.administrator('Operator');
  await starter.call('startOwnSecondFactor', { body: { current_password: PASSWORD } });
  owner = await withSecondFactor(() => server.clock.milliseconds(), await server.given.administrator('Operator'));
  world = await MobileWorld.create(server);
  for (const prefix of ['/oauth', '/c2id']) {
    changed[prefix] = informationOf(await registrar.register(undefined, HELLO_WORLD));
  }
});
afterAll(() => server.close());

let documents = 0;
/** A client whose document nobody has asked for yet, and nobody serves. */
const unknownClient = () => `http://127.0.0.1:1/client-${(documents += 1)}`;
const CLIENTS = { limit: 'client_document', bound: HOUR, reason: 'Too many clients were registered.' } as const;

/** Whatever asks which client is calling asks for the document of one that it does not know. */
const ofClients: Row[] = PROTOCOL_ENDPOINTS.filter(({ authentication }) =>
  ['client', 'basic'].includes(authentication),
).map(({ method, path, body }) => ({
  ...{ operation: `${method} ${path}`, ...CLIENTS },
  ask: () =>
    send(method, server.url + path.replace(/\{\w+\}/g, 'x'), {
      headers: { authorization: `Basic ${btoa(`${encodeURIComponent(unknownClient())}:secret`)}` },
      ...(method === 'GET' ? {} : body?.type === 'application/json' ? { json: {} } : { form: { token: 'x' } }),
    }),
}));

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const ofAssertions: Row[] = PROTOCOL_ENDPOINTS.filter(
  ({ authentication }) => authentication === 'client_assertion',
).map(({ method, path }) => ({
  ...{ operation: `${method} ${path}`, ...CLIENTS },
  ask: () => {
    const id = unknownClient();
    const json = {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: [base64({ alg: 'ES256' }), base64({ iss: id, sub: id }), 'AAAA'].join('.'),
    };
    return send(method, server.url + path.replace(/\{\w+\}/g, 'x'), { json });
  },
}));

const ofPeople: Row[] = ['GET', 'POST'].map((method) => ({
  ...{ operation: `${method} /oauth/v1/authorize`, ...CLIENTS },
  ask: () => {
    const form = { client_id: unknownClient(), response_type: 'code', redirect_uri: 'https://example.com/cb' };
    const headers = { accept: 'application/json' };
    return method === 'GET'
      ? send(method, `${server.url}/oauth/v1/authorize?${new URLSearchParams(form).toString()}`, { headers })
      : send(method, `${server.url}/oauth/v1/authorize`, { headers, form });
  },
}));

const ofRegistration: Row[] = ['/oauth', '/c2id'].flatMap((prefix) => [
  {
    ...{ operation: `POST ${prefix}/clients`, limit: 'open_registration', bound: HOUR },
    reason: 'Too many clients were registered.',
    ask: () => send('POST', `${server.url}${prefix}/clients`, { json: HELLO_WORLD }),
  } satisfies Row,
  {
    ...{ operation: `PUT ${prefix}/clients/{client_id}`, limit: 'client_change', bound: HOUR },
    reason: 'The client was changed too often.',
    ask: () => {
      const { registration_access_token: token, client_id: id } = changed[prefix]!;
      return send('PUT', `${server.url}${prefix}/clients/${id}`, {
        headers: { authorization: `Bearer ${token}` },
        json: { redirect_uris: [] },
      });
    },
  } satisfies Row,
]);

const SIGN_IN = { limit: 'sign_in', bound: LONGEST_WAIT, reason: 'Too many failed sign-ins.' } as const;
const CODES = { ...SIGN_IN, limit: 'second_factor' } as const;
const admin = (operation: string) => {
  const [method, path] = operation.split(' ') as [string, string];
  return `${method} ${ADMIN_API_PATH}${path}`;
};
const guessed = { current_password: 'guessed' };

const ofAdministrators: Row[] = [
  {
    ...{ operation: admin('POST /session'), ...SIGN_IN },
    ask: () => send('POST', `${server.url}${ADMIN_API_PATH}/session`, { json: { ...ADMIN, password: 'guessed' } }),
  },
  {
    ...{ operation: admin('POST /session/second-factor'), ...CODES },
    ask: async () =>
      giveCode(server.url, (await beginSignIn(server.url, owner.email)).cookie, owner.authenticator.wrongCode()),
  },
  {
    ...{ operation: admin('POST /own-second-factor/confirm'), ...CODES },
    ask: () => starter.request('confirmOwnSecondFactor', { body: { code: '000000' } }),
  },
  {
    ...{ operation: admin('PUT /own-password'), ...SIGN_IN },
    ask: () => guesser.request('changeOwnPassword', { body: { ...guessed, new_password: `${PASSWORD}-2` } }),
  },
  {
    ...{ operation: admin('POST /own-second-factor'), ...SIGN_IN },
    ask: () => guesser.request('startOwnSecondFactor', { body: guessed }),
  },
  {
    ...{ operation: admin('POST /own-second-factor/recovery-codes'), ...SIGN_IN },
    ask: () => guesser.request('renewOwnRecoveryCodes', { body: guessed }),
  },
  {
    ...{ operation: admin('POST /own-second-factor/remove'), ...SIGN_IN },
    ask: () => guesser.request('removeOwnSecondFactor', { body: guessed }),
  },
  {
    ...{ operation: admin('POST /invitations/accept'), ...SIGN_IN },
    ...{ bound: 1, reason: 'Too many passwords are being checked.' },
    ask: async () => {
      const invited = { email: `invited-${(documents += 1)}@example.com`, role: 'Operator' };
      const { token } = await server.admin.call('inviteAdministrator', { body: invited });
      const json = { token, password: PASSWORD };
      const accept = () => send('POST', `${server.url}${ADMIN_API_PATH}/invitations/accept`, { json });
      const replies = await Promise.all(Array.from({ length: 12 }, accept));
      return replies.find(({ status }) => status === 429) ?? replies[0]!;
    },
  },
];

const ofPortals: Row[] = [
  {
    ...{ operation: `POST ${PATHS.authenticateUser}`, limit: 'pending_question', bound: AUTHENTICATION_VALIDITY },
    reason: 'Too many questions wait for an answer of this device.',
    ask: (() => {
      let person: ReturnType<MobileWorld['enrolledPerson']> | undefined;
      return async () => {
        const { userId } = await (person ??= world.enrolledPerson());
        return world.portal.request({ type: 'push', user_id: userId, message: 'Sign?' });
      };
    })(),
  },
];

/** What may answer 429 as well, and where that is shown: it needs a server of its own. */
const ELSEWHERE = [
  // passkeys.spec: "slows down whoever tries, and notes it".
  admin('POST /session/passkey'),
  // As the code of a second factor, by the same count.
  admin('POST /session/second-factor/passkey'),
  // As the password and the code that are the other proofs of an owner.
  admin('POST /own-passkeys/challenge'),
  admin('POST /own-passkeys/{id}/remove'),
  // company-sign-in-limits.spec.
  admin('POST /session/company/complete'),
];

const ROWS = [...[ofPortals, ofClients, ofAssertions, ofPeople, ofRegistration, ofAdministrators].flat()];

describe('Who asks too often', () => {
  it.each(ROWS)('at $operation is told so, and when to come again ($limit)', async ({ limit, bound, reason, ask }) => {
    const before = await refusals(limit);
    await server.clock.standing(async () => {
      let reply = await ask();
      for (let times = 1; reply.status !== 429 && times < MOST; times += 1) reply = await ask();
      const { error_description: said } = expectRefusal(reply, 429, 'temporarily_unavailable');
      expect(said).toBe(`${reason} Try again later.`);
      const wait = reply.headers.get('retry-after');
      expect(wait).toMatch(/^[1-9]\d*$/);
      expect(Number(wait)).toBeLessThanOrEqual(bound);
    });
    expect(await refusals(limit)).toBeGreaterThan(before);
  });

  it('is told on Home, by limit', async () => {
    const { concerns } = await server.admin.call('readOverview');
    const reached = concerns.flatMap((concern) => (concern.kind === 'reached_limit' ? [concern.limit] : []));
    expect([...new Set(reached)].sort()).toEqual([...new Set(ROWS.map(({ limit }) => limit))].sort());
    await server.noted();
    const { items } = await server.admin.call('listEvents', { query: { name: 'LIMIT_REACHED' } });
    expect(items.length).toBeGreaterThan(0);
  });

  it('finds in OpenAPI at which operations, and nowhere else', async () => {
    const described: string[] = [];
    for (const path of ['/oauth/openapi.json', `${ADMIN_API_PATH}/openapi.json`]) {
      const { paths } = (await send<Document>('GET', server.url + path)).body;
      for (const [address, methods] of Object.entries(paths)) {
        for (const [method, { responses }] of Object.entries(methods)) {
          if (!responses['429']) continue;
          expect(responses['429']).toMatchObject({ headers: { 'Retry-After': { required: true } } });
          expect(responses['429'].content).toEqual(responses['default']!.content);
          described.push(`${method.toUpperCase()} ${address}`);
        }
      }
    }
    expect(described.sort()).toEqual([...new Set([...ROWS.map(({ operation }) => operation), ...ELSEWHERE])].sort());
  });
});

/** How many requests a limit refused. */
async function refusals(limit: LimitName): Promise<number> {
  const { text } = await server.app.get(Metrics).text();
  const found = new RegExp(`^passant_limit_refusals_total\\{limit="${limit}"\\} (\\d+)`, 'm').exec(text);
  return Number(found?.[1] ?? 0);
}
