import {
  differenceOf,
  kindOfRedirects,
  matchesRedirectUri,
  redirectPlaceOf,
  redirectSchemeProblem,
  redirectUriProblem,
  requireRedirectUri,
  staysOnDevice,
} from './redirect-uri.js';

describe('A redirect URI', () => {
  it.each([
    'https://rp.example.com/callback',
    'https://rp.example.com',
    'https://rp.example.com/',
    'https://rp.example.com:8443/callback',
    'https://rp.example.com/callback?tenant=1&codes=2',
    "https://rp.example.com/o'neill?name=o'neill",
    'https://rp.example.com/a;b=c,d/(e)!$&+',
    'https://10.1.2.3/callback',
    'https://localhost:4000/callback',
    'https://127.0.0.1/callback',
    'http://localhost',
    'http://localhost/callback',
    'http://localhost:0/callback',
    'http://localhost:52314/callback',
    'http://127.0.0.1:52314/callback',
    'http://127.0.0.2/callback',
    'http://127.255.255.254:8080/callback',
    'http://[::1]:52314/callback',
    'com.example.app:/callback',
    'com.example-two.app:/callback?x=1',
    'com.example.app://callback',
    'com.example.app://host/callback',
    'com.example.app:///callback',
    'com.example.app:callback',
    'com.example.app:/callback?name=o%27neill',
    'edu.kit.data.oidc-agent:/redirect',
  ])('may be %s', (uri) => {
    expect(redirectUriProblem(uri)).toBeUndefined();
  });

  it.each([
    ['http://rp.example.com/callback', /must be https: http is for localhost/],
    ['http://10.0.0.1/callback', /https/],
    ['http://192.168.1.2:3000/callback', /https/],
    ['http://128.0.0.1/callback', /https/],
    ['http://0.0.0.0/callback', /https/],
    ['http://tenant.localhost/callback', /https/],
    ['http://localhost./callback', /https/],
    ['http://localhost.evil.example/callback', /https/],
    ['http://127.0.0.1.evil.example/callback', /https/],
    ['http://[::2]/callback', /https/],
    ['http://[::ffff:7f00:1]/callback', /https/],
    ['http://127.1/callback', /normal form/],
    ['http://2130706433/callback', /normal form/],
    ['http://127.0.0.1:65536/callback', /absolute/],
    ['https://rp.example.com/callback#', /fragment/],
    ['https://rp.example.com/callback#part', /fragment/],
    ['com.example.app:/callback#part', /fragment/],
    ['https://*.example.com/callback', /wildcard/],
    ['https://rp.example.com/*', /wildcard/],
    ['https://user@rp.example.com/callback', /user name/],
    ['https://user:secret@rp.example.com/callback', /user name/],
    ['http://user@localhost/callback', /user name/],
    ['com.example.app://user@host/callback', /user name/],
    ['https://@rp.example.com/callback', /normal form/],
    ['https://rp.example.com/callback?code=1', /named code/],
    ['https://rp.example.com/callback?state=1', /named state/],
    ['https://rp.example.com/callback?response=1', /named response/],
    ['https://rp.example.com/callback?error=1', /named error/],
    ['https://rp.example.com/callback?iss=1', /named iss/],
    ['https://rp.example.com/callback?%63ode=1', /named code/],
    ['http://localhost/callback?code=1', /named code/],
    ['https://rp.example.com/a/../callback', /normal form/],
    ['https://rp.example.com\\callback', /hexadecimal/],
    ['https:rp.example.com/callback', /normal form/],
    ['https://rp.example.com:443/callback', /normal form/],
    [' https://rp.example.com/callback', /hexadecimal/],
    ['https://rp.exam\tple.com/callback', /hexadecimal/],
    ['https://rp.example.com/callback?q="', /hexadecimal/],
    ['https://rp.example.com/%zz', /hexadecimal/],
    ['https://rp.example.com/callback?a=%', /hexadecimal/],
    ['https://rp.example.com/100%', /hexadecimal/],
    ['https://rp.example.com/a|b', /hexadecimal/],
    ['com.example.app:a b', /hexadecimal/],
    ['com.example.app:<script>', /hexadecimal/],
    ['com.example.app:/%zz', /hexadecimal/],
    ['com.example.app:', /lead somewhere/],
    ['com.example.app:?tenant=1', /lead somewhere/],
    ['javascript:alert(1)', /scheme javascript/],
    ['JavaScript:alert(1)', /scheme javascript/],
    ['java\nscript:alert(1)', /scheme javascript/],
    ['data:text/html,hello', /scheme data/],
    ['vbscript:msgbox', /scheme vbscript/],
    ['file:///callback', /scheme file/],
    ['blob:https://rp.example.com/1', /scheme blob/],
    ['about:blank', /scheme about/],
    ['filesystem:https://rp.example.com/1', /scheme filesystem/],
    ['view-source:https://rp.example.com/', /scheme view-source/],
    ['ftp://app.example.com/callback', /scheme ftp/],
    ['mailto:someone@example.com', /scheme mailto/],
    ['urn:ietf:wg:oauth:2.0:oob', /scheme urn/],
    ['myapp:/callback', /dot, as com\.example\.app:\/callback: .*PASSANT_REDIRECT_SCHEMES/],
    ['cursor://anysphere.cursor-retrieval/oauth/callback', /PASSANT_REDIRECT_SCHEMES/],
    ['com..app:/callback', /dot/],
    ['com.-example.app:/callback', /dot/],
    ['com.example-.app:/callback', /dot/],
    ['com.example.app.:/callback', /dot/],
    ['/callback', /absolute/],
    ['rp.example.com/callback', /absolute/],
    ['', /absolute/],
    [`https://rp.example.com/${'a'.repeat(2048)}`, /2048/],
  ])('may not be %j', (uri, why) => {
    expect(redirectUriProblem(uri)).toMatch(why);
  });

  it.each(['cursor://anysphere.cursor-retrieval/oauth/callback', 'cursor:/callback', 'cursor:callback'])(
    'may be %s where the operator lists its scheme',
    (uri) => {
      expect(redirectUriProblem(uri, ['myapp', 'cursor'])).toBeUndefined();
    },
  );

  it('may not be of another scheme than the operator lists', () => {
    expect(redirectUriProblem('cursors:/callback', ['myapp', 'cursor'])).toMatch(/PASSANT_REDIRECT_SCHEMES/);
  });
});

