import { jest } from '@jest/globals';
import { ADMIN_ENDPOINTS, type ConfigurationRequest, adminPath } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import type { z } from 'zod';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { ECHO_SCRIPT } from '../support/given.js';
import { basic, tokenOf } from '../support/token-client.js';

type Document = z.input<typeof ConfigurationRequest>['configuration'];

let server: AuthServer;
let initial: Document;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_ALLOW_PRIVATE_WEB_HOOKS: 'on' });
  await apply({ scopes: [] }, true);
  initial = (await read()).configuration;
});
beforeEach(() => apply(initial, true));
afterAll(() => server.close());

const SECRET = 'a-secret-of-thirty-two-characters';
const OTHER_SECRET = 'another-secret-of-32-characters-._~';

/** Something of every section, each naming something of another. */
const DOCUMENT = {
  scopes: [{ identifier: 'orders', description: 'Orders', claims: ['customer'] }],
  web_hooks: [
    {
      id: 'hook',
      type: 'CUSTOMIZE_TOKEN',
      name: 'Hook',
      base_uri: 'https://hook.example/a',
      authentication_method: 'BASIC',
      username: 'passant',
      password: 'a-password',
    },
  ],
  identity_providers: [
    {
      identifier: 'scheme',
      name: 'Scheme',
      flow: 'ONE_STEP',
      default: true,
      scripts: { complete: ECHO_SCRIPT },
      properties: [
        { identifier: 'url', sensitive: false, value: 'https://scheme.example' },
        { identifier: 'key', sensitive: true, value: 'a-key-of-the-scheme' },
      ],
    },
  ],
  applications: [
    {
      identifier: 'city-app',
      name: 'City services',
      user_authentication: { stateless_authentication: true, stateless_session: true },
      default_scopes: ['orders'],
      identity_providers: ['scheme'],
      versions: [{ platform: 'ios', version: '1.0', status: 'LOGIN_REGISTRATION' }],
      access_token_web_hook: 'hook',
    },
    { identifier: 'website', name: 'Website', client_type: 'web', identity_providers: ['scheme'] },
  ],
  api_clients: [
    {
      client_id: 'orders-api',
      name: 'Orders',
      scopes: ['onegini_api_token_introspection'],
      applications: ['city-app'],
      client_secret: SECRET,
    },
  ],
  web_clients: [
    {
      client_id: 'website-client',
      name: 'Website',
      application: 'website',
      redirect_uris: ['https://website.example/back'],
      client_secret: SECRET,
    },
  ],
  client_document_policy: { enabled: true, domains: ['clients.example'] },
} as const satisfies Document;

const copy = () => structuredClone(DOCUMENT) as Required<Document>;
const read = () => server.admin.call('exportConfiguration');
const plan = (configuration: Document, prune = false) =>
  server.admin.call('planConfiguration', { body: { configuration, prune } });
const apply = async (configuration: Document, prune = false, ifMatch?: string) =>
  server.admin.call('applyConfiguration', {
    body: { configuration, prune },
    ifMatch: ifMatch ?? (await read()).etag,
  });
const said = ({ changes }: { changes: { action: string; section: string; identifier?: string }[] }) =>
  changes.map(({ action, section, identifier }) => [action, section, identifier].join(' ').trim());
const eventCount = async () => {
  const [row] = await server.database.dataSource.query<{ n: number }[]>(
    "SELECT count(*)::int AS n FROM event WHERE name LIKE 'ADMIN_%'",
  );
  return row!.n;
};

const ALL = [
  'create scopes orders',
  'create web_hooks hook',
  'create identity_providers scheme',
  'create applications city-app',
  'create applications website',
  'create api_clients orders-api',
  'create web_clients website-client',
  'change client_document_policy',
];

