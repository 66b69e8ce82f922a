import { matchesRedirectUri, redirectUriProblem, requireRedirectUri, staysOnDevice } from './redirect-uri.js';

describe('A redirect URI of a site', () => {
  it.each([
    'https://rp.example.com/callback',
    'https://rp.example.com',
    'https://rp.example.com/',
    'https://rp.example.com:8443/callback',
    'https://rp.example.com/callback?tenant=1&codes=2',
    'https://10.1.2.3/callback',
  ])('may be %s', (uri) => {
    expect(redirectUriProblem(uri, 'web')).toBeUndefined();
  });

  it.each([
    ['http://rp.example.com/callback', /https/],
    ['http://localhost/callback', /https/],
    ['http://127.0.0.1:3000/callback', /https/],
    ['https://localhost/callback', /this machine/],
    ['https://localhost./callback', /this machine/],
    ['https://localhost../callback', /this machine|absolute/],
    ['https://app.localhost/callback', /this machine/],
    ['https://127.0.0.1/callback', /this machine/],
    ['https://127.0.0.2/callback', /this machine/],
    ['https://[::1]/callback', /this machine/],
    ['https://[::ffff:127.0.0.1]/callback', /normal form/],
    ['https://[::ffff:7f00:1]/callback', /this machine/],
    ['com.example.app:/callback', /https/],
    ['https://rp.example.com/callback#', /fragment/],
    ['https://rp.example.com/callback#part', /fragment/],
    ['https://*.example.com/callback', /wildcard/],
    ['https://rp.example.com/*', /wildcard/],
    ['https://user@rp.example.com/callback', /user name/],
    ['https://user:secret@rp.example.com/callback', /user name/],
    ['https://@rp.example.com/callback', /normal form/],
    ['https://rp.example.com/callback?code=1', /named code/],
    ['https://rp.example.com/callback?state=1', /named state/],
    ['https://rp.example.com/callback?response=1', /named response/],
    ['https://rp.example.com/callback?error=1', /named error/],
    ['https://rp.example.com/callback?iss=1', /named iss/],
    ['https://rp.example.com/callback?%63ode=1', /named code/],
    ['https://rp.example.com/a/../callback', /normal form/],
    ['https://rp.example.com\\callback', /normal form/],
    ['https:rp.example.com/callback', /normal form/],
    ['https://rp.example.com:443/callback', /normal form, which is https:\/\/rp\.example\.com\/callback/],
    [' https://rp.example.com/callback', /normal form/],
    ['https://rp.exam\tple.com/callback', /normal form/],
    ['javascript:alert(1)', /scheme javascript/],
    ['JavaScript:alert(1)', /scheme javascript/],
    ['data:text/html,hello', /scheme data/],
    ['vbscript:msgbox', /scheme vbscript/],
    ['/callback', /absolute/],
    ['rp.example.com/callback', /absolute/],
    ['', /absolute/],
    [`https://rp.example.com/${'a'.repeat(2048)}`, /2048/],
  ])('may not be %j', (uri, why) => {
    expect(redirectUriProblem(uri, 'web')).toMatch(why);
  });

  it.each(['http://localhost:4000/callback', 'http://127.0.0.1/callback', 'https://localhost:4000/callback'])(
    'may be %s where the server itself only serves its own machine',
    (uri) => {
      expect(redirectUriProblem(uri, 'web', true)).toBeUndefined();
    },
  );

  it.each([
    ['http://rp.example.com/callback', 'must be https'],
    ['http://127.0.0.2/callback', 'must be https'],
    ['https://app.localhost/callback', 'must not name this machine'],
  ])('may not be %s even there', (uri, why) => {
    expect(redirectUriProblem(uri, 'web', true)).toBe(why);
  });
});

