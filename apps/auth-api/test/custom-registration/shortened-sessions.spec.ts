import { PATHS } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { ResourceServer as Guard } from '@passant/resource-server';
import { AuthServer } from '../support/auth-server.js';
import { EndedStream, nameOf } from '../support/ended-tokens.js';
import { expectRefusal } from '../support/expectations.js';
import { until } from '../support/machine.js';
import type { ResourceServer } from '../support/resource-server.js';
import { DURATION, changeApplication, leftOf, refreshOf, sessionWorld } from '../support/session-world.js';

let server: AuthServer;
/** URL of another process on the same database. */
let beside: string;
beforeAll(async () => {
  server = await AuthServer.start();
  beside = await server.startBeside();
});
afterAll(async () => {
  // When a stream is aborted, `fetch` opens another connection, which stays idle and so keeps a server from closing.
  server.app.getHttpServer().closeAllConnections();
  await server.close();
});

/** A session that was refreshed once, with its two access tokens. */
async function refreshed(changes?: Parameters<typeof sessionWorld>[1]) {
  const world = await sessionWorld(server, changes);
  const first = await world.register();
  const { body: second } = await refreshOf(server, world.app, first.refresh_token);
  const { iat: began } = await world.resourceServer.timesOf(first.access_token);
  return {
    ...world,
    began,
    tokens: [first.access_token, second.access_token],
    refresh: () => refreshOf(server, world.app, second.refresh_token),
    lasting: (stateless_session_duration: number) =>
      changeApplication(server, world.application, { stateless_session_duration }),
  };
}

const ask = async (url: string, { basic }: ResourceServer, token: string) =>
  (await send('POST', url + PATHS.introspectV2, { headers: { authorization: basic }, form: { token } })).body as {
    active: boolean;
    exp?: number;
  };

describe('A duration of stateless sessions that is shortened', () => {
  it('shortens sessions and access tokens that are out, in every process', async () => {
    const { lasting, refresh, resourceServer, tokens, began } = await refreshed();
    await lasting(300);
    for (const url of [server.url, beside]) {
      for (const token of tokens) {
        expect(await ask(url, resourceServer, token)).toMatchObject({ active: true, exp: began + 300 });
        const after = await server.clock.later(301, () => ask(url, resourceServer, token));
        expect(after).toEqual({ active: false });
      }
    }
    expectRefusal(await server.clock.later(301, refresh), 400, 'invalid_grant');
  });

  it('ends at once what has lasted longer', async () => {
    const { lasting, refresh, resourceServer, tokens, app } = await refreshed();
    await server.clock.later(120, () => lasting(60));
    expect(await leftOf(server, app)).toEqual({ sessions: 0, tokens: 0 });
    for (const token of tokens) expect(await resourceServer.introspect(token)).toEqual({ active: false });
    expectRefusal(await refresh(), 400, 'invalid_grant');
  });

  it('leaves an access token alone that ends sooner anyway, and sessions of other applications', async () => {
    const [one, other] = [await refreshed(), await refreshed()];
    const before = await one.resourceServer.introspect(one.tokens[0]!);
    await one.lasting(900);
    expect(await one.resourceServer.introspect(one.tokens[0]!)).toEqual(before);
    expect((await server.clock.later(1000, other.refresh)).status).toBe(200);
  });

  it.each([
    ['longer than before', 86_400],
    ['as long as before', DURATION],
  ])('and then is %s revives nothing', async (_, again) => {
    const { lasting, refresh, resourceServer, tokens, began } = await refreshed();
    await lasting(300);
    await lasting(again);
    expect(await resourceServer.introspect(tokens[1]!)).toMatchObject({ exp: began + 300 });
    await server.clock.later(301, async () => {
      expectRefusal(await refresh(), 400, 'invalid_grant');
      for (const token of tokens) expect(await resourceServer.introspect(token)).toEqual({ active: false });
    });
    expect((await refresh()).body.expires_in).toBeLessThanOrEqual(300);
  });

  it('lengthens no session that began before', async () => {
    const { lasting, refresh } = await refreshed();
    await lasting(86_400);
    expectRefusal(await server.clock.later(DURATION + 1, refresh), 400, 'invalid_grant');
  });

  it.each([
    ['that is shortened, though they have not ended yet', 300, 0],
    ['that they have outlasted', 60, 120],
  ])('is told to whoever keeps answers about its access tokens: one %s', async (_, duration, seconds) => {
    const { lasting, tokens } = await refreshed();
    const caller = await server.given.resourceServer();
    const streams = [await EndedStream.open(server.url, caller), await EndedStream.open(beside, caller)];
    for (const stream of streams) await stream.next();
    await server.clock.later(seconds, () => lasting(duration));
    for (const stream of streams) {
      const { ended } = (await stream.news())!;
      expect(ended.toSorted()).toEqual(tokens.map(nameOf).toSorted());
      stream.close();
    }
  });

  it('reaches resource servers that keep answers: they ask again, and know the new end', async () => {
    const { lasting, tokens, began } = await refreshed();
    const { clientId, secret } = await server.given.resourceServer();
    let isUp = false;
    const observer = { feed: (state: string) => (isUp = state === 'up') };
    const guard = new Guard({ url: server.url, clientId, clientSecret: secret, observer });
    try {
      guard.listen();
      await until(() => isUp);
      const known = async () => (await guard.introspect(tokens[1]!)) as { active: boolean; exp?: number };
      expect((await known()).exp).toBeGreaterThan(began + 300);
      await lasting(300);
      await until(async () => (await known()).exp === began + 300);
      await server.clock.later(120, () => lasting(60));
      await until(async () => !(await known()).active);
    } finally {
      await guard.close();
    }
  });
});

describe('The switch of stateless sessions, turned off', () => {
  it('ends sessions and access tokens of them, and whoever keeps answers hears of each', async () => {
    const { application, tokens, resourceServer, app } = await refreshed();
    const stream = await EndedStream.open(beside, await server.given.resourceServer());
    await stream.next();
    await changeApplication(server, application, { user_authentication: { stateless_session: false } });
    expect((await stream.news())!.ended.toSorted()).toEqual(tokens.map(nameOf).toSorted());
    stream.close();
    for (const token of tokens) expect(await ask(beside, resourceServer, token)).toEqual({ active: false });
    expect(await leftOf(server, app)).toEqual({ sessions: 0, tokens: 0 });
  });
});

describe('The lifetime of an access token of a stateless session', () => {
  it.each([
    ['begins', 1800, undefined, 600],
    ['begins and is shorter than a token', 60, undefined, 60],
    ['is refreshed', 1800, 900, 600],
    ['is refreshed shortly before its end', 1800, 1700, 100],
    ['is refreshed a second before its end', 1800, 1799, 1],
    ['has ended in this second', 1800, 1800, undefined],
    ['has ended', 1800, 1801, undefined],
  ])('is what the answer and introspection say where one %s', async (_, duration, refreshAt, expected) => {
    await server.clock.standing(async () => {
      const changes = { application: { stateless_session_duration: duration } };
      const { register, app, resourceServer } = await sessionWorld(server, changes);
      const first = await register();
      const check = async ({ access_token, expires_in }: { access_token: string; expires_in: number }) => {
        const { exp, iat } = await resourceServer.timesOf(access_token);
        expect([expires_in, exp - iat]).toEqual([expected, expected]);
      };
      if (refreshAt === undefined) return check(first);
      await server.clock.later(refreshAt, async () => {
        const reply = await refreshOf(server, app, first.refresh_token);
        if (expected === undefined) expectRefusal(reply, 400, 'invalid_grant');
        else await check(reply.body);
      });
    });
  });
});
