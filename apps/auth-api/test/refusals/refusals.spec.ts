import {
  type Application,
  type IdentityProvider,
  JWT_BEARER_ASSERTION_TYPE,
  type Refusal,
  STATELESS_AUTHENTICATION_GRANT,
} from '@passant/contracts';
import { DeviceKey, type Exchange, type MobileApp, send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import type { BasicApp } from '../support/basic-app.js';
import { brokenAssertions } from '../support/broken-assertions.js';
import { expectRefusal } from '../support/expectations.js';

const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };

let server: AuthServer;
let provider: IdentityProvider;
let application: Application;
let app: MobileApp;
let basic: BasicApp;

beforeAll(async () => {
  server = await AuthServer.start();
  const { given } = server;
  provider = await given.provider({ identifier: 'one-step' });
  const twoStep = await given.twoStepProvider({ identifier: 'two-step' });
  await given.provider({ identifier: 'unlinked' });
  application = await given.mobileApplication(provider, {
    identity_providers: [provider.identifier, twoStep.identifier],
  });
  basic = await given.basicApp(application);
});
// Of the repeated refusals of one installation, only the first few per minute can be opened.
beforeEach(async () => {
  app = await server.given.appInstance(application);
});
afterAll(() => server.close());

/** What an administrator finds under the `error_id` of a refused request. */
async function openedBy(reply: Exchange): Promise<Refusal> {
  const { error_id } = reply.body as { error_id: string };
  return server.admin.call('readRefusal', { parameters: { error_id } });
}

const failedOf = ({ checks }: Refusal) => checks.filter((entry) => !entry.passed).map((entry) => entry.check);

const authenticatedBy = (assertion: string) => ({
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: assertion,
});

describe('The error_id of a broken assertion', () => {
  it.each(
    brokenAssertions(
      () => server,
      () => app,
    ),
  )('with %s opens the check "%s"', async (_, check, make) => {
    const reply = await app.complete('one-step', STATELESS, authenticatedBy(await make()));
    const body = expectRefusal(reply, 400, 'invalid_client');
    expect(body.error_description).toBe('Client authentication failed.');
    const refusal = await openedBy(reply);
    expect(failedOf(refusal)[0]).toBe(check);
    expect(refusal).toMatchObject({
      error: 'invalid_client',
      status: 400,
      method: 'POST',
      route: '/oauth/v2/custom-registration/:provider/complete',
      description: 'Client authentication failed.',
    });
    // The last check is the one that failed: no further stage is checked after a failure.
    const stage = ['iss', 'sub', 'aud', 'exp', 'iat', 'nbf', 'jti', 'alg', 'kid', 'typ', 'header members'];
    if (!stage.includes(check)) expect(refusal.checks.at(-1)!.check).toBe(check);
  });

  it('tells what was expected and what came', async () => {
    const wrong = await app.authentication({ claims: { aud: 'https://other.example/oauth' } });
    const refusal = await openedBy(await app.complete('one-step', STATELESS, wrong));
    expect(refusal.client_id).toBe(app.clientId);
    expect(refusal.application).toBe(application.identifier);
    expect(refusal.checks.map((entry) => entry.check)).toEqual([
      'length',
      'form',
      'client',
      'authentication method',
      'client enabled',
      'alg',
      'kid',
      'typ',
      'header members',
      'iss',
      'sub',
      'aud',
      'exp',
      'iat',
      'nbf',
      'jti',
    ]);
    const by = Object.fromEntries(refusal.checks.map((entry) => [entry.check, entry]));
    expect(by.aud).toEqual({
      check: 'aud',
      expected: `"${server.issuer}"`,
      actual: '"https://other.example/oauth"',
      passed: false,
    });
    expect(by.exp!.actual).toMatch(/^\d+, \d+ seconds ahead$/);
  });

  it('tells which key was looked for, and whether it is the one', async () => {
    const other = await DeviceKey.generate();
    const assertion = await other.assertion(app.clientId, server.issuer, server.clock.now(), {
      header: { kid: app.key.kid },
    });
    const wrong = { client_assertion_type: JWT_BEARER_ASSERTION_TYPE, client_assertion: assertion };
    const { checks } = await openedBy(await app.complete('one-step', STATELESS, wrong));
    expect(checks.slice(-2)).toEqual([
      {
        check: 'key',
        expected: `a key "${app.key.kid}" of the client for "ES256"`,
        actual: expect.stringMatching(/^found, registered \d+ seconds ago$/) as string,
        passed: true,
      },
      { check: 'signature', expected: 'made with that key', actual: 'not made with that key', passed: false },
    ]);
  });

  it('tells that it was used before', async () => {
    const once = await app.authentication();
    expect((await app.complete('one-step', STATELESS, once)).status).toBe(200);
    const refusal = await openedBy(await app.complete('one-step', STATELESS, once));
    expect(refusal.checks.at(-1)).toEqual({
      check: 'jti first seen',
      expected: 'seen for the first time',
      actual: 'was used before',
      passed: false,
    });
  });
});

