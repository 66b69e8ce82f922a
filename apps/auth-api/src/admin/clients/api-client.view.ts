import type { UpdateApiClient, ApiClient as View } from '@passant/contracts';
import type { Client } from '@passant/protocol';
import { etagOf } from '../etag.js';
import { changedKeys } from './key-source.js';

/** An API client as the admin API shows it: without its secret, of which only the hash is kept. */
export function renderApiClient(client: Client): View {
  return {
    client_id: client.clientId,
    name: client.name ?? client.clientId,
    enabled: client.enabled,
    scopes: client.apiScopes,
    applications: client.visibleApplications,
    token_endpoint_auth_method: client.authMethod as View['token_endpoint_auth_method'],
    ...(client.jwks === null ? {} : { jwks: client.jwks }),
    ...(client.jwksUri === null ? {} : { jwks_uri: client.jwksUri }),
    audience_policy: client.audiencePolicy ?? 'STRICT',
    introspection_signed_response_alg: client.introspectionSignedResponseAlg,
    etag: etagOf(client),
    created_at: client.createdAt,
  };
}

/** The API client with the members of a PATCH put in place; everything else stays. */
export function changedApiClient(client: Client, request: UpdateApiClient, allowPrivateJwksUri: boolean): Client {
  return {
    ...client,
    name: request.name ?? client.name,
    enabled: request.enabled ?? client.enabled,
    apiScopes: request.scopes ? [...new Set(request.scopes)] : client.apiScopes,
    visibleApplications: request.applications ? [...new Set(request.applications)] : client.visibleApplications,
    ...changedKeys(client.authMethod, request, allowPrivateJwksUri),
    audiencePolicy: request.audience_policy ?? client.audiencePolicy,
    introspectionSignedResponseAlg:
      request.introspection_signed_response_alg === undefined
        ? client.introspectionSignedResponseAlg
        : request.introspection_signed_response_alg,
    revision: client.revision + 1,
  };
}

/** Whether a change takes something away: what was issued on the strength of it has to end. */
export function losesRights(before: Client, after: Client): boolean {
  return (before.enabled && !after.enabled) || before.apiScopes.some((scope) => !after.apiScopes.includes(scope));
}
