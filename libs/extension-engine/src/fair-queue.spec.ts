import { FairQueue } from './fair-queue.ts';
import type { Job } from './job.ts';

const job = (provider: string, id: number) => ({ provider, id, queuedAt: id }) as Job;
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
