import type { UpdateApiClient, ApiClient as View } from '@passant/contracts';
import { type Client, type EpochSeconds, changedAudience } from '@passant/protocol';
import { etagOf } from '../../admin-access/etag.js';
import type { JwksUriPolicy } from '../../platform/jwks-uri-policy.js';
import { changedKeys } from './key-source.js';

/** An API client as the admin API shows it: without its secret, since only the hash is stored. */
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
    lenient_until: client.lenientUntil,
    introspection_signed_response_alg: client.introspectionSignedResponseAlg,
    introspection_flat_user_details: client.flatUserDetails,
    resources: client.resources,
    introspection_sight: client.introspectionSight,
    etag: etagOf(client),
    created_at: client.createdAt,
  };
}

/** Applies the members of a PATCH to the API client; everything else stays unchanged. */
export function changedApiClient(
  client: Client,
  request: UpdateApiClient,
  keyAddresses: JwksUriPolicy,
  now: EpochSeconds,
): Client {
  return {
    ...client,
    name: request.name ?? client.name,
    enabled: request.enabled ?? client.enabled,
    apiScopes: request.scopes ? [...new Set(request.scopes)] : client.apiScopes,
    visibleApplications: request.applications ? [...new Set(request.applications)] : client.visibleApplications,
    ...changedKeys(client.authMethod, request, keyAddresses),
    ...changedAudience(client, request, now),
    introspectionSignedResponseAlg:
      request.introspection_signed_response_alg === undefined
        ? client.introspectionSignedResponseAlg
        : request.introspection_signed_response_alg,
    flatUserDetails: request.introspection_flat_user_details ?? client.flatUserDetails,
    resources: request.resources ? [...new Set(request.resources)] : client.resources,
    introspectionSight: request.introspection_sight ?? client.introspectionSight,
    revision: client.revision + 1,
  };
}

/** Whether a change takes rights away, so that tokens issued on the basis of those rights have to end. */
export function losesRights(before: Client, after: Client): boolean {
  return (before.enabled && !after.enabled) || before.apiScopes.some((scope) => !after.apiScopes.includes(scope));
}
