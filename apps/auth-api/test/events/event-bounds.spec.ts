import { EVENT_NAMES, type EventName } from '@passant/contracts';
import { EventLog } from '../../src/observation/event-log.js';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { MASTER_TOKEN, Registrar, informationOf, repeated } from '../support/registrar.js';

/** What limits the rows of an event, and how many rows one caller can cause within a minute. */
const BOUNDS = {
  administrator: { says: 'only an administrator, or the operator at the command line, causes it', rows: Infinity },
  tokens: {
    says: 'initial access tokens, software statements and rate limits admit so many registrations',
    rows: Infinity,
  },
  changes: { says: 'a client changes itself 120 times an hour at most', rows: Infinity },
  documents: { says: 'the document of a client is read once a minute at most', rows: Infinity },
  many: { says: 'the first 600 of a client, or of a person through it, and a count', rows: 601 },
  few: { says: 'the first five of a source, and a count', rows: 6 },
  counted: { says: 'a count', rows: 1 },
} as const;

/** Every event has an answer: a new one does not compile without. */
const ANSWERS: Record<EventName, keyof typeof BOUNDS> = {
  CUSTOM_REGISTRATION_BAD_REQUEST: 'few',
  CUSTOM_REGISTRATION_DISABLED_IDENTITY_PROVIDER: 'few',
  CUSTOM_REGISTRATION_INVALID_IDENTITY_PROVIDER: 'few',
  CUSTOM_REGISTRATION_INVALID_SCOPE: 'few',
  CUSTOM_REGISTRATION_INVALID_GRANT_TYPE: 'few',
  CUSTOM_REGISTRATION_INVALID_TRANSACTION: 'few',
  CUSTOM_REGISTRATION_SCRIPT_ERROR: 'few',
  CUSTOM_REGISTRATION_INIT_SUCCESS: 'many',
  CUSTOM_REGISTRATION_INIT_FAILURE: 'few',
  CUSTOM_REGISTRATION_COMPLETE_SUCCESS: 'many',
  CUSTOM_REGISTRATION_COMPLETE_FAILURE: 'few',
  CUSTOM_REGISTRATION_BACKCHANNEL_SUCCESS: 'many',
  CUSTOM_REGISTRATION_BACKCHANNEL_FAILURE: 'few',
  CUSTOM_REGISTRATION_PROTECTED_CLAIM_DROPPED: 'few',
  STATELESS_CUSTOM_REGISTRATION_COMPLETE_SUCCESS: 'many',
  STATELESS_CUSTOM_REGISTRATION_COMPLETE_FAILURE: 'few',
  AUTHZ_REQUEST_INVALID: 'few',
  AUTHZ_REQUEST_INVALID_CLIENT: 'few',
  AUTHZ_REQUEST_UNAUTHORIZED_CLIENT: 'few',
  AUTHZ_REQUEST_REDIRECT_URI_INVALID: 'few',
  AUTHZ_REQUEST_SCOPE_INVALID: 'few',
  AUTHZ_REQUEST_INVALID_RESPONSE_TYPE: 'few',
  AUTHZ_REQUEST_DENIED: 'few',
  AUTHZ_REQUEST_GRANT_CREATED: 'many',
  AUTHN_REQUEST_LOGIN_REQUIRED: 'few',
  UNABLE_TO_DETERMINE_IDENTITY_PROVIDER: 'few',
  CONSENT_GIVEN: 'many',
  CSRF_INVALID: 'few',
  TOKEN_INTROSPECTION_SUCCESS: 'counted',
  TOKEN_INTROSPECTION_FAILED: 'few',
  TOKEN_REQUEST_INVALID: 'few',
  TOKEN_REQUEST_INVALID_GRANT: 'few',
  TOKEN_REQUEST_INVALID_REDIRECT_URI: 'few',
  TOKEN_REQUEST_INVALID_PKCE_VERIFIER: 'few',
  TOKEN_REQUEST_CODE_REUSED: 'few',
  TOKEN_REQUEST_SCOPE_INVALID: 'few',
  TOKEN_REQUEST_INVALID_PROFILE_ID: 'few',
  TOKEN_REQUEST_DISABLED_GRANT_TYPE: 'few',
  TOKEN_REQUEST_UNSUPPORTED_GRANT_TYPE: 'few',
  TOKEN_REQUEST_ACCESS_TOKEN_CREATED: 'many',
  TOKEN_REQUEST_ACCESS_TOKEN_REFRESHED: 'many',
  TOKEN_REQUEST_INVALID_REFRESH_TOKEN: 'few',
  TOKEN_REQUEST_EXPIRED_REFRESH_TOKEN: 'few',
  TOKEN_REQUEST_REFRESH_TOKEN_REUSED: 'few',
  // The same request again leaves nothing new, and may come as often as its caller likes.
  TOKEN_REQUEST_REFRESH_TOKEN_REPEATED: 'few',
  TOKEN_REQUEST_REFRESH_TOKEN_SUPERSEDED: 'few',
  TOKEN_REQUEST_IMPLICIT_AUTHENTICATION_ACCESS_TOKEN_CREATED: 'many',
  TOKEN_REQUEST_IMPLICIT_DEFAULT_ACCESS_TOKEN_NOT_FOUND: 'few',
  TOKEN_REVOKE_ACCESS_TOKEN_SUCCESS: 'many',
  TOKEN_REVOKE_REFRESH_TOKEN_SUCCESS: 'many',
  TOKEN_REVOKE_TOKEN_INVALID: 'few',
  LIMIT_REACHED: 'few',
  ID_TOKEN_CREATED: 'many',
  JWT_KEYS_ROTATED: 'administrator',
  JWT_KEYS_WITHDRAWN: 'administrator',
  MASTER_KEY_CHANGED: 'administrator',
  MASTER_TOKEN_REPLACED: 'administrator',
  CLIENT_CREDENTIALS_CHECK_SUCCESS: 'few',
  CLIENT_CREDENTIALS_CHECK_FAILED: 'few',
  CLIENT_AUTHENTICATION_AUDIENCE_EXCEPTION_NEEDED: 'many',
  CLIENT_AUTHENTICATION_FAILED_INVALID_JWKS_URI: 'few',
  CLIENT_DOCUMENT_FAILED: 'few',
  CLIENT_DOCUMENT_GRANTS_ENDED: 'documents',
  API_ACCESS_NOT_ALLOWED_INVALID_SCOPES: 'few',
  DYNAMIC_REG_SUCCESS: 'tokens',
  DYNAMIC_REG_FAILED: 'few',
  DYNAMIC_REG_FAILED_INVALID_METADATA: 'few',
  DYNAMIC_REG_FAILED_INVALID_SOFTWARE_STATEMENT: 'few',
  DYNAMIC_REG_DELETED: 'tokens',
  DYNAMIC_UP_SUCCESS: 'changes',
  DYNAMIC_UP_FAILED: 'few',
  KEY_ENROLLMENT_SUCCESS: 'many',
  KEY_ENROLLMENT_FAILURE_DISABLED: 'few',
  KEY_ENROLLMENT_FAILURE_INVALID_REQUEST: 'few',
  KEY_ENROLLMENT_FAILURE_INVALID_TOKEN: 'few',
  KEY_ENROLLMENT_FAILURE_STATELESS_ACCESS_TOKEN: 'few',
  PUSH_ENROLLMENT_SUCCESS: 'many',
  PUSH_ENROLLMENT_FAILURE_INVALID_ACCESS_TOKEN: 'few',
  PUSH_ENROLLMENT_FAILURE_STATELESS_ACCESS_TOKEN: 'few',
  PUSH_ENROLLMENT_FAILURE_KEYS_NOT_EXCHANGED: 'few',
  PUSH_ENROLLMENT_FAILURE_FEATURE_DISABLED: 'few',
  PUSH_ENROLLMENT_FAILURE_INVALID_REQ: 'few',
  PUSH_AUTH_INITIALIZED: 'many',
  PUSH_AUTH_INIT_FAILURE_NO_PUSH_ENROLLMENT: 'few',
  PUSH_AUTH_INIT_FAILURE_DISABLED: 'few',
  PUSH_AUTH_INIT_FAILURE_MISSING_DEVICE_ID: 'few',
  PUSH_AUTH_INIT_FAILURE_AUTH_METHOD_NOT_AVAILABLE: 'few',
  MOBILE_AUTH_INIT_FAILURE_INVALID_REQ: 'few',
  PUSH_AUTH_CALLBACK_SENT: 'many',
  PUSH_AUTH_CALLBACK_FAILED: 'many',
  PUSH_AUTH_TRANSACTION_RETRIEVED: 'few',
  PUSH_AUTH_TRANSACTION_NOT_RETRIEVED: 'few',
  MOBILE_AUTH_AUTHENTICATED: 'many',
  MOBILE_AUTH_NOT_AUTHENTICATED: 'many',
  MOBILE_AUTH_NOT_AUTHENTICATED_INVALID_SIGNATURE: 'few',
  WEB_HOOK_CUSTOMIZE_ACCESS_TOKEN_SUCCESSFULLY_EXECUTED: 'many',
  WEB_HOOK_CUSTOMIZE_ACCESS_TOKEN_FAILED: 'few',
  WEB_HOOK_CUSTOMIZE_USER_DETAILS_SUCCESSFULLY_EXECUTED: 'many',
  WEB_HOOK_CUSTOMIZE_USER_DETAILS_FAILED: 'few',
  WEB_HOOK_CLAIM_CONFLICT: 'few',
  ADMIN_AUTHENTICATION_SUCCESS: 'administrator',
  ADMIN_AUTHENTICATION_FAILURE: 'few',
  ADMIN_ACTION_UNAUTHORIZED: 'few',
  ADMIN_SESSIONS_ENDED: 'administrator',
  ADMIN_CREATED: 'administrator',
  ADMIN_INVITED: 'administrator',
  ADMIN_INVITATION_ACCEPTED: 'administrator',
  ADMIN_INVITATION_WITHDRAWN: 'administrator',
  ADMIN_ROLE_CHANGED: 'administrator',
  ADMIN_REMOVED: 'administrator',
  ADMIN_DISABLED: 'administrator',
  ADMIN_ENABLED: 'administrator',
  ADMIN_SECOND_APPROVAL_CHANGED: 'administrator',
  ADMIN_APPROVAL_ASKED: 'administrator',
  ADMIN_APPROVAL_REFUSED: 'administrator',
  ADMIN_APPROVAL_WITHDRAWN: 'administrator',
  ADMIN_APPROVAL_FAILED: 'administrator',
  ADMIN_ADDRESS_CHANGED: 'administrator',
  ADMIN_COMPANY_SIGN_IN_REFUSED: 'few',
  ADMIN_PASSWORD_CHANGED: 'administrator',
  ADMIN_SECOND_FACTOR_SET_UP: 'administrator',
  ADMIN_SECOND_FACTOR_FAILURE: 'few',
  ADMIN_SECOND_FACTOR_REMOVED: 'administrator',
  ADMIN_RECOVERY_CODE_USED: 'administrator',
  ADMIN_RECOVERY_CODES_RENEWED: 'administrator',
  ADMIN_PASSKEY_ADDED: 'administrator',
  ADMIN_PASSKEY_REMOVED: 'administrator',
  ADMIN_PASSKEY_COPY_SUSPECTED: 'few',
  ADMIN_MOBILE_APP_CREATED: 'administrator',
  ADMIN_MOBILE_APP_UPDATED: 'administrator',
  ADMIN_MOBILE_APP_DELETED: 'administrator',
  ADMIN_IDENTITY_PROVIDER_CREATED: 'administrator',
  ADMIN_IDENTITY_PROVIDER_UPDATED: 'administrator',
  ADMIN_IDENTITY_PROVIDER_DELETED: 'administrator',
  ADMIN_TOKENS_ENDED: 'administrator',
  ADMIN_SCRIPT_VERSION_CREATED: 'administrator',
  ADMIN_SCRIPT_TEST_RUN: 'administrator',
  ADMIN_SCRIPT_INPUT_SAVED: 'administrator',
  ADMIN_SCRIPT_INPUT_DELETED: 'administrator',
  ADMIN_SCRIPT_SHADOW_RUN_STARTED: 'administrator',
  ADMIN_SCRIPT_SHADOW_RUN_ENDED: 'administrator',
  ADMIN_API_CLIENT_CREATED: 'administrator',
  ADMIN_API_CLIENT_UPDATED: 'administrator',
  ADMIN_API_CLIENT_DELETED: 'administrator',
  ADMIN_INITIAL_ACCESS_TOKEN_CREATED: 'administrator',
  ADMIN_INITIAL_ACCESS_TOKEN_REVOKED: 'administrator',
  ADMIN_SOFTWARE_STATEMENT_CREATED: 'administrator',
  ADMIN_SOFTWARE_STATEMENT_REVOKED: 'administrator',
  ADMIN_STATIC_CLIENT_CREATED: 'administrator',
  ADMIN_CLIENT_UPDATED: 'administrator',
  ADMIN_CLIENT_DELETED: 'administrator',
  ADMIN_CLIENT_DOCUMENT_IMPORTED: 'administrator',
  ADMIN_CLIENT_DOCUMENT_POLICY_UPDATED: 'administrator',
  ADMIN_CLIENT_GRANTS_ENDED: 'administrator',
  ADMIN_USER_LOOKED_UP: 'administrator',
  ADMIN_USER_REVOKED: 'administrator',
  ADMIN_SCOPE_CREATED: 'administrator',
  ADMIN_SCOPE_UPDATED: 'administrator',
  ADMIN_SCOPE_DELETED: 'administrator',
  ADMIN_WEB_HOOK_CREATED: 'administrator',
  ADMIN_WEB_HOOK_UPDATED: 'administrator',
  ADMIN_WEB_HOOK_DELETED: 'administrator',
};

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
});
afterAll(() => server.close());
// Each case has a minute of its own, in which no quota was used.
beforeEach(() => server.clock.moveOn(60 - (server.clock.now() % 60)));

