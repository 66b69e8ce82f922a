import { describe, expect, it } from '@jest/globals';
import { changedMembers, sameValue, withChanges } from './changed-members.js';

const stored = {
  name: 'City services',
  default_scopes: ['openid', 'profile'],
  user_authentication: { stateless_authentication: false, refresh_tokens: true },
  default_identity_provider: null as string | null,
};

describe('the members a PATCH sends', () => {
  it('are none when nothing changed, however new the objects are', () => {
    expect(
      changedMembers(stored, JSON.parse(JSON.stringify(stored)) as typeof stored, ['user_authentication']),
    ).toEqual({});
  });

  it.each([
    ['a text', { name: 'City' }, { name: 'City' }],
    ['null to a value', { default_identity_provider: 'a' }, { default_identity_provider: 'a' }],
    ['an array, whole, when one entry changed', { default_scopes: ['openid'] }, { default_scopes: ['openid'] }],
    [
      'an array whose order changed',
      { default_scopes: ['profile', 'openid'] },
      { default_scopes: ['profile', 'openid'] },
    ],
    [
      'of a merged member only the part that changed',
      { user_authentication: { stateless_authentication: true, refresh_tokens: true } },
      { user_authentication: { stateless_authentication: true } },
    ],
  ])('hold %s', (_, change, expected) => {
    expect(changedMembers(stored, { ...stored, ...change }, ['user_authentication'])).toEqual(expected);
  });

  it('hold an object whole where the server does not merge it', () => {
    const after = { scripts: { init: 'a', complete: 'c' } };
    expect(changedMembers({ scripts: { init: 'a', complete: 'b' } }, after)).toEqual(after);
  });
});

describe('changes put on top of a newer version', () => {
  it('win over it, and leave everything else as it is there', () => {
    const newest = {
      ...stored,
      name: 'Renamed by somebody',
      user_authentication: { stateless_authentication: false, refresh_tokens: false },
    };
    const mine = { user_authentication: { stateless_authentication: true } as typeof stored.user_authentication };
    expect(withChanges(newest, mine, ['user_authentication'])).toEqual({
      ...newest,
      user_authentication: { stateless_authentication: true, refresh_tokens: false },
    });
  });
});

describe('equality', () => {
  it('takes a member that is undefined for an absent one', () => {
    expect(sameValue({ a: 1, b: undefined }, { a: 1 })).toBe(true);
  });

  it('tells an empty array from an empty object, and null from both', () => {
    expect(sameValue([], {})).toBe(false);
    expect(sameValue(null, {})).toBe(false);
    expect(sameValue(null, [])).toBe(false);
  });
});
