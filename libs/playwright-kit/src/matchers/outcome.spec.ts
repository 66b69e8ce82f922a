import { differences } from './outcome.js';

describe('What is expected', () => {
  it.each<[Record<string, unknown>, Record<string, unknown>, string[]]>([
    [{}, { sub: 'anna' }, []],
    [{ sub: 'anna' }, { sub: 'anna', scope: 'profile' }, []],
    [{ amr: ['a', 'b'] }, { amr: ['b', 'a'] }, []],
    [{ sub: 'anna' }, { sub: 'bob' }, ['sub: expected "anna", but it is "bob"']],
    [{ sub: 'anna' }, {}, ['sub: expected "anna", but it is absent']],
    [{ amr: ['a'] }, { amr: ['a', 'b'] }, ['amr: expected ["a"], but it is ["a","b"]']],
  ])('%j, in %j', (expected, actual, lines) => expect(differences(expected, actual)).toEqual(lines));
});
