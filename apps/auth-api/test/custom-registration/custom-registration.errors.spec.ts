import { type Application, type IdentityProvider, PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { DeviceKey, type MobileApp, send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import type { BasicApp } from '../support/basic-app.js';
import { brokenAssertions } from '../support/broken-assertions.js';
import { expectRefusal } from '../support/expectations.js';

const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };

let server: AuthServer;
let provider: IdentityProvider;
let twoStep: IdentityProvider;
let disabled: IdentityProvider;
let application: Application;
let app: MobileApp;
let basic: BasicApp;

beforeAll(async () => {
  server = await AuthServer.start();
  const { given } = server;
  provider = await given.provider({ identifier: 'one-step' });
  twoStep = await given.twoStepProvider({ identifier: 'two-step' });
  disabled = await given.provider({ identifier: 'disabled', enabled: false });
  await given.provider({ identifier: 'unlinked' });
  application = await given.mobileApplication(provider, {
    identity_providers: [provider.identifier, twoStep.identifier, disabled.identifier],
  });
  app = await given.appInstance(application);
  basic = await given.basicApp(application);
});
afterAll(() => server.close());

type Change = Record<string, unknown>;

/** One valid request with one change per row: the contract's error table for both versions. */
const COMPLETE: [string, string, Change, number, string][] = [
  ['an unknown provider', 'nowhere', {}, 404, 'invalid_idp_identifier'],
  ['a disabled provider', 'disabled', {}, 403, 'idp_disabled'],
  ['a provider that is not linked', 'unlinked', {}, 403, 'idp_disabled'],
  ['no profile_id', 'one-step', { profile_id: undefined }, 400, 'invalid_request'],
  ['a profile_id of five characters', 'one-step', { profile_id: '12345' }, 400, 'invalid_request'],
  ['a profile_id of seven characters', 'one-step', { profile_id: '1234567' }, 400, 'invalid_request'],
  ['a profile_id with other characters', 'one-step', { profile_id: '12-45_' }, 400, 'invalid_request'],
  ['a numeric profile_id', 'one-step', { profile_id: 123456 }, 400, 'invalid_request'],
  ['scope as a string', 'one-step', { scope: 'openid profile' }, 400, 'invalid_request'],
  ['scope with a number in it', 'one-step', { scope: [1] }, 400, 'invalid_request'],
  ['an unknown scope', 'one-step', { scope: ['nothing'] }, 400, 'invalid_scope'],
  ['a malformed scope', 'one-step', { scope: ['read write'] }, 400, 'invalid_scope'],
  ['data that is no string', 'one-step', { data: { a: 1 } }, 400, 'invalid_request'],
  ['data over 32 KiB', 'one-step', { data: 'x'.repeat(32 * 1024 + 1) }, 400, 'invalid_request'],
  ['data over 32 KiB in UTF-8', 'one-step', { data: 'é'.repeat(17 * 1024) }, 400, 'invalid_request'],
  [
    'context parameters that are no lists',
    'one-step',
    { hook_context_custom_params: { a: 'b' } },
    400,
    'invalid_request',
  ],
  ['context parameters that are a list', 'one-step', { hook_context_custom_params: [] }, 400, 'invalid_request'],
  ['another grant type', 'one-step', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ['a numeric grant type', 'one-step', { grant_type: 7 }, 400, 'invalid_request'],
  ['no transaction on TWO_STEP', 'two-step', {}, 400, 'invalid_request'],
  ['an unknown transaction', 'two-step', { transaction_id: '123123' }, 400, 'invalid_transaction'],
  ['a forged transaction', 'two-step', { transaction_id: 'A'.repeat(64) }, 400, 'invalid_transaction'],
  ['a numeric transaction', 'two-step', { transaction_id: 123123 }, 400, 'invalid_request'],
];

describe('complete is refused for', () => {
  it.each(COMPLETE)('%s (v1)', async (_, idp, change, status, code) => {
    expectRefusal(await basic.step(idp, 'complete', { ...STATELESS, ...change }), status, code);
  });

  it.each(COMPLETE)('%s (v2)', async (_, idp, change, status, code) => {
    expectRefusal(await app.complete(idp, { ...STATELESS, ...change }), status, code);
  });

  it.each([
    ['v1', () => basic.step('one-step', 'complete', { ...STATELESS, transaction_id: '123123' })],
    ['v2', () => app.complete('one-step', { ...STATELESS, transaction_id: '123123' })],
  ])('but not for a needless transaction_id on ONE_STEP (%s)', async (_, complete) => {
    expect((await complete()).status).toBe(200);
  });

  it.each([
    ['v1', () => basic.step('one-step', 'complete', { ...STATELESS, invented: true })],
    ['v2', () => app.complete('one-step', { ...STATELESS, invented: true } as never)],
  ])('but not for an unknown member (%s)', async (_, complete) => {
    expect((await complete()).status).toBe(200);
  });
});

const INIT: [string, string, Change, number, string][] = [
  ['an unknown provider', 'nowhere', {}, 404, 'invalid_idp_identifier'],
  ['a disabled provider', 'disabled', {}, 403, 'idp_disabled'],
  ['a provider that is not linked', 'unlinked', {}, 403, 'idp_disabled'],
  ['a ONE_STEP provider', 'one-step', {}, 400, 'invalid_request'],
  ['data that is no string', 'two-step', { data: 7 }, 400, 'invalid_request'],
  ['data over 32 KiB', 'two-step', { data: 'x'.repeat(32 * 1024 + 1) }, 400, 'invalid_request'],
];

describe('init is refused for', () => {
  it.each(INIT)('%s (v1)', async (_, idp, change, status, code) => {
    expectRefusal(await basic.step(idp, 'init', change), status, code);
  });

  it.each(INIT)('%s (v2)', async (_, idp, change, status, code) => {
    expectRefusal(await app.init(idp, change), status, code);
  });
});

describe('The application', () => {
  it.each([
    ['is disabled', { enabled: false }],
    ['disables the version', { versions: [{ platform: 'ios' as const, version: '1.0', status: 'DISABLED' as const }] }],
  ])('that %s refuses its clients with invalid_client', async (_, change) => {
    const its = await server.given.mobileApplication(provider);
    const phone = await server.given.appInstance(its);
    const older = await server.given.basicApp(its);
    const parameters = { identifier: its.identifier };
    await server.admin.call('updateApplication', { parameters, body: change, ifMatch: its.etag });
    expectRefusal(await phone.complete(provider.identifier, STATELESS), 400, 'invalid_client');
    expectRefusal(await older.step(provider.identifier, 'complete', STATELESS), 400, 'invalid_client');
  });

  it('without default scopes refuses a request for none', async () => {
    const its = await server.given.mobileApplication(provider, { default_scopes: [] });
    const phone = await server.given.appInstance(its);
    expectRefusal(await phone.complete(provider.identifier, STATELESS), 400, 'invalid_scope');
  });

  it('without the switch refuses a stateless request', async () => {
    const its = await server.given.mobileApplication(provider, { user_authentication: {} });
    const phone = await server.given.appInstance(its);
    expectRefusal(await phone.complete(provider.identifier, STATELESS), 400, 'unauthorized_client');
    expect((await phone.complete(provider.identifier, { profile_id: '123EXI' })).status).toBe(200);
  });
});

describe('v1 authentication fails with invalid_client for', () => {
  const encode = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  it.each([
    ['no header', () => ({})],
    ['a wrong secret', () => ({ authorization: encode(`${basic.clientId}:wrong`) })],
    ['an unknown client', () => ({ authorization: encode(`nobody:${basic.secret}`) })],
    ['no colon', () => ({ authorization: encode(basic.clientId) })],
    ['an empty secret', () => ({ authorization: encode(`${basic.clientId}:`) })],
    [
      'bytes that are no text',
      () => ({ authorization: `Basic ${Buffer.from([0xff, 0x00, 0x3a]).toString('base64')}` }),
    ],
    ['another scheme', () => ({ authorization: 'Bearer abc' })],
    ['a client that signs', () => ({ authorization: encode(`${app.clientId}:whatever`) })],
  ])('%s', async (_, headers) => {
    const reply = await basic.step('one-step', 'complete', STATELESS, headers());
    expectRefusal(reply, 400, 'invalid_client');
  });

  it('an API client', async () => {
    const { clientId, secret } = await server.given.resourceServer();
    const headers = { authorization: encode(`${clientId}:${secret}`) };
    expectRefusal(await basic.step('one-step', 'complete', STATELESS, headers), 400, 'invalid_client');
  });

  it('credentials in the body instead of the header', async () => {
    const body = { ...STATELESS, client_id: basic.clientId, client_secret: basic.secret };
    expectRefusal(await basic.step('one-step', 'complete', body, {}), 400, 'invalid_client');
  });
});

describe('v2 authentication', () => {
  it.each([
    ['nothing', {}],
    ['no assertion', { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' }],
    ['another type', { client_assertion_type: 'other', client_assertion: 'x.y.z' }],
    [
      'an assertion that is no string',
      { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: {} },
    ],
  ])('is missing with %s', async (_, authentication) => {
    const reply = await send('POST', server.url + PATHS.customRegistrationV2('one-step', 'complete'), {
      json: { ...STATELESS, ...authentication },
    });
    expectRefusal(reply, 400, 'invalid_request');
  });

  const ask = (json: object, authorization: string) =>
    send('POST', server.url + PATHS.customRegistrationV2('one-step', 'complete'), {
      json: { ...STATELESS, ...json },
      headers: { authorization },
    });

  it.each<[string, () => Promise<string>]>([
    ['a secret', () => Promise.resolve(basic.basic)],
    ['another assertion', async () => `Bearer ${(await app.authentication()).client_assertion}`],
    ['a token', () => Promise.resolve('Bearer 8A5AB83A3C6B7AAC')],
    ['another scheme', () => Promise.resolve('Digest x')],
  ])('is refused when it comes twice, in the body and as %s in the header', async (_, header) => {
    const authentication = await app.authentication();
    const refusal = expectRefusal(await ask(authentication, await header()), 400, 'invalid_request');
    expect(refusal.error_description).toBe('More than one method of client authentication is used.');
    // Nobody looked at the assertion, so it is not used up.
    expect((await app.complete('one-step', STATELESS, authentication)).status).toBe(200);
  });

  it('counts once when the same assertion comes twice, and is used up by it', async () => {
    for (const scheme of ['Bearer', 'bearer']) {
      const authentication = await app.authentication();
      const header = `${scheme} ${authentication.client_assertion}`;
      expect((await ask(authentication, header)).status).toBe(200);
      expectRefusal(await ask(authentication, header), 400, 'invalid_client');
    }
  });

  it('belongs into the body: in the header alone it is missing', async () => {
    const { client_assertion: assertion, ...type } = await app.authentication();
    expectRefusal(await ask({}, `Bearer ${assertion}`), 400, 'invalid_request');
    expectRefusal(await ask(type, `Bearer ${assertion}`), 400, 'invalid_request');
    expectRefusal(await ask({ ...type, client_assertion: '' }, `Bearer ${assertion}`), 400, 'invalid_request');
  });

  it('is one method, and not also a secret in the body', async () => {
    const json = { ...(await app.authentication()), client_id: basic.clientId, client_secret: basic.secret };
    const reply = await send('POST', server.url + PATHS.customRegistrationV2('one-step', 'complete'), {
      json: { ...STATELESS, ...json },
    });
    expectRefusal(reply, 400, 'invalid_request');
  });
});

describe('Broken assertions', () => {
  const BROKEN = brokenAssertions(
    () => server,
    () => app,
  );

  it.each(BROKEN)('with %s are refused', async (_, _check, make) => {
    const authentication = {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await make(),
    };
    const body = expectRefusal(await app.complete('one-step', STATELESS, authentication), 400, 'invalid_client');
    expect(body.error_description).toBe('Client authentication failed.');
  });

  it('all get the same answer but for the error_id, and the cause goes to the log', async () => {
    const answers = new Set<string>();
    for (const [what, check, make] of BROKEN) {
      await server.seesAnotherMinute();
      const authentication = {
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await make(),
      };
      const reply = await app.complete('one-step', STATELESS, authentication);
      const { error_id, ...rest } = reply.body as unknown as Record<string, unknown>;
      answers.add(JSON.stringify([reply.status, rest]));
      const { cause } = server.log.find((line) => line.error_id === error_id)!;
      expect({ what, cause }).toEqual({
        what,
        cause: check === 'client' ? 'unknown client' : `${check}: not as expected`,
      });
    }
    expect(BROKEN.length).toBeGreaterThanOrEqual(40);
    expect(answers.size).toBe(1);
  });

  it('of a key that was never registered are refused', async () => {
    const stranger = await DeviceKey.generate();
    const authentication = {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await stranger.assertion(app.clientId, server.issuer, server.clock.now()),
    };
    expectRefusal(await app.complete('one-step', STATELESS, authentication), 400, 'invalid_client');
  });
});

describe('HTTP itself', () => {
  const path = PATHS.customRegistrationV2('one-step', 'complete');
  const raw = async (init: RequestInit & { path?: string }) => {
    const response = await fetch(server.url + (init.path ?? path), init);
    const text = await response.text();
    return {
      request: {} as never,
      status: response.status,
      headers: response.headers,
      body: JSON.parse(text) as unknown,
    };
  };
  const json = { 'content-type': 'application/json' };

  it.each(['GET', 'PUT', 'PATCH', 'DELETE'])('%s is 405 with Allow', async (method) => {
    const reply = await raw({ method });
    expectRefusal(reply, 405, 'invalid_request');
    expect(reply.headers.get('allow')).toBe('POST');
  });

  it.each([
    ['form', { 'content-type': 'application/x-www-form-urlencoded' }, 'a=b'],
    ['text', { 'content-type': 'text/plain' }, 'a'],
    ['xml', { 'content-type': 'application/xml' }, '<a/>'],
  ])('a %s body is 415', async (_, headers, body) => {
    expectRefusal(await raw({ method: 'POST', headers, body }), 415, 'invalid_request');
  });

  it.each([
    ['no JSON', '{'],
    ['an empty body', ''],
    ['a prototype attack', '{"__proto__":{"x":1}}'],
    ['a body nested too deeply', `{"a":${'['.repeat(65)}${']'.repeat(65)}}`],
    ['NUL in a string', '{"data":"\\u0000"}'],
    ['half a surrogate pair', '{"data":"\\ud800"}'],
  ])('%s is 400', async (_, body) => {
    expectRefusal(await raw({ method: 'POST', headers: json, body }), 400, 'invalid_request');
  });

  it.each([
    ['a value that is none', '{"data": Jane}'],
    ['a text that does not end', '{"data": "Jane'],
    ['something behind the end', '{} Jane'],
    ['a member that is not taken', '{"__proto__": {"Jane": 1}}'],
  ])('nothing of a body with %s stands in the log', async (_, body) => {
    await server.seesAnotherMinute();
    const { error_id } = expectRefusal(await raw({ method: 'POST', headers: json, body }), 400, 'invalid_request');
    const line = server.log.find((one) => one.error_id === error_id);
    expect(line).toMatchObject({ cause: 'the body is not taken as JSON' });
    expect(JSON.stringify(line)).not.toContain('Jane');
  });

  it.each([['null'], ['[]'], ['7'], ['"text"']])('the body %s is 400', async (body) => {
    expectRefusal(await raw({ method: 'POST', headers: json, body }), 400, 'invalid_request');
  });

  it('a body over 64 KiB is 413', async () => {
    const body = JSON.stringify({ data: 'x'.repeat(65 * 1024) });
    expectRefusal(await raw({ method: 'POST', headers: json, body }), 413, 'invalid_request');
  });

  it('an unknown address is 404', async () => {
    expectRefusal(
      await raw({ path: '/oauth/v3/nothing', method: 'POST', headers: json, body: '{}' }),
      404,
      'not_found',
    );
  });

  it('NUL in the address is 400', async () => {
    const address = '/oauth/v2/custom-registration/a%00b/complete';
    expectRefusal(await raw({ path: address, method: 'POST', headers: json, body: '{}' }), 400, 'invalid_request');
  });

  it('a malformed address is 400 or 404, never a stack', async () => {
    const reply = await raw({
      path: '/oauth/v2/custom-registration/%ff/complete',
      method: 'POST',
      headers: json,
      body: '{}',
    });
    expect([400, 404]).toContain(reply.status);
    expect(JSON.stringify(reply.body)).not.toContain('at ');
  });
});