/** Rows and counted events of a name, since this minute began. */
async function writtenOf(name: EventName): Promise<{ rows: number; happened: number }> {
  await server.noted();
  const [found] = await server.database.dataSource.query<{ rows: number; happened: number }[]>(
    `SELECT count(*)::integer AS rows, coalesce(sum(coalesce(count, 1)), 0)::integer AS happened
       FROM event WHERE name = $1 AND occurred >= $2`,
    [name, server.clock.milliseconds() - (server.clock.milliseconds() % 60_000)],
  );
  return found!;
}

it('Every event has an answer to what limits it', () => {
  expect(Object.keys(ANSWERS).sort()).toEqual([...EVENT_NAMES].sort());
});

describe('What one client causes a thousand times within a minute', () => {
  const LOOP = 1_000;
  it.each(
    EVENT_NAMES.map((name) => [name, BOUNDS[ANSWERS[name]]] as const).map(([name, { says, rows }]) => ({
      name,
      says,
      rows,
    })),
  )('leaves rows of $name: $says', async ({ name, rows }) => {
    const log = server.app.get(EventLog);
    for (let turn = 0; turn < LOOP; turn += 1) log.record(name, { clientId: 'in-a-loop', application: 'demo' });
    // Nothing is lost: what has no row is counted.
    expect(await writtenOf(name)).toEqual({ rows: Math.min(rows, LOOP), happened: LOOP });
  });

  it.each<[string, EventName]>([
    ['what it was given', 'TOKEN_REQUEST_ACCESS_TOKEN_CREATED'],
    ['what it is refused', 'CUSTOM_REGISTRATION_BAD_REQUEST'],
  ])('takes no row of %s from another client', async (_, name) => {
    const log = server.app.get(EventLog);
    for (let turn = 0; turn < LOOP; turn += 1) log.record(name, { clientId: 'in-a-loop' });
    const { rows } = await writtenOf(name);
    log.record(name, { clientId: 'another' });
    expect((await writtenOf(name)).rows).toBe(rows + 1);
  });
});

