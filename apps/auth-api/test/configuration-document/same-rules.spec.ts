import {
  type AdminEndpointName,
  CONFIGURATION_KEYS,
  type ConfigurationList,
  type ConfigurationRequest,
} from '@passant/contracts';
import type { z } from 'zod';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { ECHO_SCRIPT } from '../support/given.js';

type Document = z.input<typeof ConfigurationRequest>['configuration'];
type Entry = Record<string, unknown>;
/** What happens, the section, the members that are changed, and the member at fault. */
type Row = [what: string, section: ConfigurationList, members: Entry, at: string];

const DAY = 86_400;
const SECRET = 'a-secret-of-thirty-two-characters';

/** One valid entry of each section. */
const ENTRIES: Record<ConfigurationList, Entry> = {
  scopes: { identifier: 'orders', description: 'Orders', claims: ['customer'] },
  web_hooks: {
    id: 'hook',
    type: 'CUSTOMIZE_TOKEN',
    name: 'Hook',
    base_uri: 'https://hook.example/a',
    authentication_method: 'BASIC',
    username: 'passant',
    password: 'a-password',
  },
  identity_providers: {
    identifier: 'scheme',
    name: 'Scheme',
    flow: 'ONE_STEP',
    scripts: { complete: ECHO_SCRIPT },
    properties: [{ identifier: 'key', sensitive: true, value: 'a-key-of-the-scheme' }],
  },
  applications: { identifier: 'city-app', name: 'City services', identity_providers: ['scheme'] },
  api_clients: {
    client_id: 'orders-api',
    name: 'Orders',
    scopes: ['onegini_api_token_introspection'],
    applications: ['city-app'],
  },
  web_clients: {
    client_id: 'website-client',
    name: 'Website',
    application: 'website',
    redirect_uris: ['https://website.example/back'],
  },
};

const KEYS: Record<ConfigurationList, string> = CONFIGURATION_KEYS;
const CREATE = {
  scopes: 'createScope',
  web_hooks: 'createWebHook',
  identity_providers: 'createIdentityProvider',
  applications: 'createApplication',
  api_clients: 'createApiClient',
  web_clients: 'createWebClient',
} as const satisfies Record<ConfigurationList, AdminEndpointName>;
const UPDATE = {
  scopes: 'updateScope',
  web_hooks: 'updateWebHook',
  identity_providers: 'updateIdentityProvider',
  applications: 'updateApplication',
  api_clients: 'updateApiClient',
  web_clients: 'updateWebClient',
} as const satisfies Record<ConfigurationList, AdminEndpointName>;

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
  const body = { configuration: { ...base(), web_clients: [declared('web_clients')] } };
  await server.admin.call('applyConfiguration', { body, ifMatch: '*' });
});
afterAll(() => server.close());

/** An entry as a document declares it: a client comes with its secret. */
function declared(section: ConfigurationList, members: Entry = {}): never {
  const entry = { ...ENTRIES[section], ...members };
  const isClient = section === 'api_clients' || section === 'web_clients';
  const hasSecret = isClient && entry.token_endpoint_auth_method !== 'private_key_jwt';
  return { ...entry, ...(hasSecret ? { client_secret: SECRET } : {}) } as never;
}

function base(): Document {
  return {
    scopes: [declared('scopes')],
    web_hooks: [declared('web_hooks')],
    identity_providers: [declared('identity_providers')],
    applications: [
      declared('applications'),
      { identifier: 'website', name: 'Website', client_type: 'web', identity_providers: ['scheme'] },
    ],
    api_clients: [declared('api_clients')],
  };
}

/** The members that an answer refuses, with what is wrong with them. */
async function refusedBy(endpoint: AdminEndpointName, request: object): Promise<Record<string, string>> {
  const reply = await server.admin.request(endpoint, request);
  return expectRefusal(reply, 400, 'invalid_request').fields ?? {};
}

/** Requires that a document with one entry is refused with the same words as the entry alone, at the place in it. */
async function expectTheSame(section: ConfigurationList, entry: Entry, fields: Record<string, string>, at: string) {
  const before = await server.admin.call('exportConfiguration');
  const expected = Object.entries(fields).map(([member, problem]) => [
    `configuration.${section}.0${member === 'body' ? '' : `.${member}`}`,
    problem,
  ]);
  expect(expected.map(([place]) => place)).toContain(`configuration.${section}.0${at === '' ? '' : `.${at}`}`);
  const body = { configuration: { [section]: [entry] } };
  for (const [endpoint, ifMatch] of [
    ['planConfiguration', {}],
    ['applyConfiguration', { ifMatch: '*' }],
  ] as const) {
    expect(await refusedBy(endpoint, { body, ...ifMatch })).toEqual(Object.fromEntries(expected));
  }
  expect(await server.admin.call('exportConfiguration')).toEqual(before);
}

const LEGACY = { audience_policy: 'LEGACY', lenient_until: Math.floor(Date.now() / 1000) + 30 * DAY };
const SIGNS = { token_endpoint_auth_method: 'private_key_jwt' };
const TOO_LONG = 'x'.repeat(129);
const clients = ['api_clients', 'web_clients'] as const;

