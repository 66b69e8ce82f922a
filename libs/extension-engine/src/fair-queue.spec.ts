import { FairQueue } from './fair-queue.ts';
import type { Job } from './job.ts';

const job = (provider: string, id: number, source = '') => ({ provider, source, id, queuedAt: id }) as Job;
const names = (jobs: Iterable<Job>) => [...jobs].map(({ provider, id }) => provider + id);

function filled() {
  const queue = new FairQueue();
  for (const [provider, id] of [
    ['a', 1],
    ['a', 2],
    ['a', 3],
    ['b', 4],
    ['c', 5],
    ['b', 6],
  ] as const) {
    queue.push(job(provider, id));
  }
  return queue;
}

/** Takes every job that `wanted` accepts, in the order in which the jobs are offered. */
function drain(queue: FairQueue, wanted: (job: Job) => boolean = () => true) {
  const taken: Job[] = [];
  queue.offer((one) => wanted(one) && (taken.push(one), true));
  return names(taken);
}

it('lets providers take turns, each in its own order', () => {
  const queue = filled();
  expect(drain(queue)).toEqual(['a1', 'b4', 'c5', 'a2', 'b6', 'a3']);
  expect(queue.size).toBe(0);
});

it('goes on with the others when one provider cannot be served', () => {
  const queue = filled();
  expect(drain(queue, ({ provider }) => provider !== 'a')).toEqual(['b4', 'c5', 'b6']);
  expect(names(queue.waiting())).toEqual(['a1', 'a2', 'a3']);
});

it('remembers whose turn it is', () => {
  const queue = filled();
  let room = 1;
  expect(drain(queue, () => room-- > 0)).toEqual(['a1']);
  room = 2;
  expect(drain(queue, () => room-- > 0)).toEqual(['b4', 'c5']);
});

it('takes jobs back in front', () => {
  const queue = filled();
  queue.putBack([job('a', -1), job('a', 0), job('d', 7)]);
  expect(queue.size).toBe(9);
  expect(drain(queue, ({ provider }) => 'ad'.includes(provider))).toEqual(['a-1', 'd7', 'a0', 'a1', 'a2', 'a3']);
});

it('counts, finds the oldest and removes', () => {
  const queue = filled();
  expect([queue.lengthOf('a'), queue.lengthOf('z'), queue.oldestQueuedAt()]).toEqual([3, 0, 1]);
  expect(names(queue.remove(({ id }) => id % 2 === 1))).toEqual(['a1', 'a3', 'c5']);
  expect([queue.size, queue.lengthOf('c'), queue.oldestQueuedAt()]).toEqual([3, 0, 2]);
  expect(drain(queue)).toEqual(['a2', 'b4', 'b6']);
  expect(queue.oldestQueuedAt()).toBeUndefined();
});

describe('Within a provider', () => {
  /** Three jobs of one source, and then one each of two others. */
  function crowded() {
    const queue = new FairQueue();
    const sources = ['greedy', 'greedy', 'greedy', 'x', 'y'];
    for (const [index, source] of sources.entries()) queue.push(job('a', index + 1, source));
    queue.push(job('b', 6, 'greedy'));
    return queue;
  }

  it('sources take turns, each in its own order', () => {
    expect(drain(crowded())).toEqual(['a1', 'b6', 'a4', 'a5', 'a2', 'a3']);
  });

  it('the last job of the source that has most makes room, until all have as many', () => {
    const queue = crowded();
    const room = (source: string) => {
      const left = queue.makeRoomFor({ provider: 'a', source });
      if (left) queue.push(job('a', 9, source));
      return left?.id;
    };
    expect([room('z'), room('x'), room('greedy'), room('new'), room('z')]).toEqual([
      3,
      undefined,
      undefined,
      2,
      undefined,
    ]);
    expect([queue.size, queue.lengthOf('a')]).toEqual([6, 5]);
    expect(queue.makeRoomFor({ provider: 'none', source: 'z' })).toBeUndefined();
  });
});
