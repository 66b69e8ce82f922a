import type { RegisteredClientFilter, RegisteredClient as View, RegisteredClientDetails } from '@passant/contracts';
import type { ClientFilter, UsedClient } from '@passant/persistence';
import type { Client } from '@passant/protocol';

/** Clients that registered themselves, with or without an application. */
export const REGISTERED_KINDS = ['instance', 'dynamic'] as const;
export type RegisteredKind = (typeof REGISTERED_KINDS)[number];

/** A registered client as a list shows it. @param lastUsed if known */
export function renderRegistered(client: Client & Partial<Pick<UsedClient, 'lastUsed'>>): View {
  return {
    client_id: client.clientId,
    kind: client.kind as RegisteredKind,
    ...(client.name === null ? {} : { client_name: client.name }),
    enabled: client.enabled,
    ...(client.application === null ? {} : { application: client.application }),
    ...(client.appPlatform === null ? {} : { app_platform: client.appPlatform }),
    ...(client.appVersion === null ? {} : { app_version: client.appVersion }),
    token_endpoint_auth_method: client.authMethod,
    grant_types: client.grantTypes,
    created_at: client.createdAt,
    ...(client.lastUsed == null ? {} : { last_used_at: client.lastUsed }),
    ...(client.expiresAt === null ? {} : { expires_at: client.expiresAt }),
    ...renderDocument(client),
    ...(client.trial === null ? {} : { trial: true as const }),
  };
}

/** Whether a document describes the client, and since when it is known. */
export function renderDocument({
  documentFetchedAt,
  documentFreshUntil,
}: Client): Pick<View, 'document' | 'document_fetched_at'> {
  if (documentFetchedAt === null) return {};
  return {
    document: documentFreshUntil === null ? 'imported' : 'followed',
    document_fetched_at: documentFetchedAt,
  };
}

export function renderRegisteredDetails(client: UsedClient): RegisteredClientDetails {
  return {
    ...renderRegistered(client),
    ...(client.jwks === null ? {} : { jwks: client.jwks }),
    ...(client.jwksUri === null ? {} : { jwks_uri: client.jwksUri }),
    redirect_uris: client.redirectUris,
    response_types: client.responseTypes,
    scopes: client.scopes,
    audience_policy: client.audiencePolicy,
    lenient_until: client.lenientUntil,
    require_pkce: client.requirePkce,
    id_token_signed_response_alg: client.idTokenSignedResponseAlg,
    registration_lock: client.registrationLock,
    ...(client.initialAccessToken === null ? {} : { initial_access_token: client.initialAccessToken }),
    ...(client.softwareStatement === null ? {} : { software_statement: client.softwareStatement }),
    metadata: client.metadata as RegisteredClientDetails['metadata'],
  };
}

/** Translates the filters of a query into the store's terms. @param kinds the kinds that the query may select at all */
export function readClientFilter(
  query: RegisteredClientFilter,
  kinds: readonly RegisteredKind[] = REGISTERED_KINDS,
): Omit<ClientFilter, 'after'> {
  return {
    kinds: kinds.filter((kind) => query.kind === undefined || query.kind === kind),
    search: query.q?.trim() || undefined,
    application: query.application,
    platform: query.app_platform,
    initialAccessToken: query.initial_access_token,
    neverUsed: query.never_used === 'true' || undefined,
    idleSince: query.last_used_before,
  };
}
