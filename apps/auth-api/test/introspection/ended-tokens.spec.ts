import { EndedTokens, PATHS } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { EndedStream, nameOf } from '../support/ended-tokens.js';
import { expectRefusal } from '../support/expectations.js';
import type { ResourceServer } from '../support/resource-server.js';
import { revoke, signed } from '../support/token-client.js';

/** Far longer than anything takes here. */
const LONG = { wait: '30' };

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_FEED_READERS: '4' });
});
// A spec that fails leaves its streams open, and their places would be missing to the next.
afterEach(() => EndedStream.closeAll());
afterAll(() => server.close());

async function aWorld() {
  const provider = await server.given.provider();
  const application = await server.given.mobileApplication(provider);
  const app = await server.given.appInstance(application);
  const register = async (resource?: string[]) => {
    const request = { profile_id: 'AAAAAA', ...(resource ? { resource } : {}) };
    return (await app.complete(provider.identifier, request)).body.oauth_token!.access_token;
  };
  const end = async (token: string) => {
    const proof = await signed(app.key, app.clientId, server.issuer, server.clock.now());
    expect((await revoke(server.url, proof, { token })).status).toBe(200);
  };
  return { application, app, register, end };
}

const ask = (caller: ResourceServer, query: Record<string, string> = {}): Promise<Exchange> =>
  send('GET', `${server.url}${PATHS.endedTokens}?${new URLSearchParams(query).toString()}`, {
    headers: { authorization: caller.basic },
  });

async function poll(caller: ResourceServer, query: Record<string, string> = {}): Promise<EndedTokens> {
  const reply = await ask(caller, query);
  expect(reply.status).toBe(200);
  expect(reply.headers.get('cache-control')).toBe('no-store');
  expect(reply.headers.get('access-control-allow-origin')).toBeNull();
  return EndedTokens.parse(reply.body);
}

/** As many streams of one caller as the server opens, when those of earlier specs have been cleaned up. */
async function asManyAsAllowed(caller: ResourceServer): Promise<EndedStream[]> {
  const open: EndedStream[] = [];
  for (;;) {
    const reply = await EndedStream.open(server.url, caller).catch((error: unknown) => String(error));
    if (typeof reply === 'string') {
      expect(reply).toMatch(/answered 503/);
      if (open.length === 4) return open;
    } else {
      await reply.next();
      open.push(reply);
      expect(open.length).toBeLessThanOrEqual(4);
    }
  }
}

