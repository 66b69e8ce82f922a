import { type ClientInformation, PATHS, TokenAnswer } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { type JSONWebKeySet, createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { AuthServer } from '../support/auth-server.js';
import { atHashOf } from '../support/expectations.js';
import { OBEDIENT_SCRIPT, REDIRECT } from '../support/login-pages.js';
import type { RelyingParty } from '../support/relying-party.js';
import { tokenOf } from '../support/token-client.js';
import { MASTER_TOKEN, clientOfWeb, dynamicClient, signIn } from '../support/web-world.js';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
  await server.given.provider({ name: 'For everybody', default: true, scripts: { complete: OBEDIENT_SCRIPT } });
});
afterAll(() => server.close());

/** Verifies an ID token like a client that accepts this algorithm only. */
async function expectSignedWith(algorithm: string, tokens: TokenAnswer, client: RelyingParty): Promise<void> {
  const keys = (await send<JSONWebKeySet>('GET', server.url + PATHS.keys)).body;
  const { payload } = await jwtVerify(tokens.id_token!, createLocalJWKSet(keys), {
    algorithms: [algorithm],
    issuer: server.issuer,
    audience: client.clientId,
  });
  expect(payload).toMatchObject({ sub: 'anna', at_hash: atHashOf(tokens.access_token) });
}

/** Tokens from a code exchange, and from a refresh. */
async function tokensFor(client: RelyingParty): Promise<TokenAnswer[]> {
  const { body } = await client.exchange(await signIn(server, client, 'anna', { scope: 'openid' }));
  const form = { grant_type: 'refresh_token', refresh_token: body.refresh_token! };
  return [body, (await tokenOf(server.url, client.proof, form)).body];
}

const METADATA = {
  redirect_uris: [REDIRECT],
  token_endpoint_auth_method: 'client_secret_basic',
  grant_types: ['authorization_code', 'refresh_token'],
};

describe('The ID tokens of a client that registered itself', () => {
  it.each([
    [undefined, 'RS256'],
    ['RS256', 'RS256'],
    ['ES256', 'ES256'],
    ['EdDSA', 'RS256'],
  ])('that named %s are signed with %s', async (asked, given) => {
    const metadata = { ...METADATA, ...(asked === undefined ? {} : { id_token_signed_response_alg: asked }) };
    const client = await dynamicClient(server, metadata);
    for (const tokens of await tokensFor(client)) await expectSignedWith(given, tokens, client);
    const read = await send<ClientInformation>('GET', `${server.url}${PATHS.clients}/${client.clientId}`, {
      headers: { authorization: `Bearer ${MASTER_TOKEN}` },
    });
    expect(read.body.id_token_signed_response_alg).toBe(given);
  });

  it('for a web application are what is usual for those who come by a browser', async () => {
    const provider = await server.given.provider({ scripts: { complete: OBEDIENT_SCRIPT } });
    const application = await server.given.webApplication(provider, { user_authentication: { refresh_tokens: true } });
    const client = await dynamicClient(server, METADATA, await server.given.initialAccessToken(application));
    for (const tokens of await tokensFor(client)) await expectSignedWith('RS256', tokens, client);
  });
});

describe('The ID tokens of a web client', () => {
  it('are signed with RS256, which most libraries expect, unless an administrator says otherwise', async () => {
    const provider = await server.given.provider({ scripts: { complete: OBEDIENT_SCRIPT } });
    const { client } = await clientOfWeb(server, { provider });
    for (const tokens of await tokensFor(client)) await expectSignedWith('RS256', tokens, client);
    const parameters = { client_id: client.clientId };
    const { etag, id_token_signed_response_alg: before } = await server.admin.call('readWebClient', { parameters });
    expect(before).toBe('RS256');
    const body = { id_token_signed_response_alg: 'ES256' } as const;
    const saved = await server.admin.call('updateWebClient', { parameters, body, ifMatch: etag });
    expect(saved).toMatchObject({ ...body, require_pkce: true });
    for (const tokens of await tokensFor(client)) await expectSignedWith('ES256', tokens, client);
    await server.admin.call('rotateKeys', { body: {} });
    for (const tokens of await tokensFor(client)) await expectSignedWith('ES256', tokens, client);
  });

  it('are signed with ES256 where it has no redirect URI and registers people itself', async () => {
    const provider = await server.given.provider({ scripts: { complete: OBEDIENT_SCRIPT } });
    const { client } = await clientOfWeb(server, { provider, redirectUris: [] });
    const parameters = { client_id: client.clientId };
    const { id_token_signed_response_alg: algorithm } = await server.admin.call('readWebClient', { parameters });
    expect(algorithm).toBe('ES256');
  });
});

describe('Whatever is no ID token for a client', () => {
  it('is signed with ES256: ID tokens of apps, introspections', async () => {
    const { app, provider } = await server.given.statelessWorld();
    const request = { profile_id: 'AAAAAA', scope: ['openid'] };
    const { oauth_token: token } = (await app.complete(provider.identifier, request)).body;
    expect(decodeProtectedHeader(token!.id_token!).alg).toBe('ES256');
    for (const [algorithm, expected] of [
      [null, 'ES256'],
      ['RS256', 'RS256'],
    ] as const) {
      // prettier-ignore
      const resourceServer = await server.given.resourceServer({ introspection_signed_response_alg: algorithm });
      const reply = await fetch(server.url + PATHS.introspectV2, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${resourceServer.clientId}:${resourceServer.secret}`).toString('base64')}`,
          accept: 'application/token-introspection+jwt',
        },
        body: new URLSearchParams({ token: token!.access_token }),
      });
      expect(decodeProtectedHeader(await reply.text()).alg).toBe(expected);
    }
  });
});
