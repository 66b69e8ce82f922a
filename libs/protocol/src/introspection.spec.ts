import { isAlive, maySee, renderActive, stillServes } from './introspection.js';
import type { AccessTokenRecord } from './records.js';
import { anApplication, anInstance } from './testing/index.js';

const token: AccessTokenRecord = {
  tokenHash: Buffer.alloc(32),
  type: 'STATELESS_AUTHENTICATION',
  clientId: 'D982',
  application: 'TestAppId',
  appPlatform: 'ios',
  appVersion: '1.0',
  scopes: ['openid', 'profile'],
  issuedAt: 1_693_221_054,
  expiresAt: 1_693_221_954,
  profile: null,
  family: null,
  sealed: Buffer.alloc(0),
};
const subject = { sub: 'TestClientUserId', userDetails: { firstName: 'John', lastName: 'Doe' } };
const issuer = 'https://login.example.com/oauth';

describe('Introspection', () => {
  it('answers with the members of the documented sample, in their order', () => {
    const answer = renderActive(token, subject, issuer, { now: 1_693_221_060, version: 'v2' });
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

  it('shows the seconds that remain in v1', () => {
    expect(renderActive(token, subject, issuer, { now: 1_693_221_060, version: 'v1' })).toMatchObject({ exp: 894 });
  });

  it('leaves out what a client without application does not have', () => {
    const bare = { ...token, application: null, appVersion: null, appPlatform: null };
    const answer = renderActive(bare, subject, issuer, { now: 0, version: 'v2' });
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
    expect(stillServes(application, token)).toBe(serves);
  });

  it('finds a token dead from the second of its expiry', () => {
    expect(isAlive(token, token.expiresAt - 1)).toBe(true);
    expect(isAlive(token, token.expiresAt)).toBe(false);
  });
});
