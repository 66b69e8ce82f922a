import { ClientInformation, DirectAuthorizationResponse } from '@passant/contracts';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { MasterToken } from '../../src/credentials/master-token.js';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal, expectTokenHeaders } from '../support/expectations.js';
import { HELLO_WORLD, MASTER_TOKEN, PRO_FORMA, Registrar } from '../support/registrar.js';

let server: AuthServer;
let canonical: Registrar;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
  canonical = new Registrar(server);
});
afterAll(() => server.close());

const ID = /^[a-z2-7]{13}$/;

describe.each([
  ['under the paths that the customer’s document prints', '/c2id' as const, 200],
  ['under the server’s own paths', '/oauth' as const, 201],
])('The three steps %s', (_, prefix, created) => {
  it('make a pro-forma client, a token for a developer, and the developer’s client', async () => {
    const registrar = new Registrar(server, prefix);
    const first = await registrar.register(MASTER_TOKEN, PRO_FORMA);
    expect(first.status).toBe(created);
    expectTokenHeaders(first);
    const proForma = ClientInformation.parse(first.body);
    expect(proForma.client_id).toMatch(ID);
    expect(proForma).toMatchObject({
      ...PRO_FORMA,
      response_types: [],
      client_id_issued_at: expect.any(Number) as number,
      registration_client_uri: `${server.url}${prefix}/clients/${proForma.client_id}`,
      registration_access_token: expect.any(String) as string,
    });
    // Exactly the members that the customer’s document shows, in its order.
    expect(Object.keys(first.body as object)).toEqual([
      'client_id',
      'client_id_issued_at',
      'registration_client_uri',
      'registration_access_token',
      'grant_types',
      'response_types',
      'client_name',
      'token_endpoint_auth_method',
    ]);

    const second = await registrar.directAuthorization({
      sub: 'hackaton-atendee-01',
      client_id: proForma.client_id,
      scope: ['client-reg'],
      audience: [registrar.endpoint],
      access_token: { lifetime: 86400, encoding: 'IDENTIFIER' },
    });
    expect(second.status).toBe(200);
    expectTokenHeaders(second);
    const token = DirectAuthorizationResponse.parse(second.body);
    expect(token.access_token).toMatch(/^[\w-]{22}\.[\w-]{22}$/);
    expect(token).toMatchObject({ scope: 'client-reg', token_type: 'Bearer', expires_in: 86400 });

    const third = await registrar.register(token.access_token, HELLO_WORLD);
    expect(third.status).toBe(created);
    const client = ClientInformation.parse(third.body);
    expect(client.client_id).toMatch(ID);
    expect(client).toMatchObject({
      ...HELLO_WORLD,
      application_type: 'web',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
      client_secret: expect.any(String) as string,
      client_secret_expires_at: 0,
    });

    const { registration_client_uri: uri, registration_access_token: own } = client;
    const read = await registrar.call('GET', uri, own);
    expect(read.status).toBe(200);
    expect(read.body).toMatchObject(HELLO_WORLD);
    const renamed = { ...HELLO_WORLD, client_id: client.client_id, client_name: 'Hello again' };
    expect((await registrar.call('PUT', uri, own, renamed)).body).toMatchObject({ client_name: 'Hello again' });

    expectRefusal(await registrar.register(token.access_token, HELLO_WORLD), 401, 'invalid_token');
  });
});

