import { EventLog } from '../../src/observation/event-log.js';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { HookServer } from '../support/hook-server.js';
import { type EnrolledOwner, MobileWorld } from '../support/mobile-world.js';
import { Portal } from '../support/portal.js';

const MESSAGE = 'Pay 12 euro?';
/** Enough places for everything that is due. */
const SHARES = { perPortal: 10, running: new Map<string, number>() };

let server: AuthServer;
let world: MobileWorld;
let receiver: HookServer;
let person: EnrolledOwner;
beforeEach(async () => {
  receiver = await HookServer.start();
});
afterEach(() => receiver.close());

/** Waits for something that the server does on its own. */
async function until<Value>(
  look: () => Promise<Value | undefined | false> | Value | undefined | false,
): Promise<Value> {
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

interface Callback {
  name: string;
  user_id: string | null;
  client_ip: string | null;
  details: {
    transaction: string;
    portal: string;
    attempt: number;
    status?: number;
    reason?: string;
    given_up?: boolean;
  };
}

async function callbacksOf(transaction: string): Promise<Callback[]> {
  await server.app.get(EventLog).flush();
  return server.database.dataSource.query<Callback[]>(
    "SELECT * FROM event WHERE name LIKE 'PUSH_AUTH_CALLBACK%' AND details->>'transaction' = $1 ORDER BY id",
    [transaction],
  );
}

async function answer({ device }: EnrolledOwner, accepted: boolean): Promise<void> {
  const [transaction] = (await device.pending()).body.transactions;
  expect((await device.answer(transaction!, accepted)).status).toBe(200);
}

const anotherApplication = () => server.given.mobileApplication(world.provider);

const ask = async (more: object = {}) =>
  (await world.portal.ask({ user_id: person.userId, message: MESSAGE, callback_uri: `${receiver.url}/done`, ...more }))
    .transaction_id;

describe('The callback of an authentication', () => {
  beforeAll(async () => {
    server = await AuthServer.start();
    world = await MobileWorld.create(server);
  });
  beforeEach(async () => {
    person = await world.enrolledPerson();
  });
  afterAll(() => server.close());

  it.each([true, false])('tells the portal as soon as the person has answered; accepted: %p', async (accepted) => {
    const id = await ask();
    await answer(person, accepted);
    await until(() => receiver.requests.length === 1);
    expect(receiver.last.path).toBe('/done');
    expect(receiver.last.headers['content-type']).toBe('application/json');
    expect(receiver.last.body).toEqual({ callback_uri: `${receiver.url}/done`, transaction_id: id });
    const [event] = await until(async () => ((await callbacksOf(id)).length === 1 ? callbacksOf(id) : undefined));
    expect(event).toMatchObject({
      name: 'PUSH_AUTH_CALLBACK_SENT',
      // The server causes this event itself, so it contains neither the person nor the device's address.
      user_id: null,
      client_ip: null,
      details: { transaction: id, attempt: 1, status: 200 },
    });
    expect(JSON.stringify(event)).not.toContain('/done');
    expect((await world.portal.result(id)).is_authenticated).toBe(accepted);
  });

  it('tells it also that nobody answered in time', async () => {
    const id = await ask();
    await server.clock.later(301, () => until(() => receiver.requests.length === 1));
    expect(receiver.last.body).toMatchObject({ transaction_id: id });
  });

  it('is made once, however many ask for work at the same time', async () => {
    const id = await ask();
    const due = server.clock.now() + 301;
    const claims = await Promise.all(
      Array.from({ length: 8 }, () =>
        server.store.authenticationTransactions.claimCallbacks(due, due + 60, 10, SHARES),
      ),
    );
    expect(claims.flat().filter((callback) => callback.id === id)).toHaveLength(1);
    // A process that has claimed a callback may be slow. Once the claim expires, another may claim it, and the first
    // one can no longer settle it.
    const [first] = claims.flat();
    const { authenticationTransactions } = server.store;
    const [again] = await authenticationTransactions.claimCallbacks(due + 61, due + 121, 10, SHARES);
    expect(again).toMatchObject({ id, attempts: 2 });
    expect(await authenticationTransactions.settleCallback(first!, null)).toBe(false);
    expect(await authenticationTransactions.settleCallback(again!, null)).toBe(true);
    expect(await authenticationTransactions.claimCallbacks(due + 200, due + 260, 10, SHARES)).toEqual([]);
  });

  it('is tried again where the portal does not take it, and given up after the fourth time', async () => {
    receiver.answers({}, 503);
    const id = await ask();
    await answer(person, true);
    const failures = (count: number) => until(async () => (await callbacksOf(id)).length === count);
    await failures(1);
    await server.clock.later(11, () => failures(2));
    await server.clock.later(80, () => failures(3));
    await server.clock.later(400, () => failures(4));
    expect((await callbacksOf(id)).map(({ name, details }) => [name, details.status, details.given_up])).toEqual([
      ['PUSH_AUTH_CALLBACK_FAILED', 503, false],
      ['PUSH_AUTH_CALLBACK_FAILED', 503, false],
      ['PUSH_AUTH_CALLBACK_FAILED', 503, false],
      ['PUSH_AUTH_CALLBACK_FAILED', 503, true],
    ]);
    expect((await world.portal.result(id)).is_authenticated).toBe(true);
  });

  it('is not counted as an attempt where it was not sent, because the portal failed another a moment ago', async () => {
    receiver.behaves((_, response) => response.destroy());
    const tried = await ask();
    await answer(person, true);
    await until(async () => (await callbacksOf(tried)).length === 1);
    const untried = await ask();
    await answer(person, true);
    await until(async () => {
      const [row] = await server.database.dataSource.query<{ callback_attempts: number; is_later: boolean }[]>(
        `SELECT callback_attempts, callback_due_at > $2 AND callback_due_at < $2 + 30 AS is_later
           FROM authentication_transaction WHERE id = $1 AND outcome IS NOT NULL`,
        [untried, server.clock.now() + 1],
      );
      return row?.is_later && row.callback_attempts === 0;
    });
    expect(await callbacksOf(untried)).toEqual([]);
    expect(receiver.requests).toHaveLength(1);
  });

  it('does not wait for those of another portal, which has as many places as it may', async () => {
    const [busy, other] = [await MobileWorld.portal(server), await MobileWorld.portal(server)];
    const callback_uri = `${receiver.url}/done`;
    const form = { user_id: person.userId, message: MESSAGE, callback_uri };
    for (let count = 0; count < 4; count += 1) await busy.ask(form);
    const { transaction_id: last } = await other.ask(form);
    const due = server.clock.now() + 301;
    const shares = { perPortal: 3, running: new Map([[busy.clientId, 1]]) };
    const claimed = await server.store.authenticationTransactions.claimCallbacks(due, due + 60, 100, shares);
    expect(claimed.filter(({ portal }) => portal === busy.clientId)).toHaveLength(2);
    expect(claimed.map(({ id }) => id)).toContain(last);
  });

  it('reaches a portal that was away, at the next attempt', async () => {
    receiver.answers({}, 500);
    const id = await ask();
    await answer(person, true);
    await until(async () => (await callbacksOf(id)).length === 1);
    receiver.answers({}, 204);
    await server.clock.later(11, () => until(async () => (await callbacksOf(id)).length === 2));
    expect((await callbacksOf(id)).map(({ name }) => name)).toEqual([
      'PUSH_AUTH_CALLBACK_FAILED',
      'PUSH_AUTH_CALLBACK_SENT',
    ]);
  });

  it('does not follow a redirect', async () => {
    receiver.behaves((_, response) => response.writeHead(302, { location: `${receiver.url}/elsewhere` }).end());
    const id = await ask();
    await answer(person, true);
    const [failed] = await until(async () => ((await callbacksOf(id)).length > 0 ? callbacksOf(id) : undefined));
    expect(failed!.details.reason).toMatch(/redirects are not followed/);
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/done']);
  });

  it.each([
    ['sees another application only', async () => ({ applications: [(await anotherApplication()).identifier] })],
    ['is disabled', async () => ({ enabled: false })],
    ['may ask nobody any more', async () => ({ scopes: ['onegini_api_events' as const] })],
  ])('is not made to a portal that by now %s', async (_, change) => {
    const body = await change();
    const caller = await server.given.resourceServer({ scopes: ['onegini_api_mobile_authentication'] });
    const { transaction_id: id } = await new Portal(server.url, caller).ask({
      ...{ user_id: person.userId, message: MESSAGE, callback_uri: `${receiver.url}/done` },
    });
    const parameters = { client_id: caller.clientId };
    await server.admin.call('updateApiClient', { parameters, body, ifMatch: '*' });
    await answer(person, true);
    const [event] = await until(async () => ((await callbacksOf(id)).length > 0 ? callbacksOf(id) : undefined));
    expect(event).toMatchObject({
      name: 'PUSH_AUTH_CALLBACK_FAILED',
      details: { portal: caller.clientId, reason: 'may not be told of this person any more', given_up: true },
    });
    expect(receiver.requests).toEqual([]);
  });

  it('is not made where none was asked for', async () => {
    const reply = await world.portal.ask({ user_id: person.userId, message: MESSAGE });
    await answer(person, true);
    const due = await server.database.dataSource.query<unknown[]>(
      'SELECT 1 FROM authentication_transaction WHERE id = $1 AND callback_due_at IS NOT NULL',
      [reply.transaction_id],
    );
    expect(due).toEqual([]);
  });

  it.each([
    ['of another scheme', 'ftp://portal.example/done'],
    ['that is a script', 'javascript:alert(1)'],
    ['that is no address', 'portal'],
    ['with plain http beyond this machine', 'http://portal.example/done'],
    ['with credentials', 'https://user:secret@portal.example/done'],
    ['with a fragment', 'https://portal.example/done#x'],
    ['that is too long', `https://portal.example/${'x'.repeat(2048)}`],
  ])('is refused at an address %s', async (_, callback_uri) => {
    const request = { type: 'push', user_id: person.userId, message: MESSAGE, callback_uri };
    expectRefusal(await world.portal.request(request), 400, 'invalid_request');
  });
});

describe('On a server that others can reach, the callback', () => {
  let open: AuthServer;
  beforeAll(async () => {
    open = await AuthServer.start({ PASSANT_PUBLIC_URL: 'https://login.example.com' });
  });
  afterAll(() => open.close());

  it('does not lead to this machine: not when it is asked for, and not when it is sent', async () => {
    const elsewhere = await MobileWorld.create(open);
    const app = await open.given.appInstance(elsewhere.application);
    const registered = await app.complete(
      elsewhere.provider.identifier,
      { profile_id: '123EXI', data: 'somebody' },
      await app.authentication({ claims: { aud: 'https://login.example.com/oauth' } }),
    );
    const accessToken = registered.body.oauth_token!.access_token;
    const device = await elsewhere.device(accessToken);
    const { body: enrolled } = await device.enrol('123EXI', 'Phone');
    const owner = { userId: 'somebody', app, accessToken, device, enrolled };
    const question = { type: 'push', user_id: owner.userId, message: MESSAGE };
    const inward = await elsewhere.portal.request({ ...question, callback_uri: `${receiver.url}/done` });
    expectRefusal(inward, 400, 'invalid_request');
    await elsewhere.portal.ask({ ...question, callback_uri: 'https://portal.example/done' });
    await open.database.dataSource.query('UPDATE authentication_transaction SET callback_uri = $1', [
      `${receiver.url}/done`,
    ]);
    await answer(owner, true);
    const [event] = await until(async () => {
      await open.app.get(EventLog).flush();
      const rows = await open.database.dataSource.query<Callback[]>(
        "SELECT * FROM event WHERE name = 'PUSH_AUTH_CALLBACK_FAILED'",
      );
      return rows.length > 0 ? rows : undefined;
    });
    expect(event!.details.reason).toMatch(/not one this server may connect to/);
    expect(receiver.requests).toEqual([]);
  });
});
