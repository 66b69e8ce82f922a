import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig, SETTING_NAMES } from '../../src/platform/config.js';

const PAGE = readFileSync(join(import.meta.dirname, '../../../../docs/settings.md'), 'utf8');

const inCode = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text!);

/**
 * The settings of each table row, with their documented defaults: one code span per default; a default that is not
 * given as code is left out.
 */
const ROWS = PAGE.split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => {
    const [names = '', defaults = ''] = line.slice(1).split(' | ');
    return { names: inCode(names), defaults: /^(\s*`[^`]+`,?)+\s*$/.test(defaults) ? inCode(defaults) : [] };
  });

/** Settings whose default depends on where the server runs or on another setting. */
const NOT_A_VALUE = ['PASSANT_PUBLIC_URL'];

const DEFAULTS = ROWS.filter(({ defaults }) => defaults.length > 0).flatMap(({ names, defaults }) =>
  names.filter((name) => !NOT_A_VALUE.includes(name)).map((name, index) => [name, defaults[index]] as const),
);

/** What a setting is refused without. */
const NEEDED = {
  PASSANT_CONSOLE_SIGN_IN_ISSUER: 'https://login.example.com',
  PASSANT_CONSOLE_SIGN_IN_CLIENT_ID: 'passant',
  PASSANT_CONSOLE_SIGN_IN_CLIENT_SECRET: 'secret',
  PASSANT_CONSOLE_SIGN_IN_ROLES: 'admins=Admin',
};
const neededWith = (name: string) => (name.startsWith('PASSANT_CONSOLE_SIGN_IN_') ? NEEDED : {});

describe('The page on settings', () => {
  it('has every setting once, and none that does not exist', () => {
    const named = ROWS.flatMap(({ names }) => names);
    const beside = [...PAGE.matchAll(/^`(PASSANT_\w+)`/gm)].map(([, name]) => name!);
    expect([...named, ...beside].sort()).toEqual([...SETTING_NAMES].sort());
  });

  it('gives a default for most', () => expect(DEFAULTS.length).toBeGreaterThan(20));

  it.each(DEFAULTS)('tells the default of %s: %s', (name, value) => {
    expect(value).toEqual(expect.any(String));
    const others = neededWith(name);
    expect(readConfig({ ...others, [name]: value })).toEqual(readConfig(others));
  });
});
