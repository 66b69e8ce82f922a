import type { CreateWebClient, UpdateWebClient, WebClient as View } from '@passant/contracts';
import {
  type Client,
  type EpochSeconds,
  NOT_REGISTERED,
  changedAudience,
  usualIdTokenAlgorithm,
} from '@passant/protocol';
import type { z } from 'zod';
import { changedKeys } from '../clients/key-source.js';
import { etagOf } from '../../admin-access/etag.js';
import type { JwksUriPolicy } from '../../platform/jwks-uri-policy.js';
import { changedOrigins, changedRedirects } from './redirects.js';

/** The operator's settings that limit what a client may be given. */
export interface WebClientPolicy {
  keyAddresses: JwksUriPolicy;
  /** Private-use schemes without a dot that redirect URIs may have. */
  redirectSchemes: readonly string[];
}

/** A web client as the admin API shows it: without its secret, since only the hash is stored. */
export function renderWebClient(client: Client): View {
  return {
    client_id: client.clientId,
    name: client.name ?? client.clientId,
    enabled: client.enabled,
    application: client.application!,
    token_endpoint_auth_method: client.authMethod as View['token_endpoint_auth_method'],
    ...(client.jwks === null ? {} : { jwks: client.jwks }),
    ...(client.jwksUri === null ? {} : { jwks_uri: client.jwksUri }),
    audience_policy: client.audiencePolicy ?? 'STRICT',
    lenient_until: client.lenientUntil,
    redirect_uris: client.redirectUris,
    grant_types: client.grantTypes,
    require_pkce: client.requirePkce,
    id_token_signed_response_alg: client.idTokenSignedResponseAlg,
    allowed_origins: client.allowedOrigins,
    etag: etagOf(client),
    created_at: client.createdAt,
  };
}

/** A web client as it will be stored. @param generated its generated values; the hash is absent if it has no secret */
export function newWebClient(
  request: z.output<typeof CreateWebClient>,
  generated: Pick<Client, 'clientId' | 'secretHash' | 'incarnation'>,
  now: EpochSeconds,
  { keyAddresses, redirectSchemes }: WebClientPolicy,
): Client {
  const method = request.token_endpoint_auth_method;
  return {
    clientId: request.client_id ?? generated.clientId,
    kind: 'web',
    name: request.name,
    enabled: request.enabled,
    application: request.application,
    appPlatform: null,
    appVersion: null,
    authMethod: method,
    secretHash: generated.secretHash,
    jwks: null,
    jwksUri: null,
    ...changedKeys(method, request, keyAddresses),
    audiencePolicy: request.audience_policy,
    lenientUntil: null,
    introspectionSignedResponseAlg: null,
    flatUserDetails: false,
    apiScopes: [],
    visibleApplications: [],
    ...NOT_REGISTERED,
    ...changedRedirects(NOT_REGISTERED, request, redirectSchemes),
    requirePkce: request.require_pkce,
    idTokenSignedResponseAlg: request.id_token_signed_response_alg ?? usualIdTokenAlgorithm(request.redirect_uris),
    allowedOrigins: changedOrigins([], request.allowed_origins),
    metadata: { application_type: 'web' },
    revision: 1,
    edition: 1,
    incarnation: generated.incarnation,
    createdAt: now,
  };
}

/** Applies the members of a PATCH to the web client; everything else stays unchanged. */
export function changedWebClient(
  client: Client,
  request: UpdateWebClient,
  { keyAddresses, redirectSchemes }: WebClientPolicy,
  now: EpochSeconds,
): Client {
  return {
    ...client,
    name: request.name ?? client.name,
    enabled: request.enabled ?? client.enabled,
    ...changedKeys(client.authMethod, request, keyAddresses),
    ...changedRedirects(client, request, redirectSchemes),
    allowedOrigins: changedOrigins(client.allowedOrigins, request.allowed_origins),
    ...changedAudience(client, request, now),
    requirePkce: request.require_pkce ?? client.requirePkce,
    idTokenSignedResponseAlg: request.id_token_signed_response_alg ?? client.idTokenSignedResponseAlg,
    revision: client.revision + 1,
  };
}