describe('A redirect URI of a native app', () => {
  it.each([
    'http://localhost/callback',
    'http://localhost:0/callback',
    'http://localhost:52314/callback',
    'http://127.0.0.1:52314/callback',
    'http://[::1]:52314/callback',
    'com.example.app:/callback',
    'com.example-two.app:/callback?x=1',
    'https://app.example.com/callback',
  ])('may be %s', (uri) => {
    expect(redirectUriProblem(uri, 'native')).toBeUndefined();
  });

  it.each([
    ['http://app.example.com/callback', /https/],
    ['http://192.168.1.2/callback', /https/],
    ['http://127.0.0.2/callback', /https/],
    ['http://127.1/callback', /normal form/],
    ['http://2130706433/callback', /normal form/],
    ['http://tenant.localhost/callback', /https/],
    ['http://localhost./callback', /https/],
    ['https://localhost/callback', /http where/],
    ['https://127.0.0.1/callback', /http where/],
    ['file:///callback', /scheme file/],
    ['ftp://app.example.com/callback', /private scheme/],
    ['mailto:someone@example.com', /private scheme/],
    ['myapp:/callback', /private scheme/],
    ['com.example.app:callback', /private scheme/],
    ['com.example.app://callback', /private scheme/],
    ['com.example.app:///callback', /private scheme/],
    ['com..app:/callback', /private scheme/],
    ['com.-example.app:/callback', /private scheme/],
    ['com.example-.app:/callback', /private scheme/],
    ['com.example.app.:/callback', /private scheme/],
    ['com.example.app:/callback#part', /fragment/],
    ['http://user@localhost/callback', /user name/],
    ['http://localhost/callback?code=1', /named code/],
  ])('may not be %j', (uri, why) => {
    expect(redirectUriProblem(uri, 'native')).toMatch(why);
  });
});

describe('A refused redirect URI', () => {
  it('is shown in its normal form without its parameters, which may be nobody’s business', () => {
    const problem = redirectUriProblem('https://RP.example.com/callback?ticket=canary', 'web');
    expect(problem).toBe('must be in its normal form, which begins with https://rp.example.com/callback?');
  });

  it('is invalid_redirect_uri and says which one and why', () => {
    expect(() => requireRedirectUri('http://a.example', 'web', { member: 'redirect_uris[1]' })).toThrow(
      expect.objectContaining({ code: 'invalid_redirect_uri', message: 'redirect_uris[1] must be https.' }),
    );
  });
});

describe('The redirect URI of a request', () => {
  it.each([
    ['https://rp.example.com/callback', 'https://rp.example.com/callback'],
    ['https://rp.example.com/callback?a=1', 'https://rp.example.com/callback?a=1'],
    ['com.example.app:/callback', 'com.example.app:/callback'],
    ['http://localhost:0/callback', 'http://localhost:52314/callback'],
    ['http://127.0.0.1/callback', 'http://127.0.0.1:52314/callback'],
    ['http://[::1]:1/callback?a=1', 'http://[::1]:2/callback?a=1'],
    ['http://localhost', 'http://localhost:8080'],
  ])('matches: %s, %s', (registered, given) => {
    expect(matchesRedirectUri(registered, given)).toBe(true);
  });

  it.each([
    ['https://rp.example.com/callback', 'https://rp.example.com/callback/'],
    ['https://rp.example.com/callback', 'https://rp.example.com/Callback'],
    ['https://rp.example.com/callback', 'https://RP.example.com/callback'],
    ['https://rp.example.com/callback', 'https://rp.example.com:443/callback'],
    ['https://rp.example.com/callback', 'https://rp.example.com/callback?a=1'],
    ['https://rp.example.com/callback?a=1', 'https://rp.example.com/callback'],
    ['https://rp.example.com/callback', 'https://rp.example.com/callback/../callback'],
    ['https://rp.example.com/callback', 'https://rp.example.com.evil.example/callback'],
    ['http://localhost/callback', 'http://127.0.0.1/callback'],
    ['http://localhost/callback', 'https://localhost/callback'],
    ['http://localhost/callback', 'http://localhost@evil.example/callback'],
    ['http://localhost/callback', 'http://localhost:80@evil.example/callback'],
    ['http://localhost/callback', 'http://localhost.evil.example/callback'],
    ['http://localhost/callback', 'http://localhost:1/other'],
    ['http://localhost/callback', 'http://localhost:1/callback?a=1'],
    ['http://localhost', 'http://localhost\\@evil.example'],
  ])('does not match: %s, %s', (registered, given) => {
    expect(matchesRedirectUri(registered, given)).toBe(false);
  });

  it.each([
    ['https://rp.example.com/callback', false],
    ['http://localhost:1/callback', true],
    ['com.example.app:/callback', true],
  ])('leads to this device: %s %s', (uri, expected) => {
    expect(staysOnDevice(uri)).toBe(expected);
  });
});
