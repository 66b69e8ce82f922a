import {
  BatchIntrospectionResponse,
  IntrospectionResponse,
  PATHS,
  STATELESS_AUTHENTICATION_GRANT,
} from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { AdminApi } from '../support/admin-api.js';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { expectRefusal, expectTokenHeaders } from '../support/expectations.js';

const SIGNED = 'application/token-introspection+jwt';

let server: AuthServer;
let world: Awaited<ReturnType<AuthServer['given']['statelessWorld']>>;
let token: string;
beforeAll(async () => {
  server = await AuthServer.start();
  world = await server.given.statelessWorld();
  token = await aToken();
});
afterAll(() => server.close());

async function aToken(profile_id = 'AAAAAA'): Promise<string> {
  const request = { profile_id, grant_type: STATELESS_AUTHENTICATION_GRANT };
  return (await world.app.complete(world.provider.identifier, request)).body.oauth_token!.access_token;
}

async function ask(
  form: Record<string, string>,
  accept: string,
  path: string = PATHS.introspectV2,
  authorization = world.resourceServer.basic,
) {
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: { authorization, accept },
    body: new URLSearchParams(form),
  });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text(), response };
}

describe('A signed introspection answer', () => {
  async function verified(text: string) {
    const keys = createRemoteJWKSet(new URL(server.url + PATHS.keys));
    return jwtVerify<{ token_introspection: unknown }>(text, keys, {
      issuer: server.issuer,
      audience: world.resourceServer.clientId,
      typ: 'token-introspection+jwt',
    });
  }

  it('carries the plain answer, and speaks of itself in the claims beside it', async () => {
    const reply = await ask({ token }, SIGNED);
    expect({ status: reply.status, type: reply.type }).toEqual({ status: 200, type: SIGNED });
    expect(reply.response.headers.get('cache-control')).toBe('no-store');
    const { payload } = await verified(reply.text);
    expect(Object.keys(payload).sort()).toEqual(['aud', 'iat', 'iss', 'token_introspection']);
    expect(payload.iat).toBeGreaterThanOrEqual(server.clock.now() - 5);
    expect(payload.token_introspection).toEqual(await world.resourceServer.introspect(token));
  });

  it('says of an inactive token that it is inactive, and no more', async () => {
    const { payload } = await verified((await ask({ token: 'A'.repeat(64) }, SIGNED)).text);
    expect(payload.token_introspection).toEqual({ active: false });
  });

  it('is given in v1 as well, with the seconds that remain', async () => {
    const { payload } = await verified((await ask({ token }, SIGNED, PATHS.introspectV1)).text);
    expect((payload.token_introspection as { exp: number }).exp).toBeLessThanOrEqual(900);
  });

  it.each([
    ['application/json', false],
    ['*/*', false],
    ['application/*', false],
    [`${SIGNED};q=0`, false],
    [`application/json, ${SIGNED};q=0.5`, false],
    [`application/json;q=0.9, ${SIGNED}`, true],
    [`${SIGNED.toUpperCase()}, application/json`, true],
  ])('for Accept: %s: %p', async (accept, signed) => {
    const reply = await ask({ token }, accept);
    expect(reply.type).toBe(signed ? SIGNED : 'application/json;charset=UTF-8');
    if (!signed) expect(IntrospectionResponse.parse(JSON.parse(reply.text))).toMatchObject({ active: true });
  });

  describe('is what an API client is registered for', () => {
    it.each([
      ['*/*', true],
      [SIGNED, true],
      ['application/json', false],
      [`application/json, ${SIGNED}`, true],
      [`application/json, ${SIGNED};q=0.1`, false],
    ])('with Accept: %s: %p', async (accept, isSigned) => {
      const caller = await server.given.resourceServer({ introspection_signed_response_alg: 'ES256' });
      const reply = await ask({ token }, accept, PATHS.introspectV2, caller.basic);
      expect(reply.type).toBe(isSigned ? SIGNED : 'application/json;charset=UTF-8');
      if (isSigned) expect(decodeProtectedHeader(reply.text).alg).toBe('ES256');
    });

    it('whatever the server signs with itself, while a key of that kind is published', async () => {
      await server.admin.call('rotateKeys', { body: { algorithm: 'RS256' } });
      const caller = await server.given.resourceServer({ introspection_signed_response_alg: 'RS256' });
      const reply = await ask({ token }, '*/*', PATHS.introspectV2, caller.basic);
      expect(decodeProtectedHeader(reply.text).alg).toBe('RS256');
      const keys = createRemoteJWKSet(new URL(server.url + PATHS.keys));
      await jwtVerify(reply.text, keys, { issuer: server.issuer, audience: caller.clientId });
      expect(decodeProtectedHeader((await ask({ token }, SIGNED)).text).alg).toBe('ES256');
      await server.admin.call('rotateKeys', { body: { algorithm: 'ES256' } });
      await server.admin.call('rotateKeys', { body: {} });
    });

    it('until an administrator takes it back', async () => {
      const caller = await server.given.resourceServer({ introspection_signed_response_alg: 'ES256' });
      const parameters = { client_id: caller.clientId };
      const { etag, ...client } = await server.admin.call('readApiClient', { parameters });
      expect(client.introspection_signed_response_alg).toBe('ES256');
      const body = { introspection_signed_response_alg: null };
      await server.admin.call('updateApiClient', { parameters, body, ifMatch: etag });
      const reply = await ask({ token }, '*/*', PATHS.introspectV2, caller.basic);
      expect(reply.type).toBe('application/json;charset=UTF-8');
    });

    it('also after every key was rotated: of each kind there is always one', async () => {
      const caller = await server.given.resourceServer({ introspection_signed_response_alg: 'RS256' });
      await server.clock.later(200_000, async () => {
        const admin = await AdminApi.signIn(server.url, ADMIN);
        for (let rotation = 0; rotation < 2; rotation += 1) await admin.call('rotateKeys', { body: {} });
        const reply = await ask({ token }, '*/*', PATHS.introspectV2, caller.basic);
        expect(decodeProtectedHeader(reply.text).alg).toBe('RS256');
      });
    });
  });

  it('is no form for refusals', async () => {
    const reply = await ask({}, SIGNED);
    expect({ status: reply.status, type: reply.type }).toEqual({
      status: 400,
      type: 'application/json;charset=UTF-8',
    });
  });
});

