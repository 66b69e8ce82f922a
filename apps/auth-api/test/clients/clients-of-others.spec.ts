import { IMPLICIT_AUTHENTICATION_GRANT, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { type MobileApp, send } from '@passant/mobile-client';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { AuthServer } from '../support/auth-server.js';
import { MASTER_TOKEN, Registrar } from '../support/registrar.js';

/** Third-party client libraries, unmodified from npm: whatever they cannot do is a fault of the server. */

interface Signer {
  clientId: string;
  key: { key: CryptoKey; kid: string };
}

let server: AuthServer;
let backEnd: Signer;
let app: MobileApp;
let provider: string;
let application: Awaited<ReturnType<AuthServer['given']['mobileApplication']>>;

beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
  const idp = await server.given.provider();
  provider = idp.identifier;
  application = await server.given.mobileApplication(idp, {
    user_authentication: { stateless_authentication: true, refresh_tokens: true, implicit_authentication: true },
  });
  app = await server.given.appInstance(application);
  const { key, publicJwk } = await aKey('back-end');
  const { client_id } = await server.admin.call('createApiClient', {
    body: {
      name: 'Back end',
      scopes: ['onegini_api_token_introspection', 'onegini_api_events'],
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [publicJwk] },
    },
  });
  backEnd = { clientId: client_id, key: { key, kid: 'back-end' } };
});
afterAll(() => server.close());

async function aKey(kid: string): Promise<{ key: CryptoKey; publicJwk: JWK }> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
  return { key: privateKey, publicJwk };
}

async function aToken(more: object): Promise<{ access_token: string; refresh_token?: string | undefined }> {
  const reply = await app.complete(provider, { profile_id: 'AAAAAA', scope: ['openid', 'profile'], ...more });
  return reply.body.oauth_token!;
}

