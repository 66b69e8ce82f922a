import { globSync, readFileSync } from 'node:fs';
import { EMBEDDED_ONLY, LEFT_OUT, NEEDS_A_SERVER, ON_BOTH, SAME_ON_BOTH, placeOf } from './jest-databases.mjs';
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

  it('run on one, with a PostgreSQL at hand, unless they are said to run on both', () => {
    const onBoth = runOn('embedded-in-brief').filter((path) => runOn('postgresql').includes(path));
    expect(onBoth).toEqual(SPECS.filter((path) => ON_BOTH.some((pattern) => new RegExp(pattern).test(path))));
  });

  it.each([
    'client-registration/(client-management|client-registration|initial-access-token|registration-race)',
    'custom-registration/(custom-registration|stateless-session|two-step-registration)',
    'introspection/(ended-tokens|introspection)',
    'operation/(master-key|outage|upgrade)',
    'tokens/(ended-tokens|partitions|revoke|token)',
  ])('run on both where something may happen once, ends or must survive: %s', (subject) => {
    const named = SPECS.filter((path) => new RegExp(`/test/${subject}\\.spec`).test(path));
    expect(named).toHaveLength(subject.split('|').length);
    for (const place of /** @type {const} */ (['postgresql', 'embedded-in-brief']))
      expect(named.filter((path) => !runOn(place).includes(path))).toEqual([]);
  });

  it('are told apart by patterns that all mean something', () => {
    for (const pattern of [...NEEDS_A_SERVER, ...SAME_ON_BOTH, ...ON_BOTH])
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

/** What a spec of `libs/persistence` imports to open the database of the tests, wherever that is. */
const OF_THE_TESTS = /\b(testDatabase|emptyDatabase|Bouncer)\b|TEST_DATABASE_URL|support\/instances/;

describe('The specs of the persistence', () => {
  const specs = globSync('libs/persistence/test/*.spec.ts', { cwd: at('.') });

  it('run once if they never open the database of the tests, and otherwise on both', () => {
    const once = specs.filter((path) => EMBEDDED_ONLY.some((pattern) => new RegExp(pattern).test(`/${path}`)));
    expect(once).toEqual(specs.filter((path) => !OF_THE_TESTS.test(readFileSync(at(path), 'utf8'))));
  });
});
