import { jest } from '@jest/globals';
import type { ConfigurationRequest } from '@passant/contracts';
import { PROTECTED_CLAIMS, UNSAFE_KEYS } from '@passant/protocol';
import fc from 'fast-check';
import type { z } from 'zod';
import { AuthServer } from '../support/auth-server.js';
import { drawn } from '../support/drawn.js';
import { ECHO_SCRIPT } from '../support/given.js';

type Document = Required<z.input<typeof ConfigurationRequest>['configuration']>;

let server: AuthServer;
let other: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_ALLOW_PRIVATE_WEB_HOOKS: 'on' });
  other = await AuthServer.start({ PASSANT_ALLOW_PRIVATE_WEB_HOOKS: 'on' });
});
afterAll(() => Promise.all([server.close(), other.close()]));

const identifier = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/).filter((text) => text !== 'new');
/** Text with what files and databases like to change: spaces at the ends, quotes, line ends, other scripts. */
const name = fc.string({ minLength: 1, maxLength: 24, unit: 'grapheme' }).filter((text) => text.trim() !== '');
const script = fc
  .string({ maxLength: 60, unit: 'grapheme' })
  .map((text) => `${ECHO_SCRIPT}\n// ${JSON.stringify(text)}\r\n\t`);
const scopeValue = fc.stringMatching(/^[A-Za-z0-9_\-:.]{1,12}$/);
const secret = fc.stringMatching(/^[A-Za-z0-9._~-]{32,40}$/);
const some = <One>(all: readonly One[]) => fc.subarray([...all]);
const unique = <One>(arbitrary: fc.Arbitrary<One>, selector?: (one: One) => unknown) =>
  fc.uniqueArray(arbitrary, { maxLength: 3, ...(selector ? { selector } : {}) });

const claim = identifier.filter((one) => !PROTECTED_CLAIMS.has(one) && !UNSAFE_KEYS.has(one));
const scopes = unique(
  fc.record(
    { identifier: scopeValue.filter((one) => one !== 'openid'), description: name, claims: unique(claim) },
    { requiredKeys: ['identifier'] },
  ),
  (one) => one.identifier,
);

const hook = fc
  .record({
    id: identifier,
    type: fc.constantFrom('CUSTOMIZE_TOKEN' as const, 'USER_DETAILS_CUSTOMIZATION' as const),
    name,
    base_uri: fc.constantFrom('https://hook.example', 'https://hook.example/a/b/'),
    basic: fc.boolean(),
    password: fc.stringMatching(/^[ -~]{1,20}$/),
  })
  .map(({ basic, password, ...rest }) =>
    basic
      ? { ...rest, authentication_method: 'BASIC' as const, username: 'passant', password }
      : { ...rest, authentication_method: 'NONE' as const },
  );

const property = fc
  .record({ identifier: fc.stringMatching(/^[A-Za-z0-9._-]{1,12}$/), sensitive: fc.boolean(), value: name })
  .map((one) => (one.sensitive ? { ...one, value: `${one.value}-long-enough` } : one));

const provider = fc.record(
  {
    identifier,
    name,
    flow: fc.constantFrom('ONE_STEP' as const, 'TWO_STEP' as const),
    enabled: fc.boolean(),
    scripts: fc.record({ init: script, complete: script }),
    allowed_hosts: some(['scheme.example', 'other.example:8443', 'UPPER.example']),
    properties: unique(property, (one) => one.identifier),
    transaction_validity: fc.integer({ min: 30, max: 3600 }),
  },
  { requiredKeys: ['identifier', 'name', 'flow', 'scripts'] },
);

const version = fc.record({
  platform: fc.constantFrom('ios' as const, 'android' as const),
  version: fc.stringMatching(/^[0-9]{1,2}\.[0-9]{1,2}$/),
  status: fc.constantFrom('LOGIN_REGISTRATION' as const, 'LOGIN_ONLY' as const, 'DISABLED' as const),
});

