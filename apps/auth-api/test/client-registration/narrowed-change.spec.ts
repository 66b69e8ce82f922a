import type { ClientInformation } from '@passant/contracts';
import { DeviceKey } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { HELLO_WORLD, MASTER_TOKEN, Registrar, informationOf, repeated } from '../support/registrar.js';
import { StatementOffice } from '../support/statement-office.js';

/** Grants that no client of its kind has, or none without an initial access token. */
const EVERYTHING = ['authorization_code', 'implicit', 'client_credentials', 'refresh_token', 'password'];
const LOCK = ['client-reg:grant:code', 'client-reg:grant:refresh'];

let server: AuthServer;
let registrar: Registrar;
let office: StatementOffice;
let keys: object;
beforeAll(async () => {
  server = await AuthServer.start({
    PASSANT_MASTER_TOKEN: MASTER_TOKEN,
    PASSANT_OPEN_REGISTRATION: 'on',
    PASSANT_OPEN_REGISTRATION_SCOPES: 'mcp:resources',
  });
  registrar = new Registrar(server);
  office = new StatementOffice(server);
  const jwks = { keys: [(await DeviceKey.generate()).publicJwk] };
  keys = { token_endpoint_auth_method: 'private_key_jwt', jwks };
});
afterAll(() => server.close());

/** What an app sends that registers with a statement. */
async function installation(): Promise<Record<string, unknown>> {
  const { software_statement } = await office.exportFor(await office.application());
  return { software_statement, ...keys };
}

const open = (changes: object = {}) => registrar.register(undefined, { ...HELLO_WORLD, ...changes });

/** A registration without what differs between any two of them. */
const compared = ({ client_id: _, ...metadata }: Record<string, unknown>) => metadata;

/** What the client becomes by a change to what others register. */
async function changed(client: ClientInformation, metadata: object): Promise<Record<string, unknown>> {
  const reply = await registrar.change(client, { ...metadata, client_id: client.client_id });
  expect([reply.status, reply.body]).toEqual([200, expect.anything()]);
  return compared(repeated(informationOf(reply)));
}

describe('A client that was registered without a token', () => {
  it.each<[string, object, object, object]>([
    [
      'scopes that are not for strangers',
      { scope: 'openid email mcp:tools', token_endpoint_auth_method: 'none' },
      {},
      { scope: 'openid email' },
    ],
    ['grants', { grant_types: EVERYTHING }, {}, { grant_types: ['authorization_code', 'refresh_token'] }],
    ['scopes, of which it had none', { scope: 'openid email' }, { scope: undefined }, { scope: 'openid email' }],
    ['scopes, of which it had fewer', { scope: 'openid email' }, { scope: 'openid' }, { scope: 'openid email' }],
    [
      'scopes of the operator',
      { scope: 'openid mcp:resources' },
      { scope: 'openid' },
      { scope: 'openid mcp:resources' },
    ],
    [
      'refresh tokens',
      { grant_types: LOCK.map(grantOf), scope: 'openid offline_access' },
      {},
      { grant_types: LOCK.map(grantOf) },
    ],
    ['no scopes any more', {}, { scope: 'openid' }, {}],
    ['an algorithm that nobody knows', { id_token_signed_response_alg: 'none' }, {}, {}],
  ])('has after a change what a registration would have: %s', async (_, asked, before, told) => {
    const metadata = { ...HELLO_WORLD, ...asked };
    const registered = await open(asked);
    expect(registered.body).toMatchObject(told);
    const client = informationOf(await open({ ...asked, ...before }));
    expect(await changed(client, metadata)).toEqual(compared(repeated(informationOf(registered))));
  });

  it.each<[string, object, string]>([
    ['grants', { grant_types: ['client_credentials'] }, 'invalid_client_metadata'],
    ['scopes', { scope: 'admin' }, 'invalid_scope'],
    ['data', { data: {} }, 'invalid_client_metadata'],
  ])('is refused where a registration would be: %s', async (_, change, code) => {
    const client = informationOf(await open());
    const refused = expectRefusal(await open(change), 400, code);
    const reply = await registrar.change(client, { ...repeated(client), ...change });
    expect(expectRefusal(reply, 400, code).error_description).toBe(refused.error_description);
  });

  it('gets no grant of those beyond its own, whoever gave it more meanwhile', async () => {
    const client = informationOf(await open({ scope: 'openid' }));
    const wider = {
      ...repeated(client),
      grant_types: ['authorization_code', 'client_credentials'],
      scope: 'openid read',
    };
    expect((await registrar.change(client, wider, MASTER_TOKEN)).body).toMatchObject(wider);
    // What it has it may repeat; it may not have it without a token.
    expect(await changed(client, wider)).toMatchObject({ grant_types: ['authorization_code'], scope: 'openid read' });
  });
});

describe('An installation that was registered with a software statement', () => {
  it.each<[string, object]>([
    ['grants', { grant_types: ['authorization_code', 'implicit', 'client_credentials'] }],
    ['scopes, which are those of its application', { scope: 'openid' }],
    ['response types', { response_types: ['code', 'token'] }],
  ])('has after a change what a registration would have: %s', async (_, asked) => {
    const metadata = { ...(await installation()), ...asked };
    const client = informationOf(await registrar.register(undefined, metadata));
    expect(await changed(client, metadata)).toEqual(compared({ ...repeated(client), software_statement: undefined }));
  });

  it('is refused where a registration would be', async () => {
    const metadata = await installation();
    const client = informationOf(await registrar.register(undefined, metadata));
    for (const change of [{ grant_types: ['client_credentials'] }, { data: {} }]) {
      const refused = await registrar.register(undefined, { ...metadata, ...change });
      const { error_description: why } = expectRefusal(refused, 400, 'invalid_client_metadata');
      const reply = await registrar.change(client, { ...metadata, client_id: client.client_id, ...change });
      expect(expectRefusal(reply, 400, 'invalid_client_metadata').error_description).toBe(why);
    }
  });
});

describe('A client that was registered with a token of the same rights', () => {
  it.each<[string, object]>([
    ['a grant that nobody knows', { grant_types: ['authorization_code', 'implicit', 'refresh_token'] }],
    ['a grant of others', { grant_types: ['authorization_code', 'client_credentials'] }],
    ['scopes', { scope: 'openid email' }],
    ['data', { data: {} }],
  ])('is refused what the token did not cover, and is left as it was: %s', async (_, change) => {
    const client = await registrar.lockedClient(LOCK);
    await server.database.dataSource.query(
      'DELETE FROM initial_access_token WHERE id IN (SELECT initial_access_token FROM client WHERE client_id = $1)',
      [client.client_id],
    );
    expectRefusal(await registrar.change(client, { ...repeated(client), ...change }), 403, 'insufficient_scope');
    expect(repeated(informationOf(await registrar.read(client)))).toEqual(repeated(client));
  });

  it('holds its lock beside a software statement', async () => {
    const application = await office.application();
    const { software_statement } = await office.exportFor(application);
    const { initial_access_token: token } = await server.admin.call('createInitialAccessToken', {
      body: { application: application.identifier, scope: LOCK },
    });
    const metadata = { software_statement, ...keys };
    const client = informationOf(await registrar.register(token, metadata));
    const wider = { ...metadata, client_id: client.client_id, grant_types: ['authorization_code', 'implicit'] };
    expectRefusal(await registrar.change(client, wider), 403, 'insufficient_scope');
  });
});

function grantOf(scope: string): string {
  return scope.endsWith('code') ? 'authorization_code' : 'refresh_token';
}
