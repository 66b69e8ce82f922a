import { requireAllowance } from './allowance.js';
import {
  AuthorizationRefusal,
  answerLocation,
  firstProvider,
  offeredProviders,
  planAuthorization,
  readAuthorizationParameters,
  requireAddressee,
  requireClientId,
} from './authorization.js';
import { OAuthError } from '../refusals/errors.js';
import type { Application } from '../applications/application-records.js';
import type { Client } from '../clients/client-records.js';
import { aProvider, anApplication, anInstance } from '../testing/index.js';

const REDIRECT = 'https://rp.example.com/callback';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const application = anApplication({ clientType: 'web', versions: [], additionalScopes: ['openid', 'read'] });
const client = anInstance({
  kind: 'web',
  clientId: 'portal',
  appPlatform: null,
  appVersion: null,
  redirectUris: [REDIRECT],
  grantTypes: ['authorization_code'],
});
const dynamic: Client = { ...client, kind: 'dynamic', clientId: 'newcomer', application: null };
const request = {
  response_type: 'code',
  client_id: 'portal',
  redirect_uri: REDIRECT,
  code_challenge: CHALLENGE,
  code_challenge_method: 'S256',
  state: 'state',
};

type Changes = Record<string, string | undefined>;
function parameters(changes: Changes = {}) {
  const given = Object.entries({ ...request, ...changes }).filter((pair): pair is [string, string] => !!pair[1]);
  return readAuthorizationParameters(given);
}
function plan(changes: Changes = {}, who: Client = client, where: Application | undefined = application) {
  const asked = parameters(changes);
  return planAuthorization(requireAddressee(who, where, asked), asked);
}
function refusalOf(work: () => unknown): OAuthError {
  try {
    work();
  } catch (error) {
    if (error instanceof OAuthError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

describe('The parameters of an authorization request', () => {
  it('count as absent without a value, and for nothing when they are repeated', () => {
    const pairs = [['a', '1'], ['b', ''], ['c', '1'], ['c', '2'], ['d', ''], ['d', '3']] as const; // prettier-ignore
    const { values, repeated } = readAuthorizationParameters(pairs);
    expect(values).toEqual({ a: '1' });
    expect([...repeated]).toEqual(['c', 'd']);
  });

  it('reach no prototype', () => {
    const { values } = readAuthorizationParameters([['__proto__', 'x']]);
    expect(Object.getPrototypeOf(values)).toBe(Object.prototype);
    expect(values.state).toBeUndefined();
  });

  it.each([
    [[] as [string, string][]],
    [
      [
        ['client_id', 'a'],
        ['client_id', 'b'],
      ] as [string, string][],
    ],
  ])('name the client once', (pairs) => {
    const error = refusalOf(() => requireClientId(readAuthorizationParameters(pairs)));
    expect(error.code).toBe('invalid_request');
  });
});

describe('The addressee of an authorization answer', () => {
  it.each<[string, Client | undefined, Application | undefined, Changes, string]>([
    ['nobody', undefined, undefined, {}, 'invalid_client'],
    ['a client that is switched off', { ...client, enabled: false }, application, {}, 'invalid_client'],
    ['a client of nobody that is switched off', { ...dynamic, enabled: false }, undefined, {}, 'invalid_client'],
    ['a client whose application is gone', client, undefined, {}, 'invalid_client'],
    ['a client whose application is switched off', client, { ...application, enabled: false }, {}, 'invalid_client'],
    ['an API client', { ...client, kind: 'api', application: null }, undefined, {}, 'invalid_client'],
    ['no address', client, application, { redirect_uri: undefined }, 'invalid_request'],
    ['another address', client, application, { redirect_uri: `${REDIRECT}x` }, 'invalid_redirect_uri'],
    ['any address of a client that has none', { ...client, redirectUris: [] }, application, {}, 'invalid_redirect_uri'],
    [
      'an address that an installation registered, where its mobile application names none',
      { ...client, kind: 'instance', appPlatform: 'ios', appVersion: '1.0' },
      anApplication(),
      {},
      'invalid_redirect_uri',
    ],
  ])('is not %s, and the browser is not sent away', (_, who, where, changes, code) => {
    const error = refusalOf(() => requireAddressee(who, where, parameters(changes)));
    expect([error.code, error instanceof AuthorizationRefusal]).toEqual([code, false]);
    if (code === 'invalid_client') expect(error.options.status).toBe(400);
  });
});

describe('An authorization request', () => {
  it('is planned with what the client may have', () => {
    expect(plan({ scope: 'openid read', nonce: 'n' })).toMatchObject({
      redirectUri: REDIRECT,
      state: 'state',
      nonce: 'n',
      scopes: ['openid', 'read'],
      codeChallenge: CHALLENGE,
      allowance: { client, application },
    });
    expect(plan().scopes).toEqual(['profile']);
  });

  it.each<[string, Client, string | undefined, string[]]>([
    ['has the scopes its client registered', { ...dynamic, scopes: ['openid', 'read'] }, 'read', ['read']],
    ['has all of them by default', { ...dynamic, scopes: ['openid', 'read'] }, undefined, ['openid', 'read']],
    ['has openid where its client registered none', dynamic, undefined, ['openid']],
    [
      'has what a person can agree to where its client registered none',
      dynamic,
      'openid email other phone',
      ['openid', 'email', 'phone'],
    ],
    [
      'has no more than its client registered',
      { ...dynamic, scopes: ['openid', 'read'] },
      'openid email read',
      ['openid', 'read'],
    ],
  ])('of a client of nobody %s', (_, who, scope, scopes) => {
    expect(plan({ scope }, who, undefined).scopes).toEqual(scopes);
  });

  it('of an application is granted without what is too much', () => {
    expect(plan({ scope: 'openid other read another' }).scopes).toEqual(['openid', 'read']);
  });

  const REFRESHING = ['authorization_code', 'refresh_token'];
  it.each<[string, Client, Application | undefined, string[]]>([
    ['with refresh tokens', { ...dynamic, grantTypes: REFRESHING }, undefined, ['openid', 'offline_access']],
    [
      'with refresh tokens and scopes of its own',
      { ...dynamic, grantTypes: REFRESHING, scopes: ['openid'] },
      undefined,
      ['openid', 'offline_access'],
    ],
    ['without refresh tokens', dynamic, undefined, ['openid']],
    [
      'of an application that has them on',
      { ...client, grantTypes: REFRESHING },
      { ...application, refreshTokens: true },
      ['openid', 'offline_access'],
    ],
    ['of an application that has them off', { ...client, grantTypes: REFRESHING }, application, ['openid']],
    [
      'without the grant, of an application that has them on',
      client,
      { ...application, refreshTokens: true },
      ['openid'],
    ],
  ])('for offline_access of a client %s', (_, who, where, scopes) => {
    expect(plan({ scope: 'openid offline_access' }, who, where).scopes).toEqual(scopes);
    expect(plan({}, who, where).scopes).not.toContain('offline_access');
  });

  const letOff: Client = { ...client, requirePkce: false };
  it.each<[string, Client, Changes, string | undefined]>([
    ['without PKCE', letOff, { code_challenge: undefined, code_challenge_method: undefined }, undefined],
    ['with it all the same', letOff, {}, CHALLENGE],
  ])('of a client that was let off is planned %s', (_, who, changes, codeChallenge) => {
    expect(plan(changes, who).codeChallenge).toBe(codeChallenge);
  });

  it.each<[string, Client, Changes]>([
    ['half of it', letOff, { code_challenge: undefined }],
    ['the other half', letOff, { code_challenge_method: undefined }],
    ['the plain one', letOff, { code_challenge_method: 'plain' }],
    ['a challenge that is none', letOff, { code_challenge: 'short' }],
    [
      'nothing, and authenticates by nothing',
      { ...letOff, kind: 'dynamic', authMethod: 'none' },
      { code_challenge: undefined, code_challenge_method: undefined },
    ],
  ])('of a client that was let off is refused with %s', (_, who, changes) => {
    const error = refusalOf(() => plan(changes, who, who.kind === 'dynamic' ? undefined : application));
    expect(error.code).toBe('invalid_request');
  });

  it.each<[string, Changes, string, Client?, Application?]>([
    ['without response_type', { response_type: undefined }, 'invalid_request'],
    ['for a token', { response_type: 'token' }, 'unsupported_response_type'],
    ['for another response_mode', { response_mode: 'fragment' }, 'invalid_request'],
    ['without code_challenge', { code_challenge: undefined }, 'invalid_request'],
    ['with padding in code_challenge', { code_challenge: `${CHALLENGE}=` }, 'invalid_request'],
    ['without code_challenge_method', { code_challenge_method: undefined }, 'invalid_request'],
    ['with the plain one', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['without any page', { prompt: 'none' }, 'login_required'],
    ['with a request object', { request: 'a.b.c' }, 'request_not_supported'],
    ['with nothing but scopes that its application has not', { scope: 'other another' }, 'invalid_scope'],
    ['with a malformed scope', { scope: 'openid "' }, 'invalid_scope'],
    ['with too long a state', { state: 's'.repeat(2049) }, 'invalid_request'],
    ['of a client without the grant', {}, 'unauthorized_client', { ...client, grantTypes: ['refresh_token'] }],
    [
      'of an instance of a mobile application that does not ask for a stateless registration',
      {},
      'unauthorized_client',
      { ...client, kind: 'instance', appPlatform: 'ios', appVersion: '1.0' },
      anApplication({ statelessRedirectUris: [REDIRECT] }),
    ],
    ['beyond what its client registered', { scope: 'read' }, 'invalid_scope', { ...client, scopes: ['openid'] }],
    ['of a client of nobody beyond what it registered', { scope: 'read' }, 'invalid_scope', dynamic],
  ])('%s is refused at the address of the client', (_, changes, code, who = client, where = application) => {
    const error = refusalOf(() => plan(changes, who, who.kind === 'dynamic' ? undefined : where));
    expect(error).toBeInstanceOf(AuthorizationRefusal);
    expect([error.code, (error as AuthorizationRefusal).address.redirectUri]).toEqual([code, REDIRECT]);
  });
});

describe('The providers of a login page', () => {
  const scheme = aProvider();
  const other = aProvider({ identifier: 'other', name: 'Another scheme' });
  const byDefault = aProvider({ identifier: 'open', name: 'Open scheme', isDefault: true });
  const off = aProvider({ identifier: 'off', enabled: false, isDefault: true });
  const all = [scheme, other, byDefault, off];
  const linked = (identityProviders: string[], defaultIdentityProvider: string | null = null) =>
    anApplication({ identityProviders, defaultIdentityProvider });
  const idsOf = (where: Application | null) => offeredProviders(where, all).map(({ identifier }) => identifier);

  it.each<[string, Application | null, string[], string | undefined]>([
    ['are those of the application', linked(['scheme', 'other', 'off']), ['other', 'scheme'], undefined],
    ['begin with its default one', linked(['scheme', 'other'], 'scheme'), ['scheme', 'other'], 'scheme'],
    ['need no choice where there is one', linked(['other']), ['other'], 'other'],
    ['serve whoever names none', linked([]), ['open'], 'open'],
    ['serve clients of no application', null, ['open'], 'open'],
    ['may be none', linked(['off']), [], undefined],
  ])('%s', (_, where, expected, first) => {
    expect(idsOf(where)).toEqual(expected);
    expect(firstProvider(where, offeredProviders(where, all))?.identifier).toBe(first);
  });
});

describe('An authorization answer', () => {
  it.each([
    [REDIRECT, `${REDIRECT}?code=C&state=a%26b&iss=https%3A%2F%2Flogin.example.com%2Foauth`],
    [`${REDIRECT}?a=1`, `${REDIRECT}?a=1&code=C&state=a%26b&iss=https%3A%2F%2Flogin.example.com%2Foauth`],
    ['com.example.app:/cb', 'com.example.app:/cb?code=C&state=a%26b&iss=https%3A%2F%2Flogin.example.com%2Foauth'],
  ])('at %s names code, state and issuer', (redirectUri, expected) => {
    const address = { redirectUri, state: 'a&b' };
    expect(answerLocation(address, 'https://login.example.com/oauth', { code: 'C' })).toBe(expected);
  });
});

describe('What may be issued to a client', () => {
  it('is less than its application has where it registered less', () => {
    const { defaultScopes, additionalScopes } = requireAllowance({ ...client, scopes: ['read'] }, application);
    expect([defaultScopes, additionalScopes]).toEqual([[], ['read']]);
  });

  it.each([
    [['authorization_code'], false],
    [['authorization_code', 'refresh_token'], true],
  ])('to a client of nobody with %j includes refresh tokens: %s', (grantTypes, expected) => {
    expect(requireAllowance({ ...dynamic, grantTypes }, undefined).refreshTokens).toBe(expected);
  });
});