it('A person in a loop takes no row from others who use the same client', async () => {
  const log = server.app.get(EventLog);
  const of = (userId: string) => ({ clientId: 'web-shop', userId });
  for (let turn = 0; turn < 1_000; turn += 1) log.record('TOKEN_REQUEST_ACCESS_TOKEN_REFRESHED', of('in-a-loop'));
  expect((await writtenOf('TOKEN_REQUEST_ACCESS_TOKEN_REFRESHED')).rows).toBe(601);
  log.record('TOKEN_REQUEST_ACCESS_TOKEN_REFRESHED', of('another'));
  expect((await writtenOf('TOKEN_REQUEST_ACCESS_TOKEN_REFRESHED')).rows).toBe(602);
});

describe('A client that changes its own registration in a loop', () => {
  it('has to wait after 120 changes; each has left what the client was and became', async () => {
    const registrar = new Registrar(server);
    let client = await registrar.client();
    let changes = 0;
    for (;;) {
      const reply = await registrar.change(client, { ...repeated(client), client_name: `Turn ${changes}` });
      if (reply.status !== 200) {
        expectRefusal(reply, 429, 'temporarily_unavailable');
        expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
        break;
      }
      changes += 1;
      client = { ...client, ...informationOf(reply) };
      // A busy machine takes its time, in which another one is allowed each half minute.
      expect(changes).toBeLessThan(160);
    }
    expect(changes).toBeGreaterThanOrEqual(120);
    await server.noted();
    const events = await server.store.events.list({ clientId: client.client_id }, { limit: 200 });
    const states = events
      .filter(({ name }) => name === 'DYNAMIC_UP_SUCCESS')
      .map(({ before, after }) => [before, after]);
    expect(states.flat().filter((state) => state !== null)).toHaveLength(2 * changes);

    // Its owner is not locked out: nor is the operator, nor another client.
    expect((await registrar.read(client)).status).toBe(200);
    const other = await registrar.client();
    expect((await registrar.change(other, repeated(other))).status).toBe(200);
    const mended = { ...repeated(client), client_name: 'By the operator' };
    expect((await registrar.change({ ...client, registration_access_token: MASTER_TOKEN }, mended)).status).toBe(200);
    server.clock.moveOn(60);
    expect((await registrar.change(client, repeated(client))).status).toBe(200);
  });
});
