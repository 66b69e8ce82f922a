import type { Application, CreatedSoftwareStatement, UpdateApplication } from '@passant/contracts';
import { PATHS } from '@passant/contracts';
import { DeviceKey, type Exchange, send } from '@passant/mobile-client';
import { decodeProtectedHeader, SignJWT } from 'jose';
import { SigningKeys } from '../src/platform/signing-keys.js';
import { AuthServer } from './support/auth-server.js';
import { expectRefusal } from './support/expectations.js';

let server: AuthServer;
let key: DeviceKey;
beforeAll(async () => {
  server = await AuthServer.start();
  key = await DeviceKey.generate();
}, 60_000);
afterAll(() => server.close());

const VERSION = { platform: 'ios', version: '1.0', status: 'LOGIN_REGISTRATION' } as const;

async function anApplication(): Promise<Application> {
  return server.given.mobileApplication(await server.given.provider(), {
    versions: [VERSION, { ...VERSION, platform: 'android' }],
  });
}

const create = (application: Application, changes: object = {}) => ({
  body: { application: application.identifier, app_platform: 'ios', app_version: '1.0', ...changes },
});
const exportFor = (application: Application, changes: object = {}): Promise<CreatedSoftwareStatement> =>
  server.admin.call('createSoftwareStatement', create(application, changes));

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

async function change(application: Application, body: UpdateApplication): Promise<void> {
  const parameters = { identifier: application.identifier };
  const reply = await server.admin.request('updateApplication', { parameters, body, ifMatch: '*' });
  expect(reply.status).toBe(200);
}

const statesOf = async (application: Application) => {
  const { items } = await server.admin.call('listSoftwareStatements', {
    query: { application: application.identifier },
  });
  return items.map(({ id, state, clients }) => ({ id, state, clients }));
};