describe('User details on the top level', () => {
  const flat = { firstName: 'John', lastName: 'Doe' };
  const plain = async () => (await world.resourceServer.introspect(token)) as Record<string, unknown>;

  it('are told to an API client that is set to it, alone, among many and signed', async () => {
    const caller = await server.given.resourceServer({ introspection_flat_user_details: true });
    const expected = { ...(await plain()), ...flat };
    expect(await plain()).not.toHaveProperty('firstName');
    expect(await caller.introspect(token)).toEqual(expected);
    const many = await send('POST', server.url + PATHS.introspectBatch, {
      headers: { authorization: caller.basic },
      json: { tokens: [token, 'nonsense'] },
    });
    expect(many.body).toEqual({ results: [expected, { active: false }] });
    const signed = await ask({ token }, SIGNED, PATHS.introspectV2, caller.basic);
    expect(decodeJwt(signed.text).token_introspection).toEqual(expected);
    expect(await caller.introspect('nonsense')).toEqual({ active: false });
  });

  it('never stand where the server answers itself', async () => {
    const user = { id: 'jane', active: false, scope: 'admin', username: 'root', email: 'jane@example.com' };
    const script = `function execute() { return { status: 2000, user: ${JSON.stringify(user)} }; }`;
    const provider = await server.given.provider({ scripts: { complete: script } });
    const app = await server.given.appInstance(await server.given.mobileApplication(provider));
    const request = { profile_id: 'AAAAAA', grant_type: STATELESS_AUTHENTICATION_GRANT };
    const { oauth_token } = (await app.complete(provider.identifier, request)).body;
    const caller = await server.given.resourceServer({ introspection_flat_user_details: true });
    const answer = await caller.introspect(oauth_token!.access_token);
    expect(answer).toMatchObject({ active: true, scope: 'profile', sub: 'jane', email: 'jane@example.com' });
    expect(answer).not.toHaveProperty('username');
  });

  it('are off by default, and changed by an administrator', async () => {
    const caller = await server.given.resourceServer();
    const parameters = { client_id: caller.clientId };
    const before = await server.admin.call('readApiClient', { parameters });
    expect(before.introspection_flat_user_details).toBe(false);
    const set = async (introspection_flat_user_details: boolean, ifMatch: string) =>
      server.admin.call('updateApiClient', { parameters, body: { introspection_flat_user_details }, ifMatch });
    const on = await set(true, before.etag);
    expect(on.introspection_flat_user_details).toBe(true);
    expect(await caller.introspect(token)).toMatchObject(flat);
    expect((await set(false, on.etag)).introspection_flat_user_details).toBe(false);
    expect(await caller.introspect(token)).not.toHaveProperty('firstName');
  });
});

/**
 * Only look-ups of tokens count: other statements contain similar column names, and the server may read its
 * configuration at any time.
 */
const LOOKS_UP_TOKENS = /FROM access_token\s/;