describe('A self-contained initial access token', () => {
  const SELF_CONTAINED = { lifetime: 600, encoding: 'SELF_CONTAINED' };

  it('is a JWT of RFC 9068 and makes one client, however many ask at once', async () => {
    const token = await canonical.initialAccessToken(['client-reg:grant:code'], SELF_CONTAINED);
    expect(decodeProtectedHeader(token)).toMatchObject({ typ: 'at+jwt', alg: 'ES256' });
    expect(decodeJwt(token)).toMatchObject({
      iss: server.issuer,
      sub: 'dev',
      aud: canonical.endpoint,
      scope: 'client-reg:grant:code',
    });
    const replies = await Promise.all(Array.from({ length: 12 }, () => canonical.register(token, HELLO_WORLD)));
    expect(replies.filter((reply) => reply.status === 201)).toHaveLength(1);
    for (const reply of replies.filter(({ status }) => status !== 201)) expectRefusal(reply, 401, 'invalid_token');
  });

  it('expires', async () => {
    const token = await canonical.initialAccessToken(undefined, SELF_CONTAINED);
    await server.clock.later(601, async () => {
      expectRefusal(await canonical.register(token, HELLO_WORLD), 401, 'invalid_token');
    });
  });

  it.each([
    ['another signature', (token: string) => `${token.slice(0, -4)}${token.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`],
    ['no signature', (token: string) => `${token.split('.', 2).join('.')}.`],
    ['the algorithm none', (token: string) => `eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.${token.split('.')[1]!}.AA`],
  ])('is refused with %s', async (_, forge) => {
    const token = await canonical.initialAccessToken(undefined, SELF_CONTAINED);
    expectRefusal(await canonical.register(forge(token), HELLO_WORLD), 401, 'invalid_token');
    expect((await canonical.register(token, HELLO_WORLD)).status).toBe(201);
  });
});