describe('A software statement', () => {
  it('lets an installation register without an initial access token; what it says wins', async () => {
    const application = await anApplication();
    const { software_statement: text, claims, id } = await exportFor(application);
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

  it('lets installations do what they do with people, and nothing in their own name', async () => {
    const { software_statement: text } = await exportFor(await anApplication());
    const refused = [
      { grant_types: ['client_credentials'] },
      { preferred_client_id: 'mine' },
      { data: { any: 'thing' } },
    ];
    for (const changes of refused) expectRefusal(await register(text, changes), 400, 'invalid_client_metadata');
  });

  it('is a permission beside an initial access token, which is spent with it', async () => {
    const application = await anApplication();
    const { software_statement: text } = await exportFor(application);
    const token = await server.given.initialAccessToken(application);
    const bearer = { authorization: `Bearer ${token}` };
    expect((await register(text, {}, bearer)).status).toBe(201);
    expectRefusal(await register(text, {}, bearer), 401, 'invalid_token');
    const other = { authorization: `Bearer ${await server.given.initialAccessToken(await anApplication())}` };
    expectRefusal(await register(text, {}, other), 400, 'invalid_client_metadata');
  });

  it('makes no installation beside a token of no application, whatever that token permits', async () => {
    const { software_statement: text } = await exportFor(await anApplication());
    const { initial_access_token: token } = await server.admin.call('createInitialAccessToken', {
      body: { scope: ['client-reg'] },
    });
    const body = { grant_types: ['client_credentials'], response_types: [] };
    expectRefusal(await register(text, body, { authorization: `Bearer ${token}` }), 400, 'invalid_client_metadata');
  });

  it('spends the initial access token beside it even where it is refused', async () => {
    const token = await server.given.initialAccessToken(await anApplication());
    const bearer = { authorization: `Bearer ${token}` };
    expectRefusal(await register('no.such.statement', {}, bearer), 400, 'invalid_software_statement');
    expectRefusal(await register(undefined, {}, bearer), 401, 'invalid_token');
  });

  it('comes with a change as well, for an app that was updated', async () => {
    const application = await anApplication();
    await change(application, { versions: [VERSION, { ...VERSION, version: '1.1' }] });
    const { software_statement: text } = await exportFor(application);
    const { software_statement: newer } = await exportFor(application, { app_version: '1.1' });
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
    const { software_statement: text } = await exportFor(await anApplication());
    await server.app.get(SigningKeys).rotate();
    await server.app.get(SigningKeys).rotate();
    expect((await register(text)).status).toBe(201);
  });

  it('is tried out without registering anything', async () => {
    const application = await anApplication();
    const { software_statement: text, id } = await exportFor(application);
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
  ])('%s is refused: %s', async (_, code, change_) => {
    const { software_statement: text } = await exportFor(await anApplication());
    const refused = await register(await change_(text));
    expect(expectRefusal(refused, 400, code).error_description).toMatch(/^software_statement /);
  });

  it('that was refused is noted by the name operators know, and says what was checked', async () => {
    const application = await anApplication();
    const { software_statement: text, id } = await exportFor(application);
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
    const application = await anApplication();
    const { software_statement: text, id } = await exportFor(application);
    const { software_statement: other } = await exportFor(application);
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
    const application = await anApplication();
    const { software_statement: text, id } = await exportFor(application);
    await change(application, closing);
    expectRefusal(await register(text), 400, 'unapproved_software_statement');
    await change(application, { versions: [VERSION] });
    expectRefusal(await register(text), 400, 'unapproved_software_statement');
    expect(await statesOf(application)).toEqual([{ id, state: 'revoked', clients: 0 }]);
    expect((await register((await exportFor(application)).software_statement)).status).toBe(201);
    const { items } = await server.admin.call('listEvents', {
      query: { application: application.identifier, name: 'ADMIN_SOFTWARE_STATEMENT_REVOKED' },
    });
    expect(items).toMatchObject([{ details: { id, app_version: '1.0' }, admin: 'admin@example.com' }]);
  });

  it('not when only the version of another platform is closed', async () => {
    const application = await anApplication();
    const { software_statement: text } = await exportFor(application);
    await change(application, { versions: [VERSION, { ...VERSION, platform: 'android', status: 'DISABLED' }] });
    expect((await register(text)).status).toBe(201);
  });

  it.each<[string, UpdateApplication, UpdateApplication]>([
    [
      'its version takes no new installations',
      { versions: [{ ...VERSION, status: 'LOGIN_ONLY' }] },
      { versions: [VERSION] },
    ],
    ['its application is disabled', { enabled: false }, { enabled: true }],
  ])('for a while, as long as %s', async (_, closing, opening) => {
    const application = await anApplication();
    const { software_statement: text } = await exportFor(application);
    await change(application, closing);
    expectRefusal(await register(text), 400, 'unapproved_software_statement');
    expect(await statesOf(application)).toMatchObject([{ state: 'closed' }]);
    await change(application, opening);
    expect((await register(text)).status).toBe(201);
  });

  it('with its application', async () => {
    const application = await anApplication();
    const { software_statement: text } = await exportFor(application);
    await server.admin.call('deleteApplication', { parameters: { identifier: application.identifier } });
    expectRefusal(await register(text), 400, 'unapproved_software_statement');
  });
});

describe('A software statement is exported', () => {
  it.each<[string, object, number, string]>([
    ['an application that does not exist', { application: 'nowhere' }, 400, 'invalid_request'],
    ['a version that is not listed', { app_version: '7.0' }, 409, 'conflict'],
    ['another platform', { app_platform: 'windows' }, 400, 'invalid_request'],
    ['no version', { app_version: ' ' }, 400, 'invalid_request'],
    ['anything more', { client_name: 'Mine' }, 400, 'invalid_request'],
  ])('not for %s', async (_, changes, status, code) => {
    const refused = await server.admin.request('createSoftwareStatement', create(await anApplication(), changes));
    expectRefusal(refused, status, code);
  });

  it('not for a version that takes no new installations, nor for a web application', async () => {
    const application = await anApplication();
    await change(application, { versions: [{ ...VERSION, status: 'LOGIN_ONLY' }] });
    expectRefusal(await server.admin.request('createSoftwareStatement', create(application)), 409, 'conflict');
    const web = await server.given.webApplication(await server.given.provider());
    expectRefusal(await server.admin.request('createSoftwareStatement', create(web)), 400, 'invalid_request');
  });

  it('with the name of who did it, and without being kept', async () => {
    const application = await anApplication();
    const { software_statement: text, id } = await exportFor(application);
    const { items } = await server.admin.call('listEvents', {
      query: { application: application.identifier, name: 'ADMIN_SOFTWARE_STATEMENT_CREATED' },
    });
    expect(items).toMatchObject([{ admin: 'admin@example.com', after: { id, app_platform: 'ios' } }]);
    const kept = await server.database.dataSource.query(
      `SELECT to_jsonb(s) AS row FROM software_statement s UNION ALL SELECT to_jsonb(e) FROM event e`,
    );
    expect(JSON.stringify(kept)).not.toContain(text.split('.')[2]);
  });

  it('and listed page by page, newest first', async () => {
    const application = await anApplication();
    const made: string[] = [];
    while (made.length < 3) made.push((await exportFor(application)).id);
    const query = { application: application.identifier, limit: '2' };
    const first = await server.admin.call('listSoftwareStatements', { query });
    const second = await server.admin.call('listSoftwareStatements', {
      query: { ...query, cursor: first.next_cursor! },
    });
    expect(second).not.toHaveProperty('next_cursor');
    expect([...first.items, ...second.items].map(({ id }) => id).sort()).toEqual(made.sort());
  });

  it('and revoked only if there is one', async () => {
    expectRefusal(
      await server.admin.request('revokeSoftwareStatement', {
        parameters: { id: '7b1f3c1e-8d2a-4c55-9e7e-1f2a3b4c5d6e' },
      }),
      404,
      'not_found',
    );
  });
});

describe('Registrations with a statement', () => {
  it('are limited by application, and bad statements take nothing from it', async () => {
    const small = await AuthServer.start({ PASSANT_OPEN_REGISTRATIONS_PER_HOUR: '8' });
    try {
      const application = await small.given.mobileApplication(await small.given.provider());
      const { software_statement: text } = await small.admin.call('createSoftwareStatement', create(application));
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
  }, 60_000);
});
