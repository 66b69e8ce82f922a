import { IMPLICIT_AUTHENTICATION_GRANT } from '@passant/contracts';
import { OAuthError } from '../refusals/errors.js';
import type { RegisteredPerson } from './token-records.js';
import { aProvider, anApplication, anInstance } from '../testing/index.js';
import {
  type RefreshableToken,
  type TokenPlan,
  TokenRefusal,
  mayComeAgain,
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
const providers = [aProvider()];
const person: RegisteredPerson = {
  profile: 'a36b1b5e-5f0e-4a24-a3a6-0b8a3a2f6f01',
  profileId: 'AAAAAA',
  identityProvider: 'scheme',
  userId: 'anna',
  userDetails: { city: 'Delft' },
  amr: ['mfa'],
  claimsByScope: false,
  scopes: ['openid', 'profile', 'read'],
};
const token: RefreshableToken = {
  tokenHash: Buffer.alloc(32),
  family: 'a36b1b5e-5f0e-4a24-a3a6-0b8a3a2f6f02',
  profile: person.profile,
  clientId: client.clientId,
  scopes: person.scopes,
  resources: [],
  redirectUri: null,
  authenticatedAt: now - 500,
  issuedAt: now - 500,
  expiresAt: now + 500,
  person,
  replacedAt: null,
};

function refusalOf(plan: () => unknown): { code: string; event: string } {
  try {
    plan();
  } catch (error) {
    if (error instanceof OAuthError) return { code: error.code, event: tokenRefusalEvent(error) ?? 'none' };
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
    expect(plan('onegini_api_admin onegini_api_events').scopes).toEqual(['onegini_api_events']);
    expect(refusalOf(() => plan('onegini_api_admin'))).toEqual({
      code: 'invalid_scope',
      event: 'TOKEN_REQUEST_SCOPE_INVALID',
    });
  });

  it('are the default scopes of an application without openid', () => {
    const withOpenId = anApplication({ defaultScopes: ['openid', 'profile'], accessTokenValidity: 60 });
    expect(plan(undefined, client, withOpenId)).toMatchObject({ scopes: ['profile'], expiresAt: now + 60 });
    expect(plan('openid offline_access read unknown', client).scopes).toEqual(['read']);
    expect(refusalOf(() => plan('openid offline_access', client)).code).toBe('invalid_scope');
    const bare = anApplication({ defaultScopes: ['openid'] });
    expect(refusalOf(() => plan(undefined, client, bare)).code).toBe('invalid_scope');
  });

  it.each<[string, string[], string | undefined, string[]]>([
    ['registered none', [], undefined, ['client']],
    ['registered nothing but what takes a person', ['openid', 'offline_access'], undefined, ['client']],
    ['registered some', ['openid', 'read', 'write'], undefined, ['read', 'write']],
    ['asks for one of them and more', ['openid', 'read', 'write'], 'write admin openid', ['write']],
    ['registered none and asks for what it is given', [], 'client', ['client']],
  ])('of a client of nobody that %s', (_, scopes, scope, granted) => {
    const dynamic = anInstance({ kind: 'dynamic', application: null, scopes, grantTypes: ['client_credentials'] });
    expect(planClientCredentials(dynamic, undefined, scope, now).scopes).toEqual(granted);
  });

  it('of a client of nobody are no more than it registered', () => {
    const dynamic = anInstance({ kind: 'dynamic', application: null, grantTypes: ['client_credentials'] });
    expect(refusalOf(() => planClientCredentials(dynamic, undefined, 'read profile', now)).code).toBe('invalid_scope');
  });

  it('end with the application', () => {
    expect(() => plan(undefined, client, anApplication({ enabled: false }))).toThrow(OAuthError);
  });
});

describe('A refresh', () => {
  const plan = (changes: Partial<RefreshableToken> = {}, app = application, scope?: string): TokenPlan =>
    planRefresh(client, { application: app, providers }, { ...token, ...changes }, scope, now);

  it.each([
    [null, 30, false],
    [now, 30, true],
    [now - 29, 30, true],
    [now - 30, 30, false],
    [now, 0, false],
    [now - 119, 120, true],
  ])('may come again where it was exchanged at %p with %i seconds of grace: %p', (replacedAt, grace, may) => {
    expect(mayComeAgain({ ...token, replacedAt }, grace, now)).toBe(may);
  });

  it('has the scopes of the refresh token, fewer on request', () => {
    expect(plan()).toMatchObject({ scopes: person.scopes, subject: { sub: 'anna', userDetails: { city: 'Delft' } } });
    expect(plan({}, application, ' read  read ').scopes).toEqual(['read']);
    expect(plan({}, application, 'read write unknown').scopes).toEqual(['read']);
    expect(refusalOf(() => plan({}, application, 'write unknown')).code).toBe('invalid_scope');
  });

  it('leaves out what the application no longer allows', () => {
    expect(plan({}, anApplication({ refreshTokens: true, additionalScopes: [] })).scopes).toEqual(['profile']);
  });

  it.each([
    ['there is no such token', () => planRefresh(client, { application, providers }, undefined, undefined, now)],
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
  const live = { person, live: true, resources: [] };
  const plan = (found: typeof live | undefined = live, app = application, scope?: string) =>
    planImplicitAuthentication(client, { application: app, providers }, found, scope, now);

  it('has the scopes granted then, fewer on request', () => {
    expect(plan()).toMatchObject({ tokenType: 'IMPLICIT_AUTHENTICATION', scopes: person.scopes });
    expect(plan(live, application, 'openid read').scopes).toEqual(['openid', 'read']);
    expect(plan(live, application, 'read write unknown').scopes).toEqual(['read']);
    expect(refusalOf(() => plan(live, application, 'write')).code).toBe('invalid_scope');
  });

  it('never has offline_access, for no refresh token comes with it', () => {
    const of = { ...application, additionalScopes: [...application.additionalScopes, 'offline_access'] };
    const offline = { ...live, person: { ...person, scopes: ['openid', 'offline_access'] } };
    expect(plan(offline, of).scopes).toEqual(['openid']);
  });

  it.each([
    ['a registration that is over', () => plan({ person, live: false, resources: [] })],
    [
      'no registration',
      () => planImplicitAuthentication(client, { application, providers }, undefined, undefined, now),
    ],
  ])('is refused with a name of its own for %s', (_, refused) => {
    expect(refusalOf(refused)).toEqual({
      code: 'invalid_grant',
      event: 'TOKEN_REQUEST_IMPLICIT_DEFAULT_ACCESS_TOKEN_NOT_FOUND',
    });
  });

  it.each([
    ['it is switched off', () => plan(live, { ...application, implicitAuthentication: false })],
    ['the application is off', () => plan(live, { ...application, enabled: false })],
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
