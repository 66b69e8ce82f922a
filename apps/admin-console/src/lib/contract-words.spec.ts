import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PREDICATES, predicateInWords } from './contract-words.js';

const CONTRACTS = join(import.meta.dirname, '../../../../libs/contracts/src');

/** What the contract can say of a value. */
const predicates = readdirSync(CONTRACTS, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.dto.ts') || name.endsWith('fields.ts'))
  .flatMap((name) => [
    ...readFileSync(join(CONTRACTS, name), 'utf8').matchAll(/'((?:is|may|must|names|needs|holds) [^'\n]+)'/g),
  ])
  .map(([, predicate]) => predicate!);

/** Of these, what it says of values that no form of the console has. */
const IN_NO_FORM = [
  'holds more than 100 tokens',
  'is for registrations (POST) only; nothing was changed',
  'is no Base64url',
  'is not the number of an event',
  'must be 64 bytes in base64url',
  'must be STRICT for something new; an exception is made by a change, with its end',
  'must be a device identifier',
  'must be the SHA-256 of the verifier in base64url',
  'must have 43 to 128 unreserved characters',
  'must have either role or enabled',
  'must narrow by more than the kind',
  'names nobody',
];

it('What the contract says about a value of a form has words in every language.', () => {
  expect(predicates.length).toBeGreaterThan(50);
  const wordless = predicates.filter((predicate) => !PREDICATES.some(([pattern]) => pattern.test(predicate)));
  expect([...new Set(wordless)].sort()).toEqual(IN_NO_FORM);
});

it('In English it is said in the words of the contract.', () => {
  for (const predicate of predicates) expect(predicateInWords(predicate)).toBe(predicate);
});

it.each([
  ['is longer than 512 characters', 'is longer than 512 characters'],
  ['must be at least 30 seconds', 'must be at least 30 seconds'],
  ['may hold letters, digits, ".", "_" and "-"', 'may hold letters, digits, ".", "_" and "-"'],
  ['is something that nobody foresaw', 'is something that nobody foresaw'],
])('"%s" is told as "%s".', (predicate, words) => expect(predicateInWords(predicate)).toBe(words));
