import { PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { ClientSweeper } from '../../src/upkeep/client-sweeper.js';
import { PartitionKeeper } from '../../src/upkeep/partition-keeper.js';
import { Sweeper } from '../../src/upkeep/sweeper.js';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';

const HOUR = 3600;
const YEAR = 365 * 24 * HOUR;

const APART = /The clock of this machine is (\d+) seconds (ahead of|behind) that of the database/;

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

const ready = () => send('GET', server.url + PATHS.ready);

/** Another second, in which readiness is asked of the database anew. */
const anotherSecond = () => new Promise((resolve) => setTimeout(resolve, 1_100));

const UPKEEP: [what: string, by: number, work: () => Promise<unknown>][] = [
  ['deletes what has expired', HOUR, () => server.app.get(Sweeper).sweep()],
  ['drops partitions', 24 * HOUR, () => server.app.get(PartitionKeeper).keep()],
  ['deletes clients that nobody uses', YEAR, () => server.app.get(ClientSweeper).sweep()],
];

describe('A server whose clock is not that of the database', () => {
  it.each(UPKEEP)('neither lets an assertion be used again nor a token be lost when it %s', async (_, by, work) => {
    const { app, provider, resourceServer } = await server.given.statelessWorld();
    const json = {
      ...{ profile_id: 'AAAAAA', grant_type: STATELESS_AUTHENTICATION_GRANT },
      ...(await app.authentication()),
    };
    const register = () =>
      send<{ oauth_token: { access_token: string } }>(
        'POST',
        server.url + PATHS.customRegistrationV2(provider.identifier, 'complete'),
        { json },
      );
    const { body } = await register();
    await server.clock.misset(by, work);
    expectRefusal(await register(), 400, 'invalid_client');
    expect(await resourceServer.introspect(body.oauth_token.access_token)).toMatchObject({ active: true });
  });

  it.each([
    ['ahead', HOUR],
    ['behind', -HOUR],
    ['ahead by little more than a minute', 70],
  ])('is not ready while it is %s, says why in its log, and is ready as soon as it is right', async (_, by) => {
    await anotherSecond();
    expect((await ready()).status).toBe(200);
    server.log.length = 0;
    await server.clock.misset(by, async () => {
      await anotherSecond();
      expectRefusal(await ready(), 503, 'temporarily_unavailable');
    });
    const [, seconds, direction] = APART.exec(JSON.stringify(server.log)) ?? [];
    expect(direction).toBe(by > 0 ? 'ahead of' : 'behind');
    // How long the database took to say its time is part of it.
    expect(Math.abs(Number(seconds) - Math.abs(by))).toBeLessThan(10);
    await anotherSecond();
    expect((await ready()).status).toBe(200);
  });

  it('warns once, and not at every attempt to delete', async () => {
    const other = await AuthServer.start();
    await other.clock.misset(HOUR, async () => {
      for (let attempt = 0; attempt < 3; attempt += 1) await other.app.get(Sweeper).sweep();
    });
    const warnings = other.log.filter(({ msg }) => String(msg).startsWith('Nothing that has expired is deleted here.'));
    await other.close();
    expect(warnings).toHaveLength(1);
  });

  it.each([30, -30])('is ready while it is apart by no more than clocks may be: %i seconds', async (by) => {
    await anotherSecond();
    await server.clock.misset(by, async () => expect((await ready()).status).toBe(200));
  });

  it('is ready where tests have moved its own time', async () => {
    await anotherSecond();
    await server.clock.later(HOUR, async () => expect((await ready()).status).toBe(200));
  });
});
