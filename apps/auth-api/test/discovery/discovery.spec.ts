import { PATHS, ServerMetadata } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

const read = async <Body>(path: string) => (await send<Body>('GET', server.url + path)).body;

describe('Discovery', () => {
  // RFC 8414 §3.1 and §5; OpenID Connect Discovery §4. Clients insert the well-known part before the issuer's path or
  // append it, whichever document they look for.
  it.each([
    '/oauth/.well-known/openid-configuration',
    '/.well-known/openid-configuration/oauth',
    '/.well-known/oauth-authorization-server/oauth',
    '/oauth/.well-known/oauth-authorization-server',
  ])('is at %s, says the same everywhere, and names itself as it was asked for', async (path) => {
    const reply = await send('GET', server.url + path);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
    expect(reply.headers.get('cache-control')).toBe('public, max-age=300');
    const metadata = ServerMetadata.parse(reply.body);
    expect(metadata.issuer).toBe(`${server.url}/oauth`);
    expect(metadata).toEqual(await read(PATHS.openIdConfiguration));
  });

  it.each(['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'])(
    'is not at %s, where it would speak for another issuer',
    async (path) => {
      expectRefusal(await send('GET', server.url + path), 404, 'not_found');
    },
  );

  it('names only addresses at which something answers', async () => {
    const metadata = await read<Record<string, unknown>>(PATHS.openIdConfiguration);
    const addresses = Object.entries(metadata).filter(([name]) => /_endpoint$|_uri$/.test(name));
    expect(addresses.length).toBeGreaterThan(6);
    for (const [name, address] of addresses) {
      const filled = (address as string).replace('{idp}', 'any').replace('{step}', 'init');
      const replies = await Promise.all(['GET', 'POST'].map((method) => fetch(filled, { method })));
      const statuses = replies.map((reply) => reply.status);
      expect({ name, reached: statuses.some((status) => status !== 404 && status !== 405) }).toEqual({
        name,
        reached: true,
      });
    }
  });

  it('offers codes with S256, and names the issuer in every answer', async () => {
    const metadata = await read<ServerMetadata>(PATHS.openIdConfiguration);
    expect(metadata).toMatchObject({
      authorization_endpoint: `${server.url}/oauth/v1/authorize`,
      authorization_response_iss_parameter_supported: true,
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      code_challenge_methods_supported: ['S256'],
    });
    expect(metadata.grant_types_supported).toEqual(expect.arrayContaining(['authorization_code', 'refresh_token']));
    expect(metadata.token_endpoint_auth_methods_supported).toContain('none');
    expect(metadata.introspection_endpoint_auth_methods_supported).not.toContain('none');
    expect(metadata.token_endpoint_auth_signing_alg_values_supported).not.toContain('none');
  });

  // OpenID Connect Discovery §3: those of OpenID Connect Core should be listed, if they are supported.
  it('lists the scopes that any client may ask for, and none that belongs to an application', async () => {
    await server.given.mobileApplication(await server.given.provider(), { default_scopes: ['orders:read'] });
    const { scopes_supported } = await read<ServerMetadata>(PATHS.openIdConfiguration);
    expect(scopes_supported).toEqual(['openid', 'profile', 'email', 'phone', 'address', 'offline_access']);
  });
});