describe('A whole configuration', () => {
  it('is read as often for many changes as for few, since each change reads its own entry anew', async () => {
    const loads = jest.spyOn(Object.getPrototypeOf(server.store.configuration) as { load: () => unknown }, 'load');
    const counted = async (count: number) => {
      loads.mockClear();
      const names = Array.from({ length: count }, (_, index) => `many-${index}`);
      const { changes } = await plan({
        scopes: names.map((identifier) => ({ identifier, description: 'One of many' })),
        identity_providers: names.map((identifier) => ({
          ...DOCUMENT.identity_providers[0],
          default: false,
          identifier,
        })),
        applications: names.map((identifier) => ({
          identifier,
          name: identifier,
          default_scopes: [`given-by-${identifier}`],
          identity_providers: [identifier],
        })),
        api_clients: names.map((name) => ({
          ...DOCUMENT.api_clients[0],
          client_id: `api-${name}`,
          applications: [name],
        })),
      });
      expect(changes).toHaveLength(4 * count);
      return loads.mock.calls.length;
    };
    expect(await counted(12)).toBe(await counted(2));
    loads.mockRestore();
  });

  it('is planned without any change, and is applied as it was planned', async () => {
    const before = await read();
    const events = await eventCount();
    const planned = await plan(DOCUMENT);
    expect(said(planned)).toEqual(ALL);
    expect(await read()).toEqual(before);
    expect(await eventCount()).toBe(events);

    const applied = await apply(DOCUMENT, false, planned.etag);
    expect(applied.changes).toEqual(planned.changes);
    const after = await read();
    expect(after.etag).toBe(applied.etag);
    expect(await eventCount()).toBe(events + ALL.length);
    expect(await server.admin.call('readApplication', { parameters: { identifier: 'city-app' } })).toMatchObject({
      default_scopes: ['orders'],
      access_token_web_hook: 'hook',
    });
  });

  it('changes nothing when it is applied once more, with its secrets or as it was exported', async () => {
    await apply(DOCUMENT);
    const { configuration, etag } = await read();
    const events = await eventCount();
    for (const document of [DOCUMENT, configuration, {}]) {
      expect((await plan(document, true)).changes).toEqual([]);
      expect((await apply(document, true)).etag).toBe(etag);
    }
    expect(await eventCount()).toBe(events);
  });

  it('gives clients the secrets that the operator chose', async () => {
    await apply(DOCUMENT);
    const form = { grant_type: 'client_credentials' };
    expect((await tokenOf(server.url, basic('orders-api', SECRET), form)).status).toBe(200);
    const changed = copy();
    changed.api_clients[0]!.client_secret = OTHER_SECRET;
    const { changes } = await apply(changed);
    expect(changes).toEqual([
      {
        action: 'change',
        section: 'api_clients',
        identifier: 'orders-api',
        fields: [{ path: 'client_secret', secret: true }],
        consequences: [],
      },
    ]);
    expect((await tokenOf(server.url, basic('orders-api', SECRET), form)).status).toBe(401);
    expect((await tokenOf(server.url, basic('orders-api', OTHER_SECRET), form)).status).toBe(200);
  });

  it('never shows a secret: not in an export, a plan, an event or the log', async () => {
    const changed = copy();
    changed.identity_providers[0]!.properties![1]!.value = 'another-key-of-it';
    changed.web_hooks[0]!.password = 'another-password';
    changed.web_clients[0]!.client_secret = OTHER_SECRET;
    const replies = [
      await plan(DOCUMENT),
      await apply(DOCUMENT),
      await plan(changed),
      await apply(changed),
      await read(),
    ];
    const events = await server.database.dataSource.query("SELECT * FROM event WHERE name LIKE 'ADMIN_%'");
    const text = JSON.stringify([replies, events, server.log]);
    for (const secret of [
      SECRET,
      OTHER_SECRET,
      'a-password',
      'another-password',
      'a-key-of-the-scheme',
      'another-key-of-it',
    ]) {
      expect(text).not.toContain(secret);
    }
    expect(replies[2]!).toMatchObject({
      changes: [
        { section: 'web_hooks', fields: [{ path: 'password', secret: true }] },
        { section: 'identity_providers', fields: [{ path: 'properties.1.value', secret: true }] },
        { section: 'web_clients', fields: [{ path: 'client_secret', secret: true }] },
      ],
    });
  });

  it('shows a value no longer that becomes a secret', async () => {
    await apply(DOCUMENT);
    const changed = copy();
    changed.identity_providers[0]!.properties![0]!.sensitive = true;
    const { changes } = await plan(changed);
    expect(changes).toMatchObject([{ fields: [{ path: 'properties' }, { path: 'properties.0.value', secret: true }] }]);
    expect(JSON.stringify(changes)).not.toContain('https://scheme.example');
  });

  it('keeps the secrets that it does not name', async () => {
    await apply(DOCUMENT);
    const { configuration } = await read();
    configuration.identity_providers![0]!.name = 'Renamed';
    configuration.web_hooks![0]!.name = 'Renamed';
    configuration.api_clients![0]!.name = 'Renamed';
    expect(said(await apply(configuration))).toEqual([
      'change web_hooks hook',
      'change identity_providers scheme',
      'change api_clients orders-api',
    ]);
    expect((await plan(DOCUMENT)).changes.flatMap(({ fields }) => fields.map(({ path }) => path))).toEqual([
      'name',
      'name',
      'name',
    ]);
  });

  it('says every member that changes, from what and to what, and what comes of it', async () => {
    await apply(DOCUMENT);
    const changed = copy();
    changed.applications[0]!.user_authentication = { stateless_authentication: true };
    changed.applications[0]!.access_token_validity = 300;
    changed.applications[0]!.additional_scopes = ['of-nobody'];
    changed.api_clients[0]!.scopes = ['onegini_api_events'];
    expect((await plan(changed)).changes).toEqual([
      {
        action: 'change',
        section: 'applications',
        identifier: 'city-app',
        fields: [
          { path: 'user_authentication.stateless_session', from: true, to: false },
          { path: 'additional_scopes', from: [], to: ['of-nobody'] },
          { path: 'access_token_validity', from: 900, to: 300 },
        ],
        consequences: ['Scopes are created: of-nobody.', 'The stateless sessions of its installations end.'],
      },
      {
        action: 'change',
        section: 'api_clients',
        identifier: 'orders-api',
        fields: [{ path: 'scopes', from: ['onegini_api_token_introspection'], to: ['onegini_api_events'] }],
        consequences: ['Its access tokens end.'],
      },
    ]);
  });

  it('is not changed by what the server stores in another form', async () => {
    const key = {
      kty: 'EC',
      crv: 'P-256',
      x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
      y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
    };
    const document: Document = {
      scopes: [{ identifier: 'a', claims: ['b', 'b'] }],
      api_clients: [
        {
          client_id: 'signer',
          name: 'Signer',
          scopes: ['onegini_api_events', 'onegini_api_events'],
          token_endpoint_auth_method: 'private_key_jwt',
          jwks: { keys: [key] },
        },
      ],
    };
    await apply(document);
    const events = await eventCount();
    expect((await apply(document)).changes).toEqual([]);
    expect(await eventCount()).toBe(events);
  });
});

