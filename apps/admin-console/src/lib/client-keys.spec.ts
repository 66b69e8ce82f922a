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
    const exception = { audience_policy: 'LEGACY' as const, lenient_until: 1_800_000_000 };
    expect(changedKeys(exception, typed)).toEqual(exception);
    expect(changedKeys({ lenient_until: null }, typed)).toEqual({ lenient_until: null });
    expect(changedKeys({ jwks: typed.jwks }, typed)).toEqual({ jwks: { keys: [key] } });
    expect(changedKeys({ key_source: 'jwks_uri' }, addressed)).toEqual({ jwks_uri: 'https://example.com/jwks' });
    // Input in the hidden field is ignored.
    expect(changedKeys({ jwks: typed.jwks }, addressed)).toEqual({});
  });

  it('come back from what is stored as they went there', () => {
    const stored = { jwks: { keys: [key] }, audience_policy: 'STRICT' as const, lenient_until: null };
    expect(readKeys(keysFormOf(stored)).keys).toEqual({ jwks: stored.jwks });
    const exception = { audience_policy: 'LEGACY' as const, lenient_until: 1_800_000_000 };
    expect(keysFormOf({ jwks_uri: 'https://example.com/jwks', ...exception })).toEqual({
      key_source: 'jwks_uri',
      jwks: '',
      jwks_uri: 'https://example.com/jwks',
      ...exception,
    });
  });
});
