import { setTimeout as pause } from 'node:timers/promises';
import { Lane, type LaneLimits } from './lane.js';
import { OutboundError } from './outbound-error.js';

const LIMITS: LaneLimits = { atOnce: 4, perHost: 2, perClient: 2, reserved: 2, waiting: 3, rest: 10_000 };
const never = new AbortController().signal;

let now: number;
let lane: Lane;
let running: string[];
let ends: Map<string, (error?: Error) => void>;
beforeEach(() => {
  now = 0;
  lane = new Lane(LIMITS, () => now);
  running = [];
  ends = new Map();
});

/** Starts work that lasts until it is ended explicitly. */
function begin(
  name: string,
  { host = name, client, signal = never }: { host?: string; client?: string; signal?: AbortSignal } = {},
) {
  const outcome = lane.run(host, client, signal, () => {
    running.push(name);
    return new Promise<string>((resolve, reject) => {
      ends.set(name, (error) => (error ? reject(error) : resolve(name)));
    });
  });
  const settled = outcome.then(
    () => 'done',
    (error: unknown) => (error instanceof OutboundError ? error.failure : String((error as Error).message)),
  );
  return { settled };
}

async function end(name: string, error?: Error): Promise<void> {
  ends.get(name)!(error);
  await pause(0);
}

async function prove(...hosts: string[]): Promise<void> {
  for (const host of hosts) {
    begin(`proof of ${host}`, { host });
    await pause(0);
    await end(`proof of ${host}`);
  }
  running = [];
}

describe('A lane', () => {
  it('keeps places for hosts that answered before', async () => {
    await prove('good', 'better');
    for (const name of ['a', 'b', 'c']) begin(name);
    begin('good');
    begin('better');
    await pause(0);
    expect(running).toEqual(['a', 'b', 'good', 'better']);
    await end('a');
    expect(running.at(-1)).toBe('c');
  });

  it('lets no host and no client have all places', async () => {
    await prove('good', 'other');
    for (const name of ['1', '2', '3']) begin(name, { host: 'good' });
    for (const name of ['4', '5']) begin(name, { host: 'other', client: 'one' });
    await pause(0);
    expect(running).toEqual(['1', '2', '4', '5']);
    lane = new Lane({ ...LIMITS, reserved: 0 });
    running = [];
    for (const name of ['6', '7', '8']) begin(name, { client: 'one' });
    begin('9', { client: 'two' });
    await pause(0);
    expect(running).toEqual(['6', '7', '9']);
  });

  it('refuses whoever would have to wait for too many, at once', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) begin(name);
    expect(await begin('f').settled).toBe('busy');
  });

  it('lets nobody wait for longer than the whole may take, and gives the place to the next', async () => {
    for (const name of ['a', 'b']) begin(name);
    const controller = new AbortController();
    const impatient = begin('c', { signal: controller.signal });
    begin('d');
    controller.abort(new Error('time is over'));
    expect(await impatient.settled).toBe('time is over');
    await end('a');
    expect(running).toEqual(['a', 'b', 'd']);
  });

  it('does not ask a host again that failed a moment ago and never answered before', async () => {
    const first = begin('tarpit');
    await pause(0);
    await end('tarpit', new OutboundError('timed_out', 'did not answer in time'));
    expect(await first.settled).toBe('timed_out');
    expect(await begin('again', { host: 'tarpit' }).settled).toBe('unreachable');
    expect(running).toEqual(['tarpit']);
    now += 10_000;
    begin('later', { host: 'tarpit' });
    await pause(0);
    expect(running).toEqual(['tarpit', 'later']);
  });

  it('goes on asking a host that answered before, and one that answers badly', async () => {
    await prove('good');
    begin('fails', { host: 'good' });
    begin('bad');
    await pause(0);
    await end('fails', new OutboundError('timed_out', 'did not answer in time'));
    await end('bad', new OutboundError('redirected', 'answered 302'));
    begin('good again', { host: 'good' });
    begin('bad again', { host: 'bad' });
    await pause(0);
    expect(running).toEqual(['fails', 'bad', 'good again', 'bad again']);
  });
});
