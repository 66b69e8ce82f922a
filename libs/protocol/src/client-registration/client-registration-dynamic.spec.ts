import { generateKeyPairSync } from 'node:crypto';
import type { ClientMetadata } from '@passant/contracts';
import { MASTER_RIGHTS, OPEN_RIGHTS } from './client-registration-rights.js';
import { preferredCredentials } from './client-registration-credentials.js';
import { renderForHistory, renderRegistration } from './client-registration-view.js';
import { planRegistration, type RegistrationTerms } from './client-registration.js';
import { OAuthError } from '../refusals/errors.js';
import { anInstance } from '../testing/index.js';

const TERMS: RegistrationTerms = {
  rights: { by: 'token', lock: ['client-reg'] },
  application: null,
  redirectHosts: [],
  privateUris: false,
  redirectSchemes: [],
  openScopes: [],
};
const METADATA: ClientMetadata = { redirect_uris: ['https://example.com/cb'], client_name: 'Hello world client' };
const key = { ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }), kid: '1' };

const rsaKey = {
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' }),
  kid: '2',
};

const plan = (changes: object = {}, terms: Partial<RegistrationTerms> = {}) =>
  planRegistration({ ...METADATA, ...changes }, { ...TERMS, ...terms });

function refusalOf(work: () => unknown): OAuthError {
  try {
    work();
  } catch (error) {
    if (error instanceof OAuthError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

describe('A client of no application', () => {
  it('is given the defaults of RFC 7591 §2, and they are echoed', () => {
    expect(renderRegistration(plan())).toEqual({
      grant_types: ['authorization_code'],
      response_types: ['code'],
      client_name: 'Hello world client',
      token_endpoint_auth_method: 'client_secret_basic',
      application_type: 'web',
      redirect_uris: ['https://example.com/cb'],
      id_token_signed_response_alg: 'RS256',
    });
  });

  // OpenID Connect Registration §2: RS256 is the default.
  it.each([
    [undefined, 'RS256'],
    ['RS256', 'RS256'],
    ['ES256', 'ES256'],
    ['PS512', 'RS256'],
    ['none', 'RS256'],
    ['HS256', 'RS256'],
  ])('that wants its ID tokens signed with %s is told what they are signed with: %s', (asked, given) => {
    const draft = plan({ id_token_signed_response_alg: asked });
    expect(draft.idTokenSignedResponseAlg).toBe(given);
    expect(renderRegistration(draft)).toMatchObject({ id_token_signed_response_alg: given });
  });

  it('stays let off PKCE by a change, as long as it authenticates', () => {
    const current = { ...anInstance(), kind: 'dynamic' as const, application: null, requirePkce: false };
    expect(plan({}, { current }).requirePkce).toBe(false);
    expect(plan({ token_endpoint_auth_method: 'none' }, { current }).requirePkce).toBe(true);
    expect(plan().requirePkce).toBe(true);
  });

  it('may be one that can do nothing', () => {
    const proForma = { redirect_uris: undefined, grant_types: [], token_endpoint_auth_method: 'none' };
    expect(renderRegistration(plan(proForma, { rights: MASTER_RIGHTS }))).toEqual({
      grant_types: [],
      response_types: [],
      client_name: 'Hello world client',
      token_endpoint_auth_method: 'none',
    });
  });

  it('is told the kind of application where it named one, also without a redirect URI', () => {
    const named = { redirect_uris: undefined, grant_types: [], application_type: 'native' };
    expect(renderRegistration(plan(named))).toMatchObject({ application_type: 'native' });
  });

  const everything = {
    'client_name#nl': 'Hallo wereld',
    'tos_uri#de-CH': 'https://example.com/agb',
    client_uri: 'https://example.com',
    logo_uri: 'https://example.com/logo.png',
    policy_uri: 'https://example.com/policy',
    tos_uri: 'http://example.com/tos',
    contacts: ['dev@example.com'],
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    scope: 'openid profile',
    software_id: 'hello',
    software_version: '7',
    subject_type: 'public',
    data: { team: 7 },
  };

  it('keeps all that is registered, each member in its place', () => {
    expect(renderRegistration(plan(everything))).toMatchObject(everything);
  });

  it.each([
    ['a member nobody knows', { favourite_colour: 'blue' }, 'favourite_colour'],
    ['a language tag that is none', { 'client_name#': 'x' }, 'client_name#'],
    ['a language tag on another member', { 'redirect_uris#nl': ['x'] }, 'redirect_uris#nl'],
    ['a client_id of its own', { client_id: 'mine' }, 'client_id'],
    ['a client_secret of its own', { client_secret: 'mine' }, 'client_secret'],
    ['keys beside a secret', { jwks: { keys: [key] } }, 'jwks'],
    ['an address of keys beside a secret', { jwks_uri: 'https://example.com/jwks' }, 'jwks_uri'],
    ['what a secret cannot sign', { token_endpoint_auth_signing_alg: 'ES256' }, 'token_endpoint_auth_signing_alg'],
  ])('drops %s', (_, change, member) => {
    expect(renderRegistration(plan(change))).not.toHaveProperty([member]);
  });

  it.each([
    ['private_key_jwt with jwks', { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key] } }],
    [
      'private_key_jwt with jwks_uri',
      { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://example.com/jwks' },
    ],
    ['an RSA key', { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [rsaKey] } }],
    ['client_secret_post, native', { token_endpoint_auth_method: 'client_secret_post', application_type: 'native' }],
    ['none', { token_endpoint_auth_method: 'none' }],
    ['a name of many scripts', { client_name: 'می‌خواهم 日本 👩‍💻' }],
    ['one redirect URI twice', { redirect_uris: ['https://example.com/cb', 'https://example.com/cb'] }],
    ['client_credentials alone', { grant_types: ['client_credentials'], redirect_uris: undefined }],
    ['a private scheme, native', { application_type: 'native', redirect_uris: ['com.example.app:/cb'] }],
    ['loopback with a port, native', { application_type: 'native', redirect_uris: ['http://127.0.0.1:51000/cb'] }],
    [
      'an algorithm of assertions that nobody knows',
      {
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [key] },
        token_endpoint_auth_signing_alg: 'HS256',
      },
    ],
  ])('is taken with %s', (_, change) => {
    expect(plan(change)).toMatchObject({ kind: 'dynamic', application: null });
  });

  it.each([
    ['nothing but an unknown grant', { grant_types: ['password'] }, 'grant_types must name at least one of'],
    ['a name that shows nothing', { client_name: ' \u200b\u3164' }, 'client_name'],
    ['a name that turns what follows around', { client_name: 'moc.elpmaxe\u202e' }, 'client_name'],
    ['a name of two lines', { client_name: 'Hello\u2028world' }, 'client_name'],
    ['a tagged name that shows nothing', { 'client_name#nl': '\u00a0' }, 'client_name with a language tag'],
    ['a control character in software_id', { software_id: 'hello\u001b[2J' }, 'software_id'],
    ['a control character in software_version', { software_version: '7\n8' }, 'software_version'],
    ['a page with credentials in its address', { client_uri: 'https://example.com@evil.example/' }, 'client_uri'],
    [
      'a jwks_uri with an empty fragment',
      { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://example.com/jwks#' },
      'jwks_uri must have no fragment',
    ],
    [
      'a grant that needs an application',
      { grant_types: ['urn:onewelcome:oauth2:grant_type:stateless_authentication'] },
      'authorization_code, refresh_token, client_credentials',
    ],
    ['refresh_token alone', { grant_types: ['refresh_token'] }, 'refresh_token'],
    ['authorization_code without code', { response_types: [] }, 'response_types'],
    ['refresh_token beside what is unknown', { grant_types: ['implicit', 'refresh_token'] }, 'refresh_token needs'],
    [
      'nothing but unknown response types',
      { response_types: ['token', 'id_token'] },
      'response_types must hold "code"',
    ],
    [
      'an unknown authentication method',
      { token_endpoint_auth_method: 'client_secret_jwt' },
      'token_endpoint_auth_method',
    ],
    [
      'client_credentials of a public client',
      { token_endpoint_auth_method: 'none', grant_types: ['client_credentials'] },
      'client_credentials',
    ],
    ['private_key_jwt without keys', { token_endpoint_auth_method: 'private_key_jwt' }, 'jwks'],
    [
      'jwks and jwks_uri',
      { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key] }, jwks_uri: 'https://example.com/jwks' },
      'jwks',
    ],
    [
      'a jwks_uri without TLS',
      { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'http://example.com/jwks' },
      'jwks_uri',
    ],
    ['pairwise subjects', { subject_type: 'pairwise' }, 'subject_type'],
    ['a malformed scope', { scope: 'openid "x"' }, 'scope'],
    ['a logo that is a script', { logo_uri: 'javascript:alert(1)' }, 'logo_uri'],
    ['a page that is a file', { client_uri: 'file:///etc/passwd' }, 'client_uri'],
    ['a tagged policy that is no URL', { 'policy_uri#nl': 'here' }, 'policy_uri with a language tag'],
    [
      'a tagged name that is no text',
      { 'client_name#nl': 7 },
      'client_name with a language tag must be a string, not a number',
    ],
    [
      'a tagged name that is a list',
      { 'client_name#nl': ['x'] },
      'client_name with a language tag must be a string, not an array',
    ],
    ['data without end', { data: { text: 'x'.repeat(9000) } }, 'data'],
    ['a sector that nobody could ask', { sector_identifier_uri: 'http://example.com/sector' }, 'sector_identifier_uri'],
  ])('is refused with %s', (_, change, member) => {
    const refusal = refusalOf(() => plan(change));
    expect(refusal.code).toBe('invalid_client_metadata');
    expect(refusal.message).toContain(member);
  });

  it.each([
    ['none at all', undefined],
    ['an empty list', []],
    ['one without TLS', ['http://example.com/cb']],
    ['a fragment in the second', ['https://example.com/cb', 'https://example.com/cb#x']],
    ['a script', ['javascript:alert(1)']],
    ['a wildcard', ['https://*.example.com/cb']],
  ])('is refused with redirect URIs of which there is %s', (_, redirect_uris) => {
    expect(refusalOf(() => plan({ redirect_uris })).code).toBe('invalid_redirect_uri');
  });

  it('may only name the redirect hosts of its token', () => {
    const terms = { redirectHosts: ['Example.com'] };
    expect(plan({}, terms).redirectHosts).toEqual(['Example.com']);
    const refusal = refusalOf(() => plan({ redirect_uris: ['https://evil.example/cb'] }, terms));
    expect(refusal).toMatchObject({ code: 'invalid_redirect_uri', message: expect.stringContaining('example.com') });
    expect(refusalOf(() => plan({ redirect_uris: ['https://example.com.evil.example/cb'] }, terms)).code).toBe(
      'invalid_redirect_uri',
    );
  });

  it.each(['com.evil.app://example.com/cb', 'com.evil.app:/cb', 'http://localhost/cb'])(
    'is on one of the hosts of the token, which a private scheme never is: %s',
    (uri) => {
      const metadata = { redirect_uris: [uri], application_type: 'native' };
      expect(() => plan(metadata, { redirectHosts: ['example.com'] })).toThrow('must be on one of the hosts');
    },
  );

  it.each([
    ['lists every redirect URI', { uris: ['https://example.com/cb', 'https://example.com/other'] }, undefined],
    ['lacks one', { uris: ['https://example.com/other'] }, 'redirect_uris[0]'],
    ['could not be had', { problem: 'answered 404' }, 'answered 404'],
  ])('has a sector that %s', (_, sector, why) => {
    const planned = () => plan({ sector_identifier_uri: 'https://example.com/sector' }, { sector });
    if (why === undefined) expect(planned().metadata).toHaveProperty('sector_identifier_uri');
    else expect(refusalOf(planned).message).toContain(why);
  });
});

