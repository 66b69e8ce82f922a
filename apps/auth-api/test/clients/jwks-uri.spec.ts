import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { generateKeyPairSync } from 'node:crypto';
import { PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { DeviceKey, type Exchange, send } from '@passant/mobile-client';
import { EventLog } from '../../src/observation/event-log.js';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { KeyPublisher } from '../support/key-publisher.js';
import { signed, tokenOf } from '../support/token-client.js';

let server: AuthServer;
let publisher: KeyPublisher;
let counter = 0;

beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_ALLOW_PRIVATE_JWKS_URI: 'on' });
  publisher = await KeyPublisher.start();
});
afterAll(async () => {
  await server.close();
  await publisher.close();
});

/** An API client whose keys are fetched from a URL of its own. */
async function aClient(uri?: string) {
  const key = await DeviceKey.generate();
  counter += 1;
  const { client_id } = await server.admin.call('createApiClient', {
    body: {
      name: 'Publishing back end',
      scopes: ['onegini_api_events'],
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri: uri ?? publisher.uri(`client-${counter}`),
    },
  });
  const authenticate = async (by: DeviceKey = key, changes?: Parameters<typeof signed>[4]): Promise<Exchange> => {
    const proof = await signed(by, client_id, server.issuer, server.clock.now(), changes);
    return tokenOf(server.url, proof, { grant_type: 'client_credentials' });
  };
  return { key, client_id, authenticate };
}

async function failuresOf(clientId: string): Promise<{ reason: string; keys_kept: number }[]> {
  await server.app.get(EventLog).flush();
  const rows = await server.database.dataSource.query<{ details: { reason: string; keys_kept: number } }[]>(
    "SELECT details FROM event WHERE client_id = $1 AND name = 'CLIENT_AUTHENTICATION_FAILED_INVALID_JWKS_URI' ORDER BY id",
    [clientId],
  );
  return rows.map((row) => row.details);
}

