import { generateKeyPairSync } from 'node:crypto';
import { at } from '../../lib/workspace.mjs';
import type { Client, Scene } from '../client.js';
import { run, serve } from '../native.js';
import { Person } from '../person.js';
import { sampleOf } from '../sample.js';
import { gateway, webClient } from './program.js';

const program = (name: string) => at('tools/interop/clients/debian', name);

/** Runs a flow of Authlib with the system's Python, for which the Debian package is installed. */
const authlibFlow =
  (flow: string, settingsOf: (scene: Scene, redirectUri: string) => Promise<Record<string, unknown>>) =>
  async (scene: Scene): Promise<void> => {
    const redirectUri = `${(await scene.site()).url}/callback`;
    const settings = { issuer: scene.issuer.identifier, redirectUri, ...(await settingsOf(scene, redirectUri)) };
    await run(scene, '/usr/bin/python3', [program('authlib_flows.py'), flow], {
      env: {
        INTEROP_SETTINGS: JSON.stringify(settings),
        // Without this, Authlib rejects responses over plain http.
        AUTHLIB_INSECURE_TRANSPORT: '1',
      },
      back: redirectUri,
    });
  };

/** Creates a client whose assertions use the token endpoint as their audience, as libraries did before RFC 10070. */
async function olderAssertions({ issuer }: Scene, redirectUri: string) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'key-1', alg: 'RS256', use: 'sig' };
  const made = await issuer.setup.webClient({
    ...{ redirect_uris: [redirectUri], token_endpoint_auth_method: 'private_key_jwt' },
    jwks: { keys: [jwk] },
  });
  await issuer.setup.letNameTheEndpoint(made.clientId);
  return { ...made, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) };
}

async function robot({ issuer }: Scene) {
  return { ...(await issuer.setup.robot()) };
}

export const authlib: Client = {
  id: 'authlib',
  name: 'Authlib',
  about: 'OAuth for Python.',
  source: { kind: 'debian', package: 'python3-authlib', beside: ['python3-requests'] },
  flows: [
    { id: 'code', title: 'web client with PKCE: code, userinfo, refresh', run: authlibFlow('code', webClient()) },
    {
      id: 'code-without-pkce',
      title: 'web client without PKCE, its default: code',
      run: authlibFlow('code_without_pkce', webClient({ require_pkce: false })),
    },
    {
      id: 'code-post',
      title: 'web client, secret in the body: code',
      run: authlibFlow('code_post', webClient()),
    },
    {
      id: 'key',
      title: 'web client with private_key_jwt, its default audience',
      run: authlibFlow('key', olderAssertions),
    },
    {
      id: 'client-credentials',
      title: 'client credentials of a client that registered itself',
      run: authlibFlow('client_credentials', robot),
    },
    { id: 'introspection', title: 'API client: introspection', run: authlibFlow('introspection', gateway) },
  ],
  atServer:
    'A web client. With `private_key_jwt`, make an exception for its audience: Authlib names the token endpoint.',
  atClient: '`code_challenge_method="S256"`; without it, PKCE has to be made optional for the client.',
  samples: [sampleOf('debian/authlib_flows.py', 'A session')],
  faults: ['Assertions name the token endpoint as their audience, not the issuer.'],
};

async function goOidcCode(scene: Scene): Promise<void> {
  const redirectUri = `${(await scene.site()).url}/callback`;
  const client = await scene.issuer.setup.webClient({ redirect_uris: [redirectUri] });
  const settings = { issuer: scene.issuer.identifier, redirectUri, ...client };
  await run(scene, 'go', ['run', program('relying_party.go')], {
    env: {
      ...{ INTEROP_SETTINGS: JSON.stringify(settings), GO111MODULE: 'off', GOPATH: '/usr/share/gocode' },
      ...{ GOFLAGS: '', GOCACHE: at('.cache/interop-go') },
    },
    back: redirectUri,
  });
}

export const goOidc: Client = {
  id: 'go-oidc',
  name: 'go-oidc',
  about: 'OpenID Connect for Go.',
  source: { kind: 'debian', package: 'golang-github-coreos-go-oidc-dev', beside: ['golang-go'] },
  flows: [{ id: 'code', title: 'web client: code, userinfo', run: goOidcCode }],
  atServer: 'A web client whose ID tokens are signed with RS256.',
  atClient: 'The two parameters of PKCE, which `golang.org/x/oauth2` 0.3 does not make by itself.',
  samples: [sampleOf('debian/relying_party.go', 'Configuration')],
  faults: ['Version 2.1 expects RS256 unless `SupportedSigningAlgs` says otherwise.'],
};

async function omniauthCode(scene: Scene): Promise<void> {
  const { url: baseUrl, port } = await scene.site();
  const redirectUri = `${baseUrl}/auth/openid_connect/callback`;
  const client = await scene.issuer.setup.webClient({ redirect_uris: [redirectUri], require_pkce: false });
  const settings = { issuer: scene.issuer.identifier, redirectUri, baseUrl, port, ...client };
  const env = { INTEROP_SETTINGS: JSON.stringify(settings) };
  const site = await serve(scene, port, '/usr/bin/ruby', [program('omniauth.rb')], { env });
  const page = await new Person('ada').visit(`${baseUrl}/auth/openid_connect`);
  if (page.status === 200 && page.body.includes('ada@example.com')) return;
  throw new Error(`Error: the site says ${page.status} ${page.body}\n${site.output}`);
}

export const omniauth: Client = {
  id: 'omniauth',
  name: 'omniauth_openid_connect',
  about: 'The OpenID Connect strategy of OmniAuth, for sites in Ruby; GitLab uses it under another name.',
  source: { kind: 'debian', package: 'ruby-omniauth-openid-connect', beside: ['ruby', 'ruby-webrick'] },
  flows: [{ id: 'code', title: 'web client without PKCE: code', run: omniauthCode }],
  atServer: 'A web client for which PKCE was made optional.',
  atClient: 'Issuer, credentials, and the host of the issuer once more.',
  samples: [sampleOf('debian/omniauth.rb', 'The provider')],
  faults: ['Version 0.10 has no PKCE.', 'Discovery asks by https only, whatever the issuer says.'],
};
