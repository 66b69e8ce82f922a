import { mayUseGrant } from './client.js';
import { anInstance } from './testing/index.js';

describe('What a client registered leaves room for', () => {
  it.each([
    ['an API client', { kind: 'api' as const }, 'client_credentials', true],
    ['an API client', { kind: 'api' as const }, 'refresh_token', false],
    ['a client of an administrator', { kind: 'web' as const }, 'refresh_token', true],
    ['an instance that registered no grants', {}, 'refresh_token', true],
    ['an instance that registered others', { grantTypes: ['client_credentials'] }, 'refresh_token', false],
    ['an instance that registered it', { grantTypes: ['refresh_token'] }, 'refresh_token', true],
    ['a client of nobody that registered none', { kind: 'dynamic' as const }, 'client_credentials', false],
    ['a client of nobody that did', { kind: 'dynamic' as const, grantTypes: ['refresh_token'] }, 'refresh_token', true],
  ])('for %s (%p): %s is %s', (_, changes, grant, expected) => {
    expect(mayUseGrant(anInstance(changes), grant)).toBe(expected);
  });
});
