import { losesGrant, mayBeLetOffPkce, mayUseGrant, requiresPkce } from './client.js';
import { anInstance } from '../testing/index.js';

describe('What a client registered leaves room for', () => {
  it.each([
    ['an API client', { kind: 'api' as const }, 'client_credentials', true],
    ['an API client', { kind: 'api' as const }, 'refresh_token', false],
    ['a web client without grants', { kind: 'web' as const }, 'refresh_token', true],
    ['a web client with others', { kind: 'web' as const, grantTypes: ['authorization_code'] }, 'refresh_token', false],
    ['a web client with it', { kind: 'web' as const, grantTypes: ['refresh_token'] }, 'refresh_token', true],
    ['an instance that registered no grants', {}, 'refresh_token', true],
    ['an instance that registered others', { grantTypes: ['client_credentials'] }, 'refresh_token', false],
    ['an instance that registered it', { grantTypes: ['refresh_token'] }, 'refresh_token', true],
    ['a client of nobody that registered none', { kind: 'dynamic' as const }, 'client_credentials', false],
    ['a client of nobody that did', { kind: 'dynamic' as const, grantTypes: ['refresh_token'] }, 'refresh_token', true],
  ])('for %s (%p): %s is %s', (_, changes, grant, expected) => {
    expect(mayUseGrant(anInstance(changes), grant)).toBe(expected);
  });

  it.each([
    ['is taken from the list', ['authorization_code', 'refresh_token'], ['authorization_code'], true],
    ['goes with the whole list', ['refresh_token'], [], true],
    ['is left out of a first list', [], ['authorization_code'], true],
    ['is in a first list', [], ['refresh_token'], false],
    ['stays while another goes', ['authorization_code', 'refresh_token'], ['refresh_token'], false],
    ['comes', ['authorization_code'], ['authorization_code', 'refresh_token'], false],
    ['was never there', ['authorization_code'], ['client_credentials'], false],
  ])('a grant type that %s: %p → %p, lost: %s', (_, before, after, expected) => {
    const [was, is] = [anInstance({ grantTypes: before }), anInstance({ grantTypes: after })];
    expect(losesGrant('refresh_token', was, is)).toBe(expected);
  });
});

describe('PKCE', () => {
  const backEnd = { kind: 'web' as const, authMethod: 'client_secret_basic' as const, appPlatform: null };
  it.each([
    ['a back end', backEnd, true],
    ['a client of nobody with a secret', { ...backEnd, kind: 'dynamic' as const }, true],
    ['a public client', { ...backEnd, kind: 'dynamic' as const, authMethod: 'none' as const }, false],
    ['an app', { kind: 'instance' as const, appPlatform: 'ios' as const }, false],
    ['an API client', { ...backEnd, kind: 'api' as const }, false],
  ])('may be made optional for %s: %#', (_, changes, expected) => {
    expect(mayBeLetOffPkce(anInstance(changes))).toBe(expected);
  });

  it('is required unless somebody said otherwise, and always of a public client', () => {
    expect(requiresPkce(anInstance(backEnd))).toBe(true);
    expect(requiresPkce(anInstance({ ...backEnd, requirePkce: false }))).toBe(false);
    expect(requiresPkce(anInstance({ kind: 'dynamic', authMethod: 'none', requirePkce: false }))).toBe(true);
  });
});
