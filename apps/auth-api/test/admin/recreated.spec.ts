import { randomUUID } from 'node:crypto';
import type { AdminEndpointName } from '@passant/contracts';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';

/** What is deleted and created again under the same identifier, while somebody still looks at the one of before. */

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

interface Kind {
  parameter: 'identifier' | 'id' | 'client_id';
  create: (id: string) => Promise<{ etag: string }>;
  change: object;
  update: AdminEndpointName;
  delete: AdminEndpointName;
}

const NAME = { name: 'b' };

const KINDS: Record<string, Kind> = {
  'an application': {
    parameter: 'identifier',
    create: async (identifier) => server.given.mobileApplication(await server.given.provider(), { identifier }),
    ...{ change: NAME, update: 'updateApplication', delete: 'deleteApplication' },
  },
  'an identity provider': {
    parameter: 'identifier',
    create: (identifier) => server.given.provider({ identifier }),
    ...{ change: NAME, update: 'updateIdentityProvider', delete: 'deleteIdentityProvider' },
  },
  'an API client': {
    parameter: 'client_id',
    create: (client_id) =>
      server.admin.call('createApiClient', {
        body: { client_id, name: 'a', scopes: ['onegini_api_token_introspection'] },
      }),
    ...{ change: NAME, update: 'updateApiClient', delete: 'deleteApiClient' },
  },
  'a web client': {
    parameter: 'client_id',
    create: async (client_id) => {
      const { identifier: application } = await server.given.webApplication(await server.given.provider());
      return server.admin.call('createWebClient', { body: { client_id, name: 'a', application } });
    },
    ...{ change: NAME, update: 'updateWebClient', delete: 'deleteWebClient' },
  },
  'a scope': {
    parameter: 'identifier',
    create: (identifier) => server.admin.call('createScope', { body: { identifier, description: 'a' } }),
    ...{ change: { description: 'b' }, update: 'updateScope', delete: 'deleteScope' },
  },
  'a web hook': {
    parameter: 'id',
    create: (id) =>
      server.admin.call('createWebHook', {
        body: { id, name: 'a', type: 'CUSTOMIZE_TOKEN', base_uri: 'https://hook.example' },
      }),
    ...{ change: NAME, update: 'updateWebHook', delete: 'deleteWebHook' },
  },
};

it.each(Object.keys(KINDS))('A tag of %s is none of another that has its identifier afterwards', async (name) => {
  const kind = KINDS[name]!;
  const id = `recreated-${randomUUID()}`;
  const parameters = { [kind.parameter]: id };
  const change = (ifMatch: string) => server.admin.request(kind.update, { parameters, body: kind.change, ifMatch });
  const remove = (ifMatch: string) => server.admin.request(kind.delete, { parameters, ifMatch });

  const { etag: before } = await kind.create(id);
  expect((await remove(before)).status).toBe(204);
  server.clock.moveOn(1);
  const { etag: now } = await kind.create(id);

  expectRefusal(await change(before), 412, 'precondition_failed');
  expectRefusal(await remove(before), 412, 'precondition_failed');
  const changed = await change(now);
  expect(changed.status).toBe(200);
  const { etag: next } = changed.body as { etag: string };
  expect(new Set([before, now, next]).size).toBe(3);
  expectRefusal(await remove(now), 412, 'precondition_failed');
  expect((await remove(next)).status).toBe(204);
});

it.each([
  ['an application', 'applications'],
  ['an identity provider', 'identityProviders'],
  ['a scope', 'scopes'],
  ['a web hook', 'webHooks'],
] as const)('No change reaches %s that was created after the one of before was read', async (name, table) => {
  const id = `recreated-${randomUUID()}`;
  await KINDS[name]!.create(id);
  await server.store.transaction(async (store) => {
    // The same for all of them.
    const repository = store[table] as {
      lock: (id: string) => Promise<{ revision: number; createdAt: number } | undefined>;
      replace: (record: object, revision: number) => Promise<boolean>;
    };
    const now = (await repository.lock(id))!;
    const change = { ...now, revision: now.revision + 1 };
    expect(await repository.replace({ ...change, createdAt: now.createdAt - 1 }, now.revision)).toBe(false);
    expect(await repository.replace(change, now.revision)).toBe(true);
  });
});
