import { IMPLICIT_AUTHENTICATION_GRANT, type IdentityProvider } from '@passant/contracts';
import type { Exchange, MobileApp } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { signed, tokenOf } from '../support/token-client.js';
import { clientOfWeb, signIn } from '../support/web-world.js';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

const PERSON = `function execute(data) { return { status: 2000, user: { id: 'jane' } }; }`;
const REMEMBERED = { refresh_tokens: true, implicit_authentication: true };

/** A person who registered with an app, and what the app has received. */
async function registration() {
  const provider = await server.given.provider({ scripts: { complete: PERSON } });
  const application = await server.given.mobileApplication(provider, { user_authentication: REMEMBERED });
  const app = await server.given.appInstance(application);
  const { body } = await app.complete(provider.identifier, { profile_id: 'AAAAAA' });
  return { provider, application, app, refreshToken: body.oauth_token!.refresh_token! };
}

async function ask(app: MobileApp, form: Record<string, string>): Promise<Exchange> {
  return tokenOf(server.url, await signed(app.key, app.clientId, server.issuer, server.clock.now()), form);
}

const refresh = (app: MobileApp, token: string) => ask(app, { grant_type: 'refresh_token', refresh_token: token });
const implicit = (app: MobileApp) => ask(app, { grant_type: IMPLICIT_AUTHENTICATION_GRANT, profile_id: 'AAAAAA' });

async function changeProvider({ identifier }: IdentityProvider, body: object): Promise<void> {
  const { etag } = await server.admin.call('readIdentityProvider', { parameters: { identifier } });
  await server.admin.call('updateIdentityProvider', { parameters: { identifier }, body, ifMatch: etag });
}

async function changeApplication(identifier: string, body: object): Promise<void> {
  const { etag } = await server.admin.call('readApplication', { parameters: { identifier } });
  await server.admin.call('updateApplication', { parameters: { identifier }, body, ifMatch: etag });
}

/** Unlinks the provider from the application and deletes it. */
async function deleteProvider(provider: IdentityProvider, application: { identifier: string }): Promise<void> {
  await changeApplication(application.identifier, { identity_providers: [] });
  await server.admin.call('deleteIdentityProvider', { parameters: { identifier: provider.identifier } });
}

const userProfiles = async () => {
  const reply = await server.admin.request('readUser', { parameters: { id: 'jane' } });
  return reply.status === 404 ? [] : (reply.body as { profiles: { identity_provider: string }[] }).profiles;
};

describe('A provider that is switched off', () => {
  it('vouches for nobody until it is on again: no refresh, no implicit authentication', async () => {
    const { provider, app, refreshToken } = await registration();
    await changeProvider(provider, { enabled: false });
    expectRefusal(await refresh(app, refreshToken), 400, 'invalid_grant');
    expectRefusal(await implicit(app), 400, 'invalid_grant');
    await changeProvider(provider, { enabled: true });
    expect((await implicit(app)).status).toBe(200);
    expect((await refresh(app, refreshToken)).status).toBe(200);
  });
});

describe('A provider that is taken out of an application', () => {
  it('vouches for nobody there', async () => {
    const { application, app, refreshToken } = await registration();
    await changeApplication(application.identifier, { identity_providers: [] });
    expectRefusal(await refresh(app, refreshToken), 400, 'invalid_grant');
    expectRefusal(await implicit(app), 400, 'invalid_grant');
  });
});

describe('A provider that is deleted', () => {
  it('takes the registrations with it, and says how many', async () => {
    const { provider, application, app, refreshToken } = await registration();
    expect((await userProfiles()).map((profile) => profile.identity_provider)).toContain(provider.identifier);
    await deleteProvider(provider, application);
    expect((await userProfiles()).map((profile) => profile.identity_provider)).not.toContain(provider.identifier);
    expectRefusal(await refresh(app, refreshToken), 400, 'invalid_grant');
    const { items } = await server.admin.call('listEvents', { query: { name: 'ADMIN_IDENTITY_PROVIDER_DELETED' } });
    expect(items[0]).toMatchObject({
      identity_provider: provider.identifier,
      details: { registrations_ended: 1 },
    });
  });

  it('leaves nothing to whoever takes its identifier', async () => {
    const { provider, application, app, refreshToken } = await registration();
    await deleteProvider(provider, application);
    const { identifier } = await server.given.provider({
      identifier: provider.identifier,
      scripts: { complete: PERSON },
    });
    await changeApplication(application.identifier, { identity_providers: [identifier] });
    expectRefusal(await refresh(app, refreshToken), 400, 'invalid_grant');
    expectRefusal(await implicit(app), 400, 'invalid_grant');
  });
});

describe('A web client from which the grant is taken', () => {
  it.each([
    ['the refresh token', { grant_types: ['authorization_code'] }, 'unauthorized_client'],
    ['every grant and address', { grant_types: [], redirect_uris: [] }, 'invalid_grant'],
  ])('no longer refreshes: %s', async (_, changes, code) => {
    const provider = await server.given.provider({ scripts: { complete: PERSON } });
    const { client } = await clientOfWeb(server, { provider });
    const { body } = await client.exchange(await signIn(server, client, 'jane'));
    const parameters = { client_id: client.clientId };
    const { etag } = await server.admin.call('readWebClient', { parameters });
    await server.admin.call('updateWebClient', { parameters, body: changes, ifMatch: etag });
    const form = { grant_type: 'refresh_token', refresh_token: (body as { refresh_token: string }).refresh_token };
    expectRefusal(await tokenOf(server.url, client.proof, form), 400, code);
  });
});
