import { randomBytes } from 'node:crypto';
import type { Allowance, Patience } from '../src/index.js';
import type { TestDatabase } from '../src/testing/index.js';
import { Instances } from './support/instances.js';
import { NOW } from './support/records.js';

let instances: Instances;
let database: TestDatabase;
beforeAll(async () => {
  instances = await Instances.start();
  ({ database } = instances);
});
afterAll(() => instances.close());

const MILLISECONDS = NOW * 1000;
const HOUR = 3600;
const aKey = () => randomBytes(16);
const admitted = (results: readonly { wait: number | undefined }[]) => results.filter(({ wait }) => wait === undefined);

describe('An allowance', () => {
  const of = (size: number, period = HOUR) => ({ key: aKey(), size, period });
  const take = (allowances: (Allowance & { key: Buffer })[], now = MILLISECONDS) =>
    database.store.limits.take(allowances, now);
  async function takeAll(allowance: Allowance & { key: Buffer }, now = MILLISECONDS): Promise<number> {
    for (let taken = 0; taken < 10_000; taken += 1) if ((await take([allowance], now)).wait !== undefined) return taken;
    throw new Error('There is no limit.');
  }

  it.each([
    [1, HOUR],
    [40, HOUR],
    [60, 60],
  ])('is %i within %i seconds, however many are taken at once, and by whom', async (size, period) => {
    const allowance = of(size, period);
    const results = await instances.crowd(size + 20, ({ limits }) => limits.take([allowance], MILLISECONDS));
    expect(admitted(results)).toHaveLength(size);
  });

  it('comes back evenly', async () => {
    const allowance = of(40);
    expect(await takeAll(allowance)).toBe(40);
    expect(await takeAll(allowance, MILLISECONDS + 360_000)).toBe(4);
    expect(await takeAll(allowance, MILLISECONDS + 25 * 3_600_000)).toBe(40);
  });

  it('says after how many milliseconds there is one, and not before that there is', async () => {
    const allowance = of(40);
    await takeAll(allowance);
    const { wait } = await take([allowance]);
    expect(wait).toBe(90_000);
    expect((await take([allowance], MILLISECONDS + wait! - 1)).wait).toBe(1);
    expect((await take([allowance], MILLISECONDS + wait!)).wait).toBeUndefined();
    expect((await take([allowance], MILLISECONDS + wait!)).wait).toBe(90_000);
  });

  it('is left alone when another of the same request is used up', async () => {
    const [own, whole] = [of(5), of(2)];
    for (let taken = 0; taken < 2; taken += 1) await take([of(5), whole]);
    for (let refused = 0; refused < 10; refused += 1) {
      expect(await take([own, whole])).toEqual({ wait: 1_800_000, key: whole.key });
    }
    expect(await takeAll(own)).toBe(5);
  });

  it('is never exceeded by requests that take of several in any order', async () => {
    const [one, other] = [of(30), of(50)];
    const results = await instances.crowd(80, ({ limits }, index) =>
      limits.take(index % 2 === 0 ? [one, other] : [other, one], MILLISECONDS),
    );
    expect(admitted(results)).toHaveLength(30);
    expect(await takeAll(one)).toBe(0);
  });

  it('is somebody’s own', async () => {
    await takeAll(of(3));
    expect(await takeAll(of(3))).toBe(3);
  });

  it('does not come back with a clock that is a minute behind, and does with one that was set back by hours', async () => {
    const allowance = of(4);
    await takeAll(allowance);
    expect(await takeAll(allowance, MILLISECONDS - 59_000)).toBe(0);
    expect(await takeAll(allowance, MILLISECONDS - 7_200_000)).toBe(4);
  });

  it('tells what is used of it, and after how many milliseconds there is room, and takes nothing by that', async () => {
    const [allowance, untouched] = [of(4), of(10)];
    const tell = (now = MILLISECONDS) => database.store.limits.used([allowance, untouched], now);
    const nothing = { used: 0, wait: 0 };
    for (let taken = 0; taken <= 4; taken += 1) {
      const expected = [{ used: taken, wait: taken === 4 ? 900_000 : 0 }, nothing];
      expect(await tell()).toEqual(expected);
      expect(await tell()).toEqual(expected);
      await take([allowance]);
    }
    expect(await tell(MILLISECONDS + 1)).toEqual([{ used: 4, wait: 899_999 }, nothing]);
    expect(await tell(MILLISECONDS + 900_000)).toEqual([{ used: 3, wait: 0 }, nothing]);
    expect(await tell(MILLISECONDS + 3_600_000)).toEqual([nothing, nothing]);
    // What a clock that was set back by hours left behind is not believed, as when it is taken.
    expect(await tell(MILLISECONDS - 59_000)).toEqual([{ used: 4, wait: 959_000 }, nothing]);
    expect(await tell(MILLISECONDS - 7_200_000)).toEqual([nothing, nothing]);
    expect(await takeAll(untouched)).toBe(10);
  });

  it('counts under another name for its holder, and the greater if it was used under that one as well', async () => {
    const [allowance, used] = [of(4), of(4)];
    await takeAll(allowance);
    await take([used]);
    const renamed = { ...allowance, key: aKey() };
    const { limits } = database.store;
    const names = { from: allowance.key, to: renamed.key };
    await Promise.all([limits.rename([names]), limits.rename([names]), limits.rename([names])]);
    expect([await takeAll(allowance), await takeAll(renamed)]).toEqual([4, 0]);
    await Promise.all([1, 2, 3].map(() => limits.rename([{ from: renamed.key, to: used.key }])));
    expect([await takeAll(renamed), await takeAll(used)]).toEqual([4, 0]);
    await limits.rename([{ from: of(4).key, to: used.key }]);
    expect(await takeAll(used)).toBe(0);
  });
});

