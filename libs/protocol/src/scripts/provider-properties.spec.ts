import { MASK, masking, setProperties } from './provider-properties.js';
import type { ProviderProperty } from '../identity-providers/provider-records.js';

const now = 1_800_000_000;
const seal = (identifier: string, value: string) => `sealed ${identifier} ${value}`;
const plain: ProviderProperty = { identifier: 'url', sensitive: false, value: 'a', sealedValue: null, updatedAt: 1 };
const secret: ProviderProperty = { identifier: 'key', sensitive: true, value: null, sealedValue: 's', updatedAt: 1 };
const current = [plain, secret];

describe('Setting properties', () => {
  it.each([
    ['keeps a sensitive value that is not given', { identifier: 'key', sensitive: true }, secret],
    ['keeps a plain value that is the same', { identifier: 'url', sensitive: false, value: 'a' }, plain],
    [
      'takes a new plain value',
      { identifier: 'url', sensitive: false, value: 'b' },
      { ...plain, value: 'b', updatedAt: now },
    ],
    [
      'seals a new sensitive value',
      { identifier: 'key', sensitive: true, value: 'word' },
      { ...secret, sealedValue: 'sealed key word', updatedAt: now },
    ],
    [
      'seals a plain value that becomes sensitive',
      { identifier: 'url', sensitive: true },
      { ...plain, sensitive: true, value: null, sealedValue: 'sealed url a', updatedAt: now },
    ],
    [
      'takes a plain value for what was sensitive',
      { identifier: 'key', sensitive: false, value: 'open' },
      { ...secret, sensitive: false, value: 'open', sealedValue: null, updatedAt: now },
    ],
  ])('%s', (_, wanted, expected) => {
    expect(setProperties(current, [wanted], seal, now)).toEqual([expected]);
  });

  it.each([
    ['a sensitive one that is new', { identifier: 'new', sensitive: true }],
    ['a sensitive one that is to be shown', { identifier: 'key', sensitive: false }],
  ])('refuses %s without a value', (_, wanted) => {
    expect(() => setProperties(current, [wanted], seal, now)).toThrow(
      expect.objectContaining({ code: 'invalid_request' }) as Error,
    );
  });

  it('drops what is not named', () => {
    expect(setProperties(current, [], seal, now)).toEqual([]);
  });
});

describe('Masking', () => {
  const masked = masking(['s3cr"t/é', 's3cr"t/é and more', '']);
  it.each([
    ['as it is', 'key=s3cr"t/é!', `key=${MASK}!`],
    ['in JSON', JSON.stringify({ key: 's3cr"t/é' }), `{"key":"${MASK}"}`],
    ['in JSON in JSON', JSON.stringify(JSON.stringify({ key: 's3cr"t/é' })), `"{\\"key\\":\\"${MASK}\\"}"`],
    ['in a URL', `?key=${encodeURIComponent('s3cr"t/é')}`, `?key=${MASK}`],
    ['that begins like another', 's3cr"t/é and more', MASK],
    ['in the path of a URL', new URL('https://a.example/b/s3cr"t/é?c').pathname, `/b/${MASK}`],
    ['in Base64', Buffer.from('s3cr"t/é').toString('base64'), MASK],
    ['in small letters', 'S3CR"T/É'.toLowerCase(), MASK],
    ['in capitals', 'S3CR"T/é'.toUpperCase(), MASK],
    ['cut off at the end', 'Error: s3cr"t', `Error: ${MASK}`],
    ['cut off with a mark', 'Error: s3cr"t…', `Error: ${MASK}…`],
    ['not at all', 'nothing here', 'nothing here'],
    ['not for one letter at the end', 'it is his', 'it is his'],
  ])('takes a secret out: %s', (_, text, expected) => {
    expect(masked(text)).toBe(expected);
  });

  it.each(['', 'a:', 'jo:', 'jane:'])('takes a secret out of credentials in Base64: after %j', (user) => {
    for (const encoding of ['base64', 'base64url'] as const) {
      const text = masking(['\u00ff\u00fe a secret ~~~???'])(
        Buffer.from(`${user}\u00ff\u00fe a secret ~~~???`).toString(encoding),
      );
      const left = Buffer.from(text.replace(MASK, ''), encoding);
      expect(text).toContain(MASK);
      // Only the characters before the secret are left, and less than one character of the secret on either side.
      expect(left.length).toBeLessThanOrEqual(user.length + 2);
    }
  });
});
