import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  ApiClient,
  Application,
  IdentityProvider,
  InitialAccessTokenState,
  RegisteredClientFilter,
  Scope,
  WebClient,
  WebHook,
} from '@passant/contracts';
import { call } from '../api/client.js';
import { keys } from './keys.js';

/** Rows per page of a list, and the most that one call gives for a choice. */
const PAGE_SIZE = 50;
const CHOICE_SIZE = 200;

interface Page<T> {
  items: T[];
  next_cursor?: string;
}
type ReadPage<T> = (query: { q?: string; cursor?: string; limit: number }, signal: AbortSignal) => Promise<Page<T>>;

function list<T>(key: readonly string[], read: ReadPage<T>) {
  return (q = '') =>
    infiniteQueryOptions({
      queryKey: [...key, 'list', q],
      queryFn: ({ pageParam, signal }) => read({ q, cursor: pageParam, limit: PAGE_SIZE }, signal),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.next_cursor,
    });
}

const readApplications: ReadPage<Application> = (query, signal) => call('listApplications', { query, signal });
const readIdentityProviders: ReadPage<IdentityProvider> = (query, signal) =>
  call('listIdentityProviders', { query, signal });
const readApiClients: ReadPage<ApiClient> = (query, signal) => call('listApiClients', { query, signal });
const readWebClients: ReadPage<WebClient> = (query, signal) => call('listWebClients', { query, signal });
const readWebHooks: ReadPage<WebHook> = (query, signal) => call('listWebHooks', { query, signal });
const readScopes: ReadPage<Scope> = (query, signal) => call('listScopes', { query, signal });

/** Lists, page by page, narrowed by a search text. */
export const applicationList = list(keys.applications, readApplications);
export const identityProviderList = list(keys.identityProviders, readIdentityProviders);
export const apiClientList = list(keys.apiClients, readApiClients);
export const webClientList = list(keys.webClients, readWebClients);
export const webHookList = list(keys.webHooks, readWebHooks);
export const scopeList = list(keys.scopes, readScopes);

/** What apps and developers change while nobody is at the console: read anew whenever it is shown. */
export const CHANGED_ELSEWHERE = { staleTime: 0 };

/** What a list of initial access tokens is narrowed by, beside the search text. */
export interface TokenFilter {
  state?: InitialAccessTokenState;
}

export const initialAccessTokenList = (q = '', filter: TokenFilter = {}) =>
  infiniteQueryOptions({
    queryKey: [...keys.initialAccessTokens, 'list', q, filter],
    queryFn: ({ pageParam: cursor, signal }) =>
      call('listInitialAccessTokens', { query: { q, ...filter, cursor, limit: PAGE_SIZE }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor,
    ...CHANGED_ELSEWHERE,
  });

/** Clients that registered themselves. */
export const registeredClientList = (filter: RegisteredClientFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.registeredClients, 'list', filter],
    queryFn: ({ pageParam: cursor, signal }) =>
      call('listRegisteredClients', { query: { ...filter, cursor, limit: PAGE_SIZE }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor,
    ...CHANGED_ELSEWHERE,
  });

/** The statements about the versions of an application. */
export const softwareStatementList = (application: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.softwareStatements, 'list', application],
    queryFn: ({ pageParam: cursor, signal }) =>
      call('listSoftwareStatements', { query: { application, cursor, limit: PAGE_SIZE }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor,
    ...CHANGED_ELSEWHERE,
  });

async function readAll<T>(read: ReadPage<T>, signal: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read({ cursor, limit: CHOICE_SIZE }, signal);
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== undefined);
  return items;
}

/** Everything there is to choose from, for select fields. */
export const allApplications = queryOptions({
  queryKey: [...keys.applications, 'all'],
  queryFn: ({ signal }) => readAll(readApplications, signal),
});
export const allIdentityProviders = queryOptions({
  queryKey: [...keys.identityProviders, 'all'],
  queryFn: ({ signal }) => readAll(readIdentityProviders, signal),
});

export const allScopes = queryOptions({
  queryKey: [...keys.scopes, 'all'],
  queryFn: ({ signal }) => readAll(readScopes, signal),
});

export const allWebHooks = queryOptions({
  queryKey: [...keys.webHooks, 'all'],
  queryFn: ({ signal }) => readAll(readWebHooks, signal),
});

/** Whether there is any at all, and the first of them: for the checklist of the first steps. */
export const firstApiClients = queryOptions({
  queryKey: [...keys.apiClients, 'first'],
  queryFn: async ({ signal }) => (await readApiClients({ limit: 10 }, signal)).items,
});
export const firstAppInstallations = queryOptions({
  queryKey: [...keys.registeredClients, 'first'],
  queryFn: async ({ signal }) =>
    (await call('listRegisteredClients', { query: { kind: 'instance', limit: 1 }, signal })).items,
});

/** One of each kind. */
export const applicationQuery = (identifier: string) =>
  queryOptions({
    queryKey: keys.application(identifier),
    queryFn: ({ signal }) => call('readApplication', { path: { identifier }, signal }),
  });
export const identityProviderQuery = (identifier: string) =>
  queryOptions({
    queryKey: keys.identityProvider(identifier),
    queryFn: ({ signal }) => call('readIdentityProvider', { path: { identifier }, signal }),
  });
export const apiClientQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.apiClient(clientId),
    queryFn: ({ signal }) => call('readApiClient', { path: { client_id: clientId }, signal }),
  });
export const webClientQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.webClient(clientId),
    queryFn: ({ signal }) => call('readWebClient', { path: { client_id: clientId }, signal }),
  });
export const webHookQuery = (id: string) =>
  queryOptions({
    queryKey: keys.webHook(id),
    queryFn: ({ signal }) => call('readWebHook', { path: { id }, signal }),
  });
export const webHookDeliveriesQuery = (id: string) =>
  queryOptions({
    queryKey: keys.webHookDeliveries(id),
    queryFn: ({ signal }) => call('listWebHookDeliveries', { path: { id }, signal }),
  });
export const registeredClientQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.registeredClient(clientId),
    queryFn: ({ signal }) => call('readRegisteredClient', { path: { client_id: clientId }, signal }),
    ...CHANGED_ELSEWHERE,
  });