describe('Keys at a jwks_uri', () => {
  it('are fetched once and believed as long as their server says', async () => {
    await server.clock.standing(async () => {
      const { key, authenticate } = await aClient();
      publisher.publishes([key.publicJwk], { 'cache-control': 'max-age=3600' });
      for (let use = 0; use < 3; use += 1) expect((await authenticate()).status).toBe(200);
      expect((await server.clock.later(3599, () => authenticate())).status).toBe(200);
      expect(publisher.requests).toBe(1);
      expect((await server.clock.later(3600, () => authenticate())).status).toBe(200);
      expect(publisher.requests).toBe(2);
    });
  });

  it('are believed for a minute and no longer than a day, whatever their server says', async () => {
    await server.clock.standing(async () => {
      const hasty = await aClient();
      publisher.publishes([hasty.key.publicJwk], { 'cache-control': 'no-store' });
      await hasty.authenticate();
      await server.clock.later(59, () => hasty.authenticate());
      expect(publisher.requests).toBe(1);
      await server.clock.later(60, () => hasty.authenticate());
      expect(publisher.requests).toBe(2);
      const lazy = await aClient();
      publisher.publishes([lazy.key.publicJwk], { 'cache-control': 'max-age=31536000' });
      await lazy.authenticate();
      await server.clock.later(86_400, () => lazy.authenticate());
      expect(publisher.requests).toBe(2);
    });
  });

  it('are fetched by one request, however many wait for them', async () => {
    const { key, authenticate } = await aClient();
    publisher.handles((_request, response) => {
      setTimeout(() => response.end(JSON.stringify({ keys: [key.publicJwk] })), 100);
    });
    const replies = await Promise.all(Array.from({ length: 20 }, () => authenticate()));
    expect(replies.map((reply) => reply.status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(publisher.requests).toBe(1);
  });

  it('are asked for again when one is unknown, but not again and again', async () => {
    const { key, authenticate } = await aClient();
    const successor = await DeviceKey.generate();
    publisher.publishes([key.publicJwk], { 'cache-control': 'max-age=3600' });
    expect((await authenticate()).status).toBe(200);
    publisher.publishes([successor.publicJwk], { 'cache-control': 'max-age=3600' });
    expect((await authenticate(successor)).status).toBe(200);
    expect(publisher.requests).toBe(1);
    // The old key went away with the old key set.
    expectRefusal(await authenticate(), 401, 'invalid_client');
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const stranger = await DeviceKey.generate();
      expectRefusal(await server.clock.later(15, () => authenticate(stranger)), 401, 'invalid_client');
    }
    expect(publisher.requests).toBe(1);
    expectRefusal(await server.clock.later(31, () => authenticate()), 401, 'invalid_client');
    expect(publisher.requests).toBe(2);
  });

  it('are asked for once by a request that brings an unknown one first of all', async () => {
    const { key, authenticate } = await aClient();
    publisher.publishes([key.publicJwk]);
    expectRefusal(await authenticate(await DeviceKey.generate()), 401, 'invalid_client');
    expect(publisher.requests).toBe(1);
    expect((await authenticate()).status).toBe(200);
    expect(publisher.requests).toBe(1);
  });

  it('are asked for again when the one of that name did not make the signature, but not again and again', async () => {
    const { key, authenticate } = await aClient();
    const successor = await DeviceKey.generate();
    const named = async (by: DeviceKey) => authenticate(by, { header: { kid: key.kid } });
    publisher.publishes([key.publicJwk], { 'cache-control': 'max-age=3600' });
    expect((await authenticate()).status).toBe(200);
    publisher.publishes([{ ...successor.publicJwk, kid: key.kid }], { 'cache-control': 'max-age=3600' });
    expect((await named(successor)).status).toBe(200);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expectRefusal(await named(await DeviceKey.generate()), 401, 'invalid_client');
      expectRefusal(await named(key), 401, 'invalid_client');
    }
    expect(publisher.requests).toBe(1);
    expect((await server.clock.later(31, () => named(successor))).status).toBe(200);
    expect(publisher.requests).toBe(1);
  });

  it('are asked for by one request, however many find that theirs is not among them', async () => {
    const { key, authenticate } = await aClient();
    const successor = await DeviceKey.generate();
    publisher.publishes([key.publicJwk], { 'cache-control': 'max-age=3600' });
    expect((await authenticate()).status).toBe(200);
    publisher.handles((_request, response) => {
      setTimeout(() => response.end(JSON.stringify({ keys: [successor.publicJwk] })), 100);
    });
    const replies = await Promise.all(Array.from({ length: 10 }, () => authenticate(successor)));
    expect(replies.map((reply) => reply.status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(publisher.requests).toBe(1);
  });

  it('are not asked for by an assertion that is refused for what it says', async () => {
    const { client_id, authenticate } = await aClient();
    publisher.publishes([]);
    const now = server.clock.now();
    for (const changes of [
      { claims: { aud: 'https://other.example' } },
      { claims: { exp: now - 1 } },
      { claims: { sub: `not-${client_id}` } },
      { header: { x5u: 'https://other.example' } },
    ]) {
      expectRefusal(await authenticate(undefined, changes), 401, 'invalid_client');
    }
    expect(publisher.requests).toBe(0);
  });

  it.each<[string, (old: DeviceKey, young: DeviceKey, rsa: object) => object[]]>([
    ['one of another kind before it', (_, young, rsa) => [rsa, young.publicJwk]],
    ['one of another kind behind it', (_, young, rsa) => [young.publicJwk, rsa]],
    ['an old one before it', (old, young) => [old.publicJwk, young.publicJwk]],
    ['an old one behind it', (old, young) => [young.publicJwk, old.publicJwk]],
    ['none at all', (old, young) => [old.publicJwk, young.publicJwk].map((key) => ({ ...key, kid: undefined }))],
  ])('may share a name: with %s', async (_, published) => {
    const { key: young, authenticate } = await aClient();
    const old = await DeviceKey.generate();
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
    const keys = published(old, young, { ...rsa, kid: young.kid, use: 'sig' });
    publisher.publishes(keys.map((key) => ('kid' in key && key.kid ? { ...key, kid: young.kid } : key)));
    expect((await authenticate()).status).toBe(200);
    expect(publisher.requests).toBe(1);
  });

  it.each([
    ['no key', '{"keys":[]}'],
    ['no key that could verify anything', '{"keys":[{"kty":"oct","k":"AAAA"},null]}'],
  ])('end when the client publishes %s', async (_, document) => {
    const { client_id, key, authenticate } = await aClient();
    publisher.publishes([key.publicJwk], { 'cache-control': 'max-age=0' });
    expect((await authenticate()).status).toBe(200);
    publisher.answers(200, document);
    expectRefusal(await server.clock.later(65, () => authenticate()), 401, 'invalid_client');
    // The address is the client's, and may hold what nobody else should read: the event names the client alone.
    expect(await failuresOf(client_id)).toEqual([{ reason: 'answered no usable key', keys_kept: 0 }]);
    // They remain invalid while that server is unavailable.
    publisher.answers(500, 'down');
    expectRefusal(await server.clock.later(4000, () => authenticate()), 401, 'invalid_client');
    publisher.publishes([key.publicJwk]);
    expect((await server.clock.later(4060, () => authenticate())).status).toBe(200);
  });

  it('go on serving for a day while they cannot be fetched', async () => {
    const { client_id, key, authenticate } = await aClient();
    publisher.publishes([key.publicJwk], { 'cache-control': 'max-age=60' });
    expect((await authenticate()).status).toBe(200);
    publisher.answers(500, 'down');
    expect((await server.clock.later(120, () => authenticate())).status).toBe(200);
    expect((await server.clock.later(125, () => authenticate())).status).toBe(200);
    expect(publisher.requests).toBe(1);
    expect(await failuresOf(client_id)).toEqual([{ reason: 'answered 500', keys_kept: 1 }]);
    expectRefusal(await server.clock.later(60 + 86_400, () => authenticate()), 401, 'invalid_client');
    publisher.publishes([key.publicJwk]);
    expect((await server.clock.later(60 + 86_440, () => authenticate())).status).toBe(200);
  });

  it.each<[string, (keys: string, request: IncomingMessage, response: ServerResponse) => void]>([
    [
      'compressed, as they lie there',
      (keys, _, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(keys)),
    ],
    ['behind a byte order mark', (keys, _, response) => response.end(`\ufeff${keys}`)],
    [
      'only to those who take anything',
      (keys, { headers }, response) => response.writeHead(headers.accept?.includes('*/*') ? 200 : 406).end(keys),
    ],
    [
      'as they are only to those who ask for that',
      (keys, { headers }, response) =>
        headers['accept-encoding'] === 'identity' ? response.end(keys) : response.end(gzipSync(keys)),
    ],
  ])('may be handed out %s', async (_, answer) => {
    const { key, authenticate } = await aClient();
    publisher.handles((request, response) => answer(JSON.stringify({ keys: [key.publicJwk] }), request, response));
    expect((await authenticate()).status).toBe(200);
  });

  it('may be among others that are of no use', async () => {
    const { key, authenticate } = await aClient();
    publisher.publishes([{ kty: 'RSA', n: 'AQAB', e: 'AQAB', kid: 'rsa' }, { kty: 'oct', k: 'x' }, key.publicJwk]);
    expect((await authenticate()).status).toBe(200);
  });

  it.each<[string, string, () => void]>([
    ['an error', 'answered 404', () => publisher.answers(404, '{}')],
    ['no JSON', 'answered no key set', () => publisher.answers(200, '<html>')],
    [
      'more keys than are read',
      'answered more than 100 keys',
      () => publisher.answers(200, JSON.stringify({ keys: Array.from({ length: 101 }, () => ({})) })),
    ],
    ['no keys', 'answered no usable key', () => publisher.answers(200, '{"keys":[]}')],
    ['a redirect', 'redirects are not followed', () => publisher.answers(302, '', { location: '/elsewhere' })],
    ['too much', 'more than 65536 bytes', () => publisher.answers(200, `{"keys":[],"x":"${'x'.repeat(70_000)}"}`)],
    ['nothing in time', 'did not answer in time', () => publisher.handles(() => {})],
    [
      'a body that never ends',
      'did not answer in time',
      () => publisher.handles((_request, response) => void response.writeHead(200).write('{"keys":[')),
    ],
    ['a broken connection', 'cannot be reached', () => publisher.handles((request) => request.socket.destroy())],
  ])('are not there if the answer is %s', async (_, reason, prepare) => {
    const { client_id, authenticate } = await aClient();
    prepare();
    expectRefusal(await authenticate(), 401, 'invalid_client');
    const [failure, ...further] = await failuresOf(client_id);
    expect(failure!.reason).toContain(reason);
    expect(further).toEqual([]);
  });

  it('are those of a mobile app just as well', async () => {
    const { provider, application, resourceServer } = await server.given.statelessWorld();
    const key = await DeviceKey.generate();
    publisher.publishes([key.publicJwk]);
    const registered = await send<{ client_id: string; jwks_uri: string }>('POST', server.url + PATHS.clients, {
      headers: { authorization: `Bearer ${await server.given.initialAccessToken(application)}` },
      json: {
        token_endpoint_auth_method: 'private_key_jwt',
        jwks_uri: publisher.uri('mobile'),
        software_version: '1.0',
        app_platform: 'ios',
      },
    });
    expect(registered.status).toBe(201);
    expect(registered.body).toMatchObject({ jwks_uri: publisher.uri('mobile') });
    expect(registered.body).not.toHaveProperty('jwks');
    const { client_id } = registered.body;
    const proof = await signed(key, client_id, server.issuer, server.clock.now());
    const reply = await send<{ oauth_token: { access_token: string } }>(
      'POST',
      server.url + PATHS.customRegistrationV2(provider.identifier, 'complete'),
      { json: { ...proof.form, profile_id: 'AAAAAA', grant_type: STATELESS_AUTHENTICATION_GRANT } },
    );
    expect(reply.status).toBe(200);
    expect(await resourceServer.introspect(reply.body.oauth_token.access_token)).toMatchObject({ client_id });
  });
});

describe('A jwks_uri', () => {
  let careful: AuthServer;
  beforeAll(async () => {
    careful = await AuthServer.start();
  });
  afterAll(() => careful.close());

  const create = (on: AuthServer, more: object) =>
    on.admin.request('createApiClient', {
      body: {
        name: 'Publishing back end',
        scopes: ['onegini_api_events'],
        token_endpoint_auth_method: 'private_key_jwt',
        ...more,
      },
    });

  it.each([
    ['no address', 'nonsense'],
    ['no https', 'http://keys.example.com/jwks'],
    ['of another kind', 'ftp://keys.example.com/jwks'],
    ['with credentials', 'https://user:secret@keys.example.com/jwks'],
    ['with a fragment', 'https://keys.example.com/jwks#first'],
    ['this machine', 'https://localhost/jwks'],
    ['this machine, written otherwise', 'https://0x7f.1/jwks'],
    ['this machine, with a dot behind', 'https://localhost./jwks'],
    ['a name for this machine', 'https://keys.localhost/jwks'],
    ['this machine without https', 'http://127.0.0.1/jwks'],
  ])('is refused where it is %s', async (_, jwks_uri) => {
    expectRefusal(await create(careful, { jwks_uri }), 400, 'invalid_request');
    const { application } = await careful.given.statelessWorld();
    const reply = await send('POST', careful.url + PATHS.clients, {
      headers: { authorization: `Bearer ${await careful.given.initialAccessToken(application)}` },
      json: { token_endpoint_auth_method: 'private_key_jwt', jwks_uri, software_version: '1.0', app_platform: 'ios' },
    });
    expectRefusal(reply, 400, 'invalid_client_metadata');
  });

  it('excludes jwks, and belongs to private_key_jwt: a client that registers itself otherwise does without', async () => {
    const jwks_uri = 'https://keys.example.com/jwks';
    const { publicJwk } = await DeviceKey.generate();
    const { application } = await careful.given.statelessWorld();
    const register = async (metadata: object) =>
      send('POST', careful.url + PATHS.clients, {
        headers: { authorization: `Bearer ${await careful.given.initialAccessToken(application)}` },
        json: {
          token_endpoint_auth_method: 'private_key_jwt',
          software_version: '1.0',
          app_platform: 'ios',
          ...metadata,
        },
      });
    for (const metadata of [{ jwks_uri, jwks: { keys: [publicJwk] } }, {}]) {
      expectRefusal(await create(careful, metadata), 400, 'invalid_request');
      expectRefusal(await register(metadata), 400, 'invalid_client_metadata');
    }
    const withSecret = { jwks_uri, token_endpoint_auth_method: 'client_secret_basic' };
    expectRefusal(await create(careful, withSecret), 400, 'invalid_request');
    const reply = await register(withSecret);
    expect([reply.status, Object.keys(reply.body as object)]).toEqual([201, expect.not.arrayContaining(['jwks_uri'])]);
  });

  it.each(['https://10.0.0.1/jwks', 'https://[::ffff:127.0.0.1]/jwks', 'https://169.254.169.254/'])(
    'leads nowhere where it leads inside: %s',
    async (jwks_uri) => {
      // It cannot be saved now, but an earlier version let it be.
      expectRefusal(await create(careful, { jwks_uri }), 400, 'invalid_request');
      const outside = { jwks_uri: 'https://keys.example.com/jwks' };
      const { client_id } = (await create(careful, outside)).body as { client_id: string };
      await careful.database.dataSource.query('UPDATE client SET jwks_uri = $2 WHERE client_id = $1', [
        client_id,
        jwks_uri,
      ]);
      // Whatever is created has the server read its clients anew.
      expect((await create(careful, outside)).status).toBe(201);
      const proof = await signed(await DeviceKey.generate(), client_id, careful.issuer, careful.clock.now());
      const answer = await tokenOf(careful.url, proof, { grant_type: 'client_credentials' });
      expectRefusal(answer, 401, 'invalid_client');
      await careful.app.get(EventLog).flush();
      const rows = await careful.database.dataSource.query<{ details: { reason: string } }[]>(
        "SELECT details FROM event WHERE client_id = $1 AND name = 'CLIENT_AUTHENTICATION_FAILED_INVALID_JWKS_URI'",
        [client_id],
      );
      expect(rows.map((row) => row.details.reason)).toEqual(['must be an address on the open Internet']);
    },
  );
});
