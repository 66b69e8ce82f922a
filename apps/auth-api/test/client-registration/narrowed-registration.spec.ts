import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { HELLO_WORLD, MASTER_TOKEN, Registrar, informationOf, repeated } from '../support/registrar.js';

let server: AuthServer;
let registrar: Registrar;
beforeAll(async () => {
  server = await AuthServer.start({
    PASSANT_MASTER_TOKEN: MASTER_TOKEN,
    PASSANT_OPEN_REGISTRATION: 'on',
    PASSANT_OPEN_REGISTRATION_SCOPES: 'mcp:tools mcp:resources',
  });
  registrar = new Registrar(server);
});
afterAll(() => server.close());

const URI = 'https://rp.example.com/callback';
const LOOPBACK = 'http://localhost:3334/oauth/callback';
const CODE = 'client-reg:grant:code';

/** What third-party software sends when it registers. */
const REAL: [string, Record<string, unknown>, Record<string, unknown>][] = [
  [
    'mod_auth_openidc',
    {
      client_name: 'Apache',
      redirect_uris: [URI],
      response_types: ['code', 'id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token'],
      grant_types: ['authorization_code', 'implicit', 'refresh_token'],
      token_endpoint_auth_method: 'client_secret_basic',
      contacts: ['admin@example.com'],
      jwks_uri: 'https://rp.example.com/callback?jwks=rsa',
      id_token_signed_response_alg: 'RS256',
      request_object_signing_alg: 'RS256',
      userinfo_signed_response_alg: 'RS256',
      initiate_login_uri: URI,
      frontchannel_logout_uri: `${URI}?logout=get`,
      backchannel_logout_uri: `${URI}?logout=backchannel`,
      post_logout_redirect_uris: ['https://rp.example.com/bye'],
    },
    {
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      application_type: 'web',
      id_token_signed_response_alg: 'RS256',
    },
  ],
  [
    'oidc-agent',
    {
      application_type: 'web',
      client_name: 'oidc-agent:test-host',
      redirect_uris: ['http://localhost:4242', 'http://localhost:8080', 'edu.kit.data.oidc-agent:/redirect'],
      response_types: ['code', 'device', 'token'],
      grant_types: ['refresh_token', 'authorization_code', 'urn:ietf:params:oauth:grant-type:device_code'],
      contacts: [''],
      scope: 'openid offline_access',
    },
    {
      grant_types: ['refresh_token', 'authorization_code'],
      response_types: ['code'],
      scope: 'openid offline_access',
      application_type: 'web',
    },
  ],
  [
    'the MCP SDK for TypeScript',
    {
      client_name: 'MCP client',
      client_uri: '',
      logo_uri: '',
      tos_uri: '',
      redirect_uris: [LOOPBACK],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      scope: 'mcp:tools mcp:write',
      jwks: null,
    },
    { application_type: 'native', scope: 'mcp:tools', token_endpoint_auth_method: 'none' },
  ],
  [
    'the MCP SDK for Python',
    {
      redirect_uris: [LOOPBACK],
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      scope: 'openid',
      client_name: 'Simple auth client',
    },
    { application_type: 'native', scope: 'openid', token_endpoint_auth_method: 'client_secret_post' },
  ],
  [
    'mcp-remote',
    {
      redirect_uris: [LOOPBACK],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      client_name: 'MCP CLI Proxy',
      client_uri: 'https://github.com/modelcontextprotocol/mcp-cli',
      software_id: '2e6dc280-f3c3-4e01-99a7-8181dbd1d23d',
      software_version: '0.1.15',
      scope: 'openid email profile',
    },
    { application_type: 'native', scope: 'openid email profile', software_version: '0.1.15' },
  ],
  [
    'openid-client, told to use ES256',
    {
      redirect_uris: [URI],
      token_endpoint_auth_method: 'client_secret_post',
      id_token_signed_response_alg: 'ES256',
      token_endpoint_auth_signing_alg: 'PS256',
      default_max_age: 3600,
      require_auth_time: true,
      default_acr_values: ['urn:example:1'],
    },
    { id_token_signed_response_alg: 'ES256', token_endpoint_auth_method: 'client_secret_post' },
  ],
];

