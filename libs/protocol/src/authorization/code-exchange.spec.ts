import {
  type CodeRequest,
  awaitsExchange,
  codeRefused,
  meetsChallenge,
  planCodeExchange,
  readCodeRequest,
  requireCode,
} from './code-exchange.js';
import type { Client } from '../clients/client-records.js';
import type { AuthorizationCode } from '../tokens/token-records.js';
import { aProvider, anApplication, anInstance } from '../testing/index.js';
import { TokenRefusal, requireTokenGrant } from '../tokens/token-request.js';

// RFC 7636 Appendix B.
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const now = 1_800_000_000;
const application = anApplication({ clientType: 'web', versions: [], refreshTokens: true });
const client = anInstance({
  kind: 'web',
  grantTypes: ['authorization_code', 'refresh_token'],
  redirectUris: ['https://rp.example.com/callback'],
  appPlatform: null,
  appVersion: null,
});
const providers = [aProvider()];
const code: AuthorizationCode = {
  codeHash: Buffer.alloc(32),
  clientId: client.clientId,
  redirectUri: 'https://rp.example.com/callback',
  codeChallenge: CHALLENGE,
  nonce: null,
  scopes: ['openid'],
  resources: [],
  identityProvider: 'scheme',
  authenticatedAt: now - 20,
  stateless: false,
  person: null,
  sessionEndsAt: null,
  approved: true,
  sealed: Buffer.alloc(40),
  redeemedAt: null,
  accessTokenHash: null,
  family: null,
  expiresAt: now + 30,
};
const request: CodeRequest = { code: 'C', redirectUri: code.redirectUri, codeVerifier: VERIFIER };
const user = { id: 'anna', amr: ['pwd'], details: { city: 'Delft' } };

