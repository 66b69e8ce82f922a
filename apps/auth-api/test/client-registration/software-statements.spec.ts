import type { Application, UpdateApplication } from '@passant/contracts';
import { PATHS } from '@passant/contracts';
import { DeviceKey, type Exchange, send } from '@passant/mobile-client';
import { decodeProtectedHeader, type JWTPayload, SignJWT } from 'jose';
import { Secrets } from '../../src/credentials/secrets.js';
import { SigningKeys } from '../../src/credentials/signing-keys.js';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { StatementOffice, VERSION, asked } from '../support/statement-office.js';

let server: AuthServer;
let office: StatementOffice;
let key: DeviceKey;
beforeAll(async () => {
  server = await AuthServer.start();
  office = new StatementOffice(server);
  key = await DeviceKey.generate();
});
afterAll(() => server.close());

function register(statement: unknown, changes: object = {}, headers: Record<string, string> = {}): Promise<Exchange> {
  return send('POST', server.url + PATHS.clients, {
    json: {
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [key.publicJwk] },
      software_statement: statement,
      ...changes,
    },
    headers,
  });
}

const statesOf = async (application: Application) => {
  const { items } = await server.admin.call('listSoftwareStatements', {
    query: { application: application.identifier },
  });
  return items.map(({ id, state, clients }) => ({ id, state, clients }));
};

