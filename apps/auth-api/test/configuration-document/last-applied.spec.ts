import type { ConfigurationRequest } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import type { z } from 'zod';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { ECHO_SCRIPT } from '../support/given.js';

type Document = z.input<typeof ConfigurationRequest>['configuration'];

const SECRET = 'a-secret-of-thirty-two-characters';
const PASSWORD = 'canary-password';
const KEY = 'canary-key-of-the-scheme';

const DOCUMENT: Document = {
  web_hooks: [
    {
      id: 'hook',
      type: 'CUSTOMIZE_TOKEN',
      name: 'Hook',
      base_uri: 'https://hook.example/a',
      authentication_method: 'BASIC',
      username: 'passant',
      password: PASSWORD,
    },
  ],
  identity_providers: [
    {
      identifier: 'scheme',
      name: 'Scheme',
      flow: 'ONE_STEP',
      scripts: { complete: ECHO_SCRIPT },
      properties: [
        { identifier: 'url', sensitive: false, value: 'https://scheme.example/canary' },
        { identifier: 'key', sensitive: true, value: KEY },
      ],
    },
  ],
  applications: [{ identifier: 'city-app', name: 'City services', identity_providers: ['scheme'] }],
  api_clients: [{ client_id: 'orders', name: 'Orders', scopes: ['onegini_api_events'], client_secret: SECRET }],
};

let server: AuthServer;
let initial: Document;
beforeAll(async () => {
  server = await AuthServer.start();
  initial = (await server.admin.call('exportConfiguration')).configuration;
});
/** As it was in the beginning, and as if nothing had ever been applied. */
beforeEach(async () => {
  await apply(initial, true);
  await server.database.dataSource.query('DELETE FROM applied_section');
});
afterAll(() => server.close());

async function apply(configuration: Document, prune = false, admin = server.admin) {
  const { etag } = await admin.call('exportConfiguration');
  return admin.call('applyConfiguration', { body: { configuration, prune }, ifMatch: etag });
}
const drift = (admin = server.admin) => admin.call('compareConfiguration');

/** A change that is made in the console after DOCUMENT was applied. */
const CHANGES: Record<string, [change: () => Promise<unknown>, told: object[]]> = {
  'a member of an application': [
    () =>
      server.admin.call('updateApplication', {
        parameters: { identifier: 'city-app' },
        body: { access_token_validity: 300 },
        ifMatch: '*',
      }),
    [
      {
        action: 'change',
        section: 'applications',
        identifier: 'city-app',
        fields: [{ path: 'access_token_validity', from: 900, to: 300 }],
        consequences: [],
      },
    ],
  ],
  'something new in a section of the document': [
    () =>
      server.admin.call('createApplication', {
        body: { identifier: 'made-here', name: 'Made here', identity_providers: [] },
      }),
    [{ action: 'create', section: 'applications', identifier: 'made-here' }],
  ],
  'something that is gone': [
    () => server.admin.call('deleteApiClient', { parameters: { client_id: 'orders' } }),
    [{ action: 'delete', section: 'api_clients', identifier: 'orders', fields: [], consequences: [] }],
  ],
  'the secret of a client': [
    () => server.admin.call('rotateApiClientSecret', { parameters: { client_id: 'orders' }, ifMatch: '*' }),
    [{ section: 'api_clients', identifier: 'orders', fields: [{ path: 'client_secret', secret: true }] }],
  ],
  'the password of a web hook': [
    () =>
      server.admin.call('updateWebHook', {
        parameters: { id: 'hook' },
        body: { password: 'another-password' },
        ifMatch: '*',
      }),
    [{ section: 'web_hooks', identifier: 'hook', fields: [{ path: 'password', secret: true }] }],
  ],
  'the value of a sensitive property': [
    () => changeProperties({ key: { sensitive: true, value: 'another-key' } }),
    [
      {
        section: 'identity_providers',
        identifier: 'scheme',
        fields: [{ path: 'properties.key.value', secret: true }],
      },
    ],
  ],
};

function changeProperties(changed: Record<string, { sensitive: boolean; value?: string }>) {
  const properties = {
    url: { sensitive: false, value: 'https://scheme.example/canary' },
    key: { sensitive: true },
    ...changed,
  };
  return server.admin.call('updateIdentityProvider', {
    parameters: { identifier: 'scheme' },
    body: { properties: Object.entries(properties).map(([identifier, one]) => ({ identifier, ...one })) },
    ifMatch: '*',
  });
}