describe('A token that this server never made, or long ago', () => {
  it.each([
    ['forged', () => 'A'.repeat(64)],
    ['changed in one place', () => token.replace(/.$/, (last) => (last === '0' ? '1' : '0'))],
    ['of another kind', () => 'nonsense'],
  ])('is told apart without asking the database: one that is %s', async (_, text) => {
    const { logger } = server.database.dataSource;
    const statements: string[] = [];
    const original = logger.logQuery.bind(logger);
    logger.logQuery = (sql) => void statements.push(sql);
    expect(await world.resourceServer.introspect(text())).toEqual({ active: false });
    expect(statements.filter((sql) => LOOKS_UP_TOKENS.test(sql))).toEqual([]);
    await world.resourceServer.introspect(token);
    logger.logQuery = original;
    expect(statements.filter((sql) => LOOKS_UP_TOKENS.test(sql))).toHaveLength(1);
  });
});

describe('Introspection of many tokens', () => {
  const batch = (body: unknown, headers: Record<string, string> = { authorization: world.resourceServer.basic }) =>
    send('POST', server.url + PATHS.introspectBatch, { headers, json: body });

  it('answers each in its place, and tells the database about them once', async () => {
    const tokens = [token, 'nonsense', await aToken('BBBBBB'), 'A'.repeat(64), token];
    const { logger } = server.database.dataSource;
    const statements: string[] = [];
    const original = logger.logQuery.bind(logger);
    logger.logQuery = (sql) => void statements.push(sql);
    const reply = await batch({ tokens });
    logger.logQuery = original;
    const asked = statements.filter((sql) => LOOKS_UP_TOKENS.test(sql));
    expectTokenHeaders(reply);
    const { results } = BatchIntrospectionResponse.parse(reply.body);
    expect(results.map((result) => result.active)).toEqual([true, false, true, false, true]);
    expect(results[0]).toEqual(await world.resourceServer.introspect(token));
    expect(results[1]).toEqual({ active: false });
    expect(results[4]).toEqual(results[0]);
    expect(asked).toHaveLength(1);
  });

  it('is as blind to foreign tokens as the single one', async () => {
    const other = await server.given.mobileApplication(world.provider);
    const foreign = await server.given.resourceServer({ applications: [other.identifier] });
    const reply = await batch({ tokens: [token] }, { authorization: foreign.basic });
    expect(reply.body).toEqual({ results: [{ active: false }] });
  });

  it('takes none and a hundred, not more', async () => {
    expect((await batch({ tokens: [] })).body).toEqual({ results: [] });
    const many = (count: number) => batch({ tokens: Array.from({ length: count }, () => token) });
    expect(((await many(100)).body as BatchIntrospectionResponse).results).toHaveLength(100);
    expectRefusal(await many(101), 400, 'invalid_request');
  });

  it.each<[string, unknown]>([
    ['holds a NUL', 'a\u0000'],
    ['is half a character', '\ud800'],
    ['is the other half', 'a\udc00b'],
    ['is empty', ''],
    ['is longer than any header', 'A'.repeat(100_000)],
    ['is null', null],
    ['is a number', 7],
    ['is a list', ['x']],
    ['is an object', { token: 'x' }],
    ['is true', true],
  ])('is not spoilt by one that %s', async (_, odd) => {
    const reply = await batch({ tokens: [token, odd, 'nonsense', token] });
    expect(reply.status).toBe(200);
    const { results } = BatchIntrospectionResponse.parse(reply.body);
    expect(results.map((result) => result.active)).toEqual([true, false, false, true]);
    expect(results[1]).toEqual({ active: false });
  });

  it('takes a hundred that are as long as a header may be', async () => {
    const long = Array.from({ length: 99 }, () => 'x'.repeat(16_384));
    const reply = await batch({ tokens: [token, ...long] });
    const { results } = BatchIntrospectionResponse.parse(reply.body);
    expect(results.filter((result) => result.active)).toHaveLength(1);
  });

  it.each([[{}], [{ tokens: 'x' }], [{ tokens: null }], [[]]])('refuses %j', async (body) => {
    expectRefusal(await batch(body), 400, 'invalid_request');
  });

  it('is for API clients with the scope, and for JSON', async () => {
    expectRefusal(await batch({ tokens: [] }, {}), 401, 'invalid_client');
    const other = await server.given.resourceServer({ scopes: ['onegini_api_events'] });
    expectRefusal(await batch({ tokens: [] }, { authorization: other.basic }), 403, 'insufficient_scope');
    const form = await world.resourceServer.request({ tokens: token }, { path: PATHS.introspectBatch });
    expectRefusal(form, 415, 'invalid_request');
  });
});
