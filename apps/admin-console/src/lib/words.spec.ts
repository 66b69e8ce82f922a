import { describe, expect, it } from '@jest/globals';
import { inWords } from './durations.js';
import { messageOf, showFieldErrors } from './form-errors.js';
import { fromNow } from './moments.js';
import { counted, listed, sentence, withCapital } from './sentence.js';
import { readListSearch } from './use-search-text.js';
import { ApiError } from './api/api-error.js';

describe('a number of seconds in words', () => {
  it.each([
    [30, '30 seconds'],
    [60, '1 minute'],
    [900, '15 minutes'],
    [90, '1 minute and 30 seconds'],
    [86_400, '1 day'],
    [90_061, '1 day, 1 hour, 1 minute and 1 second'],
    [0, '0 seconds'],
    [NaN, ''],
  ])('%d is "%s"', (seconds, words) => expect(inWords(seconds)).toBe(words));
});

describe('a moment seen from now', () => {
  it.each([
    [1000, 'just now'],
    [1030, 'in less than a minute'],
    [1000 + 7200, 'in 2 hours'],
    [1000 - 3600 * 50, '2 days ago'],
  ])('%d is "%s" at 1000', (moment, words) => expect(fromNow(moment, 1000)).toBe(words));
});

describe('sentences', () => {
  it.each([
    ['is required', 'This is required.'],
    ['Already a sentence.', 'Already a sentence.'],
    ['Invalid input: expected number, received NaN', 'This must be a whole number.'],
  ])('"%s" becomes "%s"', (message, expected) => expect(sentence(message)).toBe(expected));

  it('begin with a capital, as the language writes it', () => {
    expect(withCapital('applicatie aanmaken')).toBe('Applicatie aanmaken');
    expect(withCapital('Ready')).toBe('Ready');
    expect(withCapital('')).toBe('');
  });

  it('list and count', () => {
    expect(listed([])).toBe('');
    expect(listed(['a'])).toBe('a');
    expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
    expect(counted(1, 'client|clients')).toBe('1 client');
    expect(counted(1200, 'client|clients')).toBe('1,200 clients');
  });
});

describe('messages of a form', () => {
  it('are found however deep they stand', () => {
    expect(messageOf([undefined, { version: { type: 'x', message: 'is required', ref: {} } }])).toBe(
      'This is required.',
    );
    expect(messageOf(undefined)).toBeUndefined();
  });

  it('of the server stand beside their field; what has no field is told otherwise', () => {
    const shown: Record<string, unknown> = {};
    const error = new ApiError(400, 'invalid_request', 'No.', 'e', {
      'versions.1.version': 'is required',
      name: 'is required',
      etag: 'is unknown',
    });
    const rest = showFieldErrors(error, ['name', 'versions'], (field, { message }) => {
      shown[String(field)] = message;
    });
    expect(shown).toEqual({ versions: 'This is required.', name: 'This is required.' });
    expect(rest).toEqual(['"etag" is unknown.']);
  });
});

describe('the search part of an address', () => {
  it.each([
    [{ q: 'bank' }, { q: 'bank' }],
    // The router parses digits as a number.
    [{ q: 42 }, { q: '42' }],
    [{ q: '' }, {}],
    [{ q: ['a'], other: 1 }, {}],
  ])('%j is read as %j', (search, expected) => expect(readListSearch(search)).toEqual(expected));
});