const NEW: Row[] = [
  ['an exception of the audience', 'applications', LEGACY, 'audience_policy'],
  ['an exception of the audience', 'api_clients', LEGACY, 'audience_policy'],
  ['an exception of the audience', 'web_clients', LEGACY, 'audience_policy'],
  ['an exception without end', 'applications', { audience_policy: 'LEGACY' }, 'audience_policy'],
  ['an identifier with a space', 'scopes', { identifier: 'a b' }, 'identifier'],
  ['an identifier with a dot', 'web_hooks', { id: 'a.b' }, 'id'],
  ['an identifier with a dot', 'identity_providers', { identifier: 'a.b' }, 'identifier'],
  ['the identifier of a page of the console', 'applications', { identifier: 'new' }, 'identifier'],
  ['an empty identifier', 'api_clients', { client_id: '' }, 'client_id'],
  ['an identifier that is too long', 'web_clients', { client_id: 'x'.repeat(65) }, 'client_id'],
  ['an unknown type', 'web_hooks', { type: 'NOTIFY' }, 'type'],
  ['BASIC without a password', 'web_hooks', { password: undefined }, 'password'],
  ['an unknown type', 'identity_providers', { type: 'SAML' }, 'type'],
  ['an unknown method', 'api_clients', { token_endpoint_auth_method: 'none' }, 'token_endpoint_auth_method'],
  ['a signature without a key', 'api_clients', SIGNS, 'jwks'],
  ['a signature without a key', 'web_clients', SIGNS, 'jwks'],
  ['an address of keys that is none', 'api_clients', { ...SIGNS, jwks_uri: 'http://keys.example' }, 'jwks_uri'],
  ['an address of keys that is none', 'web_clients', { ...SIGNS, jwks_uri: 'nowhere' }, 'jwks_uri'],
  ['an application that is not there', 'web_clients', { application: 'nowhere' }, 'application'],
  ['an application of apps', 'web_clients', { application: 'city-app' }, 'application'],
  [
    'a sensitive property without a value',
    'identity_providers',
    { properties: [{ identifier: 'a', sensitive: true }] },
    'properties.0.value',
  ],
];

