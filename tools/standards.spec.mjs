import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { problemOf, proofsIn } from './lib/proofs.mjs';

const PAGE = resolve(import.meta.dirname, '../docs/standards.md');

/** The rows of all tables of the page, without the header rows. */
const ROWS = readFileSync(PAGE, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\| *(rule|-+) *\|/.test(line))
  .map((line) => {
    const [rule = '', ...rest] = line.slice(1, -1).split(' | ');
    const text = rest.join(' | ');
    return { rule: rule.trim(), proofs: proofsIn(text), hasNote: text.includes('**Note:**') };
  });

describe('The page on standards', () => {
  it('has rows', () => expect(ROWS.length).toBeGreaterThan(80));

  it('names each rule once', () => {
    const rules = ROWS.flatMap(({ rule }) => rule.split(', '));
    expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
  });

  it.each(ROWS)('$rule has a test that exists, or a note', ({ proofs, hasNote }) => {
    expect(proofs.length > 0 || hasNote).toBe(true);
    expect(proofs.map((proof) => problemOf(PAGE, proof)).filter(Boolean)).toEqual([]);
  });
});