describe('A token that is presented', () => {
  it('and forged is refused without asking the database', async () => {
    const real = await canonical.initialAccessToken();
    const signed = await canonical.initialAccessToken(undefined, { lifetime: 600, encoding: 'SELF_CONTAINED' });
    const forged = [
      `${'A'.repeat(22)}.${'A'.repeat(22)}`,
      real.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
      `${signed.slice(0, -4)}AAAA`,
      'F'.repeat(64),
      'anything',
    ];
    await server.noted();
    const asked: string[] = [];
    const { dataSource } = server.database;
    // Every SQL statement of the server goes through here, whichever repository it comes from.
    const query = dataSource.manager.query.bind(dataSource.manager);
    const transaction = dataSource.manager.transaction.bind(dataSource.manager);
    dataSource.manager.query = ((sql: string, parameters: unknown[]) => {
      asked.push(sql);
      return query(sql, parameters);
    }) as typeof dataSource.manager.query;
    dataSource.manager.transaction = ((...work: Parameters<typeof transaction>) => {
      asked.push('BEGIN');
      return transaction(...work);
    }) as typeof dataSource.manager.transaction;
    const aboutTokens = () => asked.filter((sql) => sql === 'BEGIN' || /initial_access_token|access_token/.test(sql));
    try {
      for (const token of forged) {
        expectRefusal(await canonical.register(token, HELLO_WORLD), 401, 'invalid_token');
        expectRefusal(await canonical.register(token, HELLO_WORLD, '?dry_run=true'), 401, 'invalid_token');
      }
      expect(aboutTokens()).toEqual([]);
      // Proves that the recording works at all.
      await canonical.register(real, HELLO_WORLD);
      expect(aboutTokens()).not.toEqual([]);
    } finally {
      dataSource.manager.query = query;
      dataSource.manager.transaction = transaction;
    }
  });

  it('and good for something else is refused with 403 and the scope that it lacks', async () => {
    const { app, provider } = await server.given.statelessWorld();
    const { body } = await app.complete(provider.identifier, { profile_id: 'AAAAAA' });
    const reply = await canonical.register(body.oauth_token!.access_token, HELLO_WORLD);
    expectRefusal(reply, 403, 'insufficient_scope');
    expect(reply.headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope", scope="client-reg"');
  });

  it('and for another audience is refused, and not spent', async () => {
    const token = await canonical.initialAccessToken();
    await server.database.dataSource.query(`UPDATE initial_access_token SET audience = '{https://other.example}'`);
    expectRefusal(await canonical.register(token, HELLO_WORLD), 401, 'invalid_token');
    await server.database.dataSource.query(`UPDATE initial_access_token SET audience = '{}'`);
    expect((await canonical.register(token, HELLO_WORLD)).status).toBe(201);
  });

  it('dies with the pro-forma client it was issued to', async () => {
    const proForma = await canonical.client(PRO_FORMA);
    const issue = { sub: 'dev', client_id: proForma.client_id, scope: ['client-reg'], audience: [server.issuer] };
    const { access_token } = DirectAuthorizationResponse.parse((await canonical.directAuthorization(issue)).body);
    await canonical.call('DELETE', proForma.registration_client_uri, proForma.registration_access_token);
    expectRefusal(await canonical.register(access_token, HELLO_WORLD), 401, 'invalid_token');
  });

  it('rests while the pro-forma client it was issued to is switched off', async () => {
    const { client_id } = await canonical.client(PRO_FORMA);
    const issue = { sub: 'dev', client_id, scope: ['client-reg'], audience: [server.issuer] };
    const { access_token } = DirectAuthorizationResponse.parse((await canonical.directAuthorization(issue)).body);
    await server.store.clients.setEnabled(client_id, 'dynamic', false);
    expectRefusal(await canonical.register(access_token, HELLO_WORLD, '?dry_run=true'), 401, 'invalid_token');
    expectRefusal(await canonical.register(access_token, HELLO_WORLD), 401, 'invalid_token');
    await server.store.clients.setEnabled(client_id, 'dynamic', true);
    expect((await canonical.register(access_token, HELLO_WORLD)).status).toBe(201);
  });
});

describe('A dry run', () => {
  it('says what would be registered, and spends nothing', async () => {
    const token = await canonical.initialAccessToken();
    const count = async () => server.database.dataSource.query('SELECT count(*) AS count FROM client');
    const before = await count();
    const reply = await canonical.register(token, { ...HELLO_WORLD, unknown: 1 }, '?dry_run=true');
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      ...HELLO_WORLD,
      application_type: 'web',
      grant_types: ['authorization_code'],
      id_token_signed_response_alg: 'RS256',
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
    });
    const wrong = await canonical.register(token, { redirect_uris: ['http://example.com'] }, '?dry_run=true');
    expectRefusal(wrong, 400, 'invalid_redirect_uri');
    expectRefusal(await canonical.register(token, { client_name: 7 }, '?dry_run=true'), 400, 'invalid_client_metadata');
    expect(await count()).toEqual(before);
    expect((await canonical.register(token, HELLO_WORLD, '?dry_run=false')).status).toBe(201);
    expectRefusal(await canonical.register(token, HELLO_WORLD, '?dry_run=true'), 401, 'invalid_token');
  });

  it('is asked for with true or false and nothing else', async () => {
    const token = await canonical.initialAccessToken();
    expectRefusal(await canonical.register(token, HELLO_WORLD, '?dry_run=yes'), 400, 'invalid_request');
    expect((await canonical.register(token, HELLO_WORLD)).status).toBe(201);
  });

  it('that is refused leaves no event', async () => {
    const eventsAbout = async () => {
      await server.noted();
      return (await server.admin.call('listEvents', { query: { name: 'DYNAMIC_REG_FAILED_INVALID_METADATA' } })).items;
    };
    const before = await eventsAbout();
    await canonical.register(MASTER_TOKEN, { grant_types: ['password'] }, '?dry_run=true');
    expect(await eventsAbout()).toHaveLength(before.length);
    await canonical.register(MASTER_TOKEN, { grant_types: ['password'] });
    expect(await eventsAbout()).toHaveLength(before.length + 1);
  });
});

describe('What spends a token', () => {
  it.each([
    ['a redirect URI that is refused', { redirect_uris: ['https://example.com/cb#x'] }, 400, 'invalid_redirect_uri'],
    ['a grant nobody has', { ...HELLO_WORLD, grant_types: ['password'] }, 400, 'invalid_client_metadata'],
    ['a grant it does not cover', { ...HELLO_WORLD, grant_types: ['client_credentials'] }, 403, 'insufficient_scope'],
    ['a body that is no object', [HELLO_WORLD], 400, 'invalid_client_metadata'],
  ])('is %s', async (_, metadata, status, code) => {
    const token = await canonical.initialAccessToken(['client-reg:grant:code']);
    expectRefusal(await canonical.register(token, metadata), status, code);
    expectRefusal(await canonical.register(token, HELLO_WORLD), 401, 'invalid_token');
  });

  it('is not a fault of the server', async () => {
    const token = await canonical.initialAccessToken();
    const { dataSource } = server.database;
    await dataSource.query('ALTER TABLE client ADD CONSTRAINT fault CHECK (false) NOT VALID');
    expectRefusal(await canonical.register(token, HELLO_WORLD), 500, 'server_error');
    await dataSource.query('ALTER TABLE client DROP CONSTRAINT fault');
    expect((await canonical.register(token, HELLO_WORLD)).status).toBe(201);
  });

  it('is not a wrong media type', async () => {
    const token = await canonical.initialAccessToken();
    const form = await fetch(canonical.endpoint, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: new URLSearchParams({ client_name: 'x' }),
    });
    expect(form.status).toBe(415);
    expect((await canonical.register(token, HELLO_WORLD)).status).toBe(201);
  });
});

