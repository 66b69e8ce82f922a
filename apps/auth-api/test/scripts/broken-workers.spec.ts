import { Worker } from 'node:worker_threads';
import { jest } from '@jest/globals';
import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { ScriptEngine } from '@passant/extension-engine';
import type { Exchange, MobileApp } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { until } from '../support/machine.js';

/** Marks the payloads of the registrations whose runs break workers. */
const BREAKS = 'this one breaks';
/** More than the workers get through before those that wait are sent away. */
const CROWD = 40;
/** The most seconds that anybody is told to wait. */
const LONGEST_WAIT = 5;

let server: AuthServer;
let engine: ScriptEngine;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_SCRIPT_CPU_MS: '400' });
  engine = server.app.get(ScriptEngine);
});
afterAll(() => server.close());

/** A script that breaks its worker if it is told to, and lets everybody else in. */
const unless = (broken: string) => `function execute(payload) {
  if (payload === '${BREAKS}') { ${broken} }
  return { status: 2000, user: { id: 'u' } };
}`;

/** Ends each thread that a breaking run is sent to, as the system might. @returns ends that, and tells how many it were */
function terminatesThreads(): () => number {
  const posts = jest.spyOn(Worker.prototype, 'postMessage');
  const seen = new Set<unknown>();
  const timer = setInterval(() => {
    posts.mock.calls.forEach(([message], index) => {
      if (seen.has(message) || !JSON.stringify(message).includes(`["${BREAKS}`.replaceAll('"', '\\"'))) return;
      seen.add(message);
      void (posts.mock.contexts[index] as Worker).terminate();
    });
  }, 20);
  return () => {
    clearInterval(timer);
    posts.mockRestore();
    return seen.size;
  };
}

const registers = (app: MobileApp, provider: string, data?: string) =>
  app.complete(provider, {
    profile_id: '123EXI',
    grant_type: STATELESS_AUTHENTICATION_GRANT,
    ...(data === undefined ? {} : { data }),
  });

/** What an answer says, in short. */
function kindOf({ status, headers, body }: Exchange): string {
  const { error } = body as { error?: string };
  const wait = headers.get('retry-after');
  if (status !== 503) return `${status} ${error} ${wait ?? 'at once'}`;
  return `503 ${error} ${Number(wait) >= 1 && Number(wait) <= LONGEST_WAIT ? 'soon' : wait}`;
}

const FAILED = '500 server_error at once';
const NO_ROOM = '503 temporarily_unavailable soon';

describe('Every registration is answered, others go on, and all is well afterwards, where scripts', () => {
  it.each<[string, string, (() => () => number) | undefined]>([
    ['never end', 'for (;;);', undefined],
    ['never end and do not look at the clock', 'const a = new Uint8Array(9e6); for (;;) a.sort();', undefined],
    ['use all memory', 'const all = []; for (;;) all.push(new Uint8Array(1e6).fill(1));', undefined],
    ['lose their thread', 'for (;;);', terminatesThreads],
  ])('%s', async (_, broken, during) => {
    const bad = await server.given.provider({ scripts: { complete: unless(broken) } });
    const good = await server.given.provider();
    const application = await server.given.mobileApplication(bad, {
      identity_providers: [bad.identifier, good.identifier],
    });
    const [theirs, ours] = [await server.given.appInstance(application), await server.given.appInstance(application)];
    const stop = during?.();
    const crowd = Promise.all(Array.from({ length: CROWD }, () => registers(theirs, bad.identifier, BREAKS)));
    let isOver = false;
    void crowd.finally(() => (isOver = true));

    await until(() => isOver || engine.stats().queued > 0);
    do {
      expect((await registers(ours, good.identifier)).status).toBe(200);
      expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
    } while (!isOver);
    const kinds = (await crowd).map(kindOf);
    // Those that ran are the fault of the script; those that wait too long are not.
    expect(new Set([FAILED, NO_ROOM, ...kinds])).toEqual(new Set([FAILED, NO_ROOM]));
    expect(kinds).toContain(FAILED);

    if (stop) expect(stop()).toBeGreaterThan(0);
    await until(async () => (await registers(ours, bad.identifier)).status === 200);
    await until(() => engine.stats().busyWorkers === 0);
    expect(engine.stats()).toMatchObject({ running: 0, queued: 0, parked: 0 });
  });

  it('and as many threads are left as a server has that nothing happened to', () =>
    until(() => engine.stats().workers === 1));
});
