import {
  type ConfigurationList,
  CreateApiClient,
  CreateApplication,
  CreateIdentityProvider,
  CreateScope,
  CreateWebClient,
  CreateWebHook,
  DeclaredApiClient,
  DeclaredApplication,
  DeclaredIdentityProvider,
  DeclaredScope,
  DeclaredWebClient,
  DeclaredWebHook,
  UpdateApiClient,
  UpdateApplication,
  UpdateIdentityProvider,
  UpdateScope,
  UpdateWebClient,
  UpdateWebHook,
} from '@passant/contracts';
import type { ScopeWithUse } from '@passant/persistence';
import type { Application, Client, IdentityProvider, WebHook } from '@passant/protocol';
import { etagOf } from '../admin-access/etag.js';
import { renderApplication } from '../admin/applications/application.view.js';
import { renderApiClient } from '../admin/clients/api-client.view.js';
import { renderScope } from '../admin/scopes/scopes.service.js';
import { renderWebClient } from '../admin/web-clients/web-client.view.js';
import { renderWebHook } from '../admin/web-hooks/web-hook.view.js';
import {
  type Entry,
  type Section,
  ANY_VERSION,
  asEntry,
  everyPage,
  nameOf,
  parsed,
  requireChosenSecret,
} from './section.js';
import { changedPassword, changedProperties, changedSecret } from './stored-secrets.js';
import type { Named, Workbench } from './workbench.js';

const scopeEntry = (scope: ScopeWithUse) => asEntry(DeclaredScope, renderScope(scope));
const webHookEntry = (hook: WebHook) => asEntry(DeclaredWebHook, renderWebHook(hook, [], 'closed'));
const applicationEntry = (one: Application) => asEntry(DeclaredApplication, renderApplication(one, []));
const apiClientEntry = (client: Client) => asEntry(DeclaredApiClient, renderApiClient(client));
const webClientEntry = (client: Client) => asEntry(DeclaredWebClient, renderWebClient(client));

function providerEntry({ identityProviders: service }: Workbench, provider: IdentityProvider) {
  const view = service.render(provider);
  const properties = view.properties.map(({ identifier, sensitive, value }) => ({
    identifier,
    sensitive,
    ...(value === undefined ? {} : { value }),
  }));
  return asEntry(DeclaredIdentityProvider, { ...view, properties });
}

function mapped<From, To>(one: From | undefined, map: (one: From) => To): To | undefined {
  return one === undefined ? undefined : map(one);
}

/** An entry without the end of an exception, which a creation does not take; the exception itself it refuses. */
function creatable<Item extends { lenient_until: number | null }>(item: Item): Omit<Item, 'lenient_until'> {
  const { lenient_until: _, ...rest } = item;
  return rest;
}

const scopes: Section<DeclaredScope> = {
  name: 'scopes',
  list: async ({ store }) => {
    const found = await everyPage<ScopeWithUse>((after, limit) =>
      store.scopes.list(undefined, after?.identifier, limit),
    );
    return found.map(scopeEntry);
  },
  find: async ({ store }, identifier) => mapped(await store.scopes.find(identifier), scopeEntry),
  create: async ({ scopes: service }, item) => void (await service.create(parsed(CreateScope, item))),
  change: async ({ scopes: service }, { identifier }, changes) =>
    void (await service.update(identifier, parsed(UpdateScope, changes), ANY_VERSION)),
  remove: ({ scopes: service }, identifier) => service.delete(identifier),
};

const webHooks: Section<DeclaredWebHook> = {
  name: 'web_hooks',
  list: async ({ configuration }) => configuration.allWebHooks().map(webHookEntry),
  find: async ({ configuration }, id) => mapped(configuration.webHook(id), webHookEntry),
  secrets: (bench, { id, password }) => changedPassword(bench, id, password),
  create: async ({ webHooks: service }, item) => void (await service.create(parsed(CreateWebHook, item))),
  change: async ({ webHooks: service }, { id, password }, changes, secrets) => {
    // For another address, the password is asked for again, even if it is the same.
    const isNeeded = password !== undefined && (secrets.length > 0 || changes.base_uri !== undefined);
    await service.update(id, parsed(UpdateWebHook, { ...changes, ...(isNeeded ? { password } : {}) }), ANY_VERSION);
  },
  remove: ({ webHooks: service }, id) => service.delete(id),
};

/** A provider without the values of the properties that are sensitive in `by`. */
function withoutValues(item: DeclaredIdentityProvider, by: DeclaredIdentityProvider): DeclaredIdentityProvider {
  const sensitive = new Set(by.properties.filter((one) => one.sensitive).map(({ identifier }) => identifier));
  const properties = item.properties.map(({ value, ...rest }) => ({
    ...rest,
    ...(value === undefined || sensitive.has(rest.identifier) ? {} : { value }),
  }));
  return { ...item, properties };
}

const identityProviders: Section<DeclaredIdentityProvider> = {
  name: 'identity_providers',
  list: async (bench) => bench.configuration.allIdentityProviders().map((provider) => providerEntry(bench, provider)),
  find: async (bench, identifier) =>
    mapped(bench.configuration.identityProvider(identifier), (provider) => providerEntry(bench, provider)),
  withoutSecrets: (item) => withoutValues(item, item),
  withoutLaterSecrets: (before, after) => withoutValues(before, after),
  secrets: (bench, { identifier, properties }) => changedProperties(bench, identifier, properties),
  create: async ({ identityProviders: service }, item) =>
    void (await service.create(parsed(CreateIdentityProvider, item))),
  change: async ({ identityProviders: service }, item, changes, secrets) => {
    const { properties: _, ...rest } = changes;
    // A sensitive value that is stored already is kept as it is.
    const properties = item.properties.map(({ value, ...property }, index) => {
      const isKept = property.sensitive && !secrets.includes(`properties.${index}.value`);
      return { ...property, ...(isKept || value === undefined ? {} : { value }) };
    });
    const all = changes.properties || secrets.length > 0 ? { ...rest, properties } : rest;
    await service.update(item.identifier, parsed(UpdateIdentityProvider, all), ANY_VERSION);
  },
  remove: ({ identityProviders: service }, identifier) => service.delete(identifier),
  removed: 'The registrations of its people end, with their tokens and what is under way.',
};

