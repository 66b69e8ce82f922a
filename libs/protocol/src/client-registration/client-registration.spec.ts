import { generateKeyPairSync } from 'node:crypto';
import type { ClientMetadata } from '@passant/contracts';
import { renderClient } from './client-registration-view.js';
import { planRegistration as plan, type RegistrationTerms } from './client-registration.js';
import type { Application } from '../applications/application-records.js';
import { anApplication, anInstance } from '../testing/index.js';

function planRegistration(
  metadata: ClientMetadata,
  of: Application | undefined,
  lock: string[] = ['client-reg'],
  changes: Partial<RegistrationTerms> = {},
) {
  return plan(metadata, {
    rights: { by: 'token', lock },
    application: of,
    redirectHosts: [],
    privateUris: false,
    redirectSchemes: [],
    openScopes: [],
    ...changes,
  });
}

function publicKey(namedCurve = 'P-256'): Record<string, string> {
  const jwk = generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'jwk' });
  return { ...jwk, kid: 'key-1' };
}

const key = publicKey();
const application = anApplication();
const metadata: ClientMetadata = {
  application_type: 'native',
  client_name: 'Phone',
  token_endpoint_auth_method: 'private_key_jwt',
  jwks: { keys: [key] },
  software_id: 'TestAppId',
  software_version: '1.0',
  app_platform: 'ios',
};

