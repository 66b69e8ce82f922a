import { describe, expect, it } from '@jest/globals';
import type { Application, IdentityProvider } from '@passant/contracts';
import { refusalsAhead, scopesOfToken, scopesToAskFor } from './outlook.js';

const PHONE = { platform: 'ios', version: '1.0' } as const;
const APPLICATION = {
  enabled: true,
  user_authentication: { stateless_authentication: true },
  default_scopes: ['profile'],
  additional_scopes: [],
  versions: [{ ...PHONE, status: 'LOGIN_REGISTRATION' }],
} as unknown as Application;
const PROVIDER = { enabled: true } as IdentityProvider;

describe('What an app of an application has to expect', () => {
  it('is nothing bad where all is well, or no version is listed', () => {
    expect(refusalsAhead(APPLICATION, PROVIDER, PHONE)).toEqual([]);
    expect(refusalsAhead({ ...APPLICATION, versions: [] }, PROVIDER, PHONE)).toEqual([]);
  });

  it.each<[reason: string, application: object, provider: object]>([
    ['The application is disabled.', { enabled: false }, {}],
    ['Stateless authentication is off.', { user_authentication: { stateless_authentication: false } }, {}],
    ['The identity provider is disabled.', {}, { enabled: false }],
    [
      'The scripts of the identity provider trust a key that everybody has, so they do not run here.',
      {},
      { public_key: 'REFUSED' },
    ],
    ['This version of the app is disabled.', { versions: [{ ...PHONE, status: 'DISABLED' }] }, {}],
    ['This version of the app may not register.', { versions: [{ ...PHONE, status: 'LOGIN_ONLY' }] }, {}],
    ['The application gives no scopes.', { default_scopes: [] }, {}],
  ])('is told: %s', (reason, application, provider) => {
    const ahead = refusalsAhead({ ...APPLICATION, ...application }, { ...PROVIDER, ...provider }, PHONE);
    expect(ahead).toEqual([reason]);
  });

  it.each([
    { given: ['a', 'b'], more: ['c'], asked: undefined, got: ['a', 'b'] },
    { given: [], more: ['c', 'd'], asked: ['c', 'd'], got: ['c', 'd'] },
    { given: [], more: [], asked: undefined, got: [] },
  ])('are the scopes $got of $given by default and $more', ({ given, more, asked, got }) => {
    const application = { default_scopes: given, additional_scopes: more };
    expect([scopesToAskFor(application), scopesOfToken(application)]).toEqual([asked, got]);
  });
});
