import { describe, expect, it } from '@jest/globals';
import { countFilters, filtersOf, fromLocalField, readActivitySearch, toLocalField } from './activity-search.js';

describe('the search part of the address', () => {
  it.each([
    [{}, {}],
    [{ client_id: ' A1 ', nothing: 'x' }, { client_id: 'A1' }],
    // The router parses digits as a number.
    [{ user_id: 42 }, { user_id: '42' }],
    [{ name: 'DYNAMIC_REG_SUCCESS' }, { name: ['DYNAMIC_REG_SUCCESS'] }],
    [{ name: ['DYNAMIC_REG_SUCCESS', 'DYNAMIC_REG_SUCCESS', 'NOTHING'] }, { name: ['DYNAMIC_REG_SUCCESS'] }],
    [{ name: ['NOTHING'] }, {}],
    [{ from: 1, to: -1 }, { from: 1 }],
    [{ from: 'yesterday' }, {}],
    [
      { introspections: true, refusal: 'abc' },
      { introspections: true, refusal: 'abc' },
    ],
    [{ introspections: 'yes', refusal: '' }, {}],
    [{ counted: false }, { counted: false }],
    [{ counted: 'maybe' }, {}],
  ])('%j is read as %j', (search, expected) => expect(readActivitySearch(search)).toEqual(expected));
});

describe('what is asked of the server', () => {
  const noise = ['TOKEN_INTROSPECTION_SUCCESS', 'TOKEN_INTROSPECTION_FAILED'];

  it('leaves introspections out by default', () => {
    expect(filtersOf({ client_id: 'a', refusal: 'x' })).toEqual({ client_id: 'a', exclude_name: noise });
  });

  it('has them when they are asked for, or when events are named', () => {
    expect(filtersOf({ introspections: true })).toEqual({});
    expect(filtersOf({ name: ['TOKEN_INTROSPECTION_FAILED'] })).toEqual({ name: ['TOKEN_INTROSPECTION_FAILED'] });
  });

  it('is narrowed by filters, not by what is open', () => {
    expect(countFilters({ refusal: 'x', introspections: true })).toBe(0);
    expect(countFilters({ from: 1, admin: 'a', counted: true })).toBe(3);
  });

  it('has only counts, or none, where that is asked for', () => {
    expect(filtersOf({ counted: true, introspections: true })).toEqual({ counted: 'true' });
    expect(filtersOf({ counted: false, introspections: true })).toEqual({ counted: 'false' });
  });
});

describe('a moment in a field', () => {
  it('comes back as it went in, to the minute', () => {
    const moment = new Date(2026, 2, 29, 14, 5).getTime();
    expect(toLocalField(moment)).toBe('2026-03-29T14:05');
    expect(fromLocalField(toLocalField(moment))).toBe(moment);
  });

  it('is empty where there is none', () => {
    expect(toLocalField(undefined)).toBe('');
    expect(fromLocalField('')).toBeUndefined();
  });
});
