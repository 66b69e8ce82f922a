import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { AuthServer } from '../support/auth-server.js';

const REQUEST = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };
const CANARY = 'canary-40bd001563085';

/** Fails in the way its input demands, and includes the input in whatever it says. */
const SCRIPT = `function execute(payload) {
  const { how, who } = JSON.parse(payload);
  LOG.info(who);
  if (how === 'loop') for (;;);
  if (how === 'throw') throw new TypeError(who);

  if (how === 'named') { const error = new Error(who); error.name = who; throw error; }
  if (how === 'status') return { status: who };
  if (how === 'line') throw Object.assign(new Error(who), { stack: 'script.js:9876543210' });
  return { status: 4000, responsePayload: who };
}`;

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

async function world() {
  const provider = await server.given.provider({ scripts: { complete: SCRIPT } });
  const { app, application } = await server.given.statelessWorld(provider);
  const { identifier } = provider;
  return {
    identifier,
    run: (how: string, by = app) => by.complete(identifier, { ...REQUEST, data: JSON.stringify({ how, who: CANARY }) }),
    another: () => server.given.appInstance(application),
    read: () => server.admin.call('readScriptActivity', { parameters: { identifier } }),
  };
}

describe('The activity of the scripts of a provider', () => {
  it('counts runs by outcome, with how long they took and how many were killed', async () => {
    const { run, read } = await world();
    for (const how of ['retry', 'retry', 'throw', 'loop']) await run(how);
    const { hours, outcomes } = await read();
    expect(hours).toBe(24);
    const common = {
      step: 'complete',
      mean_ms: expect.any(Number) as number,
      longest_ms: expect.any(Number) as number,
    };
    expect(outcomes).toHaveLength(3);
    expect(outcomes).toEqual(
      expect.arrayContaining([
        { ...common, outcome: 'retry', runs: 2, killed: 0 },
        { ...common, outcome: 'threw', runs: 1, killed: 0 },
        { ...common, outcome: 'timed_out', runs: 1, killed: 1 },
      ]),
    );
    const killed = outcomes.find(({ outcome }) => outcome === 'timed_out')!;
    expect(killed.longest_ms).toBeGreaterThanOrEqual(Math.floor(killed.mean_ms));
  });

  it('shows the last failures with the line of the script and the error id, newest first', async () => {
    const { run, read } = await world();
    const thrown = await run('throw');
    await run('status');
    await run('named');
    const { failures } = await read();
    const common = { step: 'complete', version: 1 };
    expect(failures).toMatchObject([
      { ...common, outcome: 'threw', line: 7 },
      { ...common, outcome: 'invalid_result', error: 'status is in no range' },
      { ...common, outcome: 'threw', error: 'TypeError', line: 5 },
    ]);
    expect(failures[0]).not.toHaveProperty('error');
    expect(failures[2]!.error_id).toBe(thrown.headers.get('x-request-id'));
  });

  it('keeps nothing of the person', async () => {
    const { run, read } = await world();
    for (const how of ['throw', 'named', 'status', 'retry', 'line']) await run(how);
    const activity = await read();
    expect(activity.failures).toHaveLength(4);
    const rows = await server.database.dataSource.query<unknown[]>(
      `SELECT script_failure::text AS row FROM script_failure UNION ALL SELECT script_statistic::text FROM script_statistic`,
    );
    expect(rows.length).toBeGreaterThan(4);
    expect(JSON.stringify([activity, rows])).not.toContain(CANARY);
    expect(JSON.stringify([activity, rows, server.log])).not.toContain('9876543210');
  });

  it('is bounded: of many failures a minute some are noted, and a hundred are kept', async () => {
    const { identifier, run, read } = await world();
    const insert = (count: number) =>
      server.store.scripts.insertFailures(
        Array.from({ length: count }, (_, line) => ({
          identityProvider: identifier,
          occurred: line,
          step: 'complete' as const,
          version: 1,
          outcome: 'threw' as const,
          error: null,
          line: line + 1,
          duration: 1,
          requestId: null,
          expiresAt: server.clock.now() + 60,
        })),
        100,
      );
    await insert(150);
    const kept = await server.store.scripts.failuresOf(identifier, 1000, server.clock.now());
    expect(kept.map(({ line }) => line)).toEqual(Array.from({ length: 100 }, (_, index) => 150 - index));
    for (let count = 0; count < 70; count += 1) await run('throw');
    const { outcomes } = await read();
    expect(outcomes.find(({ outcome }) => outcome === 'threw')!.runs).toBe(70);
    const noted = await server.store.scripts.failuresOf(identifier, 1000, server.clock.now());
    // Thirty per minute, and the test may span two minutes.
    expect(noted.filter(({ error }) => error === 'TypeError').length).toBeLessThanOrEqual(30 * 2);
    expect(noted).toHaveLength(100);
  });

  it('shows what happened to others, however often it happens to one client', async () => {
    const { run, read, another } = await world();
    const other = await another();
    await server.clock.standing(async () => {
      await run('named', other);
      for (let count = 0; count < 40; count += 1) await run('throw');
      await run('named', other);
      const { outcomes, failures } = await read();
      expect(outcomes.find(({ outcome }) => outcome === 'threw')!.runs).toBe(42);
      expect(failures.map(({ error }) => error).filter((error) => error === 'TypeError')).toHaveLength(10);
      expect(failures).toHaveLength(12);
    });
  });

  it('goes after a week', async () => {
    const { identifier, run, read } = await world();
    await run('throw');
    expect((await read()).failures).toHaveLength(1);
    await server.clock.later(8 * 86_400, () => server.store.expiry.sweep(server.clock.now()));
    expect(await server.store.scripts.failuresOf(identifier, 10, 0)).toEqual([]);
    expect(await server.store.scripts.statisticsOf(identifier, 0)).toEqual([]);
  });
});