describe('What a token does not cover', () => {
  const lock = (...scopes: string[]) => ({ rights: { by: 'token' as const, lock: scopes } });
  const code = 'client-reg:grant:code';

  it.each([
    ['the code', {}, code],
    ['refresh tokens', { grant_types: ['authorization_code', 'refresh_token'] }, 'client-reg:grant:refresh'],
    ['client credentials', { grant_types: ['client_credentials'] }, 'client-reg:grant:client'],
    ['scopes', { scope: 'openid' }, 'client-reg:set-scope'],
    ['a chosen identifier', { preferred_client_id: 'hello' }, 'client-reg:set-client-id'],
    ['a chosen secret', { preferred_client_secret: 'x'.repeat(32) }, 'client-reg:set-client-secret'],
    ['data', { data: {} }, 'client-reg:set-data'],
  ])('is refused for %s, and taken with the scope that the refusal names', (_, change, scope) => {
    const others = Object.keys({ [code]: 1, 'client-reg:set-other': 1 }).filter((entry) => entry !== scope);
    const refusal = refusalOf(() => plan(change, lock(...others)));
    expect(refusal.code).toBe('insufficient_scope');
    expect(refusal.options.challenge).toBe(`Bearer error="insufficient_scope", scope="${scope}"`);
    expect(plan(change, lock(...others, scope))).toMatchObject({ registrationLock: [...others, scope] });
    expect(plan(change, lock('client-reg'))).toMatchObject({ registrationLock: ['client-reg'] });
    expect(plan(change, { rights: MASTER_RIGHTS })).toMatchObject({ registrationLock: MASTER_RIGHTS.lock });
  });

  it('is a matter of the metadata where there is no token', () => {
    const open = { rights: OPEN_RIGHTS };
    expect(plan({ grant_types: ['authorization_code', 'refresh_token'] }, open).registrationLock).toEqual(
      OPEN_RIGHTS.lock,
    );
    for (const change of [{ grant_types: ['client_credentials'] }, { data: {} }]) {
      expect(refusalOf(() => plan(change, open)).code).toBe('invalid_client_metadata');
    }
  });
});

