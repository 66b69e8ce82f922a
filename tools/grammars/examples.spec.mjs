import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { at } from '../lib/workspace.mjs';

const EXAMPLES = ['examples/app-ios/PassantInstallation.swift', 'examples/app-android/PassantInstallation.kt'];

/** @type {[name: string, damage: (text: string) => string][]} */
const DAMAGES = [
  ['a bracket that is missing', (text) => text.replace('install(', 'install')],
  ['a brace too many', (text) => `${text}}\n`],
  ['a keyword that is none', (text) => text.replace(/\b(func|fun) /, 'function ')],
  ['a text that does not end', (text) => text.replace('"ES256"', '"ES256')],
];

/** Long enough to install the grammars. */
const PATIENCE = 300_000;

/** @type {string} */
let folder;
/** @type {import('node:child_process').SpawnSyncReturns<string>} */
let checked;

/** @param {string} example @param {string} name of the damage */
const damaged = (example, name) => join(folder, `${name.replaceAll(' ', '-')}${extname(example)}`);

/** How often something in a file could not be read. @param {string} file */
const mistakesIn = (file) => checked.stdout.split('\n').filter((line) => line.startsWith(`${file}:`)).length;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'passant-syntax-'));
  const files = EXAMPLES.flatMap((example) => {
    const text = readFileSync(at(example), 'utf8');
    for (const [name, damage] of DAMAGES) writeFileSync(damaged(example, name), damage(text));
    return [at(example), ...DAMAGES.map(([name]) => damaged(example, name))];
  });
  // All at once, because a grammar takes seconds to load.
  checked = spawnSync(process.execPath, [at('tools/grammars/check-syntax.mjs'), ...files], { encoding: 'utf8' });
}, PATIENCE);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(EXAMPLES)('The example %s', (example) => {
  const text = readFileSync(at(example), 'utf8');

  it('is written in its language, as far as a parser can tell', () => {
    expect([checked.status, mistakesIn(at(example))]).toEqual([1, 0]);
  });

  it.each(DAMAGES)('would not be with %s', (name, damage) => {
    expect(damage(text)).not.toBe(text);
    expect(mistakesIn(damaged(example, name))).toBeGreaterThan(0);
  });

  it('sends every member that the server requires', () => {
    for (const member of ['software_statement', 'jwks', 'client_assertion', 'transaction_id', 'profile_id', 'jti']) {
      expect(text).toContain(`"${member}"`);
    }
  });
});