describe('openid-client', () => {
  const insecure = { execute: [openid.allowInsecureRequests] };

  it.each(['oidc', 'oauth2'] as const)('discovers the server (%s) and does all a back end needs', async (algorithm) => {
    const { clientId, key } = backEnd;
    const config = await openid.discovery(new URL(server.issuer), clientId, undefined, openid.PrivateKeyJwt(key), {
      ...insecure,
      algorithm,
    });
    expect(config.serverMetadata().issuer).toBe(server.issuer);

    const own = await openid.clientCredentialsGrant(config, { scope: 'onegini_api_events' });
    expect(own).toMatchObject({ token_type: 'bearer', scope: 'onegini_api_events', expires_in: 900 });

    const { access_token: stateless } = await aToken({ grant_type: STATELESS_AUTHENTICATION_GRANT });
    expect(await openid.tokenIntrospection(config, stateless)).toMatchObject({
      active: true,
      sub: 'TestClientUserId',
      client_id: app.clientId,
    });
    expect(await openid.fetchUserInfo(config, stateless, 'TestClientUserId')).toMatchObject({ firstName: 'John' });

    await openid.tokenRevocation(config, own.access_token);
    expect(await openid.tokenIntrospection(config, own.access_token)).toEqual({ active: false });
  });

  it('registers as a mobile app, refreshes, authenticates implicitly and revokes', async () => {
    const { key, publicJwk } = await aKey('phone');
    const config = await openid.dynamicClientRegistration(
      new URL(server.issuer),
      {
        application_type: 'native',
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [publicJwk] },
        software_version: '1.0',
        app_platform: 'ios',
      },
      openid.PrivateKeyJwt({ key, kid: 'phone' }),
      { ...insecure, initialAccessToken: await server.given.initialAccessToken(application) },
    );
    const { client_id } = config.clientMetadata();
    const registered = await registerPerson(client_id, key);
    const refreshed = await openid.refreshTokenGrant(config, registered.refresh_token!);
    expect(refreshed.claims()).toMatchObject({ sub: 'TestClientUserId', aud: client_id });
    expect(refreshed.profile_id).toBe('AAAAAA');
    const implicit = await openid.genericGrantRequest(config, IMPLICIT_AUTHENTICATION_GRANT, { profile_id: 'AAAAAA' });
    expect(implicit.scope).toBe('openid profile');
    expect(await openid.fetchUserInfo(config, implicit.access_token, 'TestClientUserId')).toMatchObject({
      lastName: 'Doe',
    });
    await openid.tokenRevocation(config, refreshed.refresh_token!);
    await expect(openid.refreshTokenGrant(config, refreshed.refresh_token!)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it.each([
    ['IDENTIFIER', { redirect_uris: ['https://example.com/cb'] }],
    ['SELF_CONTAINED', { redirect_uris: ['https://example.com/cb'], token_endpoint_auth_method: 'client_secret_post' }],
    [
      'IDENTIFIER',
      { redirect_uris: ['http://127.0.0.1/cb'], application_type: 'native', token_endpoint_auth_method: 'none' },
    ],
  ])('registers a client with an initial access token (%s) and manages it', async (encoding, metadata) => {
    const registrar = new Registrar(server);
    const initialAccessToken = await registrar.initialAccessToken(['client-reg'], { encoding, lifetime: 60 });
    const config = await openid.dynamicClientRegistration(
      new URL(server.issuer),
      { client_name: 'A stranger', ...metadata },
      undefined,
      { ...insecure, initialAccessToken },
    );
    const client = config.clientMetadata();
    expect(client).toMatchObject({ client_name: 'A stranger', response_types: ['code'], ...metadata });
    const { registration_client_uri: uri, registration_access_token: token } = client as Record<string, string>;
    const read = await openid.fetchProtectedResource(config, token!, new URL(uri!), 'GET');
    expect(await read.json()).toMatchObject({ client_id: client.client_id });
    await expect(
      openid.dynamicClientRegistration(new URL(server.issuer), metadata, undefined, {
        ...insecure,
        initialAccessToken,
      }),
    ).rejects.toThrow();
  });

  /** These libraries do not know custom registration; they do cover the rest of the client's life. */
  async function registerPerson(clientId: string, key: CryptoKey): Promise<{ refresh_token?: string }> {
    const now = server.clock.now();
    const assertion = await new SignJWT({
      iss: clientId,
      sub: clientId,
      aud: server.issuer,
      iat: now,
      exp: now + 60,
      jti: `registration-${clientId}`,
    })
      .setProtectedHeader({ alg: 'ES256', kid: 'phone' })
      .sign(key);
    const reply = await send<{ oauth_token: { refresh_token?: string } }>(
      'POST',
      `${server.url}/oauth/v2/custom-registration/${provider}/complete`,
      {
        json: {
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: assertion,
          profile_id: 'AAAAAA',
          scope: ['openid', 'profile'],
        },
      },
    );
    return reply.body.oauth_token;
  }

  it.each([
    ['client_secret_basic' as const, openid.ClientSecretBasic],
    ['client_secret_post' as const, openid.ClientSecretPost],
  ])('authenticates with %s', async (method, authentication) => {
    const { client_id, client_secret } = await server.admin.call('createApiClient', {
      body: { name: 'Back end', scopes: ['onegini_api_token_introspection'], token_endpoint_auth_method: method },
    });
    const issuer = new URL(server.issuer);
    const config = await openid.discovery(issuer, client_id, undefined, authentication(client_secret), insecure);
    const { access_token } = await openid.clientCredentialsGrant(config);
    expect(await openid.tokenIntrospection(config, access_token)).toMatchObject({ active: true, sub: client_id });
  });
});

describe('oauth4webapi', () => {
  const insecure = { [oauth.allowInsecureRequests]: true };

  it.each(['oidc', 'oauth2'] as const)('discovers the server (%s) and does all a back end needs', async (algorithm) => {
    const issuer = new URL(server.issuer);
    const as = await oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, { algorithm, ...insecure }),
    );
    const client: oauth.Client = { client_id: backEnd.clientId };
    const authentication = oauth.PrivateKeyJwt(backEnd.key);

    const own = await oauth.processClientCredentialsResponse(
      as,
      client,
      await oauth.clientCredentialsGrantRequest(as, client, authentication, new URLSearchParams(), insecure),
    );
    expect(own.scope).toBe('onegini_api_token_introspection onegini_api_events');

    const { access_token: stateless } = await aToken({ grant_type: STATELESS_AUTHENTICATION_GRANT });
    const introspect = async (token: string, options: oauth.IntrospectionRequestOptions = {}) =>
      oauth.introspectionRequest(as, client, authentication, token, { ...options, ...insecure });
    expect(await oauth.processIntrospectionResponse(as, client, await introspect(stateless))).toMatchObject({
      active: true,
      sub: 'TestClientUserId',
    });

    const signed = await introspect(stateless, { requestJwtResponse: true });
    expect(signed.headers.get('content-type')).toBe('application/token-introspection+jwt');
    expect(await oauth.processIntrospectionResponse(as, client, signed)).toMatchObject({ active: true });
    await oauth.validateApplicationLevelSignature(as, signed, insecure);

    const info = await oauth.userInfoRequest(as, client, stateless, insecure);
    expect(await oauth.processUserInfoResponse(as, client, 'TestClientUserId', info)).toMatchObject({
      lastName: 'Doe',
    });

    const revoked = await oauth.revocationRequest(as, client, authentication, own.access_token, insecure);
    await oauth.processRevocationResponse(revoked);
    const after = await oauth.processIntrospectionResponse(as, client, await introspect(own.access_token));
    expect(after).toEqual({ active: false });
  });

  it('understands a refusal', async () => {
    const issuer = new URL(server.issuer);
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
    const client: oauth.Client = { client_id: backEnd.clientId };
    // A key with the right name that was never registered.
    const { key } = await aKey('back-end');
    const reply = await oauth.clientCredentialsGrantRequest(
      as,
      client,
      oauth.PrivateKeyJwt({ key, kid: 'back-end' }),
      new URLSearchParams(),
      insecure,
    );
    await expect(oauth.processClientCredentialsResponse(as, client, reply)).rejects.toMatchObject({ status: 401 });
  });
});