const applications: Section<DeclaredApplication> = {
  name: 'applications',
  list: async ({ configuration }) => configuration.allApplications().map(applicationEntry),
  find: async ({ configuration }, identifier) => mapped(configuration.application(identifier), applicationEntry),
  names: (application) => [
    ...[...application.default_scopes, ...application.additional_scopes].map((one): Named => ['scopes', one]),
    ...application.identity_providers.map((one): Named => ['identity_providers', one]),
    ...[application.access_token_web_hook, application.user_details_web_hook].flatMap((one): Named[] =>
      one === null ? [] : [['web_hooks', one]],
    ),
  ],
  create: async ({ applications: service }, item) =>
    void (await service.create(parsed(CreateApplication, creatable(item)))),
  change: async ({ applications: service }, { identifier }, changes) =>
    void (await service.update(identifier, parsed(UpdateApplication, changes), ANY_VERSION)),
  remove: ({ applications: service }, identifier) => service.delete(identifier),
  removed: 'Its trials end.',
};

const apiClients: Section<DeclaredApiClient> = {
  name: 'api_clients',
  list: async ({ configuration }) => configuration.allApiClients().map(apiClientEntry),
  find: async ({ configuration }, clientId) => mapped(configuration.apiClient(clientId), apiClientEntry),
  names: (client) => client.applications.map((one) => ['applications', one]),
  secrets: ({ configuration }, { client_id: clientId, client_secret: secret }) =>
    changedSecret(configuration.apiClient(clientId), secret),
  create: async ({ apiClients: service }, item) => {
    const { client_secret: secret, enabled: _enabled, ...rest } = creatable(item);
    requireChosenSecret(item);
    await service.create(parsed(CreateApiClient, rest), secret);
  },
  change: async ({ apiClients: service }, { client_id: clientId, client_secret: secret }, changes, secrets) => {
    if (Object.keys(changes).length > 0) {
      await service.update(clientId, parsed(UpdateApiClient, changes), ANY_VERSION);
    }
    if (secrets.length > 0) await service.rotateSecret(clientId, ANY_VERSION, secret);
  },
  remove: ({ apiClients: service }, clientId) => service.delete(clientId),
  removed: 'Its access tokens end.',
};

const webClients: Section<DeclaredWebClient> = {
  name: 'web_clients',
  list: async ({ store }) => {
    const found = await everyPage<Client>((after, limit) =>
      store.clients.list('web', { after: after?.clientId }, limit),
    );
    return found.map(webClientEntry);
  },
  find: async ({ store }, clientId) => {
    const client = await store.clients.find(clientId);
    return client?.kind === 'web' ? webClientEntry(client) : undefined;
  },
  names: (client) => [['applications', client.application]],
  secrets: async ({ store }, { client_id: clientId, client_secret: secret }) =>
    changedSecret(secret === undefined ? undefined : await store.clients.find(clientId), secret),
  create: async ({ webClients: service }, item) => {
    const { client_secret: secret, ...rest } = creatable(item);
    requireChosenSecret(item);
    await service.create(parsed(CreateWebClient, rest), secret);
  },
  change: async ({ webClients: service }, { client_id: clientId, client_secret: secret }, changes, secrets) => {
    if (Object.keys(changes).length > 0) {
      await service.update(clientId, parsed(UpdateWebClient, changes), ANY_VERSION);
    }
    if (secrets.length > 0) await service.rotateSecret(clientId, ANY_VERSION, secret);
  },
  remove: ({ webClients: service }, clientId) => service.delete(clientId),
  removed: 'Its tokens end, and its profiles are deleted.',
};

const DECLARED: readonly Section[] = [scopes, webHooks, identityProviders, applications, apiClients, webClients];

/** In the order in which they are created: what is named comes before what names it. */
export const SECTIONS: readonly Section[] = DECLARED.map(inOrder);

/**
 * A section whose entries are listed in the order of the characters of their names. Databases differ in how they order
 * texts, and the same configuration has to be the same document everywhere.
 */
function inOrder(section: Section): Section {
  const name = ({ item }: Entry) => nameOf(section.name, item);
  return {
    ...section,
    list: async (bench) => (await section.list(bench)).toSorted((one, other) => (name(one) < name(other) ? -1 : 1)),
  };
}

/** Everything there is, with the revisions, which also change with secrets. */
export async function listAll(
  bench: Workbench,
): Promise<{ configuration: Record<ConfigurationList | 'client_document_policy', unknown>; revisions: string[] }> {
  const lists: [string, Entry[]][] = [];
  for (const section of SECTIONS) lists.push([section.name, await section.list(bench)]);
  const policy = await bench.clientDocuments.policy();
  const { enabled, domains } = policy;
  return {
    configuration: {
      ...Object.fromEntries(lists.map(([name, entries]) => [name, entries.map(({ item }) => item)])),
      client_document_policy: { enabled, domains },
    } as Record<ConfigurationList | 'client_document_policy', unknown>,
    revisions: [...lists.flatMap(([, entries]) => entries.map(({ etag }) => etag)), etagOf(policy)],
  };
}
