import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { problemOf, proofsIn } from './lib/proofs.mjs';

const PAGE = resolve(import.meta.dirname, '../docs/security.md');

/** Headings of the tables whose last column names tests. */
const PROVED = ['What is defended', 'What went wrong at others'];

const ROWS = PROVED.flatMap((heading) => {
  const [section = ''] = (readFileSync(PAGE, 'utf8').split(`\n## ${heading}\n`)[1] ?? '').split('\n## ');
  const [, , ...rows] = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.map((row) => ({ what: row.split('|')[1]?.trim() ?? '', proofs: proofsIn(row) }));
});

describe('The page on security', () => {
  it('has both tables', () => expect(ROWS.length).toBeGreaterThan(20));

  it.each(ROWS)('names a test that exists: $what', ({ proofs }) => {
    expect(proofs.length).toBeGreaterThan(0);
    expect(proofs.map((proof) => problemOf(PAGE, proof)).filter(Boolean)).toEqual([]);
  });
});
