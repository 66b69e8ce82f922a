import { AUTHORIZATION_CODE_GRANT, IMPLICIT_AUTHENTICATION_GRANT, REFRESH_TOKEN_GRANT } from '@passant/contracts';
import { OAuthError } from '../refusals/errors.js';
import { aProvider, anApplication, anInstance } from '../testing/index.js';
import { type EarlierGrant, type Present, requireStanding } from './standing.js';

const GRANTS = [AUTHORIZATION_CODE_GRANT, REFRESH_TOKEN_GRANT, IMPLICIT_AUTHENTICATION_GRANT] as const;

const client = anInstance();
const present: Present = {
  application: anApplication({ refreshTokens: true, additionalScopes: ['openid', 'read'] }),
  providers: [aProvider({ identifier: 'other' }), aProvider()],
};
const earlier = { client, identityProvider: 'scheme', scopes: ['openid', 'read', 'gone'] };

const refused = (cause: unknown) => new OAuthError('invalid_grant', 'No.', { cause });
const ask = (grant: Partial<EarlierGrant>, now: Partial<Present> = {}) =>
  requireStanding({ ...earlier, grantType: REFRESH_TOKEN_GRANT, ...grant }, { ...present, ...now }, refused);
const application = (changes: Parameters<typeof anApplication>[0]): Partial<Present> => ({
  application: { ...present.application!, ...changes },
});
const disabled = { platform: 'ios', version: '1.0', status: 'DISABLED' } as const;

describe.each(GRANTS)('What %s stands on', (grantType) => {
  it('leaves the scopes that are still allowed where all of it is there', () => {
    expect(ask({ grantType })).toMatchObject({ client, application: present.application, scopes: ['openid', 'read'] });
  });

  it.each<[string, Partial<EarlierGrant>, Partial<Present>, RegExp]>([
    ['the client is switched off', { client: anInstance({ enabled: false }) }, {}, /client is disabled/],
    ['the application is gone', {}, { application: undefined }, /no application/],
    ['the application is switched off', {}, application({ enabled: false }), /application is disabled/],
    ['the version is disabled', {}, application({ versions: [disabled] }), /version is disabled/],
    ['the grant was taken away', { client: anInstance({ grantTypes: ['client_credentials'] }) }, {}, /grant type/],
    ['the provider is gone', {}, { providers: [aProvider({ identifier: 'other' })] }, /identity provider/],
    ['the provider is switched off', {}, { providers: [aProvider({ enabled: false })] }, /identity provider/],
    ['the provider is not linked', {}, application({ identityProviders: ['other'] }), /identity provider/],
    ['no scope is left', { scopes: ['gone'] }, {}, /none of the granted scopes/],
  ])('is gone where %s', (_, grant, now, cause) => {
    expect(() => ask({ grantType, ...grant }, now)).toThrow(
      expect.objectContaining({ code: 'invalid_grant', options: { cause: expect.stringMatching(cause) } }),
    );
  });
});

describe('A client of no application', () => {
  const dynamic = anInstance({
    kind: 'dynamic',
    application: null,
    grantTypes: ['refresh_token'],
    scopes: ['openid'],
  });
  const now = (isDefault: boolean) => ({ application: undefined, providers: [aProvider({ isDefault })] });

  it('stands on a provider that serves whoever names none', () => {
    expect(ask({ client: dynamic }, now(true)).scopes).toEqual(['openid']);
    expect(() => ask({ client: dynamic }, now(false))).toThrow(expect.objectContaining({ code: 'invalid_grant' }));
  });
});
