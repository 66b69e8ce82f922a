import { describe, expect, it } from '@jest/globals';
import { changedPart, fieldDiff } from './field-diff.js';

describe('the difference of two records', () => {
  it('names the fields that differ, with both values', () => {
    const before = {
      name: 'A',
      flows: { stateless: true, implicit: false },
      scopes: ['a'],
      etag: '"1"',
      updated_at: 1,
    };
    const after = {
      name: 'B',
      flows: { stateless: false, implicit: false },
      scopes: ['a', 'b'],
      etag: '"2"',
      updated_at: 2,
    };
    expect(fieldDiff(before, after)).toEqual([
      { field: 'name', before: 'A', after: 'B' },
      { field: 'flows.stateless', before: 'true', after: 'false' },
      { field: 'scopes', before: 'a', after: 'a, b' },
    ]);
  });

  it('lists all fields of what was made or deleted', () => {
    expect(fieldDiff(undefined, { name: 'A', validity: 900 })).toEqual([
      { field: 'name', before: undefined, after: 'A' },
      { field: 'validity', before: undefined, after: '900' },
    ]);
    expect(fieldDiff({ name: 'A' }, undefined)).toEqual([{ field: 'name', before: 'A', after: undefined }]);
  });

  it('sees what came and what went, and takes null for nothing', () => {
    expect(fieldDiff({ a: null, b: 1 }, { a: 'x', b: null })).toEqual([
      { field: 'b', before: '1', after: undefined },
      { field: 'a', before: undefined, after: 'x' },
    ]);
  });

  it('shows lists of records as text', () => {
    expect(fieldDiff({ versions: [{ v: '1' }] }, { versions: [] })).toEqual([
      { field: 'versions', before: '{"v":"1"}', after: '' },
    ]);
  });

  it('is nothing where nothing differs', () => {
    expect(fieldDiff({ a: { b: [1] } }, { a: { b: [1] } })).toEqual([]);
  });
});

describe('the part of a script that differs', () => {
  it.each([
    ['a\nb\nc', 'a\nx\nc', { above: 1, below: 1, before: ['b'], after: ['x'] }],
    ['a\nc', 'a\nb\nc', { above: 1, below: 1, before: [], after: ['b'] }],
    ['a\na', 'a\na\na', { above: 2, below: 0, before: [], after: ['a'] }],
    ['a', 'b\nc', { above: 0, below: 0, before: ['a'], after: ['b', 'c'] }],
  ])('%j against %j', (before, after, expected) => expect(changedPart(before, after)).toEqual(expected));
});
