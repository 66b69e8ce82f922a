import { TokenAnswer } from '@passant/contracts';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { EventLog } from '../../src/observation/event-log.js';
import { AuthServer } from '../support/auth-server.js';
import { Browser } from '../support/browser.js';
import { atHashOf, expectRefusal, expectTokenHeaders } from '../support/expectations.js';
import { CHALLENGE_SCRIPTS } from '../support/given.js';
import { codeOf } from '../support/relying-party.js';
import { tokenOf } from '../support/token-client.js';
import { clientOfWeb, dynamicClient, MASTER_TOKEN, signIn } from '../support/web-world.js';

const PERSON_SCRIPT = `function execute(data) {
  return { status: 2000, user: { id: 'person-' + data, amr: ['pwd'], city: 'Delft' } };
}`;

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
});
afterAll(() => server.close());

async function world(changes: Partial<Parameters<typeof clientOfWeb>[1]> = {}) {
  const provider = await server.given.provider({ scripts: { complete: PERSON_SCRIPT } });
  const { client, application } = await clientOfWeb(server, { provider, ...changes });
  return { provider, client, application, resourceServer: await server.given.resourceServer() };
}

async function eventsOf(clientId: string): Promise<string[]> {
  await server.app.get(EventLog).flush();
  const rows = await server.database.dataSource.query<{ name: string }[]>(
    'SELECT name FROM event WHERE client_id = $1 ORDER BY id',
    [clientId],
  );
  return rows.map((row) => row.name);
}

