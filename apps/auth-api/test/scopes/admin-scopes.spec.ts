import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

const read = (identifier: string) => server.admin.call('readScope', { parameters: { identifier } });
const remove = (identifier: string) => server.admin.request('deleteScope', { parameters: { identifier } });

describe('Scopes', () => {
  it('openid and profile exist from the start', async () => {
    const { items } = await server.admin.call('listScopes');
    expect(items.map((scope) => scope.identifier)).toEqual(expect.arrayContaining(['openid', 'profile']));
    expect((await read('openid')).description).not.toBe('');
  });

  it('are made, described anew and deleted', async () => {
    const body = { identifier: 'orders:read', description: 'May read orders.' };
    const made = await server.admin.call('createScope', { body });
    expect(made).toMatchObject({ ...body, used_by: [] });
    const parameters = { identifier: 'orders:read' };
    const changed = await server.admin.call('updateScope', {
      parameters,
      body: { description: 'Orders of the last year.' },
      ifMatch: made.etag,
    });
    expect(await read('orders:read')).toEqual(changed);
    expect(changed.description).toBe('Orders of the last year.');
    expect((await remove('orders:read')).status).toBe(204);
    expectRefusal(await server.admin.request('readScope', { parameters }), 404, 'not_found');
    expectRefusal(await remove('orders:read'), 404, 'not_found');
  });

  it.each([
    ['no identifier', { identifier: '' }, 'identifier'],
    ['a space', { identifier: 'a b' }, 'identifier'],
    ['more than 255 characters', { identifier: 'a'.repeat(256) }, 'identifier'],
    ['a description without end', { identifier: 'long', description: 'a'.repeat(513) }, 'description'],
    ['a member that has no effect', { identifier: 'a', usage_limit: 1 }, 'body'],
  ])('are refused with %s', async (_, body, member) => {
    const refused = expectRefusal(await server.admin.request('createScope', { body }), 400, 'invalid_request');
    expect(Object.keys(refused.fields!)).toContain(member);
  });

  it('of any length can be addressed', async () => {
    const identifier = 'a:'.repeat(127) + 'z';
    await server.admin.call('createScope', { body: { identifier } });
    expect((await read(identifier)).identifier).toBe(identifier);
  });

  it('keep their identifier to themselves', async () => {
    expectRefusal(await server.admin.request('createScope', { body: { identifier: 'openid' } }), 409, 'conflict');
  });

  it('are changed only from the version one has seen', async () => {
    const { etag } = await server.admin.call('createScope', { body: { identifier: 'seen' } });
    const change = (description: string, ifMatch?: string) =>
      server.admin.request('updateScope', {
        parameters: { identifier: 'seen' },
        body: { description },
        ...(ifMatch === undefined ? {} : { ifMatch }),
      });
    expectRefusal(await change('unseen'), 428, 'precondition_required');
    expect((await change('first', etag)).status).toBe(200);
    expectRefusal(await change('second', etag), 412, 'precondition_failed');
    expect(await read('seen')).toMatchObject({ description: 'first' });
  });

  it('are found by identifier and description, page by page', async () => {
    for (const identifier of ['page.1', 'page.2', 'other']) {
      await server.admin.call('createScope', { body: { identifier, description: 'Of the PAGED kind.' } });
    }
    const list = async (query: Record<string, string>) => {
      const page = await server.admin.call('listScopes', { query });
      return { names: page.items.map((scope) => scope.identifier), next: page.next_cursor };
    };
    const first = await list({ q: 'paged', limit: '2' });
    expect(first.names).toEqual(['other', 'page.1']);
    expect(await list({ q: 'paged', limit: '2', cursor: first.next! })).toEqual({ names: ['page.2'], next: undefined });
    expect((await list({ q: 'PAGE.' })).names).toEqual(['page.1', 'page.2']);
  });
});

describe('A scope that an application names', () => {
  it('is made with the application, and nobody has to make it first', async () => {
    const body = { identifier: 'names-new', name: 'App', default_scopes: ['brand-new'], additional_scopes: ['openid'] };
    await server.admin.call('createApplication', { body });
    expect(await read('brand-new')).toMatchObject({ description: '', used_by: ['names-new'] });
  });

  it('is made when the application is changed', async () => {
    const { identifier, etag } = await server.admin.call('createApplication', {
      body: { identifier: 'names-later', name: 'App' },
    });
    const body = { additional_scopes: ['later'] };
    await server.admin.call('updateApplication', { parameters: { identifier }, body, ifMatch: etag });
    expect((await read('later')).used_by).toEqual(['names-later']);
  });

  it('is not made where the application is refused', async () => {
    const body = { identifier: 'names-new', name: 'Taken', default_scopes: ['stillborn'] };
    expectRefusal(await server.admin.request('createApplication', { body }), 409, 'conflict');
    const parameters = { identifier: 'stillborn' };
    expectRefusal(await server.admin.request('readScope', { parameters }), 404, 'not_found');
  });

  it('keeps its description', async () => {
    await server.admin.call('createScope', { body: { identifier: 'kept', description: 'Kept.' } });
    await server.admin.call('createApplication', {
      body: { identifier: 'names-kept', name: 'App', default_scopes: ['kept'] },
    });
    expect(await read('kept')).toMatchObject({ description: 'Kept.', used_by: ['names-kept'] });
  });

  it('is not deleted while the application names it', async () => {
    await server.admin.call('createApplication', {
      body: { identifier: 'names-used', name: 'App', default_scopes: ['used'] },
    });
    expectRefusal(await remove('used'), 409, 'conflict');
    await server.admin.call('deleteApplication', { parameters: { identifier: 'names-used' } });
    expect((await remove('used')).status).toBe(204);
  });

  it('exists in the end, whether it is deleted before or after the application is made', async () => {
    for (let round = 0; round < 5; round += 1) {
      const scope = `raced-${round}`;
      await server.admin.call('createScope', { body: { identifier: scope } });
      const body = { identifier: `names-raced-${round}`, name: 'App', default_scopes: [scope] };
      const [made, deleted] = await Promise.all([server.admin.request('createApplication', { body }), remove(scope)]);
      expect(made.status).toBe(201);
      expect([204, 409]).toContain(deleted.status);
      expect((await read(scope)).used_by).toEqual([body.identifier]);
    }
  });
});

describe('Changes of scopes', () => {
  it('are noted with what was and what is, and who made them', async () => {
    const { etag } = await server.admin.call('createScope', { body: { identifier: 'noted', description: 'One.' } });
    const parameters = { identifier: 'noted' };
    await server.admin.call('updateScope', { parameters, body: { description: 'Two.' }, ifMatch: etag });
    await server.admin.call('deleteScope', { parameters });
    const rows = await server.database.dataSource.query<Record<string, unknown>[]>(
      `SELECT name, admin, before, after FROM event
        WHERE coalesce(before, after)->>'identifier' = 'noted' ORDER BY id`,
    );
    const [one, two] = ['One.', 'Two.'].map((description) => ({ identifier: 'noted', description, claims: [] }));
    const admin = 'admin@example.com';
    expect(rows).toEqual([
      { name: 'ADMIN_SCOPE_CREATED', admin, before: null, after: one },
      { name: 'ADMIN_SCOPE_UPDATED', admin, before: one, after: two },
      { name: 'ADMIN_SCOPE_DELETED', admin, before: two, after: null },
    ]);
  });
});