/** Applications and clients name what the document has. */
const document: fc.Arbitrary<Document> = fc
  .record({
    scopes,
    web_hooks: unique(hook, (one) => one.id),
    identity_providers: unique(provider, (one) => one.identifier),
    applications: unique(identifier),
    clients: unique(identifier),
    client_document_policy: fc.record({ enabled: fc.boolean(), domains: some(['a.example', '*.b.example']) }),
  })
  .chain(({ applications: names, clients, ...rest }) => {
    const scopeNames = rest.scopes.map((one) => one.identifier);
    const providers = rest.identity_providers.map((one) => one.identifier);
    const hooks = (type: string) => rest.web_hooks.filter((one) => one.type === type).map((one) => one.id);
    const application = (its: string) =>
      fc
        .record({
          name,
          enabled: fc.boolean(),
          client_type: fc.constantFrom('mobile' as const, 'web' as const),
          switches: fc.record(
            { stateless_authentication: fc.boolean(), stateless_session: fc.boolean(), refresh_tokens: fc.boolean() },
            { requiredKeys: [] },
          ),
          default_scopes: some(scopeNames),
          additional_scopes: some(scopeNames),
          access_token_validity: fc.integer({ min: 30, max: 86_400 }),
          identity_providers: some(providers),
          versions: unique(version, (one) => `${one.platform} ${one.version}`),
          access_token_web_hook: fc.constantFrom(null, ...hooks('CUSTOMIZE_TOKEN')),
        })
        .map(({ switches, ...one }) => {
          const user_authentication = one.client_type === 'web' ? { refresh_tokens: true } : switches;
          const [first = null] = one.identity_providers;
          return { identifier: its, ...one, user_authentication, default_identity_provider: first };
        });
    const client = (its: string) =>
      fc.record({
        client_id: fc.constant(its),
        name,
        enabled: fc.boolean(),
        scopes: some(['onegini_api_events', 'onegini_api_token_introspection'] as const).filter(
          (all) => all.length > 0,
        ),
        applications: some(names),
        resources: some(['https://a.example/', 'urn:b']),
        client_secret: secret,
      });
    return fc.record({
      scopes: fc.constant(rest.scopes),
      web_hooks: fc.constant(rest.web_hooks),
      identity_providers: fc.constant(rest.identity_providers),
      client_document_policy: fc.constant(rest.client_document_policy),
      applications: fc.tuple(...names.map(application)),
      api_clients: fc.tuple(...clients.map(client)),
      web_clients: fc.constant([]),
    });
  });

const ask = (of: AuthServer, endpoint: 'planConfiguration' | 'applyConfiguration', configuration: object) =>
  of.admin.call(endpoint, { body: { configuration, prune: true }, ifMatch: '*' });
const exported = (of: AuthServer) => of.admin.call('exportConfiguration');

describe('Any configuration', () => {
  it('that is applied, exported and applied again is unchanged, whatever there was before', async () => {
    await fc.assert(
      fc.asyncProperty(document, async (wanted) => {
        const planned = await ask(server, 'planConfiguration', wanted);
        const applied = await ask(server, 'applyConfiguration', wanted);
        expect(applied.changes).toEqual(planned.changes);
        expect((await ask(server, 'planConfiguration', wanted)).changes).toEqual([]);
        const first = await exported(server);
        const again = await ask(server, 'applyConfiguration', first.configuration);
        expect(again.changes).toEqual([]);
        expect(JSON.stringify(await exported(server))).toBe(JSON.stringify(first));
      }),
      drawn(40),
    );
  });

  it('is the same whatever order of texts the database has', async () => {
    const names = ['a-b', 'a_b', 'A_b', 'aB', 'ab', 'Ab', 'a0'];
    await ask(server, 'applyConfiguration', {
      web_hooks: names.map((id) => ({ id, type: 'CUSTOMIZE_TOKEN', name: id, base_uri: 'https://hook.example' })),
      identity_providers: names.map((identifier) => ({
        ...{ identifier, name: identifier, flow: 'ONE_STEP' },
        scripts: { complete: ECHO_SCRIPT },
      })),
      applications: names.map((identifier) => ({ identifier, name: identifier, client_type: 'web' })),
      api_clients: names.map((id) => ({
        ...{ client_id: `api-${id}`, name: id, scopes: ['onegini_api_events'], client_secret: 'a'.repeat(32) },
      })),
      web_clients: names.map((id) => ({
        ...{ client_id: `web-${id}`, name: id, application: id, client_secret: 'a'.repeat(32) },
        redirect_uris: ['https://website.example/back'],
      })),
    });
    const first = await exported(server);
    const inWords = new Intl.Collator('en').compare;
    type Loads = Pick<typeof server.store.configuration, 'load'>;
    const configuration = Object.getPrototypeOf(server.store.configuration) as Loads;

    const { load } = configuration;
    const loads = jest.spyOn(configuration, 'load').mockImplementation(async function (this: Loads) {
      const found = await load.call(this);
      return {
        ...found,
        webHooks: found.webHooks.toSorted((a, b) => inWords(a.id, b.id)),
        identityProviders: found.identityProviders.toSorted((a, b) => inWords(a.identifier, b.identifier)),
        applications: found.applications.toSorted((a, b) => inWords(a.identifier, b.identifier)),
        apiClients: found.apiClients.toSorted((a, b) => inWords(a.clientId, b.clientId)),
      };
    });
    expect(JSON.stringify(await exported(server))).toBe(JSON.stringify(first));
    loads.mockRestore();
    const { configuration: read } = first;
    for (const list of [read.applications!, read.identity_providers!] as { identifier: string }[][]) {
      const listed = list.map(({ identifier }) => identifier);
      expect(listed).toEqual(listed.toSorted());
    }
  });

  it('is the same at another installation, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(document, async (wanted) => {
        await ask(server, 'applyConfiguration', wanted);
        await ask(other, 'applyConfiguration', wanted);
        const [one, two] = [await exported(server), await exported(other)];
        expect(JSON.stringify(two.configuration)).toBe(JSON.stringify(one.configuration));
      }),
      drawn(15),
    );
  });
});