describe('An authorization code', () => {
  it('gives tokens of the default grant: a profile, a refresh token, an ID token that answers the request', async () => {
    const { client, resourceServer } = await world();
    const code = await signIn(server, client, 'anna', { scope: 'openid read', nonce: 'n-1' });
    const authenticatedAt = server.clock.now();
    const [reply, issuedAt] = await server.clock.later(30, async () => {
      return [await client.exchange(code), server.clock.now()] as const;
    });
    expect(reply.status).toBe(200);
    expectTokenHeaders(reply);
    const tokens = TokenAnswer.parse(reply.body);
    expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'openid read', expires_in: 900 });
    const { keys } = (await (await fetch(`${server.url}/oauth/v1/keys`)).json()) as JSONWebKeySet;
    const { payload } = await jwtVerify(tokens.id_token!, createLocalJWKSet({ keys }), {
      issuer: server.issuer,
      audience: client.clientId,
      currentDate: new Date(issuedAt * 1000),
    });
    expect(payload).toMatchObject({
      sub: 'person-anna',
      nonce: 'n-1',
      amr: ['pwd'],
      at_hash: atHashOf(tokens.access_token),
    });
    // None of the requested scopes releases it.
    expect(payload).not.toHaveProperty('city');
    expect(payload['auth_time']).toBeLessThanOrEqual(authenticatedAt);
    expect(payload.iat! - (payload['auth_time'] as number)).toBeGreaterThanOrEqual(30);
    expect(await resourceServer.introspect(tokens.access_token)).toMatchObject({
      active: true,
      sub: 'person-anna',
      client_id: client.clientId,
      scope: 'openid read',
      amr: ['DEFAULT'],
    });
    const renewed = await tokenOf(server.url, client.proof, {
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token!,
    });
    expect(renewed.body).toMatchObject({ scope: 'openid read' });
    const claims = await jwtVerify(renewed.body.id_token!, createLocalJWKSet({ keys }), {
      currentDate: new Date(server.clock.now() * 1000),
    });
    expect(claims.payload).toMatchObject({
      auth_time: payload['auth_time'],
      at_hash: atHashOf(renewed.body.access_token),
    });
    expect(await eventsOf(client.clientId)).toEqual(
      expect.arrayContaining([
        'CUSTOM_REGISTRATION_COMPLETE_SUCCESS',
        'CONSENT_GIVEN',
        'AUTHZ_REQUEST_GRANT_CREATED',
        'TOKEN_REQUEST_ACCESS_TOKEN_CREATED',
        'ID_TOKEN_CREATED',
      ]),
    );
  });

  it('is told to operators with what was given for it, and to whom', async () => {
    const { client, application, provider } = await world();
    const { body } = await client.exchange(await signIn(server, client, 'anna', { scope: 'openid read' }));
    const form = { grant_type: 'refresh_token', refresh_token: body.refresh_token! };
    await tokenOf(server.url, client.proof, { ...form, scope: 'openid' });
    await server.noted();
    const { items } = await server.admin.call('listEvents', { query: { client_id: client.clientId } });
    const whose = {
      application: application.identifier,
      identity_provider: provider.identifier,
      user_id: 'person-anna',
    };
    expect(items.filter(({ name }) => /^(TOKEN|ID_TOKEN)/.test(name))).toMatchObject([
      { ...whose, name: 'ID_TOKEN_CREATED' },
      { ...whose, name: 'TOKEN_REQUEST_ACCESS_TOKEN_REFRESHED', details: { scope: 'openid' } },
      { ...whose, name: 'ID_TOKEN_CREATED' },
      {
        ...whose,
        name: 'TOKEN_REQUEST_ACCESS_TOKEN_CREATED',
        details: { token_type: 'DEFAULT', scope: 'openid read' },
      },
    ]);
  });

  it('keeps one profile per person and client, however often they come', async () => {
    const { client } = await world();
    for (const person of ['anna', 'anna', 'bert']) {
      expect((await client.exchange(await signIn(server, client, person))).status).toBe(200);
    }
    const profiles = await server.database.dataSource.query<{ user_id: string }[]>(
      'SELECT user_id FROM profile WHERE client_id = $1 ORDER BY user_id',
      [client.clientId],
    );
    expect(profiles.map((row) => row.user_id)).toEqual(['person-anna', 'person-bert']);
  });

  it('is at rest as a hash, and says of nobody who they are', async () => {
    const { client } = await world();
    const code = await signIn(server, client, 'canary-4711');
    const rows = await server.database.dataSource.query<{ row: string }[]>(
      'SELECT authorization_code::text AS row FROM authorization_code WHERE client_id = $1',
      [client.clientId],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.row).not.toContain(code);
    expect(rows[0]!.row.toLowerCase()).not.toContain(code.toLowerCase());
    for (const text of ['canary-4711', Buffer.from('canary-4711').toString('hex')]) {
      expect(rows[0]!.row).not.toContain(text);
    }
    await server.noted();
    expect(JSON.stringify(server.log)).not.toContain('canary-4711');
    expect(JSON.stringify(server.log)).not.toContain(code);
  });

  it('gives a refresh token only where client and application both allow it', async () => {
    const { client: without } = await world({ grantTypes: ['authorization_code'] });
    const reply = await without.exchange(await signIn(server, without, 'anna'));
    expect(reply.body.access_token).toMatch(/^[0-9A-F]{64}$/);
    expect(reply.body).not.toHaveProperty('refresh_token');
    const { client: off } = await world({ refreshTokens: false });
    expect((await off.exchange(await signIn(server, off, 'anna'))).body).not.toHaveProperty('refresh_token');
  });

  it('gives no ID token without openid', async () => {
    const { client } = await world();
    const reply = await client.exchange(await signIn(server, client, 'anna', { scope: 'read' }));
    expect(reply.body).toMatchObject({ scope: 'read' });
    expect(reply.body).not.toHaveProperty('id_token');
  });
});