describe.each<[string, () => Promise<string | undefined>]>([
  ['without a token', async () => Promise.resolve(undefined)],
  ['with an initial access token', () => registrar.initialAccessToken()],
])('What clients send %s', (_, token) => {
  it.each(REAL)('is taken as far as there is something here: %s', async (_client, metadata, told) => {
    const reply = await registrar.register(await token(), metadata);
    expect(reply.status).toBe(201);
    const { scope, ...rest } = told;
    expect(reply.body).toMatchObject({ redirect_uris: metadata.redirect_uris, ...rest });
    // With a token, the caller chooses the scopes. An anonymous caller keeps only the scopes that need nothing but a
    // person's consent.
    if (metadata.scope !== undefined && (await token()) === undefined) expect(reply.body).toMatchObject({ scope });
  });
});

it.each(REAL)('What clients send without a token can be sent again, with the same result: %s', async (_, metadata) => {
  const client = informationOf(await registrar.register(undefined, metadata));
  const again = await registrar.change(client, { ...metadata, client_id: client.client_id });
  expect(again.status).toBe(200);
  expect(repeated(informationOf(again))).toEqual(repeated(client));
});

describe('A registration without a token', () => {
  const open = (changes: object) => registrar.register(undefined, { ...HELLO_WORLD, ...changes });

  it.each([
    ['openid', 'openid'],
    ['openid profile email phone address', 'openid profile email phone address'],
    ['admin openid offline_access', 'openid'],
    ['mcp:resources', 'mcp:resources'],
  ])('that asks for the scope %j has %j', async (scope, told) => {
    expect((await open({ scope })).body).toMatchObject({ scope: told });
  });

  it.each(['', ' ', null])('that asks for the scope %j asks for none', async (scope) => {
    const reply = await open({ scope });
    expect(reply.status).toBe(201);
    expect(reply.body).not.toHaveProperty('scope');
  });

  it('that asks for nothing it may have is told what it may have', async () => {
    const { error_description } = expectRefusal(await open({ scope: 'admin read' }), 400, 'invalid_scope');
    expect(error_description).toContain('openid, profile, email, phone, address, mcp:tools, mcp:resources');
  });

  it('can be sent again as it was answered', async () => {
    const client = informationOf(await open({ scope: 'openid email admin' }));
    const again = await registrar.change(client, repeated(client));
    expect(repeated(informationOf(again))).toEqual(repeated(client));
  });

  it('is left with the grants that strangers have, or refused where there is none', async () => {
    const some = await open({ grant_types: ['client_credentials', 'authorization_code'] });
    expect(some.body).toMatchObject({ grant_types: ['authorization_code'] });
    const { error_description } = expectRefusal(
      await open({ grant_types: ['client_credentials'] }),
      400,
      'invalid_client_metadata',
    );
    expect(error_description).toContain('authorization_code, refresh_token');
    expect(error_description).toContain('client_credentials is not taken without an initial access token');
  });
});

describe('Lists of which nothing is left', () => {
  it.each([
    ['grant types', { grant_types: ['implicit', 'password'] }, 'authorization_code, refresh_token, client_credentials'],
    ['grant types without a word', { grant_types: [''] }, 'authorization_code, refresh_token, client_credentials'],
    ['refresh tokens of nothing', { grant_types: ['refresh_token', 'implicit'] }, 'refresh_token needs'],
    ['response types', { response_types: ['id_token', 'token'] }, '"code"'],
    [
      'client credentials of a public client',
      { grant_types: ['client_credentials'], token_endpoint_auth_method: 'none' },
      'clients that authenticate',
    ],
  ])('are refused with what there is: %s', async (_, change, why) => {
    const reply = await registrar.register(MASTER_TOKEN, { ...HELLO_WORLD, ...change });
    expect(expectRefusal(reply, 400, 'invalid_client_metadata').error_description).toContain(why);
  });
});

