import { type Application, PATHS } from '@passant/contracts';
import { DeviceKey, type Exchange, send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';

const MASTER_TOKEN = 'master-token-of-this-spec-with-32-characters';

/** Where clouds give their machines keys: never called, whatever is allowed. */
const OF_MACHINES = ['169.254.169.254', '100.100.100.200', '[64:ff9b::a9fe:a9fe]', '[fe80::1]'];
const PRIVATE = ['127.0.0.1', 'localhost', 'localhost.', '10.0.0.1', '[::1]', '[::ffff:10.0.0.1]', '[fd00::1]'];

describe.each([
  ['allows nothing', {}, [...OF_MACHINES, ...PRIVATE]],
  [
    'allows all that can be allowed',
    {
      PASSANT_ALLOW_PRIVATE_JWKS_URI: 'on',
      PASSANT_ALLOW_PRIVATE_WEB_HOOKS: 'on',
      PASSANT_ALLOW_PRIVATE_SCRIPT_HOSTS: 'on',
    },
    OF_MACHINES,
  ],
])('A server that %s', (_, environment, never) => {
  let server: AuthServer;
  let web: Application;
  const saved: Record<string, { parameters: { client_id: string }; etag: string }> = {};
  beforeAll(async () => {
    server = await AuthServer.start({
      ...{ PASSANT_PUBLIC_URL: 'https://login.example.com', PASSANT_MASTER_TOKEN: MASTER_TOKEN },
      ...environment,
    });
    web = await server.given.webApplication(await server.given.provider());
    const api = await server.admin.call('createApiClient', { body: { ...API, jwks: await keys() } });
    const client = await server.admin.call('createWebClient', { body: { ...webBody(), jwks: await keys() } });
    saved.api = { parameters: { client_id: api.client_id }, etag: api.etag };
    saved.web = { parameters: { client_id: client.client_id }, etag: client.etag };
  });
  afterAll(() => server.close());

  const BY_KEY = { name: 'Back end', token_endpoint_auth_method: 'private_key_jwt' } as const;
  const API = { ...BY_KEY, scopes: ['onegini_api_events'] } as const;
  const webBody = () => ({ ...BY_KEY, application: web.identifier });
  const keys = async () => ({ keys: [(await DeviceKey.generate()).publicJwk] });
  const provider = (host: string) => ({
    ...{ identifier: 'with-hosts', name: 'With hosts', flow: 'ONE_STEP' as const },
    ...{ scripts: { complete: 'function execute() {}' }, allowed_hosts: [host] },
  });
  const update = (which: 'api' | 'web', jwks_uri: string) =>
    server.admin.request(which === 'api' ? 'updateApiClient' : 'updateWebClient', {
      ...{ parameters: saved[which]!.parameters, ifMatch: saved[which]!.etag, body: { jwks_uri } },
    });
  const plan = (configuration: object) => server.admin.request('planConfiguration', { body: { configuration } });

  const WAYS: [what: string, save: (host: string) => Promise<Exchange>][] = [
    [
      'the keys of a new API client',
      (host) => server.admin.request('createApiClient', { body: { ...API, jwks_uri: `https://${host}/jwks` } }),
    ],
    ['the keys of an API client', (host) => update('api', `https://${host}/jwks`)],
    [
      'the keys of a new web client',
      (host) => server.admin.request('createWebClient', { body: { ...webBody(), jwks_uri: `https://${host}/jwks` } }),
    ],
    ['the keys of a web client', (host) => update('web', `https://${host}/jwks`)],
    [
      'the keys of a client that registers itself',
      (host) =>
        send('POST', server.url + PATHS.clients, {
          headers: { authorization: `Bearer ${MASTER_TOKEN}` },
          json: {
            ...{ redirect_uris: ['https://rp.example.com/'], token_endpoint_auth_method: 'private_key_jwt' },
            jwks_uri: `https://${host}/jwks`,
          },
        }),
    ],
    [
      'a web hook',
      (host) =>
        server.admin.request('createWebHook', {
          body: { type: 'CUSTOMIZE_TOKEN', name: 'Hook', base_uri: `https://${host}` },
        }),
    ],
    ['the hosts of scripts', (host) => server.admin.request('createIdentityProvider', { body: provider(host) })],
    [
      'keys in a whole configuration',
      (host) => plan({ api_clients: [{ ...API, client_id: 'by-file', jwks_uri: `https://${host}/jwks` }] }),
    ],
    [
      'a web hook in a whole configuration',
      (host) =>
        plan({
          web_hooks: [{ id: 'by-file', type: 'CUSTOMIZE_TOKEN', name: 'Hook', base_uri: `https://${host}` }],
        }),
    ],
    ['hosts of scripts in a whole configuration', (host) => plan({ identity_providers: [provider(host)] })],
  ];

  it.each(WAYS.flatMap(([what, save]) => never.map((host) => [what, host, save] as const)))(
    'saves no address that it never calls: %s at %s',
    async (_what, host, save) => {
      const { status, body } = await save(host);
      expect({ status, body }).toMatchObject({ status: 400, body: { error_description: expect.any(String) } });
    },
  );

  it.each(never.filter((host) => /^[a-z0-9.]+[a-z0-9]$/.test(host)))(
    'takes no documents of clients from a domain that it never calls: %s',
    async (domain) => {
      const { etag } = await server.admin.call('readClientDocumentPolicy', {});
      const body = { enabled: true, domains: ['app.example.com', domain] };
      const reply = await server.admin.request('updateClientDocumentPolicy', { body, ifMatch: etag });
      expect(reply).toMatchObject({ status: 400, body: { fields: { 'domains.1': expect.any(String) } } });
      expect((await plan({ client_document_policy: body })).status).toBe(400);
    },
  );

  it.each(WAYS)('saves one on the open Internet: %s', async (_what, save) => {
    expect((await save('8.8.8.8')).status).toBeLessThan(300);
  });
});