describe('An authorization code is good once', () => {
  it('and whoever uses it again ends everything that was given for it', async () => {
    const { client, resourceServer } = await world();
    const code = await signIn(server, client, 'anna', { scope: 'openid' });
    const first = (await client.exchange(code)).body;
    const renewed = await tokenOf(server.url, client.proof, {
      grant_type: 'refresh_token',
      refresh_token: first.refresh_token!,
    });
    expectRefusal(await client.exchange(code), 400, 'invalid_grant');
    expect(await resourceServer.introspect(first.access_token)).toEqual({ active: false });
    expect(await resourceServer.introspect(renewed.body.access_token)).toEqual({ active: false });
    const form = { grant_type: 'refresh_token', refresh_token: renewed.body.refresh_token! };
    expectRefusal(await tokenOf(server.url, client.proof, form), 400, 'invalid_grant');
    expect(await eventsOf(client.clientId)).toContain('TOKEN_REQUEST_CODE_REUSED');
  });

  it('also where there was no refresh token', async () => {
    const { client, resourceServer } = await world({ grantTypes: ['authorization_code'] });
    const code = await signIn(server, client, 'anna');
    const first = (await client.exchange(code)).body;
    expect(await resourceServer.introspect(first.access_token)).toMatchObject({ active: true });
    expectRefusal(await client.exchange(code), 400, 'invalid_grant');
    expect(await resourceServer.introspect(first.access_token)).toEqual({ active: false });
  });

  it.each<[string, Record<string, string>]>([
    ['another verifier', { code_verifier: 'v'.repeat(43) }],
    ['no verifier', { code_verifier: '' }],
    ['another redirect URI', { redirect_uri: 'https://rp.example.com/other' }],
  ])('and who could not have used it ends nothing by it: with %s', async (_, changes) => {
    const { client, resourceServer } = await world();
    const code = await signIn(server, client, 'anna');
    const { access_token: token } = (await client.exchange(code)).body;
    expect((await client.exchange(code, changes)).status).toBe(400);
    expect(await resourceServer.introspect(token)).toMatchObject({ active: true });
    expect(await eventsOf(client.clientId)).not.toContain('TOKEN_REQUEST_CODE_REUSED');
  });

  it('and no other client can end anything by it', async () => {
    const { client, resourceServer } = await world();
    const { client: other } = await world();
    const code = await signIn(server, client, 'anna');
    const { access_token: token } = (await client.exchange(code)).body;
    expectRefusal(await client.exchange(code, {}, other.proof), 400, 'invalid_grant');
    expect(await resourceServer.introspect(token)).toMatchObject({ active: true });
  });

  it('however many requests come for it at once', async () => {
    const { client } = await world();
    const code = await signIn(server, client, 'anna');
    const replies = await Promise.all(Array.from({ length: 8 }, () => client.exchange(code)));
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
    expect(replies.filter((reply) => reply.body && 'error' in reply.body)).toHaveLength(7);
  });

  it('and for a minute', async () => {
    const { client } = await world();
    const code = await signIn(server, client, 'anna');
    expectRefusal(await server.clock.later(61, () => client.exchange(code)), 400, 'invalid_grant');
  });
});

