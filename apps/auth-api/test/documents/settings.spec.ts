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

describe('The page on settings', () => {
  it('has every setting once, and none that does not exist', () => {
    const named = ROWS.flatMap(({ names }) => names);
    const beside = [...PAGE.matchAll(/^`(PASSANT_\w+)`/gm)].map(([, name]) => name!);
    expect([...named, ...beside].sort()).toEqual([...SETTING_NAMES].sort());
  });

  it('gives a default for most', () => expect(DEFAULTS.length).toBeGreaterThan(20));

  it.each(DEFAULTS)('tells the default of %s: %s', (name, value) => {
    expect(value).toBeDefined();
    expect(readConfig({ [name]: value })).toEqual(readConfig({}));
  });
});
