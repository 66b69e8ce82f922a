import { isPermissive } from './bill-of-materials.mjs';

describe('A licence', () => {
  it.each([
    ['MIT', true],
    ['(MIT OR CC0-1.0)', true],
    ['(GPL-3.0 OR MIT)', true],
    ['MIT AND ISC', true],
    ['MIT AND GPL-3.0', false],
    ['GPL-3.0', false],
    ['SEE LICENSE IN file', false],
    ['', false],
  ])('that says "%s" lets a package be handed on: %s', (licence, may) => {
    expect(isPermissive(licence)).toBe(may);
  });
});