describe('The drift since a document was last applied', () => {
  it('is of nothing as long as none was', async () => {
    await server.admin.call('createScope', { body: { identifier: 'orders' } });
    const { etag } = await server.admin.call('exportConfiguration');
    await server.admin.call('planConfiguration', { body: { configuration: DOCUMENT } });
    const refused = { configuration: { api_clients: [{ ...DOCUMENT.api_clients![0]!, client_secret: undefined }] } };
    expectRefusal(
      await server.admin.request('applyConfiguration', { body: refused, ifMatch: etag }),
      400,
      'invalid_request',
    );
    expect(await drift()).toEqual({ applied: [], changes: [] });
  });

  it('is none at first, and says who applied which sections and when', async () => {
    const now = await server.clock.standing(async () => {
      await apply(DOCUMENT);
      return server.clock.now();
    });
    const by = server.admin.email;
    const sections = ['web_hooks', 'identity_providers', 'applications', 'api_clients'];
    const told = { applied: sections.map((section) => ({ section, at: now, by })), changes: [] };
    expect(await drift()).toEqual(told);
    await changeProperties({});
    expect(await drift()).toEqual(told);
  });

  it.each(Object.keys(CHANGES))('names %s, until a document is applied again', async (what) => {
    const [change, told] = CHANGES[what]!;
    await apply(DOCUMENT);
    await change();
    expect((await drift()).changes).toMatchObject(told);
    expect((await drift()).changes).toHaveLength(told.length);
    await apply(DOCUMENT, true);
    expect((await drift()).changes).toEqual([]);
  });

  it('is nothing any more once it was changed back', async () => {
    await apply(DOCUMENT);
    const rename = (name: string) =>
      server.admin.call('updateApplication', { parameters: { identifier: 'city-app' }, body: { name }, ifMatch: '*' });
    await rename('Another');
    expect((await drift()).changes).toHaveLength(1);
    await rename('City services');
    expect((await drift()).changes).toEqual([]);
  });

  it('is of each section since that was applied, whatever other documents had, and not of others', async () => {
    await server.admin.call('createScope', { body: { identifier: 'there-before' } });
    await apply({ scopes: [{ identifier: 'orders' }] });
    const other = await server.given.administrator('Admin');
    server.clock.moveOn(60);
    await apply({ client_document_policy: { enabled: true, domains: ['a.example'] } }, false, other);
    // What the document left alone is no drift, and a section that none had is not compared.
    expect(await drift()).toMatchObject({
      applied: [
        { section: 'scopes', by: server.admin.email },
        { section: 'client_document_policy', by: other.email },
      ],
      changes: [],
    });
    await server.admin.call('deleteScope', { parameters: { identifier: 'there-before' } });
    await server.admin.call('updateClientDocumentPolicy', { body: { enabled: false }, ifMatch: '*' });
    expect((await drift()).changes).toEqual([
      { action: 'delete', section: 'scopes', identifier: 'there-before', fields: [], consequences: [] },
      {
        action: 'change',
        section: 'client_document_policy',
        fields: [{ path: 'enabled', from: true, to: false }],
        consequences: [],
      },
    ]);
  });

  it('never has a secret, also not one that was none when it was applied, and nothing of it is stored legibly', async () => {
    await apply(DOCUMENT);
    await changeProperties({
      url: { sensitive: true, value: 'https://scheme.example/canary' },
      key: { sensitive: true, value: 'another-key' },
    });
    const told = JSON.stringify(await drift());
    expect(told).toContain('properties.key.value');
    for (const secret of [SECRET, PASSWORD, KEY, 'another-key', 'canary']) expect(told).not.toContain(secret);
    const rows = await server.database.dataSource.query<{ entries: Buffer }[]>(
      'SELECT sealed_entries AS entries FROM applied_section',
    );
    expect(rows).toHaveLength(4);
    for (const { entries } of rows) expect(Buffer.from(entries).toString('latin1')).not.toMatch(/canary|scheme|item/);
  });

  it('is for whoever sees the configuration', async () => {
    await apply(DOCUMENT);
    for (const role of ['Operator', 'Auditor'] as const) {
      expect((await drift(await server.given.administrator(role))).applied).toHaveLength(4);
    }
    const helpdesk = await server.given.administrator('Helpdesk');
    expectRefusal(await helpdesk.request('compareConfiguration'), 403, 'forbidden');
    expectRefusal(await send('GET', `${server.url}/admin/api/v1/configuration/drift`), 401, 'unauthorized');
  });
});
