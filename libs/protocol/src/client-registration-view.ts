import type { ClientInformation } from '@passant/contracts';
import type { ClientDraft } from './client-registration.js';
import type { Client } from './records.js';

/** What is registered about a client, as RFC 7591 §2 names it: without identifier, secret and token. */
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
    ...(client.jwks === null ? {} : { jwks: client.jwks }),
    ...(client.jwksUri === null ? {} : { jwks_uri: client.jwksUri }),
    ...metadata,
    ...(client.application === null ? {} : { software_id: client.application }),
    ...(client.appVersion === null ? {} : { software_version: client.appVersion }),
    ...(client.appPlatform === null ? {} : { app_platform: client.appPlatform }),
  };
}

/** RFC 7591 §3.2.1: what is registered, as the server holds it. Secrets appear only where they were just drawn. */
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

/** What the history of a client keeps. Whoever names an installation may name a person, so that stays out of it. */
export function renderForHistory(client: ClientDraft): Record<string, unknown> {
  const registration = renderRegistration(client);
  if (client.kind !== 'instance') return registration;
  return Object.fromEntries(Object.entries(registration).filter(([name]) => !name.startsWith('client_name')));
}
