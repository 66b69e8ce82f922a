import { type ClientInformation } from '@passant/contracts';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal, expectTokenHeaders } from '../support/expectations.js';
import { KeyPublisher } from '../support/key-publisher.js';
import { HELLO_WORLD, MASTER_TOKEN, PRO_FORMA, Registrar } from '../support/registrar.js';

/** A public server: the leniency for a developer's own machine does not apply here. */
let server: AuthServer;
let registrar: Registrar;
beforeAll(async () => {
  server = await AuthServer.start({
    PASSANT_MASTER_TOKEN: MASTER_TOKEN,
    PASSANT_PUBLIC_URL: 'https://login.example.com',
  });
  registrar = new Registrar(server);
});
afterAll(() => server.close());

const register = (changes: object) => registrar.register(MASTER_TOKEN, { ...HELLO_WORLD, ...changes });

describe('A web client', () => {
  it('that names nothing but its redirect URI is told every default', async () => {
    const reply = await registrar.register(MASTER_TOKEN, { redirect_uris: ['https://rp.example.com/callback'] });
    expect(reply.status).toBe(201);
    expectTokenHeaders(reply);
    const { client_id, ...rest } = reply.body as ClientInformation;
    expect(rest).toEqual({
      client_id_issued_at: expect.any(Number) as number,
      client_secret: expect.stringMatching(/^[\w-]{43}$/) as string,
      client_secret_expires_at: 0,
      registration_client_uri: `https://login.example.com/oauth/clients/${client_id}`,
      registration_access_token: expect.stringMatching(/^[\w-]{43}$/) as string,
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
      application_type: 'web',
      id_token_signed_response_alg: 'RS256',
      redirect_uris: ['https://rp.example.com/callback'],
    });
  });

  it('is given back what the server changed: a value twice is one, null is nothing', async () => {
    const uri = 'https://rp.example.com/callback';
    const reply = await register({ redirect_uris: [uri, uri], client_name: null, logo_uri: null });
    expect(reply.body).toMatchObject({ redirect_uris: [uri] });
    expect(reply.body).not.toHaveProperty('client_name');
  });

  it('never chooses its own identifier, secret or times by the plain members', async () => {
    const chosen = { client_id: 'mine', client_secret: 'mine', client_secret_expires_at: 7, client_id_issued_at: 7 };
    const { body } = await register({ ...chosen, registration_access_token: 'mine', registration_client_uri: 'mine' });
    for (const [member, value] of Object.entries(chosen)) expect(body).not.toHaveProperty(member, value);
    expect(JSON.stringify(body)).not.toContain('"mine"');
  });

  it('of the master token may be called as it likes, and bring its secret', async () => {
    const chosen = { preferred_client_id: 'my-client', preferred_client_secret: 's'.repeat(40) };
    const reply = await register(chosen);
    expect(reply.body).toMatchObject({ client_id: 'my-client', client_secret: 's'.repeat(40) });
    expect(reply.body).not.toHaveProperty('preferred_client_secret');
    const again = await register(chosen);
    expect(expectRefusal(again, 400, 'invalid_client_metadata').error_description).toContain('preferred_client_id');
    const dry = await registrar.register(MASTER_TOKEN, { ...HELLO_WORLD, ...chosen }, '?dry_run=true');
    expectRefusal(dry, 400, 'invalid_client_metadata');
    const rows = await server.database.dataSource.query(`SELECT * FROM client WHERE client_id = 'my-client'`);
    expect(JSON.stringify(rows)).not.toContain('s'.repeat(40));
  });
});

describe('What a client says of itself', () => {
  it.each<[string, object, string]>([
    ['a redirect URI', { redirect_uris: ['https://RP.example.com/canary'] }, 'is https://rp.example.com/canary.'],
    ['a scheme', { redirect_uris: ['canary:/back'] }, 'must have a private scheme'],
    ['a language', { 'client_name#canary': 7 }, 'client_name with a language tag'],
  ])('is in no line of the log where it is refused: %s', async (_, changes, told) => {
    // A minute in which this source was not refused yet, so that the refusal is logged.
    server.clock.moveOn(60);
    const { body, status } = await register(changes);
    const { error_description, error_id } = body as { error_description: string; error_id: string };
    expect({ status, error_description }).toEqual({ status: 400, error_description: expect.stringContaining(told) });
    const lines = server.log.filter((line) => line.error_id === error_id);
    expect(lines).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toContain('canary');
  });
});

