import { IMPLICIT_AUTHENTICATION_GRANT } from '@passant/contracts';
import { OAuthError } from './errors.js';
import type { RegisteredPerson } from './records.js';
import { anApplication, anInstance } from './testing/index.js';
import {
  type RefreshableToken,
  type TokenPlan,
  TokenRefusal,
  planClientCredentials,
  planImplicitAuthentication,
  planRefresh,
  requireProfileId,
  requireTokenGrant,
  tokenRefusalEvent,
} from './token-request.js';

const now = 1_800_000_000;
const client = anInstance();
const api = anInstance({ kind: 'api', application: null, apiScopes: ['onegini_api_config', 'onegini_api_events'] });
const application = anApplication({
  refreshTokens: true,
  implicitAuthentication: true,
  additionalScopes: ['openid', 'read', 'write'],
});
const person: RegisteredPerson = {
  profile: 'a36b1b5e-5f0e-4a24-a3a6-0b8a3a2f6f01',
  profileId: 'AAAAAA',
  identityProvider: 'scheme',
  userId: 'anna',
  userDetails: { city: 'Delft' },
  amr: ['mfa'],
  scopes: ['openid', 'profile', 'read'],
};
const token: RefreshableToken = {
  tokenHash: Buffer.alloc(32),
  family: 'a36b1b5e-5f0e-4a24-a3a6-0b8a3a2f6f02',
  profile: person.profile,
  clientId: client.clientId,
  scopes: person.scopes,
  authenticatedAt: now - 500,
  issuedAt: now - 500,
  expiresAt: now + 500,
  person,
};

function refusalOf(plan: () => unknown): { code: string; event: string } {
  try {
    plan();
  } catch (error) {
    if (error instanceof TokenRefusal) return { code: error.code, event: error.event };
    throw error;
  }
  throw new Error('It was not refused.');
}

describe('The grant of a token request', () => {
  it.each(['refresh_token', 'client_credentials', IMPLICIT_AUTHENTICATION_GRANT])(
    '%s is for app instances',
    (grant) => {
      expect(requireTokenGrant(client, grant)).toBe(grant);
    },
  );

  it.each([
    ['an API client refreshes', api, 'refresh_token', 'unauthorized_client'],
    ['an API client authenticates implicitly', api, IMPLICIT_AUTHENTICATION_GRANT, 'unauthorized_client'],
    ['it is unknown', client, 'password', 'unsupported_grant_type'],
    ['it is unknown, and an API client asks', api, 'password', 'unsupported_grant_type'],
  ])('is refused where %s', (_, caller, grant, code) => {
    expect(refusalOf(() => requireTokenGrant(caller, grant)).code).toBe(code);
  });
});

describe('Client credentials', () => {
  const plan = (scope?: string, of = api, app = application) => planClientCredentials(of, app, scope, now);

  it('are the API scopes of an API client', () => {
    expect(plan()).toMatchObject({ scopes: api.apiScopes, application: null, expiresAt: now + 900 });
    expect(plan('onegini_api_config').scopes).toEqual(['onegini_api_config']);
    expect(plan().subject).toEqual({ sub: api.clientId, userDetails: {} });
    expect(refusalOf(() => plan('onegini_api_admin')).code).toBe('invalid_scope');
  });

  it('are the default scopes of an application without openid', () => {
    const withOpenId = anApplication({ defaultScopes: ['openid', 'profile'], accessTokenValidity: 60 });
    expect(plan(undefined, client, withOpenId)).toMatchObject({ scopes: ['profile'], expiresAt: now + 60 });
    expect(refusalOf(() => plan('openid', client)).code).toBe('invalid_scope');
    const bare = anApplication({ defaultScopes: ['openid'] });
    expect(refusalOf(() => plan(undefined, client, bare)).code).toBe('invalid_scope');
  });

  it('end with the application', () => {
    expect(() => plan(undefined, client, anApplication({ enabled: false }))).toThrow(OAuthError);
  });
});

