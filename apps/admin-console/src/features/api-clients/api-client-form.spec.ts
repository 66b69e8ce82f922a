import { describe, expect, it } from '@jest/globals';
import { ApiClientForm, EMPTY_API_CLIENT, requestOf } from './api-client-form.js';

const good: ApiClientForm = { ...EMPTY_API_CLIENT, name: 'Gateway' };
const key = '{"kty":"EC","crv":"P-256","x":"x","y":"y"}';
const faults = (change: Partial<ApiClientForm>) =>
  (ApiClientForm.safeParse({ ...good, ...change }).error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')} ${message}`,
  );

describe('the form of an API client', () => {
  it.each<[string, Partial<ApiClientForm>, string]>([
    ['no name', { name: '' }, 'name is required'],
    ['no scope', { scopes: [] }, 'scopes needs at least one scope'],
    [
      'a private key method without a key',
      { token_endpoint_auth_method: 'private_key_jwt' },
      'jwks is required for private_key_jwt',
    ],
    ['text that is no JSON', { token_endpoint_auth_method: 'private_key_jwt', jwks: '{' }, 'jwks is not JSON'],
    [
      'a private key',
      { token_endpoint_auth_method: 'private_key_jwt', jwks: key.replace('}', ',"d":"d"}') },
      'jwks holds a private key; give the public part only',
    ],
  ])('refuses %s', (_, change, message) => expect(faults(change)).toEqual([message]));

  it('leaves an empty client id to the server', () => {
    expect(faults({})).toEqual([]);
    expect(requestOf(good)).not.toHaveProperty('client_id');
  });

  it('takes a single key for a set of one, and sends no key where a secret is used', () => {
    expect(requestOf({ ...good, token_endpoint_auth_method: 'private_key_jwt', jwks: key }).jwks).toEqual({
      keys: [JSON.parse(key)],
    });
    expect(requestOf({ ...good, jwks: key })).not.toHaveProperty('jwks');
  });
});
