import { randomBytes } from 'node:crypto';
import {
  formIdentifierToken,
  initialAccessTokenClaims,
  isForAudience,
  planDirectAuthorization,
  readIdentifierToken,
} from './initial-access-token.js';
import { anInitialAccessToken, anInstance } from '../testing/index.js';

const key = randomBytes(32);
const now = 1_800_000_000;
const own = ['https://login.example.com/oauth', 'https://login.example.com/c2id/clients'];

describe('An initial access token as identifier', () => {
  const { text, hash } = formIdentifierToken(randomBytes(16), key);

  it('has the form of the customer’s document, and is known again by its text alone', () => {
    expect(text).toMatch(/^[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{22}$/);
    expect(readIdentifierToken(text, key)).toEqual(hash);
  });

  const [identifier, mac] = text.split('.') as [string, string];
  const flipped = (part: string, at: number) => part.slice(0, at) + (part[at] === 'A' ? 'B' : 'A') + part.slice(at + 1);
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  /** Another encoding of the same bytes: the last character has four unused bits. */
  const otherWriting = (part: string) => part.slice(0, 21) + alphabet[alphabet.indexOf(part[21]!) ^ 1];
  it.each([
    ['another identifier', `${flipped(identifier, 0)}.${mac}`],
    ['another authentication code', `${identifier}.${flipped(mac, 0)}`],
    ['the identifier in another writing', `${otherWriting(identifier)}.${mac}`],
    ['the code in another writing', `${identifier}.${otherWriting(mac)}`],
    ['one character less', text.slice(0, -1)],
    ['one character more', `${text}A`],
    ['both halves swapped', `${mac}.${identifier}`],
    ['nothing', ''],
  ])('is not taken with %s', (_, forged) => {
    expect(readIdentifierToken(forged, key)).toBeUndefined();
  });

  it('is not taken by a server with another key', () => {
    expect(readIdentifierToken(text, randomBytes(32))).toBeUndefined();
  });
});

describe('A direct authorisation', () => {
  const proForma = anInstance({ kind: 'dynamic', application: null, authMethod: 'none', clientId: 'pro-forma' });
  const request = {
    sub: 'hackaton-atendee-01',
    client_id: 'pro-forma',
    scope: ['client-reg'],
    audience: [own[1]!],
    access_token: { lifetime: 86_400, encoding: 'IDENTIFIER' as const },
  };

  it('gives a token for one registration, issued to the pro-forma client', () => {
    expect(planDirectAuthorization(request, proForma, own, now)).toMatchObject({
      clientId: 'pro-forma',
      subject: 'hackaton-atendee-01',
      scope: ['client-reg'],
      registrations: 1,
      expiresAt: now + 86_400,
      application: null,
    });
  });

  it.each([
    ['an unknown client', {}, undefined, 'invalid_request'],
    ['no scope', { scope: undefined }, proForma, 'invalid_scope'],
    ['an empty list of scopes', { scope: [] }, proForma, 'invalid_scope'],
    ['a client that can use a grant', {}, { ...proForma, grantTypes: ['client_credentials'] }, 'invalid_request'],
    ['a client with credentials', {}, { ...proForma, authMethod: 'client_secret_basic' as const }, 'invalid_request'],
    ['a disabled client', {}, { ...proForma, enabled: false }, 'invalid_request'],
    ['a client of an administrator', {}, { ...proForma, kind: 'web' as const }, 'invalid_request'],
    ['a foreign audience', { audience: [own[1]!, 'https://other.example'] }, proForma, 'invalid_request'],
    ['a scope of another kind', { scope: ['client-reg', 'openid'] }, proForma, 'invalid_scope'],
    ['an inherited name as scope', { scope: ['constructor'] }, proForma, 'invalid_scope'],
    [
      'a self-contained token that outlives its key',
      { access_token: { lifetime: 86_401, encoding: 'SELF_CONTAINED' as const } },
      proForma,
      'invalid_request',
    ],
  ])('is refused for %s', (_, change, client, code) => {
    expect(() => planDirectAuthorization({ ...request, ...change }, client, own, now)).toThrow(
      expect.objectContaining({ code }),
    );
  });
});

it.each([
  ['none: this server is meant', [], true],
  ['its issuer', [own[0]!], true],
  ['its registration endpoint among others', ['https://other.example', own[1]!], true],
  ['somebody else', ['https://other.example'], false],
])('The audience of a token is %s', (_, audience, expected) => {
  expect(isForAudience({ audience }, own)).toBe(expected);
});

it('The claims of a self-contained token are those of RFC 9068 §2.2', () => {
  const token = anInitialAccessToken({ clientId: 'pro-forma', subject: 'dev', scope: ['a', 'b'], audience: [own[1]!] });
  expect(initialAccessTokenClaims(token, own[0]!)).toEqual({
    iss: own[0],
    sub: 'dev',
    aud: own[1],
    client_id: 'pro-forma',
    scope: 'a b',
    iat: token.createdAt,
    exp: token.expiresAt,
    jti: token.id,
  });
});