describe('A refresh', () => {
  const plan = (changes: Partial<RefreshableToken> = {}, app = application, scope?: string): TokenPlan =>
    planRefresh(client, app, { ...token, ...changes }, scope, now);

  it('has the scopes of the refresh token, fewer on request', () => {
    expect(plan()).toMatchObject({ scopes: person.scopes, subject: { sub: 'anna', userDetails: { city: 'Delft' } } });
    expect(plan({}, application, ' read  read ').scopes).toEqual(['read']);
    expect(refusalOf(() => plan({}, application, 'read write')).code).toBe('invalid_scope');
  });

  it('leaves out what the application no longer allows', () => {
    expect(plan({}, anApplication({ refreshTokens: true, additionalScopes: [] })).scopes).toEqual(['profile']);
  });

  it.each([
    ['there is no such token', () => planRefresh(client, application, undefined, undefined, now)],
    ['it is of another client', () => plan({ clientId: 'another' })],
    ['it expires now', () => plan({ expiresAt: now })],
    ['refresh tokens are off', () => plan({}, { ...application, refreshTokens: false })],
    ['the application is off', () => plan({}, { ...application, enabled: false })],
    [
      'the version is disabled',
      () => plan({}, { ...application, versions: [{ platform: 'ios', version: '1.0', status: 'DISABLED' }] }),
    ],
    ['no scope is left', () => plan({}, { ...application, defaultScopes: [], additionalScopes: ['write'] })],
  ])('is refused with one sentence where %s', (_, refused) => {
    expect(refusalOf(refused).code).toBe('invalid_grant');
    expect(refused).toThrow('The refresh token is invalid, expired or was used before.');
  });
});

describe('Implicit authentication', () => {
  const live = { person, live: true };
  const plan = (found: typeof live | undefined = live, app = application, scope?: string) =>
    planImplicitAuthentication(client, app, found, scope, now);

  it('has the scopes granted then, fewer on request', () => {
    expect(plan()).toMatchObject({ tokenType: 'IMPLICIT_AUTHENTICATION', scopes: person.scopes });
    expect(plan(live, application, 'openid read').scopes).toEqual(['openid', 'read']);
  });

  it.each([
    ['a registration that is over', () => plan({ person, live: false })],
    ['no registration', () => planImplicitAuthentication(client, application, undefined, undefined, now)],
  ])('is refused with a name of its own for %s', (_, refused) => {
    expect(refusalOf(refused)).toEqual({
      code: 'invalid_grant',
      event: 'TOKEN_REQUEST_IMPLICIT_DEFAULT_ACCESS_TOKEN_NOT_FOUND',
    });
  });

  it.each([
    ['it is switched off', () => plan(live, { ...application, implicitAuthentication: false })],
    ['the application is off', () => plan(live, { ...application, enabled: false })],
    ['a scope was not granted then', () => plan(live, application, 'write')],
    ['no scope is left', () => plan(live, { ...application, defaultScopes: [], additionalScopes: ['write'] })],
  ])('is refused where %s', (_, refused) => {
    expect(refusalOf(refused).code).toBe('invalid_grant');
  });

  it.each([undefined, '', 'AAAAA', 'AAAAAAA', 'AAAAA ', 'ÄAAAAA'])('has no slot %p', (profileId) => {
    expect(refusalOf(() => requireProfileId(profileId)).code).toBe('invalid_request');
  });
});

describe('The name of a refusal', () => {
  it.each([
    [new OAuthError('invalid_scope', ''), 'TOKEN_REQUEST_SCOPE_INVALID'],
    [new OAuthError('invalid_request', ''), 'TOKEN_REQUEST_INVALID'],
    [new OAuthError('server_error', ''), undefined],
    [new TokenRefusal('invalid_grant', '', 'TOKEN_REQUEST_REFRESH_TOKEN_REUSED'), 'TOKEN_REQUEST_REFRESH_TOKEN_REUSED'],
  ])('of %p is %p', (error, event) => {
    expect(tokenRefusalEvent(error)).toBe(event);
  });
});