const EITHER: Row[] = [
  ['a description that is too long', 'scopes', { description: 'x'.repeat(513) }, 'description'],
  ['a claim with a space', 'scopes', { claims: ['a b'] }, 'claims.0'],
  ['a claim of the server itself', 'scopes', { claims: ['iss'] }, 'claims'],
  ['a name that no claim has', 'scopes', { claims: ['constructor'] }, 'claims'],
  ['a name that is too long', 'web_hooks', { name: TOO_LONG }, 'name'],
  ['an address with a query', 'web_hooks', { base_uri: 'https://hook.example/?a' }, 'base_uri'],
  ['an address in the open', 'web_hooks', { base_uri: 'http://hook.example' }, 'base_uri'],
  ['an address in a private network', 'web_hooks', { base_uri: 'https://10.0.0.1' }, 'base_uri'],
  ['a user name with a colon', 'web_hooks', { username: 'a:b' }, 'username'],
  ['BASIC without a user name', 'web_hooks', { username: null }, 'username'],
  ['a password with a line break', 'web_hooks', { password: 'a\nb' }, 'password'],
  ['no script', 'identity_providers', { scripts: { complete: ' ' } }, 'scripts.complete'],
  ['two steps with one script', 'identity_providers', { flow: 'TWO_STEP' }, 'scripts.init'],
  [
    'a script that is too long',
    'identity_providers',
    { scripts: { complete: '/'.repeat(262_145) } },
    'scripts.complete',
  ],
  ['a host with a path', 'identity_providers', { allowed_hosts: ['a.example', 'b.example/x'] }, 'allowed_hosts.1'],
  [
    'a host that tells a machine about itself',
    'identity_providers',
    { allowed_hosts: ['169.254.169.254'] },
    'allowed_hosts.0',
  ],
  ['a transaction that ends too soon', 'identity_providers', { transaction_validity: 29 }, 'transaction_validity'],
  [
    'a property twice',
    'identity_providers',
    { properties: ['a', 'a'].map((identifier) => ({ identifier, sensitive: false, value: 'x' })) },
    'properties.1.identifier',
  ],
  [
    'a sensitive value that cannot be masked',
    'identity_providers',
    { properties: [{ identifier: 'key', sensitive: true, value: 'abc' }] },
    'properties.0.value',
  ],
  ['an empty name', 'applications', { name: ' ' }, 'name'],
  ['another kind', 'applications', { client_type: 'desktop' }, 'client_type'],
  ['tokens that end too soon', 'applications', { access_token_validity: 29 }, 'access_token_validity'],
  ['tokens that end too late', 'applications', { access_token_validity: 86_401 }, 'access_token_validity'],
  ['a grace that is too long', 'applications', { refresh_token_grace: 121 }, 'refresh_token_grace'],
  ['a session that is too short', 'applications', { stateless_session_duration: 59 }, 'stateless_session_duration'],
  ['a scope with a space', 'applications', { default_scopes: ['a b'] }, 'default_scopes.0'],
  ['a provider that is not there', 'applications', { identity_providers: ['gone'] }, 'identity_providers'],
  [
    'a default that it does not have',
    'applications',
    { identity_providers: [], default_identity_provider: 'scheme' },
    'default_identity_provider',
  ],
  [
    'stateless authentication of a website',
    'applications',
    { client_type: 'web', user_authentication: { stateless_authentication: true } },
    'user_authentication.stateless_authentication',
  ],
  ['a switch that nobody knows', 'applications', { user_authentication: { magic: true } }, 'user_authentication'],
  [
    'an address that anybody hears',
    'applications',
    { stateless_redirect_uris: ['http://app.example/'] },
    'stateless_redirect_uris',
  ],
  [
    'a version twice',
    'applications',
    { versions: [1, 2].map(() => ({ platform: 'ios', version: '1', status: 'DISABLED' })) },
    'versions',
  ],
  ['a hook of another type', 'applications', { user_details_web_hook: 'hook' }, 'user_details_web_hook'],
  ['a hook that is not there', 'applications', { access_token_web_hook: 'gone' }, 'access_token_web_hook'],
  ['an end of no exception', 'applications', { lenient_until: LEGACY.lenient_until }, 'lenient_until'],
  ['an end of no exception', 'api_clients', { lenient_until: LEGACY.lenient_until }, 'lenient_until'],
  ['an end of no exception', 'web_clients', { lenient_until: LEGACY.lenient_until }, 'lenient_until'],
  ['no API scope', 'api_clients', { scopes: [] }, 'scopes'],
  ['an API scope that nobody knows', 'api_clients', { scopes: ['all'] }, 'scopes.0'],
  ['an application that is not there', 'api_clients', { applications: ['nowhere'] }, 'applications'],
  ['an identifier that names no API', 'api_clients', { resources: ['orders'] }, 'resources'],
  ['a sight of nothing', 'api_clients', { introspection_sight: 'RESOURCES' }, 'introspection_sight'],
  [
    'an algorithm that nobody knows',
    'api_clients',
    { introspection_signed_response_alg: 'none' },
    'introspection_signed_response_alg',
  ],
  ['an address of keys beside a secret', 'api_clients', { jwks_uri: 'https://keys.example' }, 'jwks_uri'],
  ['keys beside a secret', 'api_clients', { jwks: { keys: [] } }, 'jwks'],
  ['keys beside a secret', 'web_clients', { jwks: { keys: [] } }, 'jwks'],
  ['an address with a fragment', 'web_clients', { redirect_uris: ['https://website.example/#a'] }, 'redirect_uris'],
  [
    'codes without an address',
    'web_clients',
    { redirect_uris: [], grant_types: ['authorization_code'] },
    'redirect_uris',
  ],
  ['refreshing without codes', 'web_clients', { grant_types: ['refresh_token'] }, 'grant_types'],
  ['an origin with a path', 'web_clients', { allowed_origins: ['https://website.example/x'] }, 'allowed_origins'],
  [
    'an algorithm that nobody knows',
    'web_clients',
    { id_token_signed_response_alg: 'none' },
    'id_token_signed_response_alg',
  ],
  ...clients.map((section): Row => ['a member that nobody knows', section, { colour: 'red' }, '']),
];

const CHANGED: Row[] = [
  ...(['applications', ...clients] as const).flatMap((section): Row[] => [
    ['an exception without end', section, { audience_policy: 'LEGACY' }, 'lenient_until'],
    ['an exception that is over', section, { ...LEGACY, lenient_until: 1 }, 'lenient_until'],
    ['an exception of years', section, { ...LEGACY, lenient_until: LEGACY.lenient_until + 366 * DAY }, 'lenient_until'],
  ]),
  [
    'a password that would go to another host',
    'web_hooks',
    { base_uri: 'https://other.example', password: undefined },
    'password',
  ],
];

/** What only a change has is no member of a creation. */
const NOT_CREATED = ['lenient_until'];

describe('What is refused', () => {
  it.each([...NEW, ...EITHER.filter(([, , members]) => !NOT_CREATED.some((member) => member in members))])(
    'to something new is refused in a document with the same words: %s in %s',
    async (_, section, members, at) => {
      const entry = { [KEYS[section]]: 'another', ...members };
      const alone = Object.fromEntries(Object.entries(entry).filter(([name]) => !NOT_CREATED.includes(name)));
      const fields = await refusedBy(CREATE[section], { body: { ...ENTRIES[section], ...alone } });
      await expectTheSame(section, declared(section, entry), fields, at);
    },
  );

  it.each([...CHANGED, ...EITHER])(
    'to a change is refused in a document with the same words: %s in %s',
    async (_, section, members, at) => {
      const { [KEYS[section]]: identifier } = ENTRIES[section];
      const parameters = { [KEYS[section]]: identifier };
      const fields = await refusedBy(UPDATE[section], { body: members, parameters, ifMatch: '*' });
      await expectTheSame(section, declared(section, members), fields, at);
    },
  );
});
