import { setTimeout as pause } from 'node:timers/promises';
import { Lane, type LaneLimits, type Seat } from './lane.js';
import { OutboundError } from './outbound-error.js';

const LIMITS: LaneLimits = {
  atOnce: 4,
  perHost: 2,
  perClient: 2,
  perSource: 2,
  perTarget: 2,
  reserved: 2,
  waiting: 3,
  waitingPerSource: 2,
  rest: 10_000,
};
/** Enough places, so that only the limits of networks count. */
const WIDE: LaneLimits = { ...LIMITS, atOnce: 10, reserved: 0, waiting: 10 };
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

interface Begun {
  host?: string;
  client?: string;
  source?: string;
  /** To what the host's name resolves. */
  address?: string;
  /** Whether the host takes the connection. */
  isThere?: boolean;
  signal?: AbortSignal;
}

/** Starts work that lasts until it is ended explicitly. */
function begin(name: string, { host = name, client = name, source, address, isThere, signal = never }: Begun = {}) {
  const outcome = lane.run(host, { client, source }, signal, async (seat: Seat) => {
    if (address !== undefined) await seat.reach(address);
    if (isThere) seat.connected();
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

  it('lets nobody wait for longer than their patience, and gives the place to the next', async () => {
    for (const name of ['a', 'b']) begin(name);
    const controller = new AbortController();
    const impatient = begin('c', { signal: controller.signal });
    begin('d');
    controller.abort(new Error('time is over'));
    expect(await impatient.settled).toBe('busy');
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

  it('does not hold against a host, but against who named the address, what went wrong after it connected', async () => {
    begin('slow', { host: 'shared', client: 'one', isThere: true });
    await pause(0);
    await end('slow', new OutboundError('timed_out', 'did not answer in time'));
    expect(await begin('again', { host: 'shared', client: 'one' }).settled).toBe('unreachable');
    begin('elsewhere', { host: 'other', client: 'one' });
    begin('neighbour', { host: 'shared', client: 'two' });
    await pause(0);
    expect(running).toEqual(['slow', 'elsewhere', 'neighbour']);
    await end('neighbour');
    begin('since it answers', { host: 'shared', client: 'one' });
    await pause(0);
    expect(running.at(-1)).toBe('since it answers');
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

  it('does not hold against a host that it was never asked', async () => {
    for (const name of ['a', 'b']) begin(name);
    const controller = new AbortController();
    begin('c', { signal: controller.signal });
    controller.abort(new Error('time is over'));
    await pause(0);
    await end('a');
    begin('c again', { host: 'c' });
    await pause(0);
    expect(running).toEqual(['a', 'b', 'c again']);
  });
});

describe('A network', () => {
  it('that asks for much leaves places, and places to wait, to the others', async () => {
    lane = new Lane(WIDE);
    for (const name of ['a', 'b', 'c', 'd']) begin(name, { source: '192.0.2.1' });
    expect(await begin('e', { source: '192.0.2.1' }).settled).toBe('busy');
    for (const name of ['f', 'g']) begin(name, { source: '192.0.2.2' });
    begin('of the server itself');
    await pause(0);
    expect(running).toEqual(['a', 'b', 'f', 'g', 'of the server itself']);
    await end('a');
    expect(running.at(-1)).toBe('c');
  });

  it('that is asked too much keeps no place while it waits, whatever names its hosts have', async () => {
    lane = new Lane({ ...WIDE, atOnce: 3 });
    for (const name of ['a', 'b', 'c']) begin(name, { address: '192.0.2.1' });
    begin('d', { address: '192.0.2.2' });
    await pause(0);
    expect(running).toEqual(['a', 'b', 'd']);
    await end('d');
    expect(running).toEqual(['a', 'b', 'd']);
    await end('a');
    expect(running).toEqual(['a', 'b', 'd', 'c']);
  });

  it.each<[string, string, string, string[]]>([
    ['a /64 of IPv6', '2001:db8::1', '2001:db8::ffff:2', ['a', 'b']],
    ['one address of IPv4', '192.0.2.1', '192.0.2.2', ['a', 'b', 'c']],
  ])('is %s', async (_, first, second, expected) => {
    lane = new Lane(WIDE);
    for (const name of ['a', 'b']) begin(name, { address: first });
    begin('c', { address: second });
    await pause(0);
    expect(running).toEqual(expected);
  });

  it('does not keep a host waiting that answered before for those beside it that never did', async () => {
    lane = new Lane(WIDE);
    await prove('good', 'better');
    const there = { address: '192.0.2.1', source: '192.0.2.7' };
    for (const name of ['a', 'b', 'c']) begin(name, there);
    for (const name of ['good', 'better']) begin(name, there);
    await pause(0);
    expect(running.sort()).toEqual(['a', 'b', 'better', 'good']);
  });

  it('has its place back when work ends before its host was found', async () => {
    lane = new Lane({ ...WIDE, atOnce: 1 });
    let late: Seat | undefined;
    const ended = lane.run('a', { client: 'a' }, never, (seat) => {
      late = seat;
      return Promise.reject(new OutboundError('unreachable', 'cannot be reached'));
    });
    await expect(ended).rejects.toMatchObject({ failure: 'unreachable' });
    await expect(late!.reach('192.0.2.1')).rejects.toMatchObject({ failure: 'busy' });
    begin('b');
    await pause(0);
    expect(running).toEqual(['b']);
  });
});
