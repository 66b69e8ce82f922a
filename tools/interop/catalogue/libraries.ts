import { createHash, generateKeyPairSync } from 'node:crypto';
import type { Client, Scene } from '../client.js';
import { sampleOf } from '../sample.js';
import { gateway, libraryFlow, newcomer, webClient, webClientWithKey } from './program.js';

export const openidClient6: Client = {
  id: 'openid-client',
  name: 'openid-client',
  about: 'The OpenID Connect client of most programs on Node.js.',
  source: { kind: 'npm', package: 'openid-client' },
  flows: [
    {
      id: 'code',
      title: 'web client: code, userinfo, refresh',
      run: libraryFlow('openid-client-6', 'code', webClient()),
    },
    {
      id: 'registration',
      title: 'registers itself with an initial access token, then code',
      run: libraryFlow('openid-client-6', 'registration', newcomer()),
    },
    {
      id: 'open-registration',
      title: 'registers itself without one, then code',
      run: libraryFlow('openid-client-6', 'registration', async () => ({})),
    },
    {
      id: 'key',
      title: 'web client with private_key_jwt and a bare CryptoKey: code',
      run: libraryFlow('openid-client-6', 'key', webClientWithKey),
    },
    {
      id: 'introspection',
      title: 'API client: introspection',
      run: libraryFlow('openid-client-6', 'introspection', gateway),
    },
    {
      id: 'refusal',
      title: 'API client with a wrong secret: reads invalid_client',
      run: libraryFlow('openid-client-6', 'refusal', gateway),
    },
  ],
  atServer: 'A web client with the redirect URI of the site; nothing else has to be set.',
  atClient: 'Issuer, client id and secret. It sends the secret in the body unless told otherwise, which is fine.',
  samples: [sampleOf('openid-client-6', 'Signing somebody in')],
  faults: [
    'A wrong secret is a `WWWAuthenticateChallengeError`, without the code of the refusal, because each 401 has a challenge ' +
      '(RFC 9110 §15.5.2): `(await error.response.json()).error` is `invalid_client`.',
  ],
};

export const openidClient5: Client = {
  id: 'openid-client-5',
  name: 'openid-client',
  about: 'Its older major version, on which much that is in use is built.',
  source: { kind: 'npm', package: 'openid-client-5' },
  flows: [
    { id: 'code', title: 'web client: code, userinfo', run: libraryFlow('openid-client-5', 'code', webClient()) },
    {
      id: 'registration',
      title: 'registers itself, then code',
      run: libraryFlow('openid-client-5', 'registration', newcomer()),
    },
    {
      id: 'registration-es256',
      title: 'registers itself for ID tokens with ES256, then code',
      run: libraryFlow('openid-client-5', 'registration', newcomer({ algorithm: 'ES256' })),
    },
  ],
  atServer: 'A web client whose ID tokens are signed with RS256.',
  atClient: 'Nothing but issuer, client id and secret.',
  samples: [sampleOf('openid-client-5', 'Configuration')],
  faults: [
    'It expects ID tokens signed with RS256 unless `id_token_signed_response_alg` says otherwise, whatever the ' +
      'discovery document lists.',
  ],
};

export const oauth4webapi: Client = {
  id: 'oauth4webapi',
  name: 'oauth4webapi',
  about: 'A low-level library for every JavaScript runtime; openid-client is built on it.',
  source: { kind: 'npm', package: 'oauth4webapi' },
  flows: [
    { id: 'code', title: 'web client with Basic: code', run: libraryFlow('oauth4webapi', 'code', webClient()) },
    {
      id: 'key',
      title: 'registers itself with a JWK without kid, then code',
      run: libraryFlow('oauth4webapi', 'key', newcomer()),
    },
    {
      id: 'client-credentials',
      title: 'registers itself for client credentials, names no scope',
      run: libraryFlow('oauth4webapi', 'clientCredentials', newcomer()),
    },
    {
      id: 'introspection',
      title: 'API client: introspection as a signed JWT, signature verified',
      run: libraryFlow('oauth4webapi', 'introspection', gateway),
    },
  ],
  atServer: 'A web client or an API client with the method of authentication that the program uses.',
  atClient: 'Every choice is made by the program.',
  samples: [sampleOf('oauth4webapi', 'Introspection with a signed answer')],
};

