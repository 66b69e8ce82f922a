import { describe, expect, it } from '@jest/globals';
import { ApiClientForm, EMPTY_API_CLIENT, formOf, namesOf, patchOf, requestOf } from './api-client-form.js';

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

  it('sends the method that was chosen', () => {
    const token_endpoint_auth_method = 'client_secret_post';
    expect(faults({ token_endpoint_auth_method })).toEqual([]);
    expect(requestOf({ ...good, token_endpoint_auth_method })).toMatchObject({ token_endpoint_auth_method });
  });
});

describe('a change of an API client', () => {
  const stored = formOf({
    client_id: 'gateway',
    name: 'Gateway',
    enabled: true,
    scopes: ['onegini_api_token_introspection'],
    applications: [],
    token_endpoint_auth_method: 'client_secret_post',
    audience_policy: 'STRICT',
    lenient_until: null,
    introspection_signed_response_alg: null,
    introspection_flat_user_details: false,
    resources: [],
    introspection_sight: 'APPLICATIONS',
    etag: '"1"',
    created_at: 0,
  });

  it('names the API and narrows what it sees, and says so by their names', () => {
    const changes = { resources: ['https://orders.example.com'], introspection_sight: 'RESOURCES' as const };
    expect(patchOf(changes, { ...stored, ...changes })).toEqual(changes);
    expect(namesOf(changes)).toEqual(['Identifiers of the API', 'Introspection shows it']);
  });

  it('tells introspection to repeat user details, and says so by its name', () => {
    const changes = { flat_user_details: true };
    expect(stored.flat_user_details).toBe(false);
    expect(patchOf(changes, { ...stored, ...changes })).toEqual({ introspection_flat_user_details: true });
    expect(namesOf(changes)).toEqual(['User details on the top level, too']);
  });
});
