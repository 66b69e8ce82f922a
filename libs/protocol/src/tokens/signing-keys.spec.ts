import { type SigningKeyFacts, planWithdrawal } from './signing-keys.js';

const key = (
  kid: string,
  algorithm: SigningKeyFacts['algorithm'],
  state: SigningKeyFacts['state'],
): SigningKeyFacts => ({
  kid,
  algorithm,
  state,
});

const KEYS = [
  key('gone', 'ES256', 'withdrawn'),
  key('p', 'ES256', 'previous'),
  key('c', 'ES256', 'current'),
  key('n', 'ES256', 'next'),
  key('rc', 'RS256', 'current'),
  key('rn', 'RS256', 'next'),
];

describe('A withdrawal', () => {
  it.each([
    ['a previous key leaves the others as they are', ['p'], [], []],
    ['the announced key has another announced', ['n'], [], ['ES256 next']],
    ['the key that signs lets the announced one sign', ['c'], ['n'], ['ES256 next']],
    ['both lets new ones take their places', ['c', 'n'], [], ['ES256 current', 'ES256 next']],
    ['one key of each algorithm moves each of them on', ['c', 'rn'], ['n'], ['ES256 next', 'RS256 next']],
    [
      'every key there is leaves each algorithm with new ones',
      ['p', 'c', 'n', 'rc', 'rn'],
      [],
      ['ES256 current', 'ES256 next', 'RS256 current', 'RS256 next'],
    ],
    ['a key that is named twice withdraws it once', ['p', 'p'], [], []],
  ])('of %s', (_, kids, promoted, vacant) => {
    const plan = planWithdrawal(KEYS, kids);
    expect(plan.withdrawn.map(({ kid }) => kid)).toEqual([...new Set(kids)]);
    expect(plan.promoted.map(({ kid }) => kid)).toEqual(promoted);
    expect(plan.vacant.map(({ algorithm, state }) => `${algorithm} ${state}`)).toEqual(vacant);
  });

  it.each([
    ['that does not exist', ['c', 'unknown'], 'not_found', 'There is no such signing key.'],
    ['that was withdrawn before', ['c', 'gone'], 'conflict', 'The signing key was withdrawn before.'],
  ])('of a key %s is refused as a whole', (_, kids, code, message) => {
    expect(() => planWithdrawal(KEYS, kids)).toThrow(expect.objectContaining({ code, message }) as Error);
  });
});
