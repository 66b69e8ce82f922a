import { OFFLINE_ACCESS, grantScopes, narrowScopes, readScope, requireGrantedScopes } from './scope.js';
import { OAuthError } from '../refusals/errors.js';
import { anApplication } from '../testing/index.js';

const application = anApplication({ defaultScopes: ['profile'], additionalScopes: ['openid', 'read'] });

const refusalOf = (work: () => unknown): OAuthError => {
  try {
    work();
  } catch (error) {
    if (error instanceof OAuthError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
};

describe('Scopes of a custom registration', () => {
  it.each([
    ['the default scopes when none are requested', undefined, ['profile']],
    ['the default scopes when the list is empty', [], ['profile']],
    ['what is requested and no more', ['read'], ['read']],
    ['requested scopes in their order, each once', ['read', 'openid', 'read'], ['read', 'openid']],
  ])('are %s', (_, requested, granted) => {
    expect(requireGrantedScopes(requested, application)).toEqual(granted);
  });

  it.each([
    ['unknown', ['nothing'], application],
    ['malformed', ['read write'], application],
    ['empty', [''], application],
    ['one allowed and one unknown', ['read', 'nothing'], application],
    ['none, and there are no default scopes', undefined, { ...application, defaultScopes: [] }],
  ])('are refused when %s', (_, requested, of) => {
    expect(refusalOf(() => requireGrantedScopes(requested, of)).code).toBe('invalid_scope');
  });
});

describe('Scopes of every other request', () => {
  it.each([
    ['the default scopes when none are requested', undefined, ['profile']],
    ['what is requested, each once, in its order', 'read openid read', ['read', 'openid']],
    ['without an unknown one beside one that is known', 'read nothing', ['read']],
    ['without one that is a legal word elsewhere', 'https://api.example/read read api://x/.default', ['read']],
    ['without a hundred of them', `${Array.from({ length: 100 }, (_, i) => `x${i}`).join(' ')} openid`, ['openid']],
    ['not told apart by spaces too many', '  read   openid ', ['read', 'openid']],
    ['compared letter for letter', 'READ read', ['read']],
  ])('are %s', (_, requested, granted) => {
    expect(grantScopes(readScope(requested), application)).toEqual(granted);
  });

  it.each([
    ['only unknown ones are requested', 'nothing else', application],
    ['a word is malformed, whatever stands beside it', 'read a"b', application],
    ['a word has characters that no scope has', 'read caf\u00e9', application],
    ['they are told apart by something else than a space', 'read\topenid', application],
    ['none are requested and there are no default scopes', undefined, { ...application, defaultScopes: [] }],
  ])('are refused when %s', (_, requested, of) => {
    expect(refusalOf(() => grantScopes(readScope(requested), of)).code).toBe('invalid_scope');
  });

  it('are refused with what would have been granted in the log, and not in the answer', () => {
    const refusal = refusalOf(() => grantScopes(['nothing'], application));
    expect(refusal.message).not.toContain('read');
    expect(refusal.options.cause).toBe('none of them is allowed');
    expect(refusal.options.checks).toMatchObject([{ expected: 'profile, openid, read', actual: 'none of these' }]);
  });
});

describe('Narrowing to what was granted before', () => {
  it.each([
    ['all of it where nothing is requested', undefined, ['openid', 'read']],
    ['fewer on request', 'read', ['read']],
    ['never more', 'read write', ['read']],
  ])('gives %s', (_, requested, granted) => {
    expect(narrowScopes(readScope(requested), ['openid', 'read'])).toEqual(granted);
  });

  it('is refused where nothing is left', () => {
    expect(refusalOf(() => narrowScopes(['write'], ['openid', 'read'])).code).toBe('invalid_scope');
  });
});

it('The scope of staying signed in is the one of OpenID Connect Core §11', () => {
  expect(OFFLINE_ACCESS).toBe('offline_access');
});
