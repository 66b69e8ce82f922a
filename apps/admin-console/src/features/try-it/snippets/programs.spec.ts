import { beforeAll, describe, expect, it } from '@jest/globals';
import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { GRAMMAR_PATIENCE, type Program, misreadLines } from '../../../../test/grammar.js';
import { kotlinSnippet } from './kotlin.js';
import type { ProgramValues } from './snippet.js';
import { swiftSnippet } from './swift.js';

const usual: ProgramValues = {
  origin: 'https://login.example.com',
  issuer: 'https://login.example.com/oauth',
  initialAccessToken: 'ABCDEF0123456789',
  application: { identifier: 'city-app', name: 'City', default_scopes: ['profile'], additional_scopes: ['openid'] },
  provider: { identifier: 'city-scheme', flow: 'TWO_STEP' },
  platform: 'ios',
  version: '1.0',
  schemeKey: '-----BEGIN PRIVATE KEY-----\nAAAA\nBBBB\n-----END PRIVATE KEY-----',
};

/** Applications and providers for which the programs differ. */
const CASES = {
  'the demo scheme': usual,
  'a scheme of one’s own': { ...usual, schemeKey: undefined },
  'a provider of one step': { ...usual, schemeKey: undefined, provider: { ...usual.provider, flow: 'ONE_STEP' } },
  'an application without OpenID Connect': {
    ...usual,
    application: { ...usual.application, additional_scopes: ['read'] },
  },
  'an application that gives only what is asked for': {
    ...usual,
    application: { ...usual.application, default_scopes: [], additional_scopes: ['read', 'write'] },
  },
  'names that could end a text or a comment': {
    ...usual,
    version: '1.0 "beta" \\(x) ${x} $x \f\u0001',
    application: { ...usual.application, name: 'City */ }\n} fatalError("' },
  },
} satisfies Record<string, ProgramValues>;
const NAMES = Object.keys(CASES) as (keyof typeof CASES)[];

const LANGUAGES = [
  { language: 'swift', write: swiftSnippet },
  { language: 'kt', write: kotlinSnippet },
] as const;

/** Mistakes that the check must find, or it finds none. */
const DAMAGES: [name: string, damage: (text: string) => string][] = [
  ['a bracket that is missing', (text) => text.replace('sign(', 'sign')],
  ['a text that does not end', (text) => text.replace('"ES256"', '"ES256')],
];

describe.each(LANGUAGES)('The program in $language', ({ language, write }) => {
  let misread: Record<string, number[]>;

  beforeAll(() => {
    const program = (text: string): Program => ({ language, text });
    misread = misreadLines({
      ...Object.fromEntries(NAMES.map((name) => [name, program(write(CASES[name]))])),
      ...Object.fromEntries(DAMAGES.map(([name, damage]) => [name, program(damage(write(usual)))])),
    });
  }, GRAMMAR_PATIENCE);

  it.each(NAMES)('for %s is written in its language, as far as a parser can tell', (name) => {
    expect(misread[name]).toEqual([]);
  });

  it.each(DAMAGES)('would not be with %s', (name, damage) => {
    expect(damage(write(usual))).not.toBe(write(usual));
    expect(misread[name]).not.toEqual([]);
  });

  it('sends what the server requires, in both steps', () => {
    const text = write(usual);
    for (const step of ['init', 'complete'])
      expect(text).toContain(`"/oauth/v2/custom-registration/city-scheme/${step}"`);
    const members = ['software_id', 'app_platform', 'token_endpoint_auth_method', 'jwks', 'transaction_id', 'data'];
    for (const member of [...members, 'profile_id', 'grant_type', 'client_assertion', 'client_assertion_type']) {
      expect(text).toContain(`"${member}"`);
    }
    for (const claim of ['iss', 'sub', 'aud', 'iat', 'exp', 'jti']) expect(text).toContain(`"${claim}"`);
    for (const value of ['client-authentication+jwt', STATELESS_AUTHENTICATION_GRANT, 'ABCDEF0123456789']) {
      expect(text).toContain(`"${value}"`);
    }
  });

  it('has no first step, and no transaction, for a provider that has none', () => {
    const text = write(CASES['a provider of one step']);
    expect(text).toContain('/complete"');
    expect(text).not.toContain('/init"');
    expect(text).not.toContain('transaction_id');
  });

  it('uses the token at UserInfo if the application may have the scope for it, else says how', () => {
    expect(write(usual)).toContain('"/oauth/v1/userinfo"');
    expect(write(usual)).toContain('["profile", "openid"]'.slice(1, -1));
    const without = write(CASES['an application without OpenID Connect']);
    expect(without).not.toContain('userinfo');
    expect(without).not.toContain('"scope"');
    expect(without).toContain('"Authorization: Bearer ');
  });

  it('asks for the scopes of an application that gives none by itself', () => {
    const text = write(CASES['an application that gives only what is asked for']);
    expect(text).toMatch(/"scope".*"read", "write"/);
  });

  it('signs with the key of the simulated scheme, or says that somebody else answers', () => {
    expect(write(usual)).toContain(language === 'swift' ? usual.schemeKey! : '"AAAABBBB"');
    expect(write(CASES['a scheme of one’s own'])).toContain('What the app brings back from the scheme.');
  });
});
