import { PATHS, type SetTestClock } from '@passant/contracts';
import type { Page } from '@playwright/test';
import { Clock, type Duration, secondsOf } from './clock.js';

describe('A length of time', () => {
  it.each<[Duration, number]>([
    [90, 90],
    ['1 second', 1],
    ['5 minutes', 300],
    ['1.5 hours', 5400],
    ['30 days', 2_592_000],
    ['2 weeks', 1_209_600],
  ])('%s is %i seconds', (duration, seconds) => expect(secondsOf(duration)).toBe(seconds));

  it.each(['5 min', 'a day', '-1 hour', '5minutes', ''])('is not %j', (words) => {
    expect(() => secondsOf(words as Duration)).toThrow('Not a length of time');
  });
});

describe('A clock', () => {
  const original = globalThis.fetch;
  /** Where the server's clock stands; `undefined` if it cannot be moved. */
  let ahead: number | undefined;
  let asked: string[];
  let clock: Clock;
  beforeEach(() => {
    [ahead, asked] = [0, []];
    globalThis.fetch = ((url: string, { method, body }: { method: string; body?: string }) => {
      asked.push(method);
      expect(url).toBe(`http://passant.test${PATHS.testClock}`);
      if (ahead === undefined) return Promise.resolve(new Response('{"error":"not_found"}', { status: 404 }));
      if (body !== undefined) ({ ahead } = JSON.parse(body) as SetTestClock);
      return Promise.resolve(new Response(JSON.stringify({ ahead, now: 0 })));
    }) as unknown as typeof fetch;
    clock = new Clock('http://passant.test');
  });
  afterEach(() => void (globalThis.fetch = original));

  const offsetOf = (time: number) => Math.round((time - Date.now() / 1000) / 60) + 0;

  it('is where somebody else has left that of the server, and goes on from there', async () => {
    ahead = 3600;
    await clock.look();
    expect([offsetOf(clock.now()), clock.isMoved]).toEqual([60, true]);
    await clock.advance('30 minutes');
    expect(ahead).toBe(5400);
  });

  it('is not taken back from somebody else who has moved it', async () => {
    ahead = 3600;
    await clock.look();
    await clock.takeBack();
    expect([ahead, asked]).toEqual([3600, ['GET']]);
  });

  it('goes on from where somebody else has left it since, and what they have moved stays', async () => {
    await clock.advance('1 hour');
    ahead! += 600;
    await clock.advance('1 minute');
    expect(ahead).toBe(4260);
    ahead! += 300;
    await clock.takeBack();
    expect([ahead, offsetOf(clock.now())]).toEqual([900, 15]);
    await clock.takeBack();
    expect(ahead).toBe(900);
  });

  it('that somebody else has reset is not put back beyond that', async () => {
    await clock.advance('1 hour');
    ahead = 0;
    await clock.takeBack();
    expect(ahead).toBe(0);
  });

  it('that cannot be moved is asked for once, and says what it takes', async () => {
    ahead = undefined;
    await clock.look();
    await clock.look();
    expect([asked, clock.isMoved]).toEqual([['GET'], false]);
    await expect(clock.advance('1 day')).rejects.toThrow('start it with PASSANT_TEST_CLOCK=on');
  });

  it('takes the pages along that follow it, until their test is over or they are closed', async () => {
    const told: number[] = [];
    let closed = false;
    const page = {
      isClosed: () => closed,
      clock: { setSystemTime: (time: number) => Promise.resolve(void told.push(offsetOf(time / 1000))) },
    } as unknown as Page;
    await clock.follow(page);
    await clock.advance('30 days');
    expect(told).toEqual([0, 43_200]);
    closed = true;
    await clock.reset();
    closed = false;
    await clock.follow(page);
    clock.forgetPages();
    await clock.advance('1 hour');
    expect(told).toEqual([0, 43_200, 0]);
  });
});