describe('What a document does not have', () => {
  it('is left alone and told, and is deleted only where that is asked for', async () => {
    await apply(DOCUMENT);
    const empty: Document = {
      scopes: [],
      web_hooks: [],
      identity_providers: [],
      applications: [],
      api_clients: [],
      web_clients: [],
    };
    const kept = await apply(empty);
    expect(kept.changes).toEqual([]);
    expect(kept.left_alone.map(({ section, identifier }) => `${section} ${identifier}`)).toEqual([
      'web_clients website-client',
      'api_clients orders-api',
      'applications city-app',
      'applications website',
      'identity_providers scheme',
      'web_hooks hook',
      'scopes orders',
    ]);
    const pruned = await apply(empty, true);
    expect(said(pruned)).toEqual(kept.left_alone.map(({ section, identifier }) => `delete ${section} ${identifier}`));
    expect((await read()).configuration).toEqual({ ...empty, client_document_policy: DOCUMENT.client_document_policy });
  });

  it('is left alone in a section that the document does not have at all', async () => {
    await apply(DOCUMENT);
    expect(await apply({ scopes: [] }, true)).toMatchObject({
      changes: [],
      left_alone: [{ section: 'scopes', identifier: 'orders' }],
    });
  });

  it('is never the API client that is calling', async () => {
    const { clientId, secret } = await server.given.resourceServer({ scopes: ['onegini_api_config'] });
    const { access_token: token } = (
      await tokenOf(server.url, basic(clientId, secret), { grant_type: 'client_credentials' })
    ).body as { access_token: string };
    const reply = await send('POST', server.url + adminPath(ADMIN_ENDPOINTS.applyConfiguration), {
      headers: { authorization: `Bearer ${token}`, 'if-match': '*' },
      json: { configuration: { api_clients: [] }, prune: true },
    });
    expect(reply).toMatchObject({
      status: 200,
      body: { changes: [], left_alone: [{ section: 'api_clients', identifier: clientId }] },
    });
  });
});

