import { anInstance } from '../testing/index.js';
import {
  differencesOf,
  documentIdentifierProblem,
  allowedDomain,
  isAllowedDocument,
  isDocumentIdentifier,
  isOutage,
  readClientDocument,
  redirectUrisGone,
  takesDocuments,
} from './client-document.js';

const ADDRESS = 'https://app.example.com/client.json';

describe('The identifier of a client that a document describes', () => {
  it.each([
    [ADDRESS, true],
    ['http://127.0.0.1/client', true],
    ['a2c4e6', false],
    ['https', false],
    ['HTTPS://app.example.com/client.json', false],
  ])('%s is an address: %s', (clientId, is) => expect(isDocumentIdentifier(clientId)).toBe(is));

  it.each([
    [ADDRESS],
    ['https://app.example.com/'],
    ['https://app.example.com:8443/a/b?c=d'],
    ['https://xn--bcher-kva.example/client'],
  ])('may be %s', (clientId) => expect(documentIdentifierProblem(clientId, false)).toBeUndefined());

  it.each([
    ['http://app.example.com/client.json', 'must be https'],
    ['https://localhost/client.json', 'must not name this machine'],
    ['https://user:x@app.example.com/client.json', 'must hold no credentials'],
    ['https://app.example.com/client.json#', 'must have no fragment'],
    ['https://app.example.com', 'must be in its normal form, with a path'],
    ['https://app.example.com?a=b', 'must be in its normal form, with a path'],
    ['https://app.example.com/a/./b', 'must be in its normal form, with a path'],
    ['https://app.example.com/a/%2E%2e/b', 'must be in its normal form, with a path'],
    ['https://App.example.com/client.json', 'must be in its normal form, with a path'],
    ['https://app.example.com:443/client.json', 'must be in its normal form, with a path'],
    ['https://bücher.example/client', 'must be in its normal form, with a path'],
    ['https://app.example.com\\@other.example/', 'must be in its normal form, with a path'],
    [`https://app.example.com/${'x'.repeat(232)}`, 'must have at most 255 characters'],
  ])('may not be %s: it %s', (clientId, problem) => {
    expect(documentIdentifierProblem(clientId, false)).toBe(problem);
  });

  it('may be on this machine where addresses of clients may', () => {
    expect(documentIdentifierProblem('http://127.0.0.1:3001/client', true)).toBeUndefined();
    expect(documentIdentifierProblem('http://app.example.com/client', true)).toBe('must be https');
  });
});

describe('The domains from which documents are taken', () => {
  it.each([
    [['app.example.com'], true],
    [['*.example.com'], true],
    [['other.example.com', 'app.example.com'], true],
    [['example.com'], false],
    [['*.app.example.com'], false],
    [['*.ample.com'], false],
    [['app.example.com.evil.example'], false],
    [[], false],
  ])('%j include app.example.com: %s', (domains, is) => {
    expect(isAllowedDocument(ADDRESS, { enabled: true, domains })).toBe(is);
    expect(isAllowedDocument(ADDRESS, { enabled: false, domains })).toBe(false);
  });

  it.each([
    [['other.example.com', 'app.example.com'], 'app.example.com'],
    [['*.example.com'], '*.example.com'],
    [['other.example.com'], undefined],
  ])('%j let app.example.com in by %s', (domains, by) => {
    expect(allowedDomain(ADDRESS, { enabled: true, domains })).toBe(by);
  });

  it('do not ask for the port, and know the host from what stands before it', () => {
    const policy = { enabled: true, domains: ['app.example.com'] };
    expect(isAllowedDocument('https://app.example.com:8443/client', policy)).toBe(true);
    expect(isAllowedDocument('https://app.example.com@evil.example/client', policy)).toBe(false);
    expect(isAllowedDocument('https://', policy)).toBe(false);
  });

  it.each([
    [{ enabled: true, domains: ['a.example'] }, true],
    [{ enabled: true, domains: [] }, false],
    [{ enabled: false, domains: ['a.example'] }, false],
  ])('are taken with %j: %s', (policy, are) => expect(takesDocuments(policy)).toBe(are));
});

