import { describe, expect, it } from '@jest/globals';
import { exceptionOf, forWhom, stateOf } from './exception-words.js';

const now = 1_800_000_000;
const DAY = 86_400;

describe('an exception', () => {
  it.each([
    ['is over from its last second on', now, 3, 'off', 'Over'],
    ['may go where nobody needs it', now + 100 * DAY, 0, 'on', 'Ends in 3 months, not needed any more'],
    ['is something to do while somebody needs it', now + 100 * DAY, 1, 'warn', 'Ends in 3 months'],
    ['is urgent in its last month', now + 20 * DAY, 1, 'bad', 'Ends in 20 days'],
  ] as const)('%s', (_, until, inNeed, tone, words) => {
    expect(stateOf(until, inNeed, now)).toEqual({ tone, words });
  });
});

it('an exception of an application is for the clients that were there', () => {
  expect(forWhom(now)).toMatch(/^For clients registered by 15 Jan 2027, \d\d:00$/);
});

describe('a client that needed one', () => {
  const client = { client_id: 'c', kind: 'instance', application: 'city-app', last_needed_at: now } as const;

  it.each([
    [{}, 'None: it is refused now'],
    [{ exception_of: 'client', lenient_until: now }, 'Its own'],
    [{ exception_of: 'application', lenient_until: now }, 'Of city-app'],
  ] as const)('%j is under: %s', (exception, words) => {
    expect(exceptionOf({ ...client, ...exception })).toBe(words);
  });
});
