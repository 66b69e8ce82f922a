import { describe, expect, it } from '@jest/globals';
import { DeleteRegisteredClients, RegisteredClientFilter } from '@passant/contracts';
import { filterInWords, filterOf, isNarrowed, readClientSearch, type ClientSearch } from './client-search.js';

const TOKEN = '3f0c1b52-6f0a-4c3c-9d0e-0a4c6f1d2e3b';
const NOON = 1_800_000_000 + 43_200;

describe('the address of a list of clients', () => {
  it.each<[string, Record<string, unknown>, ClientSearch]>([
    ['a text', { q: 'shop' }, { q: 'shop' }],
    ['an application that looks like a number', { application: 7 }, { application: '7' }],
    ['a platform', { platform: 'ios' }, { platform: 'ios' }],
    ['a platform nobody has', { platform: 'windows' }, {}],
    ['a number of days', { idle: 30 }, { idle: '30' }],
    ['a number of days that is no choice', { idle: 31 }, {}],
    ['a token', { token: TOKEN }, { token: TOKEN }],
    ['a token that is none', { token: 'x' }, {}],
  ])('with %s', (_, search, expected) => expect(readClientSearch(search)).toEqual(expected));
});

describe('the filter of a list of clients', () => {
  it.each<[ClientSearch, Partial<RegisteredClientFilter>]>([
    [{}, {}],
    [{ idle: 'never' }, { never_used: 'true' }],
    [{ idle: '30' }, { last_used_before: (Math.floor(NOON / 86_400) - 30) * 86_400 }],
    [
      { platform: 'android', token: TOKEN },
      { app_platform: 'android', initial_access_token: TOKEN },
    ],
  ])('for %j is what the contract takes', (search, expected) => {
    const filter = filterOf(search, 'instance', NOON);
    expect(filter).toEqual({ kind: 'instance', ...expected });
    expect(RegisteredClientFilter.safeParse(filter).success).toBe(true);
  });

  it('is the same at every look of a day', () => {
    expect(filterOf({ idle: '90' }, 'dynamic', NOON + 60)).toEqual(filterOf({ idle: '90' }, 'dynamic', NOON));
  });

  it('cleans up only where something narrows it', () => {
    const deletes = (search: ClientSearch) =>
      DeleteRegisteredClients.safeParse({ filter: filterOf(search, 'dynamic', NOON), expected_count: 1 }).success;
    expect(isNarrowed({})).toBe(false);
    expect(deletes({})).toBe(false);
    expect(isNarrowed({ idle: 'never' })).toBe(true);
    expect(deletes({ idle: 'never' })).toBe(true);
  });

  it('is said in words', () => {
    expect(filterInWords({ idle: '90', application: 'city-app', platform: 'ios', q: 'x' })).toBe(
      'not used for 90 days, of the application city-app, on iOS, with “x” in their name or client id',
    );
  });
});
