import { isNewEnough } from './node-version.mjs';

it.each([
  ['20.20.2', false],
  ['22.23.3', false],
  ['24.10.0', false],
  ['24.11.0', true],
  ['24.21.0', true],
  ['26.0.0', true],
])('Node %s is new enough: %s', (version, expected) => {
  expect(isNewEnough(version)).toBe(expected);
});