describe('Whoever asks which tokens ended', () => {
  it('is told to forget everything at first, and then what ended since, by its hash', async () => {
    const { register, end } = await aWorld();
    const caller = await server.given.resourceServer();
    const token = await register();
    const first = await poll(caller);
    expect(first).toMatchObject({ all: true, ended: [] });
    await end(token);
    const second = await poll(caller, { after: first.position });
    expect(second).toMatchObject({ all: false, ended: [nameOf(token)] });
    expect(await poll(caller, { after: second.position })).toMatchObject({ all: false, ended: [] });
  });

  it('is told when it happens, if it waits', async () => {
    const { register, end } = await aWorld();
    const caller = await server.given.resourceServer();
    const token = await register();
    const { position } = await poll(caller);
    const waiting = poll(caller, { after: position, ...LONG });
    await end(token);
    expect((await waiting).ended).toEqual([nameOf(token)]);
  });

  it('is told that nothing happened, when its time is over', async () => {
    const caller = await server.given.resourceServer();
    const { position } = await poll(caller);
    expect(await poll(caller, { after: position, wait: '1' })).toMatchObject({ all: false, ended: [] });
  });

  it.each(['unknown', '0', `${'0'.repeat(12)}.1.${'0'.repeat(12)}`])(
    'has to forget everything after a position that is none of ours: %s',
    async (after) => {
      expect(await poll(await server.given.resourceServer(), { after, ...LONG })).toMatchObject({ all: true });
    },
  );

  it('has to forget everything after one of its own that was changed, and spoils nothing for who comes at the same time', async () => {
    const caller = await server.given.resourceServer();
    const { position } = await poll(caller);
    const [era, , sight] = position.split('.');
    for (const seen of ['0', '1-1', '9-9-9']) {
      const changed = `${era}.${seen}.${sight}`;
      const [own, others] = await Promise.all([poll(caller, { after: changed }), poll(caller, { after: position })]);
      expect([own.all, others.all]).toEqual([true, false]);
    }
  });

  it('hears nothing of applications that it is not there for', async () => {
    const [mine, other] = [await aWorld(), await aWorld()];
    const caller = await server.given.resourceServer({ applications: [mine.application.identifier] });
    const { position } = await poll(caller);
    const [seen, unseen] = [await mine.register(), await other.register()];
    await other.end(unseen);
    await mine.end(seen);
    expect(await poll(caller, { after: position })).toMatchObject({ all: false, ended: [nameOf(seen)] });
  });

  it('hears only of tokens for its resources, if it sees only those', async () => {
    const { application, register, end } = await aWorld();
    const apiFor = (resource: string) =>
      server.given.resourceServer({
        ...{ applications: [application.identifier], resources: [resource], introspection_sight: 'RESOURCES' },
      });
    const [orders, maps] = ['https://orders.example.com', 'https://maps.example.com'];
    const callers = [await apiFor(orders), await apiFor(maps)];
    const positions = await Promise.all(callers.map(async (caller) => (await poll(caller)).position));
    const [forOrders, forBoth, forNone] = [await register([orders]), await register([orders, maps]), await register()];
    for (const token of [forOrders, forBoth, forNone]) await end(token);
    const [first, second] = await Promise.all(
      callers.map((caller, index) => poll(caller, { after: positions[index]! })),
    );
    expect(first!.all || second!.all).toBe(false);
    expect(first!.ended.sort()).toEqual([nameOf(forOrders), nameOf(forBoth)].sort());
    expect(second!.ended).toEqual([nameOf(forBoth)]);
  });

  it('has to forget everything where an application is switched off', async () => {
    const { application } = await aWorld();
    const caller = await server.given.resourceServer({ applications: [application.identifier] });
    const { position } = await poll(caller);
    await server.admin.call('updateApplication', {
      parameters: { identifier: application.identifier },
      body: { enabled: false },
      ifMatch: '*',
    });
    expect(await poll(caller, { after: position, ...LONG })).toMatchObject({ all: true });
  });

  it('has to be an API client', async () => {
    const reply = await send('GET', server.url + PATHS.endedTokens);
    expectRefusal(reply, 401, 'invalid_client');
  });

  it('needs the scope of introspection', async () => {
    expectRefusal(
      await ask(await server.given.resourceServer({ scopes: ['onegini_api_events'] })),
      403,
      'insufficient_scope',
    );
  });

  it.each([{ wait: '31' }, { wait: 'long' }, { wait: '-1' }, { after: 'x'.repeat(129) }])(
    'is refused with %p',
    async (query) => {
      expectRefusal(await ask(await server.given.resourceServer(), query as never), 400, 'invalid_request');
    },
  );
});

async function change({ clientId }: ResourceServer, body: unknown): Promise<void> {
  const parameters = { client_id: clientId };
  const { etag } = await server.admin.call('readApiClient', { parameters });
  await server.admin.call('updateApiClient', { parameters, body, ifMatch: etag });
}

