import type { CreateWebClient, UpdateWebClient, WebClient as View } from '@passant/contracts';
import { type Client, type EpochSeconds, NOT_REGISTERED } from '@passant/protocol';
import type { z } from 'zod';
import { changedKeys } from '../clients/key-source.js';
import { etagOf } from '../etag.js';
import { changedRedirects } from './redirects.js';

/** What the operator decided, as far as it bears on what a client may be given. */
export interface WebClientPolicy {
  allowPrivateJwksUri: boolean;
  /** This server serves only its own machine. */
  onLoopback: boolean;
}

/** A web client as the admin API shows it: without its secret, of which only the hash is kept. */
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
    redirect_uris: client.redirectUris,
    grant_types: client.grantTypes,
    etag: etagOf(client),
    created_at: client.createdAt,
  };
}

/** A web client as it will be stored. @param drawn what was drawn for it; the hash is absent where it has no secret */
export function newWebClient(
  request: z.output<typeof CreateWebClient>,
  drawn: { clientId: string; secretHash: Buffer | null },
  now: EpochSeconds,
  { allowPrivateJwksUri, onLoopback }: WebClientPolicy,
): Client {
  const method = request.token_endpoint_auth_method;
  return {
    clientId: request.client_id ?? drawn.clientId,
    kind: 'web',
    name: request.name,
    enabled: request.enabled,
    application: request.application,
    appPlatform: null,
    appVersion: null,
    authMethod: method,
    secretHash: drawn.secretHash,
    jwks: null,
    jwksUri: null,
    ...changedKeys(method, request, allowPrivateJwksUri),
    audiencePolicy: request.audience_policy,
    introspectionSignedResponseAlg: null,
    apiScopes: [],
    visibleApplications: [],
    ...NOT_REGISTERED,
    ...changedRedirects(NOT_REGISTERED, request, onLoopback),
    metadata: { application_type: 'web' },
    revision: 1,
    createdAt: now,
  };
}

/** The web client with the members of a PATCH put in place; everything else stays. */
export function changedWebClient(
  client: Client,
  request: UpdateWebClient,
  { allowPrivateJwksUri, onLoopback }: WebClientPolicy,
): Client {
  return {
    ...client,
    name: request.name ?? client.name,
    enabled: request.enabled ?? client.enabled,
    ...changedKeys(client.authMethod, request, allowPrivateJwksUri),
    ...changedRedirects(client, request, onLoopback),
    audiencePolicy: request.audience_policy ?? client.audiencePolicy,
    revision: client.revision + 1,
  };
}