describe('The error_id of another refusal', () => {
  const CASES: [string, () => Promise<Exchange>, string, string][] = [
    ['an unknown provider', () => app.complete('nowhere', STATELESS), 'invalid_idp_identifier', 'identity provider'],
    [
      'a provider that is not linked',
      () => app.complete('unlinked', STATELESS),
      'idp_disabled',
      'identity provider linked',
    ],
    [
      'no profile',
      () => app.complete('one-step', { ...STATELESS, profile_id: undefined }),
      'invalid_request',
      'profile_id',
    ],
    [
      'a scope that is not allowed',
      () => app.complete('one-step', { ...STATELESS, scope: ['admin'] }),
      'invalid_scope',
      'scope',
    ],
    [
      'an unknown grant type',
      () => app.complete('one-step', { ...STATELESS, grant_type: 'password' }),
      'unsupported_grant_type',
      'grant_type',
    ],
    [
      'an unknown transaction',
      () => app.complete('two-step', { ...STATELESS, transaction_id: 'A'.repeat(64) }),
      'invalid_transaction',
      'transaction',
    ],
    [
      'a member of the wrong type',
      () => app.complete('one-step', { ...STATELESS, data: 7 as never }),
      'invalid_request',
      'data',
    ],
    [
      'a wrong secret',
      () =>
        basic.step('one-step', 'complete', STATELESS, {
          authorization: `Basic ${Buffer.from(`${basic.clientId}:wrong`).toString('base64')}`,
        }),
      'invalid_client',
      'secret',
    ],
  ];

  it.each(CASES)('opens what was asked: %s', async (_, request, code, check) => {
    const refusal = await openedBy(await request());
    expect(refusal.error).toBe(code);
    expect(failedOf(refusal)).toEqual([check]);
  });

  it('shows the questions that were passed before', async () => {
    const refusal = await openedBy(await app.complete('one-step', { ...STATELESS, scope: ['admin'] }));
    const passed = refusal.checks.filter((entry) => entry.passed).map((entry) => entry.check);
    expect(passed).toEqual(
      expect.arrayContaining(['signature', 'jti first seen', 'identity provider linked', 'profile_id']),
    );
    expect(refusal.checks.at(-1)).toMatchObject({
      expected: 'profile, openid, read, write',
      actual: 'scope[0] is none of these',
    });
    expect(refusal.identity_provider).toBe('one-step');
  });

  it('tells a transaction of another client from one that is in use', async () => {
    const init = await app.init('two-step', { data: 'x' });
    const other = await server.given.appInstance(application);
    const foreign = { ...STATELESS, transaction_id: init.body.transaction_id! };
    const refusal = await openedBy(await other.complete('two-step', foreign));
    expect(failedOf(refusal)).toEqual(['client of the transaction']);
  });

  it('keeps nothing of what the request carried', async () => {
    const body = {
      ...STATELESS,
      profile_id: 'canary-profile',
      data: { person: 'canary-data' } as never,
      hook_context_custom_params: { 'canary-name': 'canary-value' } as never,
    };
    await app.complete('one-step', body);
    await server.noted();
    const rows = await server.database.dataSource.query<{ text: string }[]>(
      'SELECT refusal_trace::text AS text FROM refusal_trace',
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map((row) => row.text).join('\n')).not.toContain('canary');
  });

  it('is also found for requests of the console', async () => {
    const reply = await server.admin.request('createApplication', { body: { identifier: 'no spaces', name: 'x' } });
    expect(await openedBy(reply)).toMatchObject({ error: 'invalid_request', route: '/admin/api/v1/applications' });
  });

  it('is not touched by whoever repeats its error_id, and shows what the caller called the request', async () => {
    const url = `${server.url}/oauth/v2/custom-registration/one-step/complete`;
    const first = await send('POST', url, { json: { ...STATELESS } });
    const { error_id } = first.body as { error_id: string };
    // What an installation says that may be a stateless person's is not kept.
    const stateful = await server.given.mobileApplication(provider, { user_authentication: {} });
    const installation = await server.given.appInstance(stateful);
    const wrong = await installation.authentication({ header: { kid: 'unknown \u0000 \ud800' } });
    const repeated = await send('POST', `${server.url}/oauth/v1/token`, {
      form: { grant_type: 'client_credentials', ...wrong },
      headers: { 'x-request-id': error_id },
    });
    await server.noted();
    const kept = await server.admin.call('readRefusal', { parameters: { error_id } });
    expect(kept).toMatchObject({ route: '/oauth/v2/custom-registration/:provider/complete' });
    expect(kept).not.toHaveProperty('client_request_id');
    const other = (repeated.body as { error_id: string }).error_id;
    expect(other).not.toBe(error_id);
    const refusal = await server.admin.call('readRefusal', { parameters: { error_id: other } });
    expect(refusal.client_request_id).toBe(error_id);
    expect(failedOf(refusal)).toEqual(['key']);
  });

  it('is opened by no address that does not name one', async () => {
    const parameters = { error_id: 'chosen/by?the=caller%00' };
    expectRefusal(await server.admin.request('readRefusal', { parameters }), 404, 'not_found');
  });
});

describe('A refusal', () => {
  it('is forgotten after fifteen minutes', async () => {
    const reply = await app.complete('nowhere', STATELESS);
    const parameters = { error_id: (reply.body as unknown as { error_id: string }).error_id };
    await server.noted();
    await server.clock.later(600, async () => {
      expect((await server.admin.request('readRefusal', { parameters })).status).toBe(200);
    });
    await server.clock.later(901, async () => {
      expectRefusal(await server.admin.request('readRefusal', { parameters }), 404, 'not_found');
      await server.store.expiry.sweep(server.clock.now());
    });
    const left = await server.database.dataSource.query<unknown[]>(
      'SELECT 1 FROM refusal_trace WHERE request_id = $1',
      [parameters.error_id],
    );
    expect(left).toEqual([]);
  });

  it('that nobody was given is not found', async () => {
    const parameters = { error_id: 'nobody-was-given-this' };
    expectRefusal(await server.admin.request('readRefusal', { parameters }), 404, 'not_found');
  });

  it('is not for everyone', async () => {
    expectRefusal(await send('GET', `${server.url}/admin/api/v1/refusals/x`), 401, 'unauthorized');
  });
});
