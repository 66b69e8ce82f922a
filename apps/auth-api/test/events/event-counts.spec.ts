import { type AuditEvent, EventsApiResponse, PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { EventLog } from '../../src/observation/event-log.js';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';

const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());
// Each case runs within one minute, and no quota of that minute has been used yet.
beforeEach(() => server.clock.moveOn(60 - (server.clock.now() % 60)));

type Query = Record<string, string> | [string, string][];

async function events(query: Query): Promise<AuditEvent[]> {
  await server.noted();
  return (await server.admin.call('listEvents', { query })).items;
}

/** The query for everything since this moment. */
const since = (query: Record<string, string> = {}) => {
  const from = server.clock.milliseconds();
  return { ...query, from: String(from - (from % 60_000)), limit: '200' };
};

const countsOf = (found: AuditEvent[]) => found.map(({ count }) => count ?? 'one');

async function times<Answer>(count: number, act: () => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  while (answers.length < count) answers.push(await act());
  return answers;
}

/** A stranger who claims to be a client at the token endpoint. */
const claimant = () =>
  send('POST', server.url + PATHS.token, {
    headers: { authorization: `Basic ${Buffer.from('somebody:wrong').toString('base64')}` },
    form: { grant_type: 'client_credentials' },
  });

const errorIdOf = ({ body }: Exchange) => (body as { error_id: string }).error_id;

describe('What one source is refused again and again within a minute', () => {
  it('is noted for the first few and counted for the rest: events, traces and log', async () => {
    const minute = since({ name: 'CLIENT_CREDENTIALS_CHECK_FAILED' });
    const logged = server.log.length;
    const replies = await times(40, claimant);
    for (const reply of replies) expectRefusal(reply, 401, 'invalid_client');
    const found = await events(minute);
    expect(countsOf(found)).toEqual([35, 'one', 'one', 'one', 'one', 'one']);
    const { id: _id, occurred, ...count } = found[0]!;
    expect(String(occurred)).toBe(minute.from);
    // It contains nothing about the individual requests; of their origin, it has the network only.
    expect(count).toEqual({
      name: 'CLIENT_CREDENTIALS_CHECK_FAILED',
      count: 35,
      client_ip: '127.0.0.1',
      details: { error: 'invalid_client' },
    });
    const open = (reply: Exchange) =>
      server.admin.request('readRefusal', { parameters: { error_id: errorIdOf(reply) } });
    const opened = await Promise.all(replies.map(open));
    expect(opened.map(({ status }) => status)).toEqual([...Array<number>(5).fill(200), ...Array<number>(35).fill(404)]);
    const lines = server.log.slice(logged).filter(({ error }) => error === 'invalid_client');
    expect(lines.map(({ error_id }) => error_id)).toEqual(replies.slice(0, 5).map(errorIdOf));
  });

  it('is noted again in the next minute', async () => {
    await times(10, claimant);
    server.clock.moveOn(60);
    const minute = since({ name: 'CLIENT_CREDENTIALS_CHECK_FAILED' });
    await claimant();
    expect(countsOf(await events(minute))).toEqual(['one']);
  });

  it('is noted of others all the same', async () => {
    await times(10, claimant);
    const app = await server.given.appInstance(await server.given.mobileApplication(await server.given.provider()));
    const minute = since({ client_id: app.clientId, exclude_name: 'DYNAMIC_REG_SUCCESS' });
    await times(2, () => app.complete('nowhere', STATELESS));
    expect(countsOf(await events(minute))).toEqual(['one', 'one']);
  });

  it('is noted where the reason is another', async () => {
    const { app, provider } = await server.given.statelessWorld();
    const minute = since({ client_id: app.clientId, exclude_name: 'DYNAMIC_REG_SUCCESS' });
    await times(7, () => app.complete('nowhere', STATELESS));
    await app.complete(provider.identifier, { ...STATELESS, scope: ['unknown'] });
    const found = await events(minute);
    const countsBy = (name: AuditEvent['name']) => countsOf(found.filter((event) => event.name === name));
    expect(countsBy('CUSTOM_REGISTRATION_INVALID_SCOPE')).toEqual(['one']);
    expect(countsBy('CUSTOM_REGISTRATION_INVALID_IDENTITY_PROVIDER')).toEqual([2, 'one', 'one', 'one', 'one', 'one']);
  });

  it('has no address where an installation may be of people who leave no trace', async () => {
    const { app, application } = await server.given.statelessWorld();
    const minute = since({ client_id: app.clientId, counted: 'true' });
    await times(9, () => app.complete('nowhere', STATELESS));
    const [{ id: _id, occurred: _occurred, ...count }] = (await events(minute)) as [AuditEvent];
    expect(count).toEqual({
      name: 'CUSTOM_REGISTRATION_INVALID_IDENTITY_PROVIDER',
      client_id: app.clientId,
      application: application.identifier,
      details: { error: 'invalid_idp_identifier' },
      count: 4,
    });
  });

  it('leaves few rows where there is nothing at the address, as well', async () => {
    const traces = async () => {
      await server.noted();
      const [row] = await server.database.dataSource.query<{ count: number }[]>(
        `SELECT count(*) AS count FROM refusal_trace WHERE error = 'not_found'`,
      );
      return row!.count;
    };
    const before = await traces();
    await times(60, () => send('GET', `${server.url}/nothing/${Math.random()}`));
    expect((await traces()) - before).toBe(5);
  });
});

