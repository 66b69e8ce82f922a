import { describe, expect, it } from '@jest/globals';
import type { ScriptReference } from '../../lib/script-reference.js';
import { completionsAt, explanationAt } from './script-completions.js';

const reference: ScriptReference = {
  globals: [
    {
      name: 'CACHE',
      doc: 'Memory.',
      members: [{ name: 'fetch', signature: '(key: string) => string', doc: 'Reads.' }],
    },
    { name: 'LOG', doc: '', members: [{ name: 'info', signature: '() => void', doc: '' }] },
  ],
  result: [{ name: 'status', signature: 'number', doc: '' }],
};

const offered = (line: string, explicit = false) => {
  const result = completionsAt(line, 100, reference, explicit);
  return result && { from: result.from, labels: result.options.map(({ label }) => label) };
};

describe('completion', () => {
  it.each([
    ['members after a point', 'const a = CACHE.', { from: 100, labels: ['fetch'] }],
    ['members of which some letters are there', '  LOG.in', { from: 98, labels: ['info'] }],
    ['nothing of an object it does not know', 'reply.', null],
    ['nothing where no word was begun', 'const a = ', null],
    [
      'names, members of the result and endings',
      '  CA',
      { from: 98, labels: ['CACHE', 'LOG', 'status', 'return 2000', 'return 4000', 'return 5000'] },
    ],
  ])('offers %s', (_, line, expected) => {
    expect(offered(line)).toEqual(expected);
  });

  it('offers everything where it is asked for', () => {
    expect(offered('', true)?.labels).toContain('CACHE');
  });
});

describe('an explanation', () => {
  const line = 'const a = CACHE.fetch(key); other();';
  it.each([
    ['of an object', 12, { from: 10, to: 15, title: 'CACHE', doc: 'Memory.' }],
    ['of a member', 18, { from: 16, to: 21, title: 'CACHE.fetch(key: string) => string', doc: 'Reads.' }],
    ['of nothing, for a word of the script', 30, undefined],
    ['of nothing, between words', 27, undefined],
  ])('is given %s', (_, column, expected) => {
    expect(explanationAt(line, column, reference)).toEqual(expected);
  });
});