export const simpleOauth2: Client = {
  id: 'simple-oauth2',
  name: 'simple-oauth2',
  about: 'An OAuth 2.0 client without OpenID Connect; @fastify/oauth2 is built on it.',
  source: { kind: 'npm', package: 'simple-oauth2' },
  flows: [
    {
      id: 'code',
      title: 'web client without PKCE: code, refresh, both revoked',
      run: libraryFlow('simple-oauth2', 'code', webClient({ require_pkce: false })),
    },
  ],
  atServer:
    'A web client with the redirect URI of the site, for which PKCE was made optional unless the program draws it.',
  atClient: 'The addresses of the endpoints: it does not ask for the discovery document.',
  samples: [sampleOf('simple-oauth2', 'Configuration')],
  faults: [
    'A success that is not JSON is an error to it. Passant answers revocations with JSON, so that `revokeAll()` ends both tokens.',
  ],
};

/** A web client with the key of a certificate, whose assertions may name the token endpoint as their audience. */
async function webClientWithCertificate({ issuer }: Scene, redirectUri: string) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const made = await issuer.setup.webClient({
    ...{ redirect_uris: [redirectUri], token_endpoint_auth_method: 'private_key_jwt', require_pkce: false },
    jwks: { keys: [publicKey.export({ format: 'jwk' })] },
  });
  await issuer.setup.letNameTheEndpoint(made.clientId);
  // A thumbprint chooses no key here, so that of the key stands for that of the certificate.
  const thumbprint = createHash('sha256').update(publicKey.export({ format: 'der', type: 'spki' }));
  return {
    clientId: made.clientId,
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }),
    thumbprintSha256: thumbprint.digest('hex'),
  };
}

/** An API client, and the scope that the library has to name. */
async function gatewayWithScope({ issuer }: Scene) {
  return { ...(await issuer.setup.apiClient()), scope: 'onegini_api_token_introspection' };
}

export const msalNode: Client = {
  id: 'msal-node',
  name: 'MSAL Node',
  about: 'The library of the Microsoft identity platform, which also takes the issuer of another vendor.',
  source: { kind: 'npm', package: '@azure/msal-node' },
  flows: [
    {
      id: 'code',
      title: 'web client without PKCE, its default: code',
      run: libraryFlow('msal-node', 'code', webClient({ require_pkce: false })),
    },
    {
      id: 'certificate',
      title: 'web client with private_key_jwt and PS256: code',
      run: libraryFlow('msal-node', 'certificate', webClientWithCertificate),
    },
    {
      id: 'client-credentials',
      title: 'API client: client credentials',
      run: libraryFlow('msal-node', 'clientCredentials', gatewayWithScope),
    },
  ],
  atServer:
    'A web client for which PKCE is optional, unless the program makes its parameters. With a certificate: its public ' +
    'key, and an exception for the audience of its assertions, because MSAL names the token endpoint.',
  atClient: '`protocolMode` for OpenID Connect, and the host of the issuer among the known authorities.',
  samples: [sampleOf('msal-node', 'Configuration')],
  faults: [
    'Assertions name the token endpoint as their audience, not the issuer.',
    'It never takes a token from its cache that has less than five minutes left, so that tokens of minutes are fetched ' +
      'for every call.',
    'It looks for a token under the scopes that it asked for. Where fewer are granted, it finds none and fetches one for ' +
      'every call: ask for what the client has, and no more.',
    'After a refusal with 429 or 5xx it sends nothing for a minute, or for the seconds of `Retry-After`, and throws errors ' +
      'without code and words.',
  ],
};
