import { asksFor, metadataOf } from './metadata.js';

const ISSUER = 'https://login.example.com/oauth';
const WELL_KNOWN = '/.well-known/oauth-protected-resource';

describe('The metadata of an API', () => {
  it.each([
    ['https://orders.example.com', `https://orders.example.com${WELL_KNOWN}`, WELL_KNOWN],
    ['https://orders.example.com/', `https://orders.example.com${WELL_KNOWN}`, WELL_KNOWN],
    ['https://example.com/orders', `https://example.com${WELL_KNOWN}/orders`, `${WELL_KNOWN}/orders`],
    ['https://example.com/orders/', `https://example.com${WELL_KNOWN}/orders/`, `${WELL_KNOWN}/orders/`],
    ['https://example.com/orders?to=1', `https://example.com${WELL_KNOWN}/orders?to=1`, `${WELL_KNOWN}/orders`],
    ['http://127.0.0.1:4000/mcp', `http://127.0.0.1:4000${WELL_KNOWN}/mcp`, `${WELL_KNOWN}/mcp`],
    ['https://example.com/a"b', `https://example.com${WELL_KNOWN}/a%22b`, `${WELL_KNOWN}/a%22b`],
  ])('called %s stands between host and path', (resource, url, path) => {
    expect(metadataOf(resource, ISSUER, {})).toMatchObject({ url, path });
  });

  it('names the API letter for letter, who issues tokens for it, and what its developer adds', () => {
    const more = { resource_name: 'Orders', scopes_supported: ['orders:read'] };
    expect(metadataOf('https://ORDERS.example.com/', ISSUER, more).document).toEqual({
      resource: 'https://ORDERS.example.com/',
      authorization_servers: [ISSUER],
      bearer_methods_supported: ['header'],
      ...more,
    });
  });

  it.each(['urn:example:orders', 'orders', 'http://orders.example.com', 'https://orders.example.com/#part', ''])(
    'cannot be that of one called %p',
    (resource) => expect(() => metadataOf(resource, ISSUER, {})).toThrow(TypeError),
  );

  it.each(['resource', 'authorization_servers', 'bearer_methods_supported'])(
    'cannot say something else in %s',
    (name) => expect(() => metadataOf('https://orders.example.com', ISSUER, { [name]: [] })).toThrow(TypeError),
  );

  it.each<[string | undefined, string | undefined, boolean]>([
    ['GET', `${WELL_KNOWN}/orders`, true],
    ['HEAD', `${WELL_KNOWN}/orders`, true],
    ['GET', `${WELL_KNOWN}/orders?to=1`, true],
    ['POST', `${WELL_KNOWN}/orders`, false],
    ['GET', WELL_KNOWN, false],
    ['GET', `${WELL_KNOWN}/orders/`, false],
    ['GET', `/x${WELL_KNOWN}/orders`, false],
    ['GET', undefined, false],
  ])('is what %s %s asks for: %p', (method, target, expected) => {
    expect(asksFor(metadataOf('https://example.com/orders', ISSUER, {}), method, target)).toBe(expected);
  });
});