describe('A scheme that an operator lists', () => {
  it.each(['cursor', 'vscode', 'my-app', 'com.example.app', 'web+thing'])('may be %s', (scheme) => {
    expect(redirectSchemeProblem(scheme)).toBeUndefined();
  });

  it.each([
    ['cursor:', 'is no scheme'],
    ['Cursor', 'is no scheme'],
    ['1app', 'is no scheme'],
    ['my_app', 'is no scheme'],
    ['', 'is no scheme'],
    ['javascript', 'leads nowhere'],
    ['data', 'leads nowhere'],
    ['file', 'leads nowhere'],
    ['blob', 'leads nowhere'],
    ['http', 'is not the scheme of an app'],
    ['https', 'is not the scheme of an app'],
    ['ws', 'is not the scheme of an app'],
  ])('may not be %j', (scheme, why) => {
    expect(redirectSchemeProblem(scheme)).toContain(why);
  });
});

describe('A refused redirect URI', () => {
  it('is shown in its normal form without its parameters, which may be nobody’s business', () => {
    const uri = 'https://RP.example.com/callback?ticket=canary';
    expect(redirectUriProblem(uri)).toBe('must be in its normal form');
    expect(() => requireRedirectUri(uri)).toThrow(
      expect.objectContaining({
        options: { told: 'The normal form begins with https://rp.example.com/callback?.' },
      }),
    );
  });

  it('is told beside the description, which is logged and kept', () => {
    expect(() => requireRedirectUri('https://RP.example.com/canary')).toThrow(
      expect.objectContaining({
        message: 'The redirect URI must be in its normal form.',
        options: { told: 'The normal form is https://rp.example.com/canary.' },
      }),
    );
  });

  it('is invalid_redirect_uri and says which one, why and what to do', () => {
    expect(() => requireRedirectUri('http://a.example', { member: 'redirect_uris[1]' })).toThrow(
      expect.objectContaining({
        code: 'invalid_redirect_uri',
        message: 'redirect_uris[1] must be https: http is for localhost, 127.0.0.0/8 and [::1] alone.',
      }),
    );
  });
});

describe('A client that does not say what it is', () => {
  it.each<[string, string[], 'web' | 'native']>([
    ['a site', ['https://rp.example.com/callback'], 'web'],
    ['native with a loopback address', ['http://localhost:41234/back'], 'native'],
    ['native with a private scheme', ['com.example.app:/callback'], 'native'],
    ['native with both', ['http://127.0.0.1/cb', 'http://[::1]/cb', 'com.example.app:/cb'], 'native'],
    ['native with one address elsewhere', ['https://rp.example.com/callback', 'http://localhost/cb'], 'native'],
    ['native with a private scheme beside one', ['https://rp.example.com/cb', 'com.example.app:/cb'], 'native'],
    ['a site under development with TLS', ['https://localhost:3000/cb'], 'web'],
    ['a site without any', [], 'web'],
  ])('is %s', (_, uris, kind) => {
    expect(kindOfRedirects(uris)).toBe(kind);
  });
});

