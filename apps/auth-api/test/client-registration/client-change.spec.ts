import { AuthServer } from '../support/auth-server.js';
import { expectRefusal, expectTokenHeaders } from '../support/expectations.js';
import {
  BACK_END,
  HELLO_WORLD,
  MASTER_TOKEN,
  PRO_FORMA,
  Registrar,
  informationOf,
  repeated,
} from '../support/registrar.js';

/** The x coordinate of a point on P-256. */
const X = 'axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY';
const Y = 'T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU';

let server: AuthServer;
let registrar: Registrar;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
  registrar = new Registrar(server);
});
afterAll(() => server.close());

describe('Changing a registration', () => {
  it('replaces it: what is left out or null is gone', async () => {
    const client = await registrar.client({
      ...HELLO_WORLD,
      'client_name#nl': 'Hallo',
      client_uri: 'https://a.example',
    });
    const reply = await registrar.change(client, {
      client_id: client.client_id,
      redirect_uris: ['https://example.com/new'],
      client_name: null,
    });
    expect(reply.status).toBe(200);
    expectTokenHeaders(reply);
    const changed = informationOf(reply);
    expect(repeated(changed)).toEqual({
      client_id: client.client_id,
      redirect_uris: ['https://example.com/new'],
      application_type: 'web',
      id_token_signed_response_alg: 'RS256',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
    });
    expect(repeated(informationOf(await registrar.read(changed)))).toEqual(repeated(changed));
  });

  it.each([null, ''])(
    'takes the server’s own members, and the secret, for left out where they are %j',
    async (unset) => {
      const members = [
        ...['client_secret', 'client_secret_expires_at', 'client_id_issued_at'],
        ...['registration_access_token', 'registration_client_uri'],
      ];
      for (const metadata of [HELLO_WORLD, { ...HELLO_WORLD, token_endpoint_auth_method: 'none' }]) {
        const client = await registrar.client(metadata);
        const none = Object.fromEntries(members.map((member) => [member, unset]));
        const reply = await registrar.change(client, { ...repeated(client), ...none });
        expect(reply.status).toBe(200);
        expect(repeated(informationOf(reply))).toEqual(repeated(client));
      }
    },
  );

  it.each([
    ['no client_id', { client_id: undefined }],
    ['another client_id', { client_id: 'another' }],
    ['registration_access_token', { registration_access_token: 'x' }],
    ['registration_client_uri', { registration_client_uri: 'https://example.com' }],
    ['client_secret_expires_at', { client_secret_expires_at: 0 }],
    ['client_id_issued_at', { client_id_issued_at: 1 }],
    ['a wrong client_secret', { client_secret: 'wrong' }],
    ['a client_secret that is no text', { client_secret: 7 }],
    ['an empty client_id', { client_id: '' }],
    ['a client_id that is null', { client_id: null }],
  ])('is refused with %s', async (_, change) => {
    const client = await registrar.client();
    expectRefusal(await registrar.change(client, { ...repeated(client), ...change }), 400, 'invalid_request');
    expect((await registrar.read(client)).status).toBe(200);
  });

  it.each([
    ['null', null],
    ['an array', []],
    ['a text', 'x'],
  ])('is refused with the body %s', async (_, body) => {
    expectRefusal(await registrar.change(await registrar.client(), body), 400, 'invalid_request');
  });

  it.each([
    ['an unknown grant', { grant_types: ['password'] }, 'invalid_client_metadata'],
    ['an unknown method', { token_endpoint_auth_method: 'magic' }, 'invalid_client_metadata'],
    ['an unknown response type', { response_types: ['token'] }, 'invalid_client_metadata'],
    ['a fragment', { redirect_uris: ['https://example.com/#x'] }, 'invalid_redirect_uri'],
    ['no redirect URI', { redirect_uris: undefined }, 'invalid_redirect_uri'],
  ])('is refused with %s', async (_, change, code) => {
    const client = await registrar.client();
    expectRefusal(await registrar.change(client, { ...repeated(client), ...change }), 400, code);
    expect(repeated(informationOf(await registrar.read(client)))).toEqual(repeated(client));
  });

  it('gives a new token and a new secret; the old token is dead, the old secret is taken for half an hour', async () => {
    const client = await registrar.client(BACK_END);
    const changed = informationOf(
      await registrar.change(client, { ...repeated(client), client_secret: client.client_secret }),
    );
    expect(changed.registration_access_token).not.toBe(client.registration_access_token);
    expect(changed.client_secret).not.toBe(client.client_secret);
    expectRefusal(await registrar.read(client), 401, 'invalid_token');
    expect((await registrar.read(changed)).status).toBe(200);
    expect(await registrar.authenticates(client, client.client_secret!)).toBe(true);
    expect(await registrar.authenticates(client, changed.client_secret!)).toBe(true);
    await server.clock.later(1700, async () =>
      expect(await registrar.authenticates(client, client.client_secret!)).toBe(true),
    );
    await server.clock.later(1801, async () => {
      expect(await registrar.authenticates(client, client.client_secret!)).toBe(false);
      expect(await registrar.authenticates(client, changed.client_secret!)).toBe(true);
    });
  });

  it('gives a secret to a client that needs one now, and takes both away from one that needs none any more', async () => {
    const client = await registrar.client({ ...BACK_END, ...PRO_FORMA, grant_types: [] });
    const confidential = informationOf(await registrar.change(client, { ...BACK_END, client_id: client.client_id }));
    expect(await registrar.authenticates(client, confidential.client_secret!)).toBe(true);
    const key = { kty: 'EC', crv: 'P-256', kid: '1', x: X, y: Y };
    const keyed = await registrar.change(confidential, {
      ...BACK_END,
      client_id: client.client_id,
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [key] },
    });
    expect(keyed.status).toBe(200);
    expect(keyed.body).not.toHaveProperty('client_secret');
    expect(await registrar.authenticates(client, confidential.client_secret!)).toBe(false);
  });

  it.each(['true', 'yes'])(
    'is not made, nor a deletion, where it should only be tried out: dry_run=%s',
    async (value) => {
      const client = await registrar.client();
      for (const token of [client.registration_access_token, MASTER_TOKEN]) {
        for (const [method, body] of [
          ['PUT', { ...repeated(client), client_name: 'Renamed' }],
          ['DELETE', undefined],
        ] as const) {
          const address = `${client.registration_client_uri}?dry_run=${value}`;
          const refused = expectRefusal(await registrar.call(method, address, token, body), 400, 'invalid_request');
          expect(refused.error_description).toContain('dry_run');
        }
      }
      expect(repeated(informationOf(await registrar.read(client)))).toEqual(repeated(client));
    },
  );

  it('is made, and the deletion, where it should not only be tried out', async () => {
    const client = await registrar.client();
    const address = `${client.registration_client_uri}?dry_run=false`;
    const change = { ...repeated(client), client_name: 'Renamed' };
    expect((await registrar.call('PUT', address, MASTER_TOKEN, change)).body).toMatchObject({ client_name: 'Renamed' });
    expect((await registrar.call('DELETE', address, MASTER_TOKEN)).status).toBe(204);
    expectRefusal(await registrar.read(client), 401, 'invalid_token');
  });

  it('is made once by many at the same time: the token was good for one of them', async () => {
    const client = await registrar.client();
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        registrar.change(client, { ...repeated(client), client_name: `Name ${index}` }),
      ),
    );
    const made = replies.filter((reply) => reply.status === 200);
    expect(made).toHaveLength(1);
    for (const reply of replies.filter(({ status }) => status !== 200)) expectRefusal(reply, 401, 'invalid_token');
    const winner = informationOf(made[0]!);
    expect((await registrar.read(winner)).body).toMatchObject({ client_name: winner.client_name });
  });

  it('with the master token leaves the developer’s token and secret as they are', async () => {
    const client = await registrar.client(BACK_END);
    const reply = await registrar.change(client, { ...repeated(client), client_name: 'Renamed' }, MASTER_TOKEN);
    expect(reply.body).toMatchObject({ client_name: 'Renamed' });
    expect(reply.body).not.toHaveProperty('client_secret');
    expect(reply.body).not.toHaveProperty('registration_access_token');
    expect((await registrar.read(client)).status).toBe(200);
    expect(await registrar.authenticates(client, client.client_secret!)).toBe(true);
  });

  it('is told afterwards, with what was before and what is now', async () => {
    const client = await registrar.client();
    const changed = informationOf(await registrar.change(client, { ...repeated(client), client_name: 'Renamed' }));
    await registrar.remove(changed);
    await server.noted();
    const { items } = await server.admin.call('listEvents', { query: { client_id: client.client_id } });
    expect(items.map((item) => item.name)).toEqual([
      'DYNAMIC_REG_DELETED',
      'DYNAMIC_UP_SUCCESS',
      'DYNAMIC_REG_SUCCESS',
    ]);
    expect(items[1]).toMatchObject({
      before: { client_name: 'Hello world client' },
      after: { client_name: 'Renamed' },
      details: { by: 'client' },
    });
    for (const secret of [client, changed].flatMap((shown) => [shown.client_secret!, shown.registration_access_token!]))
      expect(JSON.stringify(items)).not.toContain(secret);
  });
});

