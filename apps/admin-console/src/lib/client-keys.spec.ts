import { describe, expect, it } from '@jest/globals';
import { EMPTY_CLIENT_KEYS, changedKeys, keysFormOf, readKeys } from './client-keys.js';

const key = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' };
const typed = { ...EMPTY_CLIENT_KEYS, jwks: JSON.stringify({ keys: [key] }) };
const addressed = { ...typed, key_source: 'jwks_uri' as const, jwks_uri: ' https://example.com/jwks ' };

describe('the keys of a client', () => {
  it('are those that were typed, or those at the address, never both', () => {
    expect(readKeys(typed).keys).toEqual({ jwks: { keys: [key] } });
    expect(readKeys(addressed).keys).toEqual({ jwks_uri: 'https://example.com/jwks' });
  });

  it('are sent only where they changed', () => {
    expect(changedKeys({}, typed)).toEqual({});
    expect(changedKeys({ audience_policy: 'LEGACY' }, typed)).toEqual({ audience_policy: 'LEGACY' });
    expect(changedKeys({ jwks: typed.jwks }, typed)).toEqual({ jwks: { keys: [key] } });
    expect(changedKeys({ key_source: 'jwks_uri' }, addressed)).toEqual({ jwks_uri: 'https://example.com/jwks' });
    // What is typed into the field that is not shown does not count.
    expect(changedKeys({ jwks: typed.jwks }, addressed)).toEqual({});
  });

  it('come back from what is stored as they went there', () => {
    const stored = { jwks: { keys: [key] }, audience_policy: 'STRICT' as const };
    expect(readKeys(keysFormOf(stored)).keys).toEqual({ jwks: stored.jwks });
    expect(keysFormOf({ jwks_uri: 'https://example.com/jwks', audience_policy: 'LEGACY' })).toEqual({
      key_source: 'jwks_uri',
      jwks: '',
      jwks_uri: 'https://example.com/jwks',
      audience_policy: 'LEGACY',
    });
  });
});
