import { describe, expect, it } from '@jest/globals';
import { EMPTY_WEB_CLIENT, WebClientForm, formOf, patchOf, requestOf } from './web-client-form.js';

const good: WebClientForm = { ...EMPTY_WEB_CLIENT, name: 'Portal', application: 'portal' };
const key = '{"kty":"EC","crv":"P-256","x":"x","y":"y"}';
const signs = { token_endpoint_auth_method: 'private_key_jwt' as const };
const faults = (change: Partial<WebClientForm>) =>
  (WebClientForm.safeParse({ ...good, ...change }).error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')} ${message}`,
  );

describe('the form of a web client', () => {
  it('takes what has a name and an application', () => expect(faults({})).toEqual([]));

  it.each<[string, Partial<WebClientForm>, string]>([
    ['no name', { name: ' ' }, 'name is required'],
    ['no application', { application: null }, 'application is required'],
    ['a private key method without a key', signs, 'jwks is required for private_key_jwt'],
    ['no address of keys', { ...signs, key_source: 'jwks_uri' }, 'jwks_uri is required for private_key_jwt'],
    ['text that is no JSON', { ...signs, jwks: '{' }, 'jwks is not JSON'],
  ])('refuses %s', (_, change, message) => expect(faults(change)).toEqual([message]));

  it('sends redirect URIs where there are any', () => {
    const redirect_uris = ['https://rp.example.com/callback'];
    expect(requestOf({ ...good, redirect_uris })).toMatchObject({ redirect_uris });
  });

  it('sends the method that was chosen', () => {
    const token_endpoint_auth_method = 'client_secret_post';
    expect(faults({ token_endpoint_auth_method })).toEqual([]);
    expect(requestOf({ ...good, token_endpoint_auth_method })).toMatchObject({ token_endpoint_auth_method });
  });

  it('sends keys only where the client signs', () => {
    expect(requestOf({ ...good, jwks: key })).toEqual({
      name: 'Portal',
      application: 'portal',
      token_endpoint_auth_method: 'client_secret_basic',
    });
    expect(requestOf({ ...good, ...signs, jwks: key })).toMatchObject({ jwks: { keys: [JSON.parse(key)] } });
  });
});

describe('a change of a web client', () => {
  const stored = formOf({
    client_id: 'portal',
    name: 'Portal',
    enabled: true,
    application: 'portal',
    ...signs,
    jwks_uri: 'https://example.com/jwks',
    audience_policy: 'STRICT',
    lenient_until: null,
    redirect_uris: ['https://rp.example.com/callback'],
    grant_types: ['authorization_code', 'refresh_token'],
    require_pkce: true,
    id_token_signed_response_alg: 'ES256',
    allowed_origins: [],
    etag: '"1"',
    created_at: 0,
  });

  it('names what changed and nothing else', () => {
    expect(patchOf({ enabled: false }, { ...stored, enabled: false })).toEqual({ enabled: false });
    const letOff = { require_pkce: false, id_token_signed_response_alg: 'RS256' as const };
    expect(patchOf(letOff, { ...stored, ...letOff })).toEqual(letOff);
    expect(patchOf({ redirect_uris: [] }, { ...stored, redirect_uris: [] })).toEqual({ redirect_uris: [] });
    const allowed_origins = ['https://portal.example'];
    expect(patchOf({ allowed_origins }, { ...stored, allowed_origins })).toEqual({ allowed_origins });
    expect(patchOf({ key_source: 'jwks', jwks: key }, { ...stored, key_source: 'jwks', jwks: key })).toEqual({
      jwks: { keys: [JSON.parse(key)] },
    });
  });
});
