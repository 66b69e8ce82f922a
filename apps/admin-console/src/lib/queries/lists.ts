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

/** Rows per page of a list, and the maximum page size for loading the options of select fields. */
const PAGE_SIZE = 50;
const CHOICE_SIZE = 200;

interface Page<T> {
  items: T[];
  next_cursor?: string;
}
type ReadPage<T> = (query: { q?: string; cursor?: string; limit: number }, signal: AbortSignal) => Promise<Page<T>>;

/**
 * A paginated list.
 * @param resource key of the resource; invalidating it covers all of its lists
 * @param narrowing distinguishes this list from other lists of the resource
 */
function pages<T>(
  resource: readonly string[],
  narrowing: object | string,
  read: (page: { cursor: string | undefined; limit: number }, signal: AbortSignal) => Promise<Page<T>>,
) {
  return infiniteQueryOptions({
    queryKey: [...resource, 'list', narrowing],
    queryFn: ({ pageParam: cursor, signal }) => read({ cursor, limit: PAGE_SIZE }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** Query options of a list, for `useInfiniteQuery`. */
export type ListQuery<T> = ReturnType<typeof pages<T>>;

function list<T>(resource: readonly string[], read: ReadPage<T>) {
  return (q = ''): ListQuery<T> => pages(resource, q, (page, signal) => read({ q, ...page }, signal));
}

const readApplications: ReadPage<Application> = (query, signal) => call('listApplications', { query, signal });
const readIdentityProviders: ReadPage<IdentityProvider> = (query, signal) =>
  call('listIdentityProviders', { query, signal });
const readApiClients: ReadPage<ApiClient> = (query, signal) => call('listApiClients', { query, signal });
const readWebClients: ReadPage<WebClient> = (query, signal) => call('listWebClients', { query, signal });
const readWebHooks: ReadPage<WebHook> = (query, signal) => call('listWebHooks', { query, signal });
const readScopes: ReadPage<Scope> = (query, signal) => call('listScopes', { query, signal });

/** Paginated lists, filtered by a search text. */
export const applicationList = list(keys.applications, readApplications);
export const identityProviderList = list(keys.identityProviders, readIdentityProviders);
export const apiClientList = list(keys.apiClients, readApiClients);
export const webClientList = list(keys.webClients, readWebClients);
export const webHookList = list(keys.webHooks, readWebHooks);
export const scopeList = list(keys.scopes, readScopes);

/** For data that apps and developers change independently of the console: refetched whenever it is shown. */
export const CHANGED_ELSEWHERE = { staleTime: 0 };

/** Filters of a list of initial access tokens, in addition to the search text. */
export interface TokenFilter {
  state?: InitialAccessTokenState;
}

export const initialAccessTokenList = (q = '', filter: TokenFilter = {}) => ({
  ...pages(keys.initialAccessTokens, { q, ...filter }, (page, signal) =>
    call('listInitialAccessTokens', { query: { q, ...filter, ...page }, signal }),
  ),
  ...CHANGED_ELSEWHERE,
});

/** Clients that registered themselves. */
export const registeredClientList = (filter: RegisteredClientFilter) => ({
  ...pages(keys.registeredClients, filter, (page, signal) =>
    call('listRegisteredClients', { query: { ...filter, ...page }, signal }),
  ),
  ...CHANGED_ELSEWHERE,
});

/** Applications and clients that may use an audience other than the issuer, by the end of their exception. */
export const audienceExceptionList = {
  ...pages(keys.audienceExceptions, 'exceptions', (query, signal) => call('listAudienceExceptions', { query, signal })),
  ...CHANGED_ELSEWHERE,
};

/** Clients that would have been refused without an exception, most recent first. */
export const clientsInNeedList = {
  ...pages(keys.audienceExceptions, 'in need', (query, signal) => call('listClientsInNeed', { query, signal })),
  ...CHANGED_ELSEWHERE,
};

/** What administrators changed, newest first. */
export const auditList = (filter: { subject?: string; actor?: string }) => ({
  ...pages(keys.audit, filter, (page, signal) => call('listAuditRecords', { query: { ...filter, ...page }, signal })),
  ...CHANGED_ELSEWHERE,
});

/** The software statements for the versions of an application. */
export const softwareStatementList = (application: string) => ({
  ...pages(keys.softwareStatements, application, (page, signal) =>
    call('listSoftwareStatements', { query: { application, ...page }, signal }),
  ),
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

/** Complete lists, as options for select fields. */
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

export const allWebClients = queryOptions({
  queryKey: [...keys.webClients, 'all'],
  queryFn: ({ signal }) => readAll(readWebClients, signal),
});

export const allApiClients = queryOptions({
  queryKey: [...keys.apiClients, 'all'],
  queryFn: ({ signal }) => readAll(readApiClients, signal),
});

/** The newest initial access tokens that can still be used; there may be very many. */
export const latestInitialAccessTokens = queryOptions({
  queryKey: [...keys.initialAccessTokens, 'latest'],
  queryFn: async ({ signal }) =>
    (await call('listInitialAccessTokens', { query: { state: 'usable', limit: CHOICE_SIZE }, signal })).items,
});

/** The first few records, for the first-steps checklist, which needs to know whether there are any. */
export const firstApiClients = queryOptions({
  queryKey: [...keys.apiClients, 'first'],
  queryFn: async ({ signal }) => (await readApiClients({ limit: 10 }, signal)).items,
});
export const firstAppInstallations = queryOptions({
  queryKey: [...keys.registeredClients, 'first'],
  queryFn: async ({ signal }) =>
    (await call('listRegisteredClients', { query: { kind: 'instance', limit: 1 }, signal })).items,
});

/** The keys the server signs with. */
export const signingKeysQuery = queryOptions({
  queryKey: keys.signingKeys,
  queryFn: ({ signal }) => call('listKeys', { signal }),
  ...CHANGED_ELSEWHERE,
});

/** Who may sign in to the console, and who was invited to. */
export const administratorsQuery = queryOptions({
  queryKey: keys.administrators,
  queryFn: ({ signal }) => call('listAdministrators', { signal }),
  ...CHANGED_ELSEWHERE,
});

/** Whether what cannot be undone waits for a second administrator. */
export const secondApprovalQuery = queryOptions({
  queryKey: [...keys.approvals, 'policy'],
  queryFn: ({ signal }) => call('readSecondApproval', { signal }),
  ...CHANGED_ELSEWHERE,
});

/** What waits for a second administrator, and what was decided lately. */
export const approvalsQuery = queryOptions({
  queryKey: [...keys.approvals, 'list'],
  queryFn: ({ signal }) => call('listApprovals', { signal }),
  ...CHANGED_ELSEWHERE,
});

/** Where the administrator who is signed in is signed in. */
export const ownSessionsQuery = queryOptions({
  queryKey: keys.ownSessions,
  queryFn: ({ signal }) => call('listOwnSessions', { signal }),
  ...CHANGED_ELSEWHERE,
});

/** The passkeys of the administrator who is signed in. */
export const ownPasskeysQuery = queryOptions({
  queryKey: keys.ownPasskeys,
  queryFn: ({ signal }) => call('listOwnPasskeys', { signal }),
  ...CHANGED_ELSEWHERE,
});

/** Whether the administrator who is signed in has a second factor. */
export const ownSecondFactorQuery = queryOptions({
  queryKey: keys.ownSecondFactor,
  queryFn: ({ signal }) => call('readOwnSecondFactor', { signal }),
  ...CHANGED_ELSEWHERE,
});

/** What the server says about itself, its applications and clients, measured when it is asked. */
export const conformanceQuery = queryOptions({
  queryKey: keys.conformance,
  queryFn: ({ signal }) => call('readConformance', { signal }),
  ...CHANGED_ELSEWHERE,
});

/** Single records. */
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

/** Whether clients may identify themselves by the address of a document. */
export const clientDocumentPolicyQuery = queryOptions({
  queryKey: keys.clientDocumentPolicy,
  queryFn: ({ signal }) => call('readClientDocumentPolicy', { signal }),
});

/** What was given to a client that a document describes, by redirect URI. */
export const clientGrantsQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.clientGrants(clientId),
    queryFn: ({ signal }) => call('listClientGrants', { path: { client_id: clientId }, signal }),
    ...CHANGED_ELSEWHERE,
  });
