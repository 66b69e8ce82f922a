import { globSync } from 'node:fs';
import { LEFT_OUT, placeOf } from './jest-databases.mjs';
import { at } from './lib/workspace.mjs';

const SPECS = globSync('apps/auth-api/{src,test}/**/*.spec.{ts,tsx}', { cwd: at('.') }).map((path) => `/${path}`);

/** @param {import('./jest-databases.mjs').Place} place */
const runOn = (place) => SPECS.filter((path) => !LEFT_OUT[place].some((pattern) => new RegExp(pattern).test(path)));

describe('The specs of the API', () => {
  it('all run, with a PostgreSQL at hand: there, on the embedded database, or on both', () => {
    const seen = new Set([...runOn('postgresql'), ...runOn('embedded-in-brief')]);
    expect(SPECS.length).toBeGreaterThan(100);
    expect(SPECS.filter((path) => !seen.has(path))).toEqual([]);
  });

  it('run on both where they issue, spend and end tokens', () => {
    const both = runOn('postgresql').filter((path) => runOn('embedded-in-brief').includes(path));
    for (const subject of ['tokens', 'introspection', 'custom-registration', 'events', 'search'])
      expect(both.some((path) => path.includes(`/test/${subject}/`))).toBe(true);
    expect(
      SPECS.filter((path) => /\/test\/(tokens|introspection|custom-registration)\//.test(path) && !both.includes(path)),
    ).toEqual([]);
  });

  it('leave out by patterns that all mean something', () => {
    for (const pattern of new Set(Object.values(LEFT_OUT).flat()))
      expect({ pattern, found: SPECS.some((path) => new RegExp(pattern).test(path)) }).toEqual({
        pattern,
        found: true,
      });
  });

  it.each([
    [{ TEST_DATABASE_URL: 'postgres://x', TEST_IN_BRIEF: '1' }, 'postgresql'],
    [{ TEST_IN_BRIEF: '1' }, 'embedded-in-brief'],
    [{}, 'embedded'],
  ])('run where %j says: %s', (env, place) => {
    expect(placeOf(env)).toBe(place);
  });
});