describe('A chosen identifier or secret', () => {
  it.each([
    ['an identifier with a slash', { preferred_client_id: 'https://x' }, 'client_secret_basic' as const],
    ['a short identifier', { preferred_client_id: 'ab' }, 'client_secret_basic' as const],
    ['a short secret', { preferred_client_secret: 'x'.repeat(31) }, 'client_secret_basic' as const],
    ['a secret with a colon', { preferred_client_secret: `${'x'.repeat(32)}:` }, 'client_secret_basic' as const],
    ['a secret of a client without one', { preferred_client_secret: 'x'.repeat(32) }, 'none' as const],
  ])('is refused: %s', (_, change, method) => {
    expect(refusalOf(() => preferredCredentials(change, method)).code).toBe('invalid_client_metadata');
  });

  it('is taken as it is', () => {
    const chosen = { preferred_client_id: 'my-app_1.0', preferred_client_secret: 'x'.repeat(32) };
    expect(preferredCredentials(chosen, 'client_secret_post')).toEqual({
      clientId: 'my-app_1.0',
      secret: 'x'.repeat(32),
    });
  });
});

it('The history of an installation does not keep its name, which may be a person’s', () => {
  const named = { ...plan({ 'client_name#nl': 'Telefoon' }) };
  expect(renderForHistory(named)).toHaveProperty('client_name');
  const history = renderForHistory({ ...named, kind: 'instance' });
  expect(JSON.stringify(history)).not.toMatch(/Hello|Telefoon/);
});
