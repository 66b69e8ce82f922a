import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { predicateInWords } from './contract-words.js';

const CONTRACTS = join(import.meta.dirname, '../../../../libs/contracts/src');

/** What the contract can say of a value that a form of the console has. */
const predicates = readdirSync(CONTRACTS, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.dto.ts') || name.endsWith('fields.ts'))
  .flatMap((name) => [
    ...readFileSync(join(CONTRACTS, name), 'utf8').matchAll(/'((?:is|may|must|names|needs|holds) [^'\n]+)'/g),
  ])
  .map(([, predicate]) => predicate!);

it('What the contract says about a value is said in the same words, in English.', () => {
  expect(predicates.length).toBeGreaterThan(50);
  for (const predicate of predicates) expect(predicateInWords(predicate)).toBe(predicate);
});

it.each([
  ['is longer than 512 characters', 'is longer than 512 characters'],
  ['must be at least 30 seconds', 'must be at least 30 seconds'],
  ['may hold letters, digits, ".", "_" and "-"', 'may hold letters, digits, ".", "_" and "-"'],
  ['is something that nobody foresaw', 'is something that nobody foresaw'],
])('"%s" is told as "%s".', (predicate, words) => expect(predicateInWords(predicate)).toBe(words));