describe('A code verifier', () => {
  it('meets the challenge of its own SHA-256 and no other', () => {
    expect(meetsChallenge(VERIFIER, CHALLENGE)).toBe(true);
    expect(meetsChallenge(`${VERIFIER}A`, CHALLENGE)).toBe(false);
    expect(meetsChallenge(VERIFIER, '')).toBe(false);
    expect(meetsChallenge(CHALLENGE, CHALLENGE)).toBe(false);
  });

  it.each([
    ['code', { redirect_uri: 'a', code_verifier: VERIFIER }],
    ['redirect_uri', { code: 'C', code_verifier: VERIFIER }],
    ['code_verifier', { code: 'C', redirect_uri: 'a' }],
    ['a code_verifier of 43 characters', { code: 'C', redirect_uri: 'a', code_verifier: VERIFIER.slice(1) }],
    ['a code_verifier of 128 at most', { code: 'C', redirect_uri: 'a', code_verifier: 'a'.repeat(129) }],
    ['an unreserved code_verifier', { code: 'C', redirect_uri: 'a', code_verifier: `${VERIFIER.slice(1)}+` }],
  ])('needs %s beside it', (_, given) => {
    expect(() => readCodeRequest(client, given)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });

  const letOff: Client = { ...client, requirePkce: false };
  it.each<[string, Client, boolean]>([
    ['a client that was let off', letOff, false],
    ['any other', client, true],
    ['a public one, whatever was decided about it', { ...letOff, kind: 'dynamic', authMethod: 'none' }, true],
  ])('is demanded of %s: %#', (_, who, demanded) => {
    const read = () => readCodeRequest(who, { code: 'C', redirect_uri: 'a' });
    if (demanded) expect(read).toThrow(expect.objectContaining({ code: 'invalid_request' }));
    else expect(read()).toEqual({ code: 'C', redirectUri: 'a', codeVerifier: undefined });
    expect(() => readCodeRequest(who, { code: 'C', redirect_uri: 'a', code_verifier: 'short' })).toThrow();
  });

  // RFC 9700 §4.8.2.
  it.each<[string, string | null, string | undefined, string | undefined]>([
    ['neither', null, undefined, undefined],
    ['both', CHALLENGE, VERIFIER, undefined],
    ['a challenge alone', CHALLENGE, undefined, 'TOKEN_REQUEST_INVALID'],
    ['a verifier alone', null, VERIFIER, 'TOKEN_REQUEST_INVALID_PKCE_VERIFIER'],
  ])('belongs to a challenge: %s', (_, codeChallenge, codeVerifier, event) => {
    const require = () => requireCode(letOff, { ...code, codeChallenge }, { ...request, codeVerifier }, now);
    if (event === undefined) expect(require()).toMatchObject({ codeChallenge });
    else expect(require).toThrow(expect.objectContaining({ event }));
  });
});

describe('The exchange of a code', () => {
  it('takes the code as it is kept', () => {
    expect(requireCode(client, code, request, now)).toEqual(code);
  });

  it.each<[string, Partial<AuthorizationCode> | undefined, Partial<typeof request>, string]>([
    ['nobody made', undefined, {}, 'TOKEN_REQUEST_INVALID_GRANT'],
    ['another client was given', { clientId: 'other' }, {}, 'TOKEN_REQUEST_INVALID_GRANT'],
    ['was used', { redeemedAt: now - 1, sealed: null }, {}, 'TOKEN_REQUEST_CODE_REUSED'],
    ['was used, by who lacks its verifier', { redeemedAt: now - 1 }, { codeVerifier: 'a'.repeat(43) }, 'TOKEN_REQUEST_INVALID_PKCE_VERIFIER'], // prettier-ignore
    ['nobody agreed to', { approved: false }, {}, 'TOKEN_REQUEST_INVALID_GRANT'],
    ['expired', { expiresAt: now }, {}, 'TOKEN_REQUEST_INVALID_GRANT'],
    ['was sent elsewhere', {}, { redirectUri: 'https://rp.example.com/other' }, 'TOKEN_REQUEST_INVALID_REDIRECT_URI'],
    ['has another challenge', {}, { codeVerifier: 'a'.repeat(43) }, 'TOKEN_REQUEST_INVALID_PKCE_VERIFIER'],
  ])('refuses one that %s, with the one sentence', (_, changes, asked, event) => {
    const found = changes && { ...code, ...changes };
    try {
      requireCode(client, found, { ...request, ...asked }, now);
      throw new Error('It was not refused.');
    } catch (error) {
      expect(error).toBeInstanceOf(TokenRefusal);
      const { code: refused, message, event: noted } = error as TokenRefusal;
      expect([refused, message, noted]).toEqual(['invalid_grant', codeRefused('any').message, event]);
    }
  });

  it('plans the tokens of the default grant', () => {
    expect(planCodeExchange(client, { application, providers }, code, user, 'profile-1', now)).toMatchObject({
      tokenType: 'DEFAULT',
      application,
      scopes: ['openid'],
      subject: { sub: 'anna', userDetails: { city: 'Delft' } },
      person: {
        profile: 'profile-1',
        profileId: 'static',
        identityProvider: 'scheme',
        userId: 'anna',
        amr: ['pwd'],
        claimsByScope: true,
      },
      issuedAt: now,
      expiresAt: now + 900,
      withRefreshToken: true,
    });
  });

  it.each<[string, Client, boolean, boolean]>([
    ['application and client', client, true, true],
    ['the client alone', client, false, false],
    ['the application alone', { ...client, grantTypes: ['authorization_code'] }, true, false],
  ])('gives a refresh token where %s allow it', (_, who, refreshTokens, expected) => {
    const plan = planCodeExchange(
      who,
      { application: { ...application, refreshTokens }, providers },
      code,
      user,
      'profile-1',
      now,
    );
    expect(plan.withRefreshToken).toBe(expected);
  });
});

describe('What changed since the person agreed', () => {
  const plan = (changes: { application?: object; provider?: object; code?: object; client?: object }) =>
    planCodeExchange(
      { ...client, ...changes.client },
      {
        application: { ...application, ...changes.application },
        providers: [{ ...providers[0]!, ...changes.provider }],
      },
      { ...code, ...changes.code },
      user,
      'profile-1',
      now,
    );

  it('takes from the tokens the scopes the application lost', () => {
    const changed = plan({ code: { scopes: ['openid', 'gone'] } });
    expect([changed.scopes, changed.person.scopes]).toEqual([['openid'], ['openid']]);
  });

  it.each<[string, Parameters<typeof plan>[0]]>([
    ['no scope is left', { code: { scopes: ['gone'] } }],
    ['the provider was switched off', { provider: { enabled: false } }],
    ['the provider is gone', { code: { identityProvider: 'gone' } }],
    ['the application no longer has the provider', { application: { identityProviders: [] } }],
    ['the client has another redirect URI', { client: { redirectUris: ['https://rp.example.com/other'] } }],
    ['the client has no redirect URI', { client: { redirectUris: [] } }],
    [
      'the client is no native one any more, whose port may differ',
      { client: { redirectUris: ['http://127.0.0.1:1/cb'] }, code: { redirectUri: 'http://127.0.0.1:2/cb' } },
    ],
  ])('leaves nothing where %s', (_, changes) => {
    expect(() => plan(changes)).toThrow(expect.objectContaining({ code: 'invalid_grant' }));
  });

  it('takes nothing from a client that has more redirect URIs, or listens on another port', () => {
    const more = { redirectUris: ['https://rp.example.com/new', ...client.redirectUris] };
    expect(plan({ client: more }).scopes).toEqual(['openid']);
    const native = { redirectUris: ['http://127.0.0.1:1/cb'], metadata: { application_type: 'native' } };
    expect(plan({ client: native, code: { redirectUri: 'http://127.0.0.1:2/cb' } }).scopes).toEqual(['openid']);
  });

  it.each<[string, Partial<AuthorizationCode> | undefined, boolean]>([
    ['agreed to', {}, true],
    ['not agreed to', { approved: false }, false],
    ['used', { redeemedAt: now - 1 }, false],
    ['expired', { expiresAt: now }, false],
    ['taken back', undefined, false],
  ])('tells whether a code still waits for its client: %s', (_, changes, expected) => {
    expect(awaitsExchange(changes && { ...code, ...changes }, now)).toBe(expected);
  });
});

describe('The grants of the token endpoint', () => {
  const dynamic: Client = { ...client, kind: 'dynamic', application: null };
  it.each<[string, Client, string, boolean]>([
    ['let a web client with it exchange a code', client, 'authorization_code', true],
    ['do not let a web client without it', { ...client, grantTypes: [] }, 'authorization_code', false],
    [
      'let a web client that registered none refresh where its application does',
      { ...client, grantTypes: [] },
      'refresh_token',
      true,
    ],
    [
      'do not let a web client refresh from which that was taken',
      { ...client, grantTypes: ['authorization_code'] },
      'refresh_token',
      false,
    ],
    ['let a client of nobody with it refresh', dynamic, 'refresh_token', true],
    ['do not let a client of nobody without it act for itself', dynamic, 'client_credentials', false],
    ['do not let an API client exchange a code', { ...client, kind: 'api' }, 'authorization_code', false],
    ['let a public client exchange a code', { ...dynamic, authMethod: 'none' }, 'authorization_code', true],
    [
      'do not let a public client act for itself, whatever it registered',
      { ...dynamic, authMethod: 'none', grantTypes: ['client_credentials'] },
      'client_credentials',
      false,
    ],
  ])('%s', (_, who, grant, allowed) => {
    if (allowed) expect(requireTokenGrant(who, grant)).toBe(grant);
    else expect(() => requireTokenGrant(who, grant)).toThrow(expect.objectContaining({ code: 'unauthorized_client' }));
  });
});