describe('Lists that are longer than what there is', () => {
  const many = (...first: string[]) => [...first, ...Array.from({ length: 300 }, (_, index) => `unknown-${index}`)];

  it.each<[string, object, object]>([
    [
      'grant types',
      { grant_types: many('authorization_code', 'refresh_token') },
      { grant_types: ['authorization_code', 'refresh_token'] },
    ],
    ['response types', { response_types: many('code') }, { response_types: ['code'] }],
    [
      'the name of an algorithm',
      { id_token_signed_response_alg: 'X'.repeat(300) },
      { id_token_signed_response_alg: 'RS256' },
    ],
    ['the name of the algorithm of assertions', { token_endpoint_auth_signing_alg: 'X'.repeat(300) }, {}],
  ])('are narrowed by a registration and by a change: %s', async (_, asked, told) => {
    for (const token of [undefined, MASTER_TOKEN, await registrar.initialAccessToken()]) {
      const reply = await registrar.register(token, { ...HELLO_WORLD, ...asked });
      expect([reply.status, reply.body]).toEqual([201, expect.objectContaining(told)]);
      const client = informationOf(reply);
      const changed = await registrar.change(client, { ...HELLO_WORLD, ...asked, client_id: client.client_id });
      expect([changed.status, changed.body]).toEqual([200, expect.objectContaining(told)]);
    }
  });
});

describe('What an initial access token forbids', () => {
  it.each<[string, object, string]>([
    ['a grant', { grant_types: ['authorization_code', 'client_credentials'] }, 'client-reg:grant:client'],
    [
      'a grant beside what nobody knows',
      { grant_types: ['implicit', 'authorization_code', 'refresh_token'] },
      'client-reg:grant:refresh',
    ],
    ['a scope', { scope: 'openid' }, 'client-reg:set-scope'],
    ['data', { data: {} }, 'client-reg:set-data'],
  ])('is refused and not left out: %s', async (_, change, scope) => {
    const reply = await registrar.register(await registrar.initialAccessToken([CODE]), { ...HELLO_WORLD, ...change });
    expectRefusal(reply, 403, 'insufficient_scope');
    expect(reply.headers.get('www-authenticate')).toContain(scope);
    const client = await registrar.lockedClient([CODE]);
    const changed = await registrar.change(client, { ...repeated(client), ...change });
    expectRefusal(changed, 403, 'insufficient_scope');
  });
});

describe('An empty text', () => {
  it.each([
    'client_name',
    'client_uri',
    'logo_uri',
    'policy_uri',
    'tos_uri',
    'application_type',
    'token_endpoint_auth_method',
    'scope',
    'jwks_uri',
    'token_endpoint_auth_signing_alg',
    'subject_type',
    'sector_identifier_uri',
    'id_token_signed_response_alg',
    'software_id',
    'software_version',
    'app_platform',
    'software_statement',
    'preferred_client_id',
    'preferred_client_secret',
    'client_name#nl',
    'tos_uri#de-CH',
  ])('counts as unset, with a token and without: %s', async (member) => {
    const { client_name: _, ...plain } = HELLO_WORLD;
    for (const token of [undefined, await registrar.initialAccessToken([CODE])]) {
      const reply = await registrar.register(token, { ...plain, [member]: '' });
      expect(reply.status).toBe(201);
      expect(Object.values(reply.body as object)).not.toContain('');
      const client = informationOf(reply);
      const { status } = await registrar.change(client, { ...repeated(client), [member]: '' });
      expect(status).toBe(200);
    }
  });

  it('is nobody’s contact', async () => {
    const some = await registrar.client({ ...HELLO_WORLD, contacts: ['', 'dev@example.com', ''] });
    expect(some.contacts).toEqual(['dev@example.com']);
    expect(await registrar.client({ ...HELLO_WORLD, contacts: [''] })).not.toHaveProperty('contacts');
  });
});

