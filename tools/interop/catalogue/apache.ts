import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATHS } from '@passant/contracts';
import type { ApiClientAuthMethod } from '@passant/contracts';
import type { Client, Scene } from '../client.js';
import type { Page } from '../../world/browser.js';
import { serve, withLog } from '../native.js';
import { Person } from '../person.js';
import { expectGuarded } from './resource.js';

const MODULES = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'headers', 'dir', 'mime'];

interface Values {
  issuer: string;
  clientId: string;
  clientSecret: string;
}

interface SiteValues extends Values {
  redirectUri: string;
}

const PLACEHOLDERS = {
  ...{ issuer: 'https://passant.example.com/oauth', clientId: 'CLIENT_ID', clientSecret: 'CLIENT_SECRET' },
  redirectUri: 'https://your-site.example.com/redirect_uri',
};

const introspectionOf = (issuer: string) => issuer.replace(/\/oauth$/, '') + PATHS.introspectV2;

const resourceServer = ({ issuer, clientId, clientSecret }: Values, method?: string) =>
  `OIDCOAuthIntrospectionEndpoint ${introspectionOf(issuer)}
OIDCOAuthClientID ${clientId}
OIDCOAuthClientSecret ${clientSecret}
${method === undefined ? '' : `OIDCOAuthIntrospectionEndpointAuth ${method}\n`}OIDCOAuthRemoteUserClaim sub
<Location />
  AuthType oauth20
  Require valid-user
</Location>
`;

const relyingParty = ({ issuer, clientId, clientSecret, redirectUri }: SiteValues, pkce: boolean) =>
  `OIDCProviderMetadataURL ${issuer}/.well-known/openid-configuration
OIDCClientID ${clientId}
OIDCClientSecret ${clientSecret}
OIDCRedirectURI ${redirectUri}
OIDCScope "openid profile email"
OIDCCryptoPassphrase "a long random string that only this site knows"
${pkce ? 'OIDCPKCEMethod S256\n' : ''}# Only behind a proxy that ends TLS:
OIDCXForwardedHeaders X-Forwarded-Proto
<Location />
  AuthType openid-connect
  Require valid-user
  Header set X-Remote-User "expr=%{REMOTE_USER}"
</Location>
`;

const registering = (redirectUri: string, folder: string) =>
  `OIDCMetadataDir ${folder}
OIDCRedirectURI ${redirectUri}
OIDCClientName "Site with Apache"
OIDCScope "openid profile email"
OIDCCryptoPassphrase "a long random string that only this site knows"
OIDCPKCEMethod S256
OIDCXForwardedHeaders X-Forwarded-Proto
<Location />
  AuthType openid-connect
  Require valid-user
  Header set X-Remote-User "expr=%{REMOTE_USER}"
</Location>
`;

