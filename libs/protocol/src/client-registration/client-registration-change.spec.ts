import { matchesSecret, requireChangeOf, secretsAfterChange } from './client-registration-change.js';
import { hashOf } from '../tokens/opaque-token.js';
import { anInstance } from '../testing/index.js';

const now = 1_800_000_000;
const client = anInstance({ clientId: 'mine', authMethod: 'client_secret_basic', secretHash: hashOf('current') });

describe('A change of a registration', () => {
  it.each<[string, Record<string, unknown>]>([
    ['its client_id', { client_id: 'mine' }],
    ['its client_id and its secret', { client_id: 'mine', client_secret: 'current' }],
    ...[null, ''].flatMap((unset) =>
      [
        'client_secret',
        'registration_access_token',
        'registration_client_uri',
        'client_secret_expires_at',
        'client_id_issued_at',
        'preferred_client_id',
        'preferred_client_secret',
      ].map((member): [string, Record<string, unknown>] => [
        `${JSON.stringify(unset)} for ${member}, as left out`,
        { client_id: 'mine', [member]: unset },
      ]),
    ),
  ])('is taken with %s', (_, message) => {
    expect(() => requireChangeOf(client, message)).not.toThrow();
  });

  it.each([
    ['no client_id', { client_id: undefined }, 'client_id'],
    ['a null client_id', { client_id: null }, 'client_id'],
    ['the client_id of another', { client_id: 'other' }, 'client_id'],
    ['a wrong secret', { client_secret: 'wrong' }, 'client_secret'],
    ['a secret that is no text', { client_secret: 7 }, 'client_secret'],
    ['an empty client_id', { client_id: '' }, 'client_id is required'],
    ['the registration access token', { registration_access_token: 'x' }, 'registration_access_token'],
    ['the registration address', { registration_client_uri: 'x' }, 'registration_client_uri'],
    ['the end of the secret', { client_secret_expires_at: 0 }, 'client_secret_expires_at'],
    ['the time it was issued', { client_id_issued_at: 1 }, 'client_id_issued_at'],
    ['a chosen identifier', { preferred_client_id: 'other' }, 'preferred_client_id'],
    ['a chosen secret', { preferred_client_secret: 'x'.repeat(32) }, 'preferred_client_secret'],
  ])('is refused with %s', (_, change, member) => {
    expect(() => requireChangeOf(client, { client_id: 'mine', ...change })).toThrow(
      expect.objectContaining({ code: 'invalid_request', message: expect.stringContaining(member) as string }),
    );
  });

  it('is refused with a secret where the client has none', () => {
    const none = { ...client, secretHash: null };
    expect(() => requireChangeOf(none, { client_id: 'mine', client_secret: 'any' })).toThrow('client_secret');
  });
});

describe('The secret before the current one', () => {
  const changed = (overlap: number) => ({
    ...client,
    ...secretsAfterChange(client, 'client_secret_basic', hashOf('new'), overlap, now),
  });

  it.each([
    ['the new one at once', 'new', 1800, now, true],
    ['the new one later', 'new', 1800, now + 9999, true],
    ['the old one until its time is over', 'current', 1800, now + 1799, true],
    ['the old one no longer then', 'current', 1800, now + 1800, false],
    ['the old one not at all without an overlap', 'current', 0, now, false],
    ['no other one ever', 'other', 1800, now, false],
  ])('is taken: %s', (_, secret, overlap, at, expected) => {
    expect(matchesSecret(changed(overlap), hashOf(secret), at)).toBe(expected);
  });

  it('stays what it was where nothing new is drawn', () => {
    const before = changed(1800);
    expect({ ...before, ...secretsAfterChange(before, 'client_secret_post', undefined, 60, now + 5) }).toEqual(before);
  });

  it('goes, as the current one does, with a method that needs none', () => {
    expect(secretsAfterChange(changed(1800), 'none', undefined, 1800, now)).toEqual({
      secretHash: null,
      previousSecretHash: null,
      previousSecretUntil: null,
    });
  });
});