describe('Introspections', () => {
  it('are counted, by API client, application, token type and minute; those of no token are noted', async () => {
    const { app, provider, application, resourceServer } = await server.given.statelessWorld();
    const stateless = await app.complete(provider.identifier, STATELESS);
    const remembered = await app.complete(provider.identifier, { profile_id: '123EXI' });
    const minute = since({ client_id: resourceServer.clientId, exclude_name: 'ADMIN_API_CLIENT_CREATED' });
    const introspect = (times_: number, token: string) => times(times_, () => resourceServer.introspect(token));
    await introspect(12, stateless.body.oauth_token!.access_token);
    await introspect(8, remembered.body.oauth_token!.access_token);
    await introspect(2, 'F'.repeat(64));
    const counts = async () =>
      (await events({ ...minute, counted: 'true' })).map(({ name, application: of, count, details }) => [
        ...[name, of, details?.token_type, count],
      ]);
    expect((await counts()).sort()).toEqual([
      ['TOKEN_INTROSPECTION_SUCCESS', application.identifier, 'DEFAULT', 8],
      ['TOKEN_INTROSPECTION_SUCCESS', application.identifier, 'STATELESS_AUTHENTICATION', 12],
    ]);
    expect((await events({ ...minute, counted: 'false' })).map(({ name }) => name)).toEqual([
      'TOKEN_INTROSPECTION_FAILED',
      'TOKEN_INTROSPECTION_FAILED',
    ]);
    // Later occurrences in the same minute are added to the same rows.
    await introspect(3, stateless.body.oauth_token!.access_token);
    expect((await counts()).map((row) => row.at(-1)).sort()).toEqual([15, 8]);
    server.clock.moveOn(60);
    const next = since({ client_id: resourceServer.clientId });
    await introspect(2, stateless.body.oauth_token!.access_token);
    expect(countsOf(await events(next))).toEqual([2]);
  });

  it('are shown to back ends as what they are', async () => {
    const { app, provider, application, resourceServer } = await server.given.statelessWorld();
    const collector = await server.given.resourceServer({ scopes: ['onegini_api_events'] });
    const { body } = await app.complete(provider.identifier, STATELESS);
    const minute = server.clock.milliseconds() - (server.clock.milliseconds() % 60_000);
    await times(6, () => resourceServer.introspect(body.oauth_token!.access_token));
    await resourceServer.introspect('F'.repeat(64));
    await server.noted();
    const read = async (query: string) => {
      const address = `${server.url}${PATHS.events}?client_id=${resourceServer.clientId}${query}`;
      const reply = await send('GET', address, { headers: { authorization: collector.basic } });
      return EventsApiResponse.parse(reply.body).result_set;
    };
    const [first, ...others] = await read('&counted=true');
    expect(others).toEqual([]);
    const { event_identifier: _, ...count } = first!;
    expect(count).toEqual({
      event_name: 'Token introspection success',
      event_type: 'TOKEN_INTROSPECTION_SUCCESS',
      client_id: resourceServer.clientId,
      app_name: application.identifier,
      token_type: 'STATELESS_AUTHENTICATION',
      occurred: minute,
      count: 6,
    });
    const singles = await read('&counted=false&event_type=TOKEN_INTROSPECTION_FAILED');
    expect(singles).toHaveLength(1);
    expect(singles[0]).not.toHaveProperty('count');
    const wrong = `${server.url}${PATHS.events}?counted=yes`;
    expectRefusal(await send('GET', wrong, { headers: { authorization: collector.basic } }), 400, 'invalid_request');
  });

  it('of one API client and application, a million in an hour, are an hour of rows', async () => {
    const log = server.app.get(EventLog);
    const clientId = 'busy-gateway';
    for (let minute = 0; minute < 60; minute += 1) {
      for (let turn = 0; turn < 16_667; turn += 1) {
        const details = { token_type: 'DEFAULT' };
        log.record('TOKEN_INTROSPECTION_SUCCESS', { clientId, application: 'app', details });
      }
      server.clock.moveOn(60);
    }
    await log.flush();
    const rows = await server.store.events.list({ clientId }, { limit: 200 });
    expect(rows.length).toBeLessThanOrEqual(61);
    expect(rows.reduce((sum, { count }) => sum + count!, 0)).toBe(60 * 16_667);
  });

  it('are written one by one where the operator wants that, with the person who has a profile', async () => {
    const detailed = await AuthServer.start({ PASSANT_EVENTS_DETAILED: 'TOKEN_INTROSPECTION_SUCCESS' });
    try {
      const { app, provider, resourceServer } = await detailed.given.statelessWorld();
      const { body } = await app.complete(provider.identifier, { profile_id: '123EXI' });
      await times(7, () => resourceServer.introspect(body.oauth_token!.access_token));
      await detailed.noted();
      const query = { client_id: resourceServer.clientId, name: 'TOKEN_INTROSPECTION_SUCCESS' };
      const { items } = await detailed.admin.call('listEvents', { query });
      expect(countsOf(items)).toEqual(Array<string>(7).fill('one'));
      for (const item of items) expect(item).toMatchObject({ user_id: 'TestClientUserId' });
    } finally {
      await detailed.close();
    }
  });
});