describe('A document', () => {
  const read = (changes: object) => readClientDocument(JSON.stringify({ client_id: ADDRESS, ...changes }), ADDRESS);

  it('is read without what it cannot decide', () => {
    const own = { preferred_client_id: 'x', preferred_client_secret: 'y', data: {}, app_platform: 'ios' };
    const statement = { software_statement: 'a.b.c', registration_access_token: 'z', registration_client_uri: 'u' };
    expect(read({ client_name: 'App', empty: '', nothing: null, ...own, ...statement })).toEqual({
      metadata: { client_name: 'App', token_endpoint_auth_method: 'none' },
    });
  });

  it.each([
    ['no JSON', '<html>', 'answered no JSON object'],
    ['null', 'null', 'answered no JSON object'],
    ['a list', '[]', 'answered no JSON object'],
    ['no client_id', '{}', 'names another client_id, or none'],
    ['a longer client_id', JSON.stringify({ client_id: `${ADDRESS}?` }), 'names another client_id, or none'],
    ['a client_id in a list', JSON.stringify({ client_id: [ADDRESS] }), 'names another client_id, or none'],
  ])('that is %s says nothing', (_, body, problem) => {
    expect(readClientDocument(body, ADDRESS)).toEqual({ problem });
  });

  const jwks = { keys: [] };
  it.each([
    [{}, 'none'],
    [{ token_endpoint_auth_method: null }, 'none'],
    [{ token_endpoint_auth_method: 'none', jwks }, 'none'],
    [{ token_endpoint_auth_method: 'private_key_jwt' }, 'private_key_jwt'],
    [{ jwks }, 'private_key_jwt'],
    [{ jwks_uri: 'https://app.example.com/keys' }, 'private_key_jwt'],
    [{ jwks, token_endpoint_auth_methods_supported: ['none'] }, 'none'],
    [{ jwks, token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'] }, 'private_key_jwt'],
    [{ token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'] }, 'none'],
    [{ token_endpoint_auth_methods_supported: ['client_secret_basic', 'none'] }, 'none'],
    [{ token_endpoint_auth_method: 'tls_client_auth', token_endpoint_auth_methods_supported: ['none'] }, 'none'],
  ])('with %j authenticates with %s', (changes, method) => {
    expect(read(changes)).toMatchObject({ metadata: { token_endpoint_auth_method: method } });
  });

  it.each([
    [{ token_endpoint_auth_method: 'client_secret_basic' }, 'asks for a method that needs a shared secret'],
    [{ token_endpoint_auth_method: 'client_secret_post' }, 'asks for a method that needs a shared secret'],
    [
      { token_endpoint_auth_method: 'client_secret_jwt', token_endpoint_auth_methods_supported: ['none'] },
      'asks for a method that needs a shared secret',
    ],
    [{ client_secret: 'x' }, 'holds a secret, which a public document cannot keep'],
    [{ client_secret_expires_at: 0 }, 'holds a secret, which a public document cannot keep'],
    [{ token_endpoint_auth_method: 'tls_client_auth' }, 'offers no method of authentication that is taken here'],
    [
      { token_endpoint_auth_methods_supported: ['client_secret_basic'] },
      'offers no method of authentication that is taken here',
    ],
  ])('with %j makes no client: it %s', (changes, problem) => expect(read(changes)).toEqual({ problem }));
});

describe('An answer that says nothing about a client', () => {
  it.each([
    [500, true],
    [503, true],
    [429, true],
    [408, true],
    [404, true],
    [401, false],
    [403, false],
    [410, false],
    [204, false],
  ])('%i leaves a document in use: %s', (status, is) => expect(isOutage(status)).toBe(is));
});

describe('The redirect URIs that a client no longer has', () => {
  it.each([
    [['https://a.example/cb'], 'web', []],
    [['https://a.example/cb', 'https://b.example/cb'], 'web', ['https://b.example/cb']],
    [['https://a.example/cb/'], 'web', ['https://a.example/cb/']],
  ])('of %j are, for a %s client, %j', (given, application_type, gone) => {
    const client = anInstance({ redirectUris: ['https://a.example/cb'], metadata: { application_type } });
    expect(redirectUrisGone(given, client)).toEqual(gone);
  });

  it('do not include a native app that listened on another port', () => {
    const given = ['http://127.0.0.1:50000/cb', 'http://127.0.0.1:50000/other'];
    const client = anInstance({ redirectUris: ['http://127.0.0.1/cb'], metadata: { application_type: 'native' } });
    expect(redirectUrisGone(given, client)).toEqual(['http://127.0.0.1:50000/other']);
  });
});

describe('What a document changes', () => {
  it('is told member by member, whatever the order of the members', () => {
    const before = { a: 1, b: [1, 2], keys: [{ x: 1, y: 2 }], gone: 'x' };
    const after = { keys: [{ y: 2, x: 1 }], b: [2, 1], a: 1, more: true };
    expect(differencesOf(before, after)).toEqual([
      { member: 'b', before: [1, 2], after: [2, 1] },
      { member: 'gone', before: 'x' },
      { member: 'more', after: true },
    ]);
  });
});