describe('A stream of ended tokens', () => {
  it('begins with its position and tells what ends, one by one', async () => {
    const { register, end } = await aWorld();
    const [one, other] = [await register(), await register()];
    const stream = await EndedStream.open(server.url, await server.given.resourceServer());
    expect(stream.response.headers['content-type']).toBe('text/event-stream');
    expect(stream.response.headers['cache-control']).toBe('no-store');
    expect(await stream.next()).toMatchObject({ all: true, ended: [] });
    await end(one);
    expect(await stream.news()).toMatchObject({ all: false, ended: [nameOf(one)] });
    await end(other);
    expect(await stream.news()).toMatchObject({ all: false, ended: [nameOf(other)] });
    stream.close();
  });

  it('says again and again that nothing happened, which it can only while it knows', async () => {
    const stream = await EndedStream.open(server.url, await server.given.resourceServer());
    await stream.next();
    expect(await stream.next()).toMatchObject({ all: false, ended: [] });
    stream.close();
  });

  it('goes on where it broke off, with what ended meanwhile', async () => {
    const { register, end } = await aWorld();
    const caller = await server.given.resourceServer();
    const [one, other] = [await register(), await register()];
    const first = await EndedStream.open(server.url, caller);
    const { position } = (await first.next())!;
    first.close();
    await end(one);
    const second = await EndedStream.open(server.url, caller, position);
    expect(await second.next()).toMatchObject({ all: false, ended: expect.arrayContaining([nameOf(one)]) as string[] });
    await end(other);
    expect((await second.news())!.ended).toContain(nameOf(other));
    second.close();
  });

  it('ends when its caller may not listen any more', async () => {
    const caller = await server.given.resourceServer();
    const stream = await EndedStream.open(server.url, caller);
    await stream.next();
    await change(caller, { scopes: ['onegini_api_events'] });
    expect(await stream.news()).toBeUndefined();
  });

  it('tells its caller to forget everything when it is there for other applications', async () => {
    const { application } = await aWorld();
    const caller = await server.given.resourceServer();
    const stream = await EndedStream.open(server.url, caller);
    await stream.next();
    await change(caller, { applications: [application.identifier] });
    expect(await stream.news()).toMatchObject({ all: true });
    stream.close();
  });

  it.each<[string, object, object]>([
    ['sees only tokens for its resources', {}, { introspection_sight: 'RESOURCES' }],
    ['has other resources', { introspection_sight: 'RESOURCES' }, { resources: ['https://maps.example.com'] }],
  ])('tells its caller to forget everything when it %s from now on', async (_, before, changes) => {
    const resources = ['https://orders.example.com'];
    const caller = await server.given.resourceServer({ resources, ...before });
    const stream = await EndedStream.open(server.url, caller);
    await stream.next();
    await change(caller, changes);
    expect(await stream.news()).toMatchObject({ all: true });
    stream.close();
  });

  it('is not opened beyond the number that the operator allows; whoever leaves makes room', async () => {
    const caller = await server.given.resourceServer();
    const open = await asManyAsAllowed(caller);
    const refused = await ask(caller);
    expectRefusal(refused, 503, 'temporarily_unavailable');
    expect(refused.headers.get('retry-after')).toBe('1');
    for (const stream of open) stream.close();
    let reply = await ask(caller);
    while (reply.status === 503) reply = await ask(caller);
    expect(reply.status).toBe(200);
  });

  it('is opened for whoever holds fewer, in place of one of who holds most, until both hold as many', async () => {
    const [greedy, modest] = [await server.given.resourceServer(), await server.given.resourceServer()];
    const hoard = await asManyAsAllowed(greedy);
    const [first, second] = [await EndedStream.open(server.url, modest), await EndedStream.open(server.url, modest)];
    expect(await Promise.all([first.next(), second.next()])).toMatchObject([{ all: true }, { all: true }]);
    expect(await Promise.all([hoard[0]!.news(), hoard[1]!.news()])).toEqual([undefined, undefined]);
    for (const caller of [greedy, modest]) expectRefusal(await ask(caller), 503, 'temporarily_unavailable');
    expect(await hoard[2]!.next()).toMatchObject({ all: false });
    for (const stream of [first, second, hoard[2]!, hoard[3]!]) stream.close();
  });

  it('is none for who only wants to know whether there is one', async () => {
    const caller = await server.given.resourceServer();
    const reply = await fetch(server.url + PATHS.endedTokens, {
      method: 'HEAD',
      headers: { authorization: caller.basic, accept: 'text/event-stream' },
    });
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
  });

  it('ends when the server stops', async () => {
    const other = await AuthServer.start();
    const stream = await EndedStream.open(other.url, await other.given.resourceServer());
    await stream.next();
    await other.close();
    expect(await stream.news()).toBeUndefined();
  });
});
