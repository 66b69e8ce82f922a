import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { AuthServer } from '../support/auth-server.js';
import { WAYS } from '../support/introspection-ways.js';
import type { ResourceServer } from '../support/resource-server.js';
import { revoke, signed } from '../support/token-client.js';

/** Vulnerabilities that other servers had in 2026, tested on this server; docs/security.md has the list. */

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

type World = Awaited<ReturnType<AuthServer['given']['statelessWorld']>> & { token: string };

const REASON = 'a build server was broken into';

async function withToken(): Promise<World> {
  const world = await server.given.statelessWorld();
  const request = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };
  const { body } = await world.app.complete(world.provider.identifier, request);
  return { ...world, token: body.oauth_token!.access_token };
}

/** Reasons why a caller is told nothing about a token. @returns the caller in that case */
const REASONS: Record<string, (world: World) => Promise<ResourceServer>> = {
  'for another application than those of the caller (CVE-2026-37979)': async ({ provider }) => {
    const other = await server.given.mobileApplication(provider);
    return server.given.resourceServer({ applications: [other.identifier] });
  },
  'for another resource than those of the caller (CVE-2026-37979)': async ({ application }) =>
    server.given.resourceServer({
      ...{ applications: [application.identifier], resources: ['https://orders.example.com'] },
      introspection_sight: 'RESOURCES',
    }),
  'that was revoked (CVE-2026-18208)': async ({ app, token, resourceServer }) => {
    const proof = await signed(app.key, app.clientId, server.issuer, server.clock.now());
    expect((await revoke(server.url, proof, { token })).status).toBe(200);
    return resourceServer;
  },
  'whose installation was switched off (CVE-2026-18208)': async ({ app, resourceServer }) => {
    const parameters = { client_id: app.clientId };
    await server.admin.call('updateAppInstallation', { parameters, body: { enabled: false } });
    return resourceServer;
  },
  'that ended with all others of its application (CVE-2026-8922)': async ({ application, resourceServer }) => {
    const parameters = { identifier: application.identifier };
    await server.admin.call('endApplicationTokens', { parameters, body: { reason: REASON } });
    return resourceServer;
  },
  'that ended with all others of its provider (CVE-2026-8922)': async ({ provider, resourceServer }) => {
    const parameters = { identifier: provider.identifier };
    await server.admin.call('endIdentityProviderTokens', { parameters, body: { reason: REASON } });
    return resourceServer;
  },
  'whose installation was deleted (CVE-2026-18208)': async ({ app, resourceServer }) => {
    await server.admin.call('deleteAppInstallation', { parameters: { client_id: app.clientId } });
    return resourceServer;
  },
  'whose application was switched off, with all that it ever had (CVE-2026-8922)': async ({
    application,
    resourceServer,
  }) => {
    const parameters = { identifier: application.identifier };
    const { etag } = await server.admin.call('readApplication', { parameters });
    await server.admin.call('updateApplication', { parameters, body: { enabled: false }, ifMatch: etag });
    return resourceServer;
  },
};

describe.each(Object.keys(WAYS))('A token that is asked about %s', (way) => {
  const ask = (caller: ResourceServer, token: string) => WAYS[way]!(server.url, caller, token);

  it.each(Object.keys(REASONS))('is inactive, and nothing else is said, if it is one %s', async (reason) => {
    const world = await withToken();
    expect(await ask(world.resourceServer, world.token)).toMatchObject({ active: true });
    const caller = await REASONS[reason]!(world);
    expect(await ask(caller, world.token)).toEqual({ active: false });
  });

  it('is inactive, and nothing else is said, if it has expired (CVE-2026-18208)', async () => {
    const { resourceServer, token } = await withToken();
    expect(await server.clock.later(901, () => ask(resourceServer, token))).toEqual({ active: false });
  });

  it('is seen by whoever authenticates and may see it, whichever client it was issued to (keycloak 49794)', async () => {
    const { application, token, app } = await withToken();
    const linked = await server.given.resourceServer({ applications: [application.identifier] });
    expect(await ask(linked, token)).toMatchObject({ active: true, client_id: app.clientId });
  });
});