describe('Redirect URIs', () => {
  it.each([
    ['are no list', 'https://rp.example.com/callback'],
    ['hold a number', ['https://rp.example.com/callback', 7]],
    ['hold one that is too long', [`https://rp.example.com/${'a'.repeat(2048)}`]],
  ])('that %s are refused as such', async (_, redirect_uris) => {
    const body = expectRefusal(await register({ redirect_uris }), 400, 'invalid_redirect_uri');
    expect(body.error_description).toContain('redirect_uris');
  });
});

describe('Metadata', () => {
  it.each([
    ['an unknown application type', { application_type: 'desktop' }, 'application_type'],
    ['a name of the wrong type', { client_name: ['x'] }, 'client_name'],
    ['contacts that are no list', { contacts: 'dev@example.com' }, 'contacts'],
    ['keys as a bare list', { token_endpoint_auth_method: 'private_key_jwt', jwks: [] }, 'jwks'],
    ['no keys in the set', { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [] } }, 'jwks'],
    ['an unknown method', { token_endpoint_auth_method: 'tls_client_auth' }, 'token_endpoint_auth_method'],
    [
      'keys on this machine',
      { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://127.0.0.1/' },
      'jwks_uri',
    ],
    ...['10.0.0.1', '169.254.169.254', '100.64.0.1', '[::ffff:127.0.0.1]', '[64:ff9b::a9fe:a9fe]', '[fd00::1]'].map(
      (host): [string, object, string] => [
        `keys in a network that is not the open Internet (${host})`,
        { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: `https://${host}/jwks` },
        'jwks_uri',
      ],
    ),
    ['a scope of wrong words', { scope: 'a\\b' }, 'scope'],
    ['a tagged name that shows nothing', { 'client_name#nl': ' ' }, 'client_name#nl'],
    ['a tagged page that is a script', { 'client_uri#de': 'javascript:alert(1)' }, 'client_uri#de'],
    ['a sector of the wrong type', { sector_identifier_uri: 7 }, 'sector_identifier_uri'],
    ['a sector on this machine', { sector_identifier_uri: 'https://localhost/sector' }, 'sector_identifier_uri'],
    ['a sector that does not answer', { sector_identifier_uri: 'https://203.0.113.1/sector' }, 'sector_identifier_uri'],
  ])('with %s is refused, and the answer says which member', async (_, change, member) => {
    const body = expectRefusal(await register(change), 400, 'invalid_client_metadata');
    expect(body.error_description).toContain(member);
  });

  it('says where keys would be on this machine, which means nothing for a client with a secret', async () => {
    for (const jwks_uri of ['https://127.0.0.1/jwks', 'https://10.0.0.1/jwks', 'https://localhost/jwks']) {
      const reply = await register({ jwks_uri });
      expect(reply.status).toBe(201);
      expect(reply.body).not.toHaveProperty('jwks_uri');
    }
  });

  it('of a registration that stays is kept in the language it came in', async () => {
    const readable = {
      'client_name#nl': 'Hallo wereld',
      'client_name#ja-Hani-JP': 'クライアント名',
      'policy_uri#nl': 'https://example.com/nl/privacy',
      client_uri: 'https://example.com',
      contacts: ['dev@example.com', 'ops@example.com'],
    };
    expect((await register(readable)).body).toMatchObject(readable);
  });
});

describe('Who may register', () => {
  it.each([
    ['nobody without a token', undefined, 401, 'invalid_token'],
    ['nobody with a wrong one', 'x'.repeat(32), 401, 'invalid_token'],
  ])('%s, whatever the metadata', async (_, token, status, code) => {
    for (const metadata of [HELLO_WORLD, { nonsense: true }, PRO_FORMA]) {
      expectRefusal(await registrar.register(token, metadata), status, code);
    }
  });
});