describe('A software statement', () => {
  it('lets an installation register without an initial access token; what it says wins', async () => {
    const application = await office.application();
    const { software_statement: text, claims, id } = await office.exportFor(application);
    expect(decodeProtectedHeader(text)).toMatchObject({ alg: 'ES256', typ: 'software-statement+jwt' });
    expect(claims).toMatchObject({ iss: server.issuer, jti: id, software_id: application.identifier });
    const reply = await register(text, { client_name: 'Somebody else', software_version: '9.9', software_id: 'other' });
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({
      client_id: expect.stringMatching(/^[0-9A-F]{64}$/) as string,
      client_name: application.name,
      software_id: application.identifier,
      software_version: '1.0',
      app_platform: 'ios',
      software_statement: text,
    });
    expect(await statesOf(application)).toEqual([{ id, state: 'usable', clients: 1 }]);
    const { client_id } = reply.body as { client_id: string };
    const details = await server.admin.call('readRegisteredClient', { parameters: { client_id } });
    expect(details).toMatchObject({ kind: 'instance', software_statement: id });
    expect(details).not.toHaveProperty('initial_access_token');
  });

  it('is refused where it says something else than what was exported, even if this server’s key signed it', async () => {
    const application = await office.application();
    const { claims } = await office.exportFor(application);
    const { kid, privateKey } = server.app.get(Secrets).statementKey;
    const signed = (changes: object) =>
      new SignJWT({ ...(claims as JWTPayload), ...changes })
        .setProtectedHeader({ alg: 'ES256', kid, typ: 'software-statement+jwt' })
        .sign(privateKey);
    expectRefusal(await register(await signed({ app_platform: 'android' })), 400, 'unapproved_software_statement');
    expect((await register(await signed({}))).status).toBe(201);
  });

  it('lets installations do what they do with people, and nothing in their own name', async () => {
    const { software_statement: text } = await office.exportFor(await office.application());
    const refused = [
      { grant_types: ['client_credentials'] },
      { preferred_client_id: 'mine' },
      { data: { any: 'thing' } },
    ];
    for (const changes of refused) expectRefusal(await register(text, changes), 400, 'invalid_client_metadata');
  });

  it('is a permission beside an initial access token, which is spent with it', async () => {
    const application = await office.application();
    const { software_statement: text } = await office.exportFor(application);
    const token = await server.given.initialAccessToken(application);
    const bearer = { authorization: `Bearer ${token}` };
    expect((await register(text, {}, bearer)).status).toBe(201);
    expectRefusal(await register(text, {}, bearer), 401, 'invalid_token');
    const other = { authorization: `Bearer ${await server.given.initialAccessToken(await office.application())}` };
    expectRefusal(await register(text, {}, other), 400, 'invalid_client_metadata');
  });

  it('makes no installation beside a token of no application, whatever that token permits', async () => {
    const { software_statement: text } = await office.exportFor(await office.application());
    const { initial_access_token: token } = await server.admin.call('createInitialAccessToken', {
      body: { scope: ['client-reg'] },
    });
    const body = { grant_types: ['client_credentials'], response_types: [] };
    expectRefusal(await register(text, body, { authorization: `Bearer ${token}` }), 400, 'invalid_client_metadata');
  });

  it('spends the initial access token beside it even where it is refused', async () => {
    const token = await server.given.initialAccessToken(await office.application());
    const bearer = { authorization: `Bearer ${token}` };
    expectRefusal(await register('no.such.statement', {}, bearer), 400, 'invalid_software_statement');
    expectRefusal(await register(undefined, {}, bearer), 401, 'invalid_token');
  });

  it('comes with a change as well, for an app that was updated', async () => {
    const application = await office.application();
    await office.change(application, { versions: [VERSION, { ...VERSION, version: '1.1' }] });
    const { software_statement: text } = await office.exportFor(application);
    const { software_statement: newer } = await office.exportFor(application, { app_version: '1.1' });
    let client = (await register(text)).body as Record<string, string>;
    const update = (statement: string) =>
      send<Record<string, string>>('PUT', client.registration_client_uri!, {
        headers: { authorization: `Bearer ${client.registration_access_token}` },
        json: {
          client_id: client.client_id,
          token_endpoint_auth_method: 'private_key_jwt',
          jwks: { keys: [key.publicJwk] },
          software_statement: statement,
        },
      });
    expectRefusal(await update(`${newer}A`), 400, 'invalid_software_statement');
    const reply = await update(newer);
    expect(reply).toMatchObject({ status: 200, body: { software_version: '1.1' } });
    client = { ...client, ...reply.body };
    const parameters = { client_id: client.client_id! };
    expect(await server.admin.call('readRegisteredClient', { parameters })).toMatchObject({ app_version: '1.1' });
  });

  it('goes on being good when the signing keys were rotated, twice', async () => {
    const { software_statement: text } = await office.exportFor(await office.application());
    await server.app.get(SigningKeys).rotate();
    await server.app.get(SigningKeys).rotate();
    expect((await register(text)).status).toBe(201);
  });

  it('is tried out without registering anything', async () => {
    const application = await office.application();
    const { software_statement: text, id } = await office.exportFor(application);
    const reply = await send('POST', `${server.url}${PATHS.clients}?dry_run=true`, {
      json: {
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [key.publicJwk] },
        software_statement: text,
      },
    });
    expect(reply).toMatchObject({ status: 200, body: { software_id: application.identifier } });
    expect(await statesOf(application)).toEqual([{ id, state: 'usable', clients: 0 }]);
  });

  it('is not needed by whoever has a token, and is no way around one', async () => {
    expectRefusal(await register(undefined), 401, 'invalid_token');
    expectRefusal(await register(7), 401, 'invalid_token');
  });

  it.each<[string, string, (text: string) => Promise<string> | string]>([
    ['that was cut', 'invalid_software_statement', (text) => text.slice(0, -4)],
    [
      'whose claims were changed',
      'invalid_software_statement',
      (text) => {
        const [header, payload, signature] = text.split('.');
        const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as object;
        const changed = Buffer.from(JSON.stringify({ ...claims, software_version: '2.0' })).toString('base64url');
        return `${header}.${changed}.${signature}`;
      },
    ],
    [
      'signed with the keys of tokens',
      'invalid_software_statement',
      (text) => {
        const claims = JSON.parse(Buffer.from(text.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;
        return server.app.get(SigningKeys).sign(claims, 'software-statement+jwt');
      },
    ],
    [
      'of another server',
      'unapproved_software_statement',
      () =>
        new SignJWT({ iss: 'https://other.example.com/oauth', software_id: 'app' })
          .setProtectedHeader({ alg: 'HS256', typ: 'software-statement+jwt' })
          .sign(Buffer.alloc(32)),
    ],
  ])('%s is refused: %s', async (_, code, change) => {
    const { software_statement: text } = await office.exportFor(await office.application());
    const refused = await register(await change(text));
    expect(expectRefusal(refused, 400, code).error_description).toMatch(/^software_statement /);
  });

  it('that was refused is noted by the name operators know, and says what was checked', async () => {
    const application = await office.application();
    const { software_statement: text, id } = await office.exportFor(application);
    await server.admin.call('revokeSoftwareStatement', { parameters: { id } });
    const { error_id } = expectRefusal(await register(text), 400, 'unapproved_software_statement');
    await server.noted();
    const { items } = await server.admin.call('listEvents', { query: { request_id: error_id } });
    expect(items).toMatchObject([
      { name: 'DYNAMIC_REG_FAILED_INVALID_SOFTWARE_STATEMENT', application: application.identifier },
    ]);
    const refusal = await server.admin.call('readRefusal', { parameters: { error_id } });
    expect(refusal.checks.at(-1)).toMatchObject({ check: 'statement', actual: 'revoked', passed: false });
  });
});

describe('A software statement ends', () => {
  it('when it is revoked; the clients it made stay', async () => {
    const application = await office.application();
    const { software_statement: text, id } = await office.exportFor(application);
    const { software_statement: other } = await office.exportFor(application);
    expect((await register(text)).status).toBe(201);
    await server.admin.call('revokeSoftwareStatement', { parameters: { id } });
    expectRefusal(await register(text), 400, 'unapproved_software_statement');
    expect((await register(other)).status).toBe(201);
    expect(await statesOf(application)).toContainEqual({ id, state: 'revoked', clients: 1 });
  });

  it.each<[string, UpdateApplication]>([
    ['disabled', { versions: [{ ...VERSION, status: 'DISABLED' }] }],
    ['removed', { versions: [{ ...VERSION, version: '1.1' }] }],
    ['removed with all the others', { versions: [] }],
  ])('when its version is %s, and does not come back with it', async (_, closing) => {
    const application = await office.application();
    const { software_statement: text, id } = await office.exportFor(application);
    await office.change(application, closing);
    expectRefusal(await register(text), 400, 'unapproved_software_statement');
    await office.change(application, { versions: [VERSION] });
    expectRefusal(await register(text), 400, 'unapproved_software_statement');
    expect(await statesOf(application)).toEqual([{ id, state: 'revoked', clients: 0 }]);
    expect((await register((await office.exportFor(application)).software_statement)).status).toBe(201);
    const { items } = await server.admin.call('listEvents', {
      query: { application: application.identifier, name: 'ADMIN_SOFTWARE_STATEMENT_REVOKED' },
    });
    expect(items).toMatchObject([{ details: { id, app_version: '1.0' }, admin: 'admin@example.com' }]);
  });

  it('not when only the version of another platform is closed', async () => {
    const application = await office.application();
    const { software_statement: text } = await office.exportFor(application);
    await office.change(application, { versions: [VERSION, { ...VERSION, platform: 'android', status: 'DISABLED' }] });
    expect((await register(text)).status).toBe(201);
  });

  it.each<[string, UpdateApplication, UpdateApplication]>([
    [
      'its version takes no new installations',
      { versions: [{ ...VERSION, status: 'LOGIN_ONLY' }] },
      { versions: [VERSION] },
    ],
    ['its application is disabled', { enabled: false }, { enabled: true }],
    [
      'its application is one for the web',
      { client_type: 'web', user_authentication: { stateless_authentication: false } },
      { client_type: 'mobile' },
    ],
  ])('for a while, as long as %s', async (_, closing, opening) => {
    const application = await office.application();
    const { software_statement: text } = await office.exportFor(application);
    await office.change(application, closing);
    for (const changes of [{}, { redirect_uris: ['https://phish.example/'] }])
      expectRefusal(await register(text, changes), 400, 'unapproved_software_statement');
    expect(await statesOf(application)).toMatchObject([{ state: 'closed' }]);
    await office.change(application, opening);
    expect((await register(text)).status).toBe(201);
  });

  it('with its application', async () => {
    const application = await office.application();
    const { software_statement: text } = await office.exportFor(application);
    await server.admin.call('deleteApplication', { parameters: { identifier: application.identifier } });
    expectRefusal(await register(text), 400, 'unapproved_software_statement');
  });
});

describe('Registrations with a statement', () => {
  it('are limited by application, and bad statements take nothing from it', async () => {
    const small = await AuthServer.start({ PASSANT_OPEN_REGISTRATIONS_PER_HOUR: '8' });
    try {
      const application = await small.given.mobileApplication(await small.given.provider());
      const { software_statement: text } = await small.admin.call('createSoftwareStatement', asked(application));
      const ask = (statement: string) =>
        send('POST', small.url + PATHS.clients, {
          json: {
            token_endpoint_auth_method: 'private_key_jwt',
            jwks: { keys: [key.publicJwk] },
            software_statement: statement,
          },
        });
      for (let attempt = 0; attempt < 5; attempt += 1) {
        expectRefusal(await ask('no.such.statement'), 400, 'invalid_software_statement');
      }
      expect((await ask(text)).status).toBe(201);
      expect((await ask(text)).status).toBe(201);
      const refused = await ask(text);
      expectRefusal(refused, 429, 'temporarily_unavailable');
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    } finally {
      await small.close();
    }
  });
});
