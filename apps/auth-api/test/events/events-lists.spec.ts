import {
  ADMIN_ENDPOINTS,
  type AuditEvent,
  EventsApiResponse,
  PATHS,
  STATELESS_AUTHENTICATION_GRANT,
  adminPath,
} from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { PartitionKeeper } from '../../src/upkeep/partition-keeper.js';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';

const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

type Query = Record<string, string> | [string, string][];

async function events(query: Query = {}): Promise<AuditEvent[]> {
  await server.noted();
  return (await server.admin.call('listEvents', { query })).items;
}

describe('The list of events', () => {
  it('is narrowed by every filter, and by several at once', async () => {
    const { app, provider, application } = await server.given.statelessWorld();
    const reply = await app.complete(provider.identifier, { profile_id: '123EXI' });
    const requestId = reply.headers.get('x-request-id')!;
    const own = { client_id: app.clientId };
    const name = 'CUSTOM_REGISTRATION_COMPLETE_SUCCESS';
    const [event] = await events({ ...own, name });
    const exactly: Query[] = [
      { request_id: requestId },
      { ...own, application: application.identifier, identity_provider: provider.identifier },
      { ...own, user_id: 'TestClientUserId' },
      { ...own, from: String(event!.occurred), to: String(event!.occurred), name },
      [...Object.entries(own), ['exclude_name', 'DYNAMIC_REG_SUCCESS'], ['exclude_name', 'DYNAMIC_REG_FAILED']],
      { ...own, after: String(Number(event!.id) - 1) },
    ];
    for (const query of exactly) expect((await events(query)).map(({ id }) => id)).toEqual([event!.id]);
    const none: Query[] = [
      { ...own, user_id: 'somebody else' },
      { ...own, from: String(event!.occurred + 1) },
      { ...own, to: String(event!.occurred - 60_000) },
      { ...own, after: event!.id },
      { ...own, admin: ADMIN.email },
    ];
    for (const query of none) expect(await events(query)).toEqual([]);
  });

  it('is narrowed to the refusals with an error code, counted ones included', async () => {
    const app = await server.given.appInstance(await server.given.mobileApplication(await server.given.provider()));
    for (let i = 0; i < 7; i += 1) await app.complete('nowhere', STATELESS);
    const refused = await events({ client_id: app.clientId, error: 'invalid_idp_identifier' });
    expect(refused.reduce((all, { count = 1 }) => all + count, 0)).toBe(7);
    expect(await events({ client_id: app.clientId, error: 'invalid_scope' })).toEqual([]);
  });

  it('is paged, newest first, each event once', async () => {
    const app = await server.given.appInstance(await server.given.mobileApplication(await server.given.provider()));
    for (let i = 0; i < 6; i += 1) await app.complete('nowhere', STATELESS);
    await server.noted();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { client_id: app.clientId, limit: '3', ...(cursor ? { cursor } : {}) };
      const page = await server.admin.call('listEvents', { query });
      seen.push(...page.items.map((event) => event.id));
      cursor = page.next_cursor;
    } while (cursor);
    expect(seen).toHaveLength(7);
    expect(seen).toEqual([...new Set(seen)].sort((left, right) => Number(right) - Number(left)));
  });

  it.each([
    ['an unknown name', { name: 'NOTHING' }],
    ['an unknown parameter', { who: 'me' }],
    ['a moment that is none', { from: 'yesterday' }],
    ['a cursor of nobody', { cursor: 'x' }],
    ['too many at once', { limit: '201' }],
    ['NUL', { user_id: '\0' }],
  ])('is refused with %s', async (_, query) => {
    expectRefusal(await server.admin.request('listEvents', { query: query as never }), 400, 'invalid_request');
  });

  it('is for administrators who run the server', async () => {
    expectRefusal(await send('GET', server.url + adminPath(ADMIN_ENDPOINTS.listEvents)), 401, 'unauthorized');
    const helpdesk = await server.given.administrator('Helpdesk');
    expectRefusal(await helpdesk.request('listEvents'), 403, 'forbidden');
    expectRefusal(await helpdesk.request('readRefusal', { parameters: { error_id: 'x' } }), 403, 'forbidden');
  });

  it('forgets what is older than the operator wants', async () => {
    const app = await server.given.appInstance(await server.given.mobileApplication(await server.given.provider()));
    expect(await events({ client_id: app.clientId })).toHaveLength(1);
    const keptAfter = (days: number) =>
      server.clock.later(days * 86_400, async () => {
        await server.app.get(PartitionKeeper).keep();
        return server.store.events.count({ clientId: app.clientId }, 10);
      });
    expect(await keptAfter(30)).toBe(1);
    expect(await keptAfter(31)).toBe(0);
  });
});

