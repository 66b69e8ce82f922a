import type { Client } from '../client.js';
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
  ],
  atServer: 'A web client with the redirect URI of the site; nothing else has to be set.',
  atClient: 'Issuer, client id and secret. It sends the secret in the body unless told otherwise, which is fine.',
  samples: [sampleOf('openid-client-6', 'Signing somebody in')],
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
