import { grantScopes } from './scope.js';
import { anApplication } from './testing/index.js';

const application = anApplication({ defaultScopes: ['profile'], additionalScopes: ['openid', 'read'] });

describe('Scopes of a registration', () => {
  it.each([
    ['the default scopes when none are requested', undefined, ['profile']],
    ['the default scopes when the list is empty', [], ['profile']],
    ['what is requested and no more', ['read'], ['read']],
    ['requested scopes in their order, each once', ['read', 'openid', 'read'], ['read', 'openid']],
  ])('are %s', (_, requested, granted) => {
    expect(grantScopes(requested, application)).toEqual(granted);
  });

  it.each([
    ['unknown', ['nothing'], application],
    ['malformed', ['read write'], application],
    ['empty', [''], application],
    ['one allowed and one unknown', ['read', 'nothing'], application],
    ['none, and there are no default scopes', undefined, { ...application, defaultScopes: [] }],
  ])('are refused when %s', (_, requested, of) => {
    expect(() => grantScopes(requested, of)).toThrow(expect.objectContaining({ code: 'invalid_scope' }));
  });
});