describe('Direct authorisation', () => {
  it.each([
    ['no token', undefined, 'Bearer'],
    ['a wrong token', 'x'.repeat(32), 'Bearer error="invalid_token"'],
  ])('is refused with %s, before the body is looked at', async (_, token, challenge) => {
    const reply = await canonical.call('POST', `${server.url}/oauth/direct-authz/rest/v2`, token, { nonsense: true });
    expectRefusal(reply, 401, 'invalid_token');
    expect(reply.headers.get('www-authenticate')).toBe(challenge);
  });

  it.each([
    ['no sub', { sub: undefined }, 'invalid_request'],
    ['no client_id', { client_id: undefined }, 'invalid_request'],
    ['no audience', { audience: undefined }, 'invalid_request'],
    ['an empty audience', { audience: [] }, 'invalid_request'],
    ['a foreign audience', { audience: ['https://other.example'] }, 'invalid_request'],
    ['an unknown client', { client_id: 'nobody' }, 'invalid_request'],
    ['an unknown encoding', { access_token: { encoding: 'SECRET' } }, 'invalid_request'],
    ['no lifetime to speak of', { access_token: { lifetime: 0 } }, 'invalid_request'],
    ['an unknown scope', { scope: ['client-reg:grant:magic'] }, 'invalid_scope'],
    ['no scope', { scope: undefined }, 'invalid_scope'],
    ['a scope that is null', { scope: null }, 'invalid_scope'],
    ['an empty list of scopes', { scope: [] }, 'invalid_scope'],
  ])('is refused with %s', async (_, change, code) => {
    const { client_id } = await canonical.client(PRO_FORMA);
    const body = { sub: 'dev', client_id, scope: ['client-reg'], audience: [server.issuer], ...change };
    expectRefusal(await canonical.directAuthorization(body), 400, code);
  });

  it('notes what it gave, and never the token', async () => {
    const token = await canonical.initialAccessToken(['client-reg:grant:code']);
    const { items } = await server.admin.call('listEvents', { query: { name: 'ADMIN_INITIAL_ACCESS_TOKEN_CREATED' } });
    expect(items[0]).toMatchObject({ after: { scope: ['client-reg:grant:code'], registrations: 1 } });
    expect(JSON.stringify(items)).not.toContain(token.slice(0, 22));
    expect(JSON.stringify(await server.database.dataSource.query('SELECT * FROM initial_access_token'))).not.toContain(
      token.slice(0, 22),
    );
  });
});

describe('The master token', () => {
  it('is drawn where the operator gave none, shown once, and the same for every instance', async () => {
    const other = await AuthServer.start();
    try {
      const shown = other.firstStart.masterToken!;
      expect(shown).toMatch(/^[\w-]{43}$/);
      expect((await new Registrar(other).register(shown, PRO_FORMA)).status).toBe(201);
      expectRefusal(await new Registrar(other).register(MASTER_TOKEN, PRO_FORMA), 401, 'invalid_token');
      const rows = await other.database.dataSource.query('SELECT * FROM configuration_version');
      expect(JSON.stringify(rows)).not.toContain(shown);
      expect(await other.startAgain()).not.toHaveProperty('masterToken');
      expect(other.app.get(MasterToken).matches(shown)).toBe(true);
    } finally {
      await other.close();
    }
  });
});