/** Runs Apache with one module and its configuration, on top of a minimal setup. */
export async function serveApache(scene: Scene, port: number, module: string, configuration: string): Promise<void> {
  const { folder } = scene;
  const documents = join(folder, 'documents');
  mkdirSync(documents);
  writeFileSync(join(documents, 'index.html'), 'welcome');
  const file = join(folder, 'apache.conf');
  const log = join(folder, 'apache.log');
  const lines = [
    `ServerRoot ${folder}`,
    'ServerName localhost',
    `PidFile ${join(folder, 'apache.pid')}`,
    `Listen 127.0.0.1:${port}`,
    ...[...MODULES, module].map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`),
    ...['User www-data', 'Group www-data', `ErrorLog ${log}`, 'LogLevel warn', `DocumentRoot ${documents}`],
    ...['DirectoryIndex index.html', 'TypesConfig /etc/mime.types', 'StartServers 1'],
    configuration,
  ];
  writeFileSync(file, lines.join('\n'));
  await withLog(log, () => serve(scene, port, 'apache2', ['-D', 'FOREGROUND', '-f', file]));
}

const guarded = (method: ApiClientAuthMethod, configured?: string) => async (scene: Scene) => {
  const { url, port } = await scene.site();
  const client = await scene.issuer.setup.apiClient({ token_endpoint_auth_method: method });
  const configuration = resourceServer({ issuer: scene.issuer.identifier, ...client }, configured);
  await serveApache(scene, port, 'auth_openidc', configuration);
  await withLog(join(scene.folder, 'apache.log'), () => expectGuarded(scene, `${url}/`));
};

/**
 * Opens a site as a person, and expects the site to know who they are after sign-in. `continueInteraction` does what
 * else the site asks of them on the way.
 */
async function expectKnown(
  scene: Scene,
  address: string,
  continueInteraction: (person: Person, page: Page) => Promise<Page> = async (_, page) => page,
): Promise<void> {
  await withLog(join(scene.folder, 'apache.log'), async () => {
    const person = new Person('ada');
    const page = await continueInteraction(person, await person.visit(address));
    const user = page.headers.get('x-remote-user');
    if (!user?.startsWith('ada')) throw new Error(`Error: ${page.status} for ${user ?? 'nobody'}: ${page.body}`);
  });
}

const code = (pkce: boolean) => async (scene: Scene) => {
  const { url, port } = await scene.site();
  const redirectUri = `${url}/redirect_uri`;
  const client = await scene.issuer.setup.webClient({ redirect_uris: [redirectUri], require_pkce: pkce });
  const values = { issuer: scene.issuer.identifier, redirectUri, ...client };
  await serveApache(scene, port, 'auth_openidc', relyingParty(values, pkce));
  await expectKnown(scene, `${url}/`);
};

async function registration(scene: Scene): Promise<void> {
  const { url, port } = await scene.site();
  const metadata = join(scene.folder, 'metadata');
  mkdirSync(metadata);
  chmodSync(metadata, 0o777);
  await serveApache(scene, port, 'auth_openidc', registering(`${url}/redirect_uri`, metadata));
  await expectKnown(scene, `${url}/`, async (person, page) => {
    // The module's discovery page, on which people choose their OpenID provider.
    const csrf = /name="x_csrf" value="([^"]*)"/.exec(page.body)?.[1] ?? '';
    const chosen = { iss: scene.issuer.identifier, target_link_uri: `${url}/`, method: 'get', x_csrf: csrf };
    return person.visit(`${url}/redirect_uri?${new URLSearchParams(chosen).toString()}`);
  });
}

const BESIDE = ['apache2'];

export const modAuthOpenidc: Client = {
  id: 'mod_auth_openidc',
  name: 'mod_auth_openidc',
  about: 'OpenID Connect for Apache: guards an API, or signs people in to a site.',
  source: { kind: 'debian', package: 'libapache2-mod-auth-openidc', beside: BESIDE },
  flows: [
    { id: 'introspection', title: 'API client: introspection', run: guarded('client_secret_basic') },
    {
      id: 'introspection-post',
      title: 'API client: introspection, secret in the body',
      run: guarded('client_secret_basic', 'client_secret_post'),
    },
    { id: 'code', title: 'web client with PKCE: code', run: code(true) },
    { id: 'code-without-pkce', title: 'web client without PKCE, its default: code', run: code(false) },
    { id: 'registration', title: 'registers itself openly, then code', run: registration },
  ],
  atServer: 'An API client, or a web client with the redirect URI `https://your-site/redirect_uri`.',
  atClient: '`OIDCPKCEMethod S256`; without it, PKCE has to be made optional for the client.',
  samples: [
    { title: 'Guarding an API', language: 'text', text: resourceServer(PLACEHOLDERS) },
    { title: 'Signing people in', language: 'text', text: relyingParty(PLACEHOLDERS, true) },
  ],
  faults: [
    'Version 2.4.12 takes only an https introspection endpoint.',
    'It keeps answers of introspection in a cache of its own: a token that was revoked is taken until it expires. ' +
      '`OIDCOAuthTokenIntrospectionInterval 0` asks every time.',
    'Version 2.4.12 misreads error answers that carry `iss`.',
    'It reads `scope` as one word: `Require claim scope:read` lets only a token in that has no other scope. ' +
      '`Require claim "scope~(^|\\\\s)read(\\\\s|$)"` finds the word.',
    'While the introspection endpoint answers 503, it answers 401 `invalid_token`, after which clients throw good tokens away.',
  ],
};

const oauth2 = ({ issuer, clientId, clientSecret }: Values) =>
  `OAuth2TokenVerify introspect ${introspectionOf(issuer)} introspect.auth=client_secret_basic&client_id=${clientId}&client_secret=${clientSecret}
<Location />
  AuthType oauth2
  Require valid-user
  OAuth2TargetPass remote_user_claim=sub
</Location>
`;

async function oauth2Introspection(scene: Scene): Promise<void> {
  const { url, port } = await scene.site();
  const client = await scene.issuer.setup.apiClient();
  await serveApache(scene, port, 'oauth2', oauth2({ issuer: scene.issuer.identifier, ...client }));
  await withLog(join(scene.folder, 'apache.log'), () => expectGuarded(scene, `${url}/`));
}

export const modOauth2: Client = {
  id: 'mod_oauth2',
  name: 'mod_oauth2',
  about: 'Guards an API behind Apache.',
  source: { kind: 'debian', package: 'libapache2-mod-oauth2', beside: BESIDE },
  flows: [{ id: 'introspection', title: 'API client: introspection', run: oauth2Introspection }],
  atServer: 'An API client.',
  atClient: 'The introspection endpoint and the credentials.',
  samples: [{ title: 'Guarding an API', language: 'text', text: oauth2(PLACEHOLDERS) }],
  faults: ['It keeps answers in a cache of its own: a token that was revoked is taken until it expires.'],
};
