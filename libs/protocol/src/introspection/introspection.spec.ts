import { maySee } from '../clients/visibility.js';
import { isAlive, renderActive, stillServes } from './introspection.js';
import type { AccessTokenRecord } from '../tokens/token-records.js';
import type { Application } from '../applications/application-records.js';
import type { IdentityProvider } from '../identity-providers/provider-records.js';
import { aProvider, anApplication, anInstance } from '../testing/index.js';

const token: AccessTokenRecord = {
  tokenHash: Buffer.alloc(32),
  type: 'STATELESS_AUTHENTICATION',
  clientId: 'D982',
  application: 'TestAppId',
  appPlatform: 'ios',
  appVersion: '1.0',
  scopes: ['openid', 'profile'],
  audience: null,
  issuedAt: 1_693_221_054,
  expiresAt: 1_693_221_954,
  profile: null,
  family: null,
  identityProvider: null,
  sealed: Buffer.alloc(0),
};
const subject = { sub: 'TestClientUserId', userDetails: { firstName: 'John', lastName: 'Doe' } };
const issuer = 'https://login.example.com/oauth';

describe('Introspection', () => {
  it('answers with the members of the documented sample, in their order', () => {
    const answer = renderActive(token, subject, issuer, { now: 1_693_221_060, version: 'v2', flatUserDetails: false });
    expect(Object.keys(answer).filter((member) => member !== 'iss')).toEqual([
      'active',
      'scope',
      'client_id',
      'token_type',
      'exp',
      'iat',
      'nbf',
      'sub',
      'app_identifier',
      'app_version',
      'app_platform',
      'usage_limit',
      'user_details',
      'amr',
    ]);
    expect(answer).toMatchObject({ scope: 'openid profile', exp: 1_693_221_954, amr: ['STATELESS_AUTHENTICATION'] });
  });

  it.each([
    [['https://orders.example.com'], 'https://orders.example.com'],
    [
      ['https://orders.example.com', 'https://maps.example.com'],
      ['https://orders.example.com', 'https://maps.example.com'],
    ],
  ])('names the resources the token is for: %j', (audience, aud) => {
    const form = { now: 1_693_221_060, version: 'v2', flatUserDetails: false } as const;
    expect(renderActive({ ...token, audience }, subject, issuer, form)).toMatchObject({ aud });
    expect(renderActive(token, subject, issuer, form)).not.toHaveProperty('aud');
  });

  it('shows the seconds that remain in v1', () => {
    expect(
      renderActive(token, subject, issuer, { now: 1_693_221_060, version: 'v1', flatUserDetails: false }),
    ).toMatchObject({ exp: 894 });
  });

  describe('repeats the user details on the top level where the caller looks no deeper', () => {
    const form = { now: 1_693_221_060, version: 'v2', flatUserDetails: true } as const;
    const plain = renderActive(token, subject, issuer, { ...form, flatUserDetails: false });

    it('beside those that are nested', () => {
      expect(renderActive(token, subject, issuer, form)).toEqual({ ...plain, firstName: 'John', lastName: 'Doe' });
    });

    it.each([
      ...['iss', 'aud', 'sub', 'exp', 'iat', 'nbf', 'jti', 'active', 'client_id', 'scope', 'token_type', 'amr', 'cnf'],
      ...['app_identifier', 'app_version', 'app_platform', 'usage_limit', 'user_details', 'username'],
    ])('and never in the place of %s', (member) => {
      const bare = { ...token, application: null, appVersion: null, appPlatform: null };
      const details = { ...subject, userDetails: { [member]: 'forged', email: 'john@example.com' } };
      const answer = renderActive(bare, details, issuer, form) as Record<string, unknown>;
      expect(answer.email).toBe('john@example.com');
      expect(answer[member]).not.toBe('forged');
      expect(answer.user_details).toEqual(details.userDetails);
    });

    it('and what a web hook says of the answer stays', () => {
      const hooked = { ...subject, claims: { firstName: 'Jane' } };
      expect(renderActive(token, hooked, issuer, form)).toMatchObject({ firstName: 'Jane', lastName: 'Doe' });
    });
  });

  it('leaves out what a client without application does not have', () => {
    const bare = { ...token, application: null, appVersion: null, appPlatform: null };
    const answer = renderActive(bare, subject, issuer, { now: 0, version: 'v2', flatUserDetails: false });
    expect(answer).not.toHaveProperty('app_identifier');
  });

  it('is for API clients linked to the application of the token, or to none in particular', () => {
    const api = (visibleApplications: string[]) => anInstance({ kind: 'api', visibleApplications });
    expect(maySee(api([]), token)).toBe(true);
    expect(maySee(api(['TestAppId']), token)).toBe(true);
    expect(maySee(api(['other']), token)).toBe(false);
    expect(maySee(api(['other']), { application: null })).toBe(false);
  });

  it.each([
    ['an enabled application', anApplication(), true],
    ['a disabled application', anApplication({ enabled: false }), false],
    ['a deleted application', undefined, false],
    [
      'a disabled version',
      anApplication({ versions: [{ platform: 'ios', version: '1.0', status: 'DISABLED' }] }),
      false,
    ],
    [
      'a version that may only log in',
      anApplication({ versions: [{ platform: 'ios', version: '1.0', status: 'LOGIN_ONLY' }] }),
      true,
    ],
  ])('of a token of %s', (_, application, serves) => {
    expect(stillServes({ application, identityProvider: undefined }, { ...token, identityProvider: null })).toBe(
      serves,
    );
  });

  it.each<[string, string | null, Application | undefined, IdentityProvider | undefined, boolean]>([
    ['an enabled provider', 'TestAppId', anApplication(), aProvider(), true],
    ['a disabled provider', 'TestAppId', anApplication(), aProvider({ enabled: false }), false],
    ['a deleted provider', 'TestAppId', anApplication(), undefined, false],
    [
      'a provider of other applications',
      'TestAppId',
      anApplication({ identityProviders: ['other'] }),
      aProvider(),
      false,
    ],
    [
      'the default provider, where the application names none',
      'TestAppId',
      anApplication({ identityProviders: [] }),
      aProvider({ isDefault: true }),
      true,
    ],
    [
      'no default provider, where it names none',
      'TestAppId',
      anApplication({ identityProviders: [] }),
      aProvider(),
      false,
    ],
    ['the default provider, without an application', null, undefined, aProvider({ isDefault: true }), true],
    ['another provider, without an application', null, undefined, aProvider(), false],
  ])('of a token on the word of %s', (_, name, application, identityProvider, serves) => {
    const vouchedFor = { ...token, application: name, identityProvider: 'scheme' };
    expect(stillServes({ application, identityProvider }, vouchedFor)).toBe(serves);
  });

  it('finds a token dead from the second of its expiry', () => {
    expect(isAlive(token, token.expiresAt - 1)).toBe(true);
    expect(isAlive(token, token.expiresAt)).toBe(false);
  });
});