describe('A document is refused as a whole', () => {
  it.each<[string, string, (document: Required<Document>) => void]>([
    [
      'a value out of range',
      'applications.0.access_token_validity',
      (d) => (d.applications[0]!.access_token_validity = 1),
    ],
    [
      'a provider that nobody knows',
      'applications.1.identity_providers',
      (d) => (d.applications[1]!.identity_providers = ['x']),
    ],
    [
      'a hook of another type',
      'applications.0.user_details_web_hook',
      (d) => (d.applications[0]!.user_details_web_hook = 'hook'),
    ],
    ['an application that nobody knows', 'api_clients.0.applications', (d) => (d.api_clients[0]!.applications = ['x'])],
    ['a new client without a secret', 'web_clients.0.client_secret', (d) => delete d.web_clients[0]!.client_secret],
    [
      'a secret that could be guessed',
      'api_clients.0.client_secret',
      (d) => (d.api_clients[0]!.client_secret = 'short'),
    ],
    ['a new hook without a password', 'web_hooks.0.password', (d) => delete d.web_hooks[0]!.password],
    [
      'a new property without a value',
      'identity_providers.0.properties.1.value',
      (d) => delete d.identity_providers[0]!.properties![1]!.value,
    ],
    [
      'a step without a script',
      'identity_providers.0.scripts.init',
      (d) => (d.identity_providers[0]!.flow = 'TWO_STEP'),
    ],
    ['a name that is there twice', 'scopes.1.identifier', (d) => d.scopes.push({ identifier: 'orders' })],
    [
      'two default providers',
      'identity_providers.1.default',
      (d) => d.identity_providers.push({ ...d.identity_providers[0]!, identifier: 'b' }),
    ],
    ['a member that nobody knows', 'applications.0', (d) => Object.assign(d.applications[0]!, { colour: 'red' })],
    ['a domain that is none', 'client_document_policy.domains.0', (d) => (d.client_document_policy.domains = ['*'])],
  ])('for %s, whose place it names', async (_, place, break_) => {
    const before = await read();
    const document = copy();
    break_(document);
    for (const endpoint of ['planConfiguration', 'applyConfiguration'] as const) {
      const body = { configuration: document };
      const ifMatch = endpoint === 'applyConfiguration' ? { ifMatch: before.etag } : {};
      const reply = await server.admin.request(endpoint, { body, ...ifMatch });
      const refusal = expectRefusal(reply, 400, 'invalid_request');
      expect(Object.keys(refusal.fields!)).toContain(`configuration.${place}`);
    }
    expect(await read()).toEqual(before);
  });

  it('for what never changes, with all places at once', async () => {
    await apply(DOCUMENT);
    const document = copy();
    document.web_hooks[0]!.type = 'USER_DETAILS_CUSTOMIZATION';
    document.web_clients[0]!.token_endpoint_auth_method = 'client_secret_post';
    const reply = await server.admin.request('planConfiguration', { body: { configuration: document } });
    expect(expectRefusal(reply, 400, 'invalid_request').fields).toEqual({
      'configuration.web_hooks.0.type': 'never changes: declare it under another name',
      'configuration.web_clients.0.token_endpoint_auth_method': 'never changes: declare it under another name',
    });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['an application', () => server.given.provider()],
    ['a description of a scope', () => server.admin.call('createScope', { body: { identifier: 'made-meanwhile' } })],
    ['a secret', () => server.admin.call('rotateApiClientSecret', { parameters: { client_id: 'orders-api' } })],
  ])('once somebody else has changed %s since the version that it names', async (_, change) => {
    await apply(DOCUMENT);
    const { etag } = await plan(DOCUMENT);
    await change();
    const after = await read();
    const body = { configuration: { scopes: [{ identifier: 'new' }] } };
    expectRefusal(
      await server.admin.request('applyConfiguration', { body, ifMatch: etag }),
      412,
      'precondition_failed',
    );
    expectRefusal(await server.admin.request('applyConfiguration', { body }), 428, 'precondition_required');
    expect(await read()).toEqual(after);
  });

  it('by one of two that name the same version', async () => {
    const { etag } = await read();
    const body = (identifier: string) => ({ configuration: { scopes: [{ identifier }] } });
    const replies = await Promise.all(
      ['a', 'b', 'c'].map((one) => server.admin.request('applyConfiguration', { body: body(one), ifMatch: etag })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    expect((await read()).configuration.scopes).toHaveLength(initial.scopes!.length + 1);
  });
});

describe('What is in use', () => {
  it.each<[string, (document: Required<Document>) => void, string]>([
    ['web_hooks hook', (d) => (d.web_hooks = []), 'applications city-app'],
    ['identity_providers scheme', (d) => (d.identity_providers = []), 'applications website'],
    ['applications city-app', (d) => d.applications.shift(), 'api_clients orders-api'],
    ['applications website', (d) => d.applications.pop(), 'web_clients website-client'],
  ])('is not deleted while something that stays names it, which a plan tells: %s', async (gone, remove, naming) => {
    await apply(DOCUMENT);
    const before = await read();
    const document = copy();
    remove(document);
    const { changes } = await plan(document, true);
    expect(said({ changes })).toEqual([`delete ${gone}`]);
    expect(changes[0]!.consequences).toContain(`It cannot be deleted yet: ${naming} names it.`);
    const body = { configuration: document, prune: true };
    const reply = await server.admin.request('applyConfiguration', { body, ifMatch: before.etag });
    expect(expectRefusal(reply, 409, 'conflict').error_description).toBe(
      `${gone} cannot be deleted: ${naming} names it.`,
    );
    expect(await read()).toEqual(before);
  });

  it('is deleted together with all that names it', async () => {
    await apply(DOCUMENT);
    const document = {
      ...copy(),
      web_hooks: [],
      identity_providers: [],
      applications: [],
      api_clients: [],
      web_clients: [],
    };
    const { changes } = await plan(document, true);
    expect(changes.flatMap(({ consequences }) => consequences).filter((one) => /names it/.test(one))).toEqual([]);
    expect((await apply(document, true)).changes).toEqual(changes);
  });

  // The last one: what it leaves cannot be taken away again by a document.
  it('is not deleted while something hangs on it, and then nothing is changed', async () => {
    const { application } = await server.given.statelessWorld();
    const before = await read();
    const body = { configuration: { scopes: [{ identifier: 'new' }], applications: [] }, prune: true };
    const refusal = expectRefusal(
      await server.admin.request('applyConfiguration', { body, ifMatch: before.etag }),
      409,
      'conflict',
    );
    expect(refusal.error_description).toContain(application.identifier);
    expect(await read()).toEqual(before);
  });
});