describe('A client that registered itself', () => {
  const REDIRECT = 'https://rp.example.com/callback';
  beforeAll(async () => {
    await server.given.provider({ name: 'For everybody', default: true, scripts: { complete: PERSON_SCRIPT } });
  });

  it.each([
    ['client_secret_basic', 'web', REDIRECT],
    ['client_secret_post', 'web', REDIRECT],
    ['none', 'web', REDIRECT],
    ['none', 'native', 'http://127.0.0.1/callback'],
    ['none', 'native', 'com.example.app:/callback'],
  ])('with %s, %s, comes by at %s', async (method, type, redirectUri) => {
    const client = await dynamicClient(server, {
      application_type: type,
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: method,
      grant_types: ['authorization_code', 'refresh_token'],
    });
    const reply = await client.exchange(await signIn(server, client, 'anna', { scope: 'openid' }));
    expect(reply.body).toMatchObject({ scope: 'openid', expires_in: 900 });
    const form = { grant_type: 'refresh_token', refresh_token: reply.body.refresh_token! };
    const renewed = await tokenOf(server.url, client.proof, form);
    expect(renewed.body.refresh_token).not.toBe(reply.body.refresh_token);
    const more = { grant_type: 'refresh_token', refresh_token: renewed.body.refresh_token!, scope: 'openid read' };
    expect((await tokenOf(server.url, client.proof, more)).body).toMatchObject({ scope: 'openid' });
    // The successor has been used: whoever still presents the first token is not its rightful holder.
    expectRefusal(await tokenOf(server.url, client.proof, form), 400, 'invalid_grant');
  });

  it('for a web application has its providers, its scopes and its tokens', async () => {
    const provider = await server.given.provider({ scripts: { complete: PERSON_SCRIPT } });
    const application = await server.given.webApplication(provider, { user_authentication: { refresh_tokens: true } });
    const metadata = {
      redirect_uris: [REDIRECT],
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code', 'refresh_token'],
    };
    const client = await dynamicClient(server, metadata, await server.given.initialAccessToken(application));
    const reply = await client.exchange(await signIn(server, client, 'anna', { scope: 'openid read' }));
    expect(reply.body).toMatchObject({ scope: 'openid read', refresh_token: expect.stringMatching(/^[0-9A-F]{64}$/) });
    const resourceServer = await server.given.resourceServer();
    expect(await resourceServer.introspect(reply.body.access_token)).toMatchObject({
      app_identifier: application.identifier,
      sub: 'person-anna',
    });
  });

  it('for a mobile application keeps no address to be answered at', async () => {
    const provider = await server.given.provider({ scripts: { complete: PERSON_SCRIPT } });
    const application = await server.given.mobileApplication(provider);
    const metadata = {
      application_type: 'native',
      redirect_uris: [REDIRECT],
      token_endpoint_auth_method: 'client_secret_basic',
      app_platform: 'ios',
      software_version: '1.0',
    };
    const client = await dynamicClient(server, metadata, await server.given.initialAccessToken(application));
    const page = await new Browser(server.url).open(client.request());
    expect([page.status, page.title]).toEqual([400, 'This link leads nowhere']);
  });

  it('may use any port of its own machine, and has to name the same one again', async () => {
    const client = await dynamicClient(server, {
      application_type: 'native',
      redirect_uris: ['http://127.0.0.1/callback'],
      token_endpoint_auth_method: 'none',
    });
    const here = 'http://127.0.0.1:52314/callback';
    const code = await signIn(server, client, 'anna', { redirect_uri: here });
    expectRefusal(await client.exchange(code), 400, 'invalid_grant');
    expect((await client.exchange(code, { redirect_uri: here })).status).toBe(200);
  });

  it.each([
    ['for its own name', 'client_credentials'],
    ['without asking', 'urn:onewelcome:oauth2:grant_type:implicit_authentication'],
  ])('without a secret gets nothing %s', async (_, grantType) => {
    const client = await dynamicClient(server, {
      redirect_uris: [REDIRECT],
      token_endpoint_auth_method: 'none',
    });
    const reply = await tokenOf(server.url, client.proof, { grant_type: grantType });
    expectRefusal(reply, 400, 'unauthorized_client');
  });
});

describe('A TWO_STEP provider', () => {
  it('asks first, then hears the answer, and its transaction gives one code', async () => {
    const provider = await server.given.twoStepProvider({ scripts: CHALLENGE_SCRIPTS });
    const { client } = await clientOfWeb(server, { provider });
    const browser = new Browser(server.url);
    const start = await browser.open(client.request());
    expect(start.title).toBe('Sign in with External scheme');
    const asked = await start.send('provider', { provider: provider.identifier });
    expect(asked.html).toContain('>challenge</pre>');
    const again = await asked.send('answer', { data: 'wrong' });
    expect(again.html).toContain('try again');
    expect(again.html).toContain('>challenge</pre>');
    const consent = await again.send('answer', { data: 'right' });
    const code = codeOf(await consent.send('consent'));
    expect((await client.exchange(code)).status).toBe(200);
    // The button is pressed again, or the page revisited: that challenge is over, so the person is asked again, right
    // here.
    const late = await again.send('answer', { data: 'right' });
    expect([late.status, late.title]).toEqual([200, 'Sign in with External scheme']);
    expect(late.html).toContain('answered before');
    expect(await eventsOf(client.clientId)).toContain('CUSTOM_REGISTRATION_INVALID_TRANSACTION');
    const anew = await late.send('provider', { provider: provider.identifier });
    expect(anew.html).toContain('>challenge</pre>');
  });
});