describe('The events API', () => {
  const list = async (basic: string, query = '') =>
    send('GET', `${server.url}${PATHS.events}${query}`, { headers: { authorization: basic } });

  it('gives a back end pages by number', async () => {
    const collector = await server.given.resourceServer({ scopes: ['onegini_api_events'] });
    const app = await server.given.appInstance(await server.given.mobileApplication(await server.given.provider()));
    for (let i = 0; i < 3; i += 1) await app.complete('nowhere', STATELESS);
    await server.noted();
    const read = async (query: string) => {
      const reply = await list(collector.basic, `?client_id=${app.clientId}${query}`);
      expect(reply.status).toBe(200);
      return EventsApiResponse.parse(reply.body);
    };
    const all = await read('');
    expect(all.pagination).toEqual({
      total_results: 4,
      offset: 0,
      page_size: 20,
      number_of_pages: 1,
      first_page: true,
      last_page: true,
    });
    expect(all.result_set[0]).toMatchObject({
      event_name: 'Custom registration invalid identity provider',
      event_type: 'CUSTOM_REGISTRATION_INVALID_IDENTITY_PROVIDER',
      client_id: app.clientId,
    });
    const second = await read('&page=1&size=3');
    expect(second.result_set).toEqual(all.result_set.slice(3));
    expect(second.pagination).toMatchObject({ number_of_pages: 2, offset: 3, first_page: false, last_page: true });
    expect((await read('&page=9')).result_set).toEqual([]);
    expect((await read('&event_type=DYNAMIC_REG_SUCCESS&event_type=DYNAMIC_REG_FAILED')).result_set).toHaveLength(1);
    expect((await read('&exclude_event_type=DYNAMIC_REG_SUCCESS')).result_set).toHaveLength(3);
    const { occurred } = all.result_set.at(-1)!;
    expect((await read(`&end_date=${occurred}`)).result_set).toHaveLength(1);
    expect((await read(`&end_date_exclusive=${occurred}`)).result_set).toEqual([]);
    expect((await read(`&transaction_id=${all.result_set[0]!.transaction_id}`)).result_set).toHaveLength(1);
  });

  it('finds a user in upper and lower case', async () => {
    const collector = await server.given.resourceServer({ scopes: ['onegini_api_events'] });
    const { app, provider } = await server.given.statelessWorld();
    await app.complete(provider.identifier, { profile_id: '123EXI' });
    await server.noted();
    const reply = await list(collector.basic, `?user_id=testCLIENTuserid&client_id=${app.clientId}`);
    expect(EventsApiResponse.parse(reply.body).result_set).toHaveLength(1);
  });

  it('is for API clients that have the scope', async () => {
    const other = await server.given.resourceServer();
    expectRefusal(await list(other.basic), 403, 'insufficient_scope');
    expectRefusal(await send('GET', server.url + PATHS.events), 401, 'invalid_client');
    const collector = await server.given.resourceServer({ scopes: ['onegini_api_events'] });
    expectRefusal(await list(collector.basic, '?event_type=NOTHING'), 400, 'invalid_request');
  });
});

describe('Events the operator left out', () => {
  it('are not written down, and the others are', async () => {
    const quiet = await AuthServer.start({ PASSANT_EVENTS_EXCLUDED: 'TOKEN_INTROSPECTION_FAILED' });
    try {
      const resourceServer = await quiet.given.resourceServer();
      await resourceServer.introspect('F'.repeat(64));
      const { app, provider } = await quiet.given.statelessWorld();
      const { body } = await app.complete(provider.identifier, STATELESS);
      await resourceServer.introspect(body.oauth_token!.access_token);
      await quiet.noted();
      const query = { client_id: resourceServer.clientId };
      const { items } = await quiet.admin.call('listEvents', { query });
      expect(items.map((event) => event.name)).toEqual(['TOKEN_INTROSPECTION_SUCCESS', 'ADMIN_API_CLIENT_CREATED']);
    } finally {
      await quiet.close();
    }
  });
});