describe('A member of the wrong type', () => {
  it.each<[string, unknown, string]>([
    ['client_name', ['a'], 'client_name: must be a string, not an array'],
    ['client_name', 7, 'client_name: must be a string, not a number'],
    ['client_uri', {}, 'client_uri: must be a string, not an object'],
    ['scope', ['openid'], 'scope: must be a string, not an array'],
    ['contacts', 'dev@example.com', 'contacts: must be an array, not a string'],
    ['contacts', [7], 'contacts.0: must be a string, not a number'],
    ['grant_types', 'authorization_code', 'grant_types: must be an array, not a string'],
    ['jwks', 'x', 'jwks: must be an object, not a string'],
    ['client_name#nl', true, 'client_name with a language tag must be a string, not a boolean'],
  ])('is named with what it should be and what came: %s %j', async (member, value, sentence) => {
    const reply = await registrar.register(MASTER_TOKEN, { ...HELLO_WORLD, [member]: value });
    expect(expectRefusal(reply, 400, 'invalid_client_metadata').error_description).toContain(sentence);
  });
});

describe('A refusal that spends an initial access token', () => {
  const ONE = 'This spent the initial access token';

  it.each<[string, unknown, number, string]>([
    ['a redirect URI', { redirect_uris: ['http://example.com/cb'] }, 400, 'invalid_redirect_uri'],
    ['a type', { ...HELLO_WORLD, client_name: ['a'] }, 400, 'invalid_client_metadata'],
    ['a grant', { ...HELLO_WORLD, grant_types: ['client_credentials'] }, 403, 'insufficient_scope'],
  ])('says so: %s', async (_, metadata, status, code) => {
    const token = await registrar.initialAccessToken([CODE]);
    const tried = await registrar.register(token, metadata, '?dry_run=true');
    expect(expectRefusal(tried, status, code).error_description).not.toContain('spent the');
    const body = expectRefusal(await registrar.register(token, metadata), status, code);
    expect(body.error_description).toContain(ONE);
    expect(body.error_description).toContain('dry_run');
    expectRefusal(await registrar.register(token, HELLO_WORLD), 401, 'invalid_token');
  });

  it('says so where the identifier is taken', async () => {
    const taken = { ...HELLO_WORLD, preferred_client_id: (await registrar.client()).client_id };
    const reply = await registrar.register(await registrar.initialAccessToken(), taken);
    expect(expectRefusal(reply, 400, 'invalid_client_metadata').error_description).toContain(ONE);
  });

  it('tells who is there for the price of a use, and a dry run does not', async () => {
    const token = await registrar.initialAccessToken();
    for (const preferred_client_id of [(await registrar.client()).client_id, 'nobody-has-this']) {
      const tried = await registrar.register(token, { ...HELLO_WORLD, preferred_client_id }, '?dry_run=true');
      expect([tried.status, tried.body]).toMatchObject([200, { client_id: preferred_client_id }]);
    }
  });

  it('says that it was one of several', async () => {
    const body = { registrations: 2 };
    const { initial_access_token: token } = await server.admin.call('createInitialAccessToken', { body });
    const refused = await registrar.register(token, { redirect_uris: ['x'] });
    expect(expectRefusal(refused, 400, 'invalid_redirect_uri').error_description).toContain(
      'This spent one registration of the initial access token',
    );
    expect((await registrar.register(token, HELLO_WORLD)).status).toBe(201);
  });

  it.each([undefined, MASTER_TOKEN])('is none where there is none to spend: %s', async (token) => {
    const body = expectRefusal(await registrar.register(token, { redirect_uris: ['x'] }), 400, 'invalid_redirect_uri');
    expect(body.error_description).not.toContain('spent the');
  });

  it.each(['{"client_name"', '{"redirect_uris":["https://example.com/cb"],}', ''])(
    'is not one of what could not be read: %j',
    async (text) => {
      const token = await registrar.initialAccessToken([CODE]);
      const response = await fetch(registrar.endpoint, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: text,
      });
      expect([response.status, await response.text()]).toEqual([400, expect.not.stringContaining('spent')]);
      expect((await registrar.register(token, HELLO_WORLD)).status).toBe(201);
    },
  );
});

it('What is registered is what is kept: the answer of a later read is the same', async () => {
  const [, metadata] = REAL[0]!;
  const made = await registrar.client(metadata);
  expect(repeated(informationOf(await registrar.read(made)))).toEqual(repeated(made));
});
