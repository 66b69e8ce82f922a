import { AUTHORIZATION_CODE_GRANT, type ClientInformation } from '@passant/contracts';
import type { ClientDraft } from './client-registration.js';
import type { Client } from '../clients/client-records.js';

/** The registered metadata of a client, with the names of RFC 7591 §2, without identifier, secret and token. */
export function renderRegistration(client: ClientDraft): Record<string, unknown> {
  const { application_type, ...metadata } = client.metadata;
  return {
    ...(client.kind === 'dynamic' || client.grantTypes.length > 0
      ? { grant_types: client.grantTypes, response_types: client.responseTypes }
      : {}),
    ...(client.name === null ? {} : { client_name: client.name }),
    token_endpoint_auth_method: client.authMethod,
    ...(application_type === undefined ? {} : { application_type }),
    ...(client.redirectUris.length === 0 ? {} : { redirect_uris: client.redirectUris }),
    ...(client.scopes.length === 0 ? {} : { scope: client.scopes.join(' ') }),
    ...(mayGetIdTokens(client) ? { id_token_signed_response_alg: client.idTokenSignedResponseAlg } : {}),
    ...(client.jwks === null ? {} : { jwks: client.jwks }),
    ...(client.jwksUri === null ? {} : { jwks_uri: client.jwksUri }),
    ...metadata,
    ...(client.application === null ? {} : { software_id: client.application }),
    ...(client.appVersion === null ? {} : { software_version: client.appVersion }),
    ...(client.appPlatform === null ? {} : { app_platform: client.appPlatform }),
  };
}

/**
 * Whether to report the ID token algorithm: it is fixed for apps, and irrelevant to dynamic clients
 * that sign nobody in.
 */
function mayGetIdTokens({ kind, appPlatform, grantTypes }: ClientDraft): boolean {
  return kind === 'dynamic' ? grantTypes.includes(AUTHORIZATION_CODE_GRANT) : appPlatform === null;
}

/** RFC 7591 §3.2.1: the registration as stored. Secrets are included only if they were just generated. */
export function renderClient(
  client: Client,
  registration: { uri: string; accessToken?: string; secret?: string },
): ClientInformation {
  return {
    client_id: client.clientId,
    client_id_issued_at: client.createdAt,
    ...(registration.secret === undefined ? {} : { client_secret: registration.secret, client_secret_expires_at: 0 }),
    registration_client_uri: registration.uri,
    ...(registration.accessToken === undefined ? {} : { registration_access_token: registration.accessToken }),
    ...renderRegistration(client),
  };
}

/** What a client's history keeps. The name of an installation may contain a person's name, so it is left out. */
export function renderForHistory(client: ClientDraft): Record<string, unknown> {
  const registration = renderRegistration(client);
  if (client.kind !== 'instance') return registration;
  return Object.fromEntries(Object.entries(registration).filter(([name]) => !name.startsWith('client_name')));
}
