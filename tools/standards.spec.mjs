import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const PAGE = resolve(import.meta.dirname, '../docs/standards.md');

/** A test as the page names it: a link to its file, and its title. */
const PROOF = /\[[^\]]+\]\(([^)]+)\): "([^"]+)"/g;

/** The rows of every table of the page, without their heads. */
const ROWS = readFileSync(PAGE, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\| *(rule|-+) *\|/.test(line))
  .map((line) => {
    const [rule = '', ...rest] = line.slice(1, -1).split(' | ');
    const text = rest.join(' | ');
    const proofs = [...text.matchAll(PROOF)].map(([, address = '', title = '']) => ({ address, title }));
    return { rule: rule.trim(), proofs, hasNote: text.includes('**Note:**') };
  });

/** @param {string} address relative to the page */
const fileOf = (address) => resolve(PAGE, '..', address);

/**
 * Whether a file has a test of this title: as a text of its own, whatever quotes stand around it.
 * @param {string} file
 * @param {string} title
 */
function hasTitle(file, title) {
  const source = readFileSync(file, 'utf8');
  return ["'", '"', '`'].some((quote) => source.includes(quote + title + quote));
}

describe('The page on standards', () => {
  it('has rows', () => expect(ROWS.length).toBeGreaterThan(80));

  it('names each rule once', () => {
    const rules = ROWS.flatMap(({ rule }) => rule.split(', '));
    expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
  });

  it.each(ROWS)('$rule has a test that exists, or a note', ({ proofs, hasNote }) => {
    expect(proofs.length > 0 || hasNote).toBe(true);
    for (const { address, title } of proofs) {
      expect({ address, there: existsSync(fileOf(address)) }).toEqual({ address, there: true });
      expect({ title, there: hasTitle(fileOf(address), title) }).toEqual({ title, there: true });
    }
  });
});