describe('The redirect URI of a request', () => {
  it.each([
    ['https://rp.example.com/callback', 'https://rp.example.com/callback'],
    ['https://rp.example.com/callback?a=1', 'https://rp.example.com/callback?a=1'],
    ["https://rp.example.com/callback?a='", "https://rp.example.com/callback?a='"],
    ['com.example.app:/callback', 'com.example.app:/callback'],
    ['http://localhost:52314/callback', 'http://localhost:52314/callback'],
  ])('matches for every client: %s, %s', (registered, given) => {
    expect(matchesRedirectUri(registered, given, 'web')).toBe(true);
    expect(matchesRedirectUri(registered, given, 'native')).toBe(true);
  });

  it.each([
    ['http://localhost:0/callback', 'http://localhost:52314/callback'],
    ['http://127.0.0.1/callback', 'http://127.0.0.1:52314/callback'],
    ['http://127.0.0.1/callback', 'http://127.0.0.1:65535/callback'],
    ['http://127.0.0.7/callback', 'http://127.0.0.7:1/callback'],
    ['http://[::1]:1/callback?a=1', 'http://[::1]:2/callback?a=1'],
    ['http://localhost', 'http://localhost:8080'],
    ['http://localhost:8080/callback', 'http://localhost/callback'],
  ])('matches for a native app, which listens where there is room, and for no site: %s, %s', (registered, given) => {
    expect(matchesRedirectUri(registered, given, 'native')).toBe(true);
    expect(matchesRedirectUri(registered, given, 'web')).toBe(false);
  });

  it.each([
    ['https://rp.example.com/callback', 'https://rp.example.com/callback/'],
    ['https://rp.example.com/callback', 'https://rp.example.com/Callback'],
    ['https://rp.example.com/callback', 'https://RP.example.com/callback'],
    ['https://rp.example.com/callback', 'https://rp.example.com:443/callback'],
    ['https://rp.example.com/callback', 'https://rp.example.com:8443/callback'],
    ['https://rp.example.com/callback', 'https://rp.example.com/callback?a=1'],
    ['https://rp.example.com/callback?a=1', 'https://rp.example.com/callback'],
    ['https://rp.example.com/callback', 'https://rp.example.com/callback/../callback'],
    ['https://rp.example.com/callback', 'https://rp.example.com.evil.example/callback'],
    ['https://localhost/callback', 'https://localhost:8443/callback'],
    ['com.example.app://host:1/callback', 'com.example.app://host:2/callback'],
    ['http://localhost/callback', 'http://127.0.0.1/callback'],
    ['http://127.0.0.1/callback', 'http://127.0.0.2/callback'],
    ['http://127.0.0.1/callback', 'http://127.1:8080/callback'],
    ['http://localhost/callback', 'https://localhost/callback'],
    ['http://localhost/callback', 'http://localhost@evil.example/callback'],
    ['http://localhost/callback', 'http://localhost:80@evil.example/callback'],
    ['http://localhost/callback', 'http://localhost.evil.example/callback'],
    ['http://localhost/callback', 'http://localhost:1/other'],
    ['http://localhost/callback', 'http://localhost:1/callback?a=1'],
    ['http://localhost/callback', 'http://localhost:/callback'],
    ['http://localhost', 'http://localhost\\@evil.example'],
    ['http://127.0.0.1/callback', 'http://127.0.0.1:65536/callback'],
    ['http://127.0.0.1/callback', 'http://127.0.0.1:99999/callback'],
    ['http://127.0.0.1:65536/callback', 'http://127.0.0.1:65536/callback'],
    ['http://127.0.0.1/callback', 'http://127.0.0.1:-1/callback'],
  ])('does not match: %s, %s', (registered, given) => {
    expect(matchesRedirectUri(registered, given, 'native')).toBe(false);
    expect(matchesRedirectUri(registered, given, 'web')).toBe(false);
  });

  it.each([
    ['https://rp.example.com/callback', false],
    ['http://localhost:1/callback', true],
    ['com.example.app:/callback', true],
  ])('leads to this device: %s %s', (uri, expected) => {
    expect(staysOnDevice(uri)).toBe(expected);
  });
});

describe('An address that is not registered', () => {
  it.each([
    ['https://rp.example.com/other', 'differs in path'],
    ['https://rp.example.com/cb?who=jane', 'differs in query'],
    ['http://rp.example.com/cb', 'differs in scheme'],
    ['https://rp.example.com:444/cb', 'differs in host or port'],
    ['https://rp.example.com/x/../cb', 'the same, written otherwise'],
    ['com.example.app:/cb', 'differs in scheme, host or port'],
    ['jane', 'no absolute URI'],
  ])('is told apart from those that are without being repeated: %s', (uri, expected) => {
    expect(differenceOf(uri, ['https://elsewhere.example/a/b', 'https://rp.example.com/cb'])).toBe(expected);
  });

  it('is an address where none is registered', () => {
    expect(differenceOf('https://rp.example.com/cb', [])).toBe('an address');
  });
});

describe('The place a redirect URI leads to', () => {
  it.each([
    ['https://app.example.com/callback', 'https'],
    ['https', 'https'],
    ['http://app.example.com/callback', 'http'],
    ['http://localhost.example.com/', 'http'],
    ['http://localhost:8080/callback', 'localhost'],
    ['http://localhost', 'localhost'],
    ['http://127.0.0.1:3000/', 'loopback'],
    ['http://127.8.9.1', 'loopback'],
    ['http://[::1]:3000/', 'loopback'],
    ['com.example.app:/callback', 'domain scheme'],
    ['com.example.app', 'domain scheme'],
    ['myapp://callback', 'other scheme'],
  ])('of %s is %s', (uri, place) => {
    expect(redirectPlaceOf(uri)).toBe(place);
  });
});