describe('A sector', () => {
  let publisher: KeyPublisher;
  let lenient: AuthServer;
  beforeAll(async () => {
    publisher = await KeyPublisher.start();
    lenient = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN, PASSANT_ALLOW_PRIVATE_JWKS_URI: 'on' });
  });
  afterAll(async () => {
    await publisher.close();
    await lenient.close();
  });

  const withSector = (token: string, search = '') =>
    new Registrar(lenient).register(
      token,
      { ...HELLO_WORLD, sector_identifier_uri: publisher.uri('sector.json') },
      search,
    );

  it('that lists every redirect URI is registered', async () => {
    publisher.answers(200, JSON.stringify(['https://example.com/cb', 'https://other.example/cb']));
    const reply = await withSector(MASTER_TOKEN);
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({ sector_identifier_uri: publisher.uri('sector.json') });
  });

  it.each([
    ['lacks a redirect URI', () => publisher.answers(200, '["https://other.example/cb"]'), 'redirect_uris[0]'],
    ['is no list', () => publisher.answers(200, '{"a":1}'), 'JSON array'],
    ['is not JSON', () => publisher.answers(200, 'hello'), 'JSON array'],
    ['is not found', () => publisher.answers(404, '[]'), 'answered 404'],
    ['leads elsewhere', () => publisher.answers(302, '', { location: 'https://example.com' }), 'redirects'],
    ['has no end', () => publisher.answers(200, JSON.stringify(['x'.repeat(70_000)])), 'sector_identifier_uri'],
  ])('that %s is refused', async (_, publish, why) => {
    publish();
    const body = expectRefusal(await withSector(MASTER_TOKEN), 400, 'invalid_client_metadata');
    expect(body.error_description).toContain(why);
  });

  it.each([
    ['an address that is not asked', 'https://[::ffff:10.0.0.1]/sector'],
    ['a name that does not exist', 'https://nowhere.invalid/sector'],
  ])('at %s is said to be out of reach, and nothing of the network that it is asked from', async (_, uri) => {
    // A minute in which this source was not refused yet, so that the refusal has a trace.
    server.clock.moveOn(60);
    const body = expectRefusal(await register({ sector_identifier_uri: uri }), 400, 'invalid_client_metadata');
    expect(body.error_description).toBe('sector_identifier_uri cannot be reached.');
    await server.noted();
    const trace = await server.admin.call('readRefusal', { parameters: { error_id: body.error_id } });
    expect(trace.cause).toMatch(/not one this server may connect to|does not resolve/);
  });

  it('is asked for two at once of whoever tries out many', async () => {
    const most = publisher.answersSlowly(() => ['https://example.com/cb']);
    let count = 0;
    const tryOut = () =>
      new Registrar(lenient).register(
        MASTER_TOKEN,
        { ...HELLO_WORLD, sector_identifier_uri: publisher.uri(`sector-${(count += 1)}.json`) },
        '?dry_run=true',
      );
    const replies = await Promise.all(Array.from({ length: 8 }, tryOut));
    expect(replies.map(({ status }) => status).filter((status) => ![200, 400].includes(status))).toEqual([]);
    expect(most()).toBeGreaterThan(0);
    expect(most()).toBeLessThanOrEqual(2);
  });

  it('is asked sixty times an hour for dry runs with a token, and for everybody else all the same', () =>
    lenient.clock.standing(async () => {
      const own = new Registrar(lenient);
      const [token, another] = [await own.initialAccessToken(), await own.initialAccessToken()];
      publisher.answers(200, '["https://example.com/cb"]');
      for (let run = 0; run < 60; run += 1) expect((await withSector(token, '?dry_run=true')).status).toBe(200);
      const refused = await withSector(token, '?dry_run=true');
      expectRefusal(refused, 429, 'temporarily_unavailable');
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(publisher.requests).toBe(60);
      // What has nobody asked is tried out as before, and so is what is wrong whatever another server says.
      expect((await own.register(token, HELLO_WORLD, '?dry_run=true')).status).toBe(200);
      const sector_identifier_uri = publisher.uri('sector.json');
      const wrong = { ...HELLO_WORLD, redirect_uris: ['nonsense'], sector_identifier_uri };
      expectRefusal(await own.register(token, wrong, '?dry_run=true'), 400, 'invalid_redirect_uri');
      expect((await withSector(another, '?dry_run=true')).status).toBe(200);
      expect((await withSector(token)).status).toBe(201);
    }));

  it('is not asked for whoever has no token to spend', async () => {
    const own = new Registrar(lenient);
    const token = await own.initialAccessToken();
    await own.register(token, HELLO_WORLD);
    publisher.answers(200, '["https://example.com/cb"]');
    expectRefusal(await withSector(token), 401, 'invalid_token');
    expectRefusal(await withSector(token, '?dry_run=true'), 401, 'invalid_token');
    expect(publisher.requests).toBe(0);
  });
});