describe('Failures', () => {
  const LIMIT: Patience = { free: 3, longestWait: 300, forgottenAfter: HOUR };
  const of = (free = 3) => ({ ...LIMIT, free, key: aKey() });
  const fail = (limits: (Patience & { key: Buffer })[], now = MILLISECONDS) =>
    database.store.limits.countFailure(limits, now);

  it('cost nothing at first, then a second, then twice as much each, five minutes at most', async () => {
    const limit = of();
    let now = MILLISECONDS;
    const waits: number[] = [];
    while (waits.length < 14) {
      const { wait = 0 } = await fail([limit], now);
      // Whoever comes too early is told the wait, and not counted.
      if (wait > 0) expect((await fail([limit], now + wait - 1)).wait).toBe(1);
      waits.push(wait);
      now += wait;
    }
    const told = waits.filter((wait) => wait > 0);
    expect(waits.slice(0, 3)).toEqual([0, 0, 0]);
    expect(told.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
  });

  it('have nobody wait for more than five minutes', async () => {
    const limit = of();
    const [now, failures] = [MILLISECONDS, 60];
    for (let failure = 0; failure < failures; failure += 1) await fail([limit], now + failure * 300_000);
    expect((await fail([limit], now + (failures - 1) * 300_000)).wait).toBe(300_000);
  });

  it('all count that happen at once, in whatever process', async () => {
    const limit = of();
    const results = await instances.crowd(40, ({ limits }) => limits.countFailure([limit], MILLISECONDS));
    expect(admitted(results)).toHaveLength(3);
  });

  it('that cost nothing make nobody wait who came a moment before, or whose clock is behind', async () => {
    const limit = of();
    for (const earlier of [0, 3, 59_000]) {
      expect((await fail([limit], MILLISECONDS - earlier)).wait).toBeUndefined();
    }
  });

  it('are remembered for an hour after the last, and say so', async () => {
    const limit = of();
    expect((await fail([limit])).hasFailed).toBe(false);
    expect((await fail([limit], MILLISECONDS + 3_599_000)).hasFailed).toBe(true);
    expect((await fail([limit], MILLISECONDS + 3_599_000 + 3_600_000)).hasFailed).toBe(false);
  });

  it('with one limit are not counted while another has somebody wait', async () => {
    const [account, source] = [of(), of(4)];
    for (let failure = 0; failure < 3; failure += 1) await fail([account, source]);
    for (let refused = 0; refused < 5; refused += 1) {
      expect(await fail([account, source])).toEqual({ wait: 1000, key: account.key, hasFailed: true });
    }
    expect((await fail([of(), source])).wait).toBeUndefined();
    expect((await fail([of(), source])).wait).toBe(1000);
  });

  it('are forgiven', async () => {
    const limit = of();
    for (let failure = 0; failure < 3; failure += 1) await fail([limit]);
    await database.store.limits.forgive([limit.key]);
    expect(await fail([limit])).toEqual({ wait: undefined, hasFailed: false });
  });

  it('have nobody wait for hours because a clock was set back', async () => {
    const limit = of();
    for (let failure = 0; failure < 3; failure += 1) await fail([limit]);
    expect((await fail([limit], MILLISECONDS - 59_000)).wait).toBe(60_000);
    expect((await fail([limit], MILLISECONDS - 7_200_000)).wait).toBeUndefined();
  });
});

describe('What was used of limits', () => {
  const count = async () =>
    (await database.dataSource.query<{ count: number }[]>('SELECT count(*)::int AS count FROM limit_use'))[0]!.count;

  it('is swept away when all of it is there again', async () => {
    await database.dataSource.query('DELETE FROM limit_use');
    await database.store.limits.take([{ key: aKey(), size: 10, period: 60 }], MILLISECONDS);
    await database.store.expiry.sweep(NOW + 60);
    expect(await count()).toBe(1);
    await database.store.expiry.sweep(NOW + 61);
    expect(await count()).toBe(0);
  });

  it('has as many rows as are kept, those that last longest', async () => {
    await database.dataSource.query('DELETE FROM limit_use');
    for (const period of [10, 20, 30])
      for (let made = 0; made < 10; made += 1)
        await database.store.limits.take([{ key: aKey(), size: 10, period }], MILLISECONDS);
    expect(await database.store.expiry.capLimits(20)).toBe(10);
    expect(await count()).toBe(20);
    await database.store.expiry.sweep(NOW + 12);
    expect(await count()).toBe(20);
  });
});