describe('Registering an app instance', () => {
  it('makes it a client of the application, platform and version', () => {
    expect(planRegistration(metadata, application, ['client-reg'])).toMatchObject({
      kind: 'instance',
      application: 'TestAppId',
      appPlatform: 'ios',
      appVersion: '1.0',
      authMethod: 'private_key_jwt',
      registrationLock: ['client-reg'],
    });
  });

  it('keeps of a key what a verifier needs', () => {
    const extra = { ...key, alg: 'ES256', use: 'sig', note: 'dropped' };
    expect(planRegistration({ ...metadata, jwks: { keys: [extra] } }, application).jwks).toEqual({
      keys: [{ kty: 'EC', crv: 'P-256', x: key.x, y: key.y, kid: 'key-1', alg: 'ES256', use: 'sig' }],
    });
  });

  it('takes client_secret_basic for the older protocol, without keys', () => {
    const basic = { ...metadata, token_endpoint_auth_method: 'client_secret_basic', jwks: undefined };
    expect(planRegistration(basic, application)).toMatchObject({ authMethod: 'client_secret_basic', jwks: null });
  });

  it('takes any version where the application lists none', () => {
    const free = anApplication({ versions: [] });
    expect(planRegistration({ ...metadata, software_version: '7' }, free).appVersion).toBe('7');
  });

  it('makes a web application a client without platform and version', () => {
    const web = anApplication({ clientType: 'web', statelessAuthentication: false });
    const { app_platform: _p, software_version: _v, ...plain } = metadata;
    expect(planRegistration({ ...plain, application_type: 'web' }, web)).toMatchObject({
      appPlatform: null,
      appVersion: null,
    });
  });

  it('has ES256 for its ID tokens as an app, whatever it names, and as a back end what is usual for its kind', () => {
    const { app_platform: _p, software_version: _v, jwks: _j, ...plain } = metadata;
    const web = anApplication({ clientType: 'web', statelessAuthentication: false });
    const backEnd = { ...plain, application_type: 'web' as const, token_endpoint_auth_method: 'client_secret_basic' };
    const redirect_uris = ['https://rp.example.com/cb'];
    const algorithmOf = (message: object, of: Application) =>
      planRegistration({ ...metadata, ...message }, of).idTokenSignedResponseAlg;
    expect(algorithmOf({ id_token_signed_response_alg: 'RS256' }, application)).toBe('ES256');
    const none = { app_platform: undefined, software_version: undefined, jwks: undefined };
    expect(algorithmOf({ ...none, ...backEnd }, web)).toBe('ES256');
    expect(algorithmOf({ ...none, ...backEnd, redirect_uris }, web)).toBe('RS256');
    expect(algorithmOf({ ...none, ...backEnd, redirect_uris, id_token_signed_response_alg: 'ES256' }, web)).toBe(
      'ES256',
    );
  });

  const locked = anApplication({ versions: [{ platform: 'ios', version: '1.0', status: 'LOGIN_ONLY' }] });
  const { d: privatePart } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  it.each([
    ['no application', {}, undefined],
    ['a disabled application', {}, anApplication({ enabled: false })],
    ['another application', { software_id: 'other' }, application],
    ['the wrong application type', { application_type: 'web' as const }, application],
    ['no platform', { app_platform: undefined }, application],
    ['an unknown platform', { app_platform: 'windows' }, application],
    ['no version', { software_version: undefined }, application],
    ['an unlisted version', { software_version: '2.0' }, application],
    ['a version that takes no new installations', {}, locked],
    ['an unknown authentication method', { token_endpoint_auth_method: 'magic' }, application],
    ['a public client', { token_endpoint_auth_method: 'none' }, application],
    ['no keys', { jwks: undefined }, application],
    ['a private key', { jwks: { keys: [{ ...key, d: privatePart! }] } }, application],
    ['a key on another curve', { jwks: { keys: [publicKey('P-384')] } }, application],
    ['a symmetric key', { jwks: { keys: [{ kty: 'oct', k: 'AAAA', kid: 'x' }] } }, application],
    ['a key whose kid is a number', { jwks: { keys: [{ ...key, kid: 7 }] } }, application],
    ['a key that is not for verifying', { jwks: { keys: [{ ...key, key_ops: ['sign'] }] } }, application],
    ['a key of another algorithm', { jwks: { keys: [{ ...key, alg: 'ES384' }] } }, application],
    ['a key for encryption', { jwks: { keys: [{ ...key, use: 'enc' }] } }, application],
    ['a key without coordinates', { jwks: { keys: [{ kty: 'EC', crv: 'P-256', kid: 'x' }] } }, application],
    ['a point off the curve', { jwks: { keys: [{ ...key, y: key.x! }] } }, application],
    ['an empty list of grants', { grant_types: [] }, application],
    ['a grant the server does not know', { grant_types: ['password'] }, application],
    ['a name with a control character', { client_name: 'Pho\u0000ne' }, application],
  ])('is refused for %s', (_, change, of) => {
    expect(() => planRegistration({ ...metadata, ...change }, of)).toThrow(
      expect.objectContaining({ code: 'invalid_client_metadata' }),
    );
  });

  it('is given the grants it can have of those it names, and keys only where they prove something', () => {
    const listed = { grant_types: ['password', 'authorization_code', 'implicit'] };
    expect(planRegistration({ ...metadata, ...listed }, application).grantTypes).toEqual(['authorization_code']);
    const basic = { ...metadata, token_endpoint_auth_method: 'client_secret_basic' };
    expect(planRegistration(basic, application)).toMatchObject({ authMethod: 'client_secret_basic', jwks: null });
  });

  it('registers no grants where the token permits everything: those of the application are meant', () => {
    expect(planRegistration(metadata, application)).toMatchObject({ grantTypes: [], responseTypes: [] });
  });

  it('is bound to the grants its token covers where it names none', () => {
    const lock = ['client-reg:grant:stateless', 'client-reg:set-data'];
    expect(planRegistration(metadata, application, lock)).toMatchObject({
      grantTypes: ['urn:onewelcome:oauth2:grant_type:stateless_authentication'],
      registrationLock: lock,
    });
  });

  it.each([
    ['a grant it does not cover', { grant_types: ['client_credentials'] }, ['client-reg:grant:stateless']],
    ['no grant at all', {}, ['client-reg:set-data']],
  ])('is refused when its token covers %s', (_, change, lock) => {
    expect(() => planRegistration({ ...metadata, ...change }, application, lock)).toThrow(
      expect.objectContaining({ code: 'insufficient_scope' }),
    );
  });

  it('may move to a version that takes no new installations, and to none that is disabled', () => {
    const versions = anApplication({
      versions: [
        { platform: 'ios', version: '1.0', status: 'LOGIN_REGISTRATION' },
        { platform: 'ios', version: '2.0', status: 'LOGIN_ONLY' },
        { platform: 'ios', version: '3.0', status: 'DISABLED' },
      ],
    });
    const moved = (to: string) =>
      planRegistration({ ...metadata, software_version: to }, versions, undefined, { current: anInstance() });
    expect(moved('2.0').appVersion).toBe('2.0');
    expect(() => moved('3.0')).toThrow(expect.objectContaining({ code: 'invalid_client_metadata' }));
  });

  it('is answered with what the server holds, secrets only where they were just drawn', () => {
    const client = anInstance({ name: 'Phone', metadata: { application_type: 'native' } });
    const uri = 'https://login.example.com/oauth/clients/1';
    expect(renderClient(client, { uri, accessToken: 'rat', secret: 's' })).toMatchObject({
      client_secret: 's',
      client_secret_expires_at: 0,
      registration_access_token: 'rat',
      registration_client_uri: uri,
      software_id: 'TestAppId',
    });
    const later = renderClient(client, { uri });
    expect(later).not.toHaveProperty('client_secret');
    expect(later).not.toHaveProperty('registration_access_token');
  });
});
