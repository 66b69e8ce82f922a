import { originProblem, originTold, originsOf } from './client-origins.js';

describe('The origins of a client', () => {
  it.each<[string, string[]]>([
    ['https://app.example/callback', ['https://app.example']],
    ['https://app.example:8443/callback?a=b', ['https://app.example:8443']],
    ['http://localhost:5173/callback', ['http://localhost:5173']],
    ['http://127.0.0.1/callback', ['http://127.0.0.1']],
    ['http://[::1]:4000/', ['http://[::1]:4000']],
    ['http://app.example/callback', []],
    ['http://localhost.example/callback', []],
    ['com.example.app:/callback', []],
    ['no address', []],
  ])('that is public are those of its addresses: %s', (uri, origins) => {
    expect(originsOf({ authMethod: 'none', redirectUris: [uri], allowedOrigins: [] })).toEqual(origins);
  });

  it.each(['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const)(
    'that authenticates by %s are the listed ones only',
    (authMethod) => {
      const redirectUris = ['https://app.example/callback'];
      expect(originsOf({ authMethod, redirectUris, allowedOrigins: [] })).toEqual([]);
      const allowedOrigins = ['https://page.example'];
      expect(originsOf({ authMethod, redirectUris, allowedOrigins })).toEqual(['https://page.example']);
    },
  );

  it('are each named once', () => {
    const redirectUris = ['https://app.example/a', 'https://app.example/b'];
    const allowedOrigins = ['https://app.example', 'https://other.example'];
    expect(originsOf({ authMethod: 'none', redirectUris, allowedOrigins })).toEqual(allowedOrigins);
  });
});

describe('A text that shall be an origin', () => {
  it.each(['https://app.example', 'https://app.example:8443', 'http://localhost:5173', 'http://[::1]:1'])(
    'may be %s',
    (text) => expect(originProblem(text)).toBeUndefined(),
  );

  it.each([
    ['https://app.example/', 'must be written as browsers write an origin'],
    ['https://App.Example:443', 'must be written as browsers write an origin'],
    ['https://app.example/path?a=b', 'must be written as browsers write an origin'],
    ['https://me@app.example', 'must be written as browsers write an origin'],
    ['http://app.example', 'must be https://host, or http://localhost:port'],
    ['com.example.app:', 'must be https://host, or http://localhost:port'],
    ['https://*.example', 'must be https://host, or http://localhost:port'],
    ['*', 'must be https://host, or http://localhost:port'],
    ['null', 'must be https://host, or http://localhost:port'],
    ['app.example', 'must be https://host, or http://localhost:port'],
  ])('may not be %s', (text, problem) => expect(originProblem(text)).toBe(problem));

  it.each([
    ['https://App.Example:443/', 'It is "https://App.Example:443/", and would be "https://app.example".'],
    ['app.example', 'It is "app.example".'],
  ])('is told to whoever wrote %s', (text, told) => expect(originTold(text)).toBe(told));
});