describe('The lock of the initial access token', () => {
  it.each([
    ['another grant', { grant_types: ['authorization_code', 'client_credentials'] }],
    ['scopes', { scope: 'openid' }],
    ['data', { data: { any: 1 } }],
  ])('holds against %s, also after the token was rotated', async (_, change) => {
    let client = await registrar.lockedClient(['client-reg:grant:code']);
    for (let round = 0; round < 2; round += 1) {
      expectRefusal(await registrar.change(client, { ...repeated(client), ...change }), 403, 'insufficient_scope');
      client = informationOf(await registrar.change(client, repeated(client)));
    }
  });

  it('holds although the initial access token and its pro-forma client are gone', async () => {
    const client = await registrar.lockedClient(['client-reg:grant:code']);
    await server.database.dataSource.query(
      `DELETE FROM client WHERE client_id IN (SELECT client_id FROM initial_access_token
        WHERE id = (SELECT initial_access_token FROM client WHERE client_id = $1))`,
      [client.client_id],
    );
    const wider = { ...repeated(client), grant_types: ['authorization_code', 'client_credentials'] };
    expectRefusal(await registrar.change(client, wider), 403, 'insufficient_scope');
  });

  it('lets the client have what the token covered', async () => {
    const client = await registrar.lockedClient(['client-reg:grant:code', 'client-reg:grant:refresh']);
    const change = { ...repeated(client), grant_types: ['authorization_code', 'refresh_token'] };
    expect((await registrar.change(client, change)).body).toMatchObject({ grant_types: change.grant_types });
  });

  it('is not widened by a change with the master token', async () => {
    const client = await registrar.lockedClient(['client-reg:grant:code']);
    const wider = { ...repeated(client), grant_types: ['authorization_code', 'client_credentials'] };
    expect((await registrar.change(client, wider, MASTER_TOKEN)).status).toBe(200);
    expectRefusal(await registrar.change(client, wider), 403, 'insufficient_scope');
  });
});

describe('With rotation switched off', () => {
  let still: AuthServer;
  beforeAll(async () => {
    still = await AuthServer.start({
      PASSANT_MASTER_TOKEN: MASTER_TOKEN,
      PASSANT_ROTATE_REGISTRATION_TOKEN: 'off',
      PASSANT_ROTATE_CLIENT_SECRET: 'off',
    });
  });
  afterAll(() => still.close());

  it('token and secret stay what they were, and are not shown again', async () => {
    const own = new Registrar(still);
    const client = await own.client();
    const change = { ...repeated(client), client_name: 'Renamed' };
    for (let round = 0; round < 2; round += 1) {
      const { body } = await own.change(client, change);
      expect(body).toMatchObject({ client_name: 'Renamed' });
      expect(body).not.toHaveProperty('client_secret');
      expect(body).not.toHaveProperty('registration_access_token');
    }
  });

  it('many changes at once all happen, one after the other', async () => {
    const own = new Registrar(still);
    const client = await own.client();
    const replies = await Promise.all(
      Array.from({ length: 4 }, (_, index) =>
        own.change(client, { ...repeated(client), client_name: `Name ${index}` }),
      ),
    );
    expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200, 200]);
  });
});
