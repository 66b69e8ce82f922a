import type { ClientInformation, ClientMetadata } from '@passant/contracts';
import { jwksUriProblem, readClientKeys } from './client-keys.js';
import { versionOf } from './client.js';
import { OAuthError } from './errors.js';
import type { Application, Client, ClientAuthMethod, EpochSeconds } from './records.js';

/** A client as it will be stored, before identifiers and secrets are drawn. */
export type ClientDraft = Omit<Client, 'clientId' | 'secretHash' | 'registrationTokenHash' | 'revision' | 'createdAt'>;

const INSTANCE_METHODS: readonly ClientAuthMethod[] = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];

function refuse(why: string): OAuthError {
  return new OAuthError('invalid_client_metadata', why);
}

/**
 * Judges a registration request made with an initial access token that belongs to an application: an instance of a
 * mobile app, or a back end of a web application.
 * Throws `invalid_client_metadata` that says which member and why (RFC 7591 §3.2.2).
 * @param application the application the token was made for, or `undefined` if it was deleted since
 * @param lock what the token allowed; the client keeps it for life
 * @param options `privateJwksUri`: keys may be fetched from this machine or its network
 */
export function planRegistration(
  metadata: ClientMetadata,
  application: Application | undefined,
  lock: string[],
  options: { privateJwksUri?: boolean } = {},
): ClientDraft {
  if (!application?.enabled) throw refuse('The application of the initial access token is disabled or deleted.');
  const mobile = application.clientType === 'mobile';
  if (metadata.software_id !== undefined && metadata.software_id !== application.identifier) {
    throw refuse('software_id names another application than the initial access token.');
  }
  const applicationType = mobile ? 'native' : 'web';
  if (metadata.application_type !== undefined && metadata.application_type !== applicationType) {
    throw refuse(`application_type must be "${applicationType}" for this application.`);
  }
  return {
    kind: 'instance',
    name: metadata.client_name ?? null,
    enabled: true,
    application: application.identifier,
    ...(mobile ? planInstance(metadata, application) : { appPlatform: null, appVersion: null }),
    ...planAuthentication(metadata, options),
    audiencePolicy: 'STRICT',
    apiScopes: [],
    visibleApplications: [],
    registrationLock: lock,
    metadata: { application_type: applicationType },
  };
}

function planInstance(metadata: ClientMetadata, application: Application): Pick<Client, 'appPlatform' | 'appVersion'> {
  const { app_platform: appPlatform, software_version: appVersion } = metadata;
  if (appPlatform !== 'ios' && appPlatform !== 'android') throw refuse('app_platform must be "ios" or "android".');
  if (!appVersion) throw refuse('software_version is required.');
  if (application.versions.length > 0) {
    const version = versionOf({ appPlatform, appVersion }, application);
    if (!version) throw refuse(`software_version ${appVersion} is unknown for ${appPlatform}.`);
    if (version.status !== 'LOGIN_REGISTRATION') {
      throw refuse(`software_version ${appVersion} for ${appPlatform} takes no new installations.`);
    }
  }
  return { appPlatform, appVersion };
}

function planAuthentication(
  metadata: ClientMetadata,
  options: { privateJwksUri?: boolean },
): Pick<Client, 'authMethod' | 'jwks' | 'jwksUri'> {
  const wanted = metadata.token_endpoint_auth_method ?? 'client_secret_basic';
  const authMethod = INSTANCE_METHODS.find((method) => method === wanted);
  if (!authMethod) throw refuse(`token_endpoint_auth_method must be one of ${INSTANCE_METHODS.join(', ')}.`);
  const { jwks, jwks_uri: jwksUri } = metadata;
  if (authMethod !== 'private_key_jwt') {
    if (jwks) throw refuse('jwks is only taken with private_key_jwt.');
    if (jwksUri !== undefined) throw refuse('jwks_uri is only taken with private_key_jwt.');
    return { authMethod, jwks: null, jwksUri: null };
  }
  // RFC 7591 §2: the two are not given together.
  if (jwks && jwksUri !== undefined) throw refuse('jwks and jwks_uri exclude each other.');
  if (jwks) return { authMethod, jwks: readClientKeys(jwks), jwksUri: null };
  if (jwksUri === undefined) throw refuse('jwks or jwks_uri is required for private_key_jwt.');
  const problem = jwksUriProblem(jwksUri, options.privateJwksUri === true);
  if (problem !== undefined) throw refuse(`jwks_uri ${problem}.`);
  return { authMethod, jwks: null, jwksUri };
}

/** RFC 7591 §3.2.1: what is registered, as the server holds it. Secrets appear only where they were just drawn. */
export function renderClient(
  client: Client,
  registration: { uri: string; accessToken?: string; secret?: string },
): ClientInformation {
  return {
    client_id: client.clientId,
    client_id_issued_at: client.createdAt satisfies EpochSeconds,
    ...(registration.secret === undefined ? {} : { client_secret: registration.secret, client_secret_expires_at: 0 }),
    registration_client_uri: registration.uri,
    ...(registration.accessToken === undefined ? {} : { registration_access_token: registration.accessToken }),
    ...client.metadata,
    ...(client.name === null ? {} : { client_name: client.name }),
    token_endpoint_auth_method: client.authMethod,
    ...(client.jwks === null ? {} : { jwks: client.jwks }),
    ...(client.jwksUri === null ? {} : { jwks_uri: client.jwksUri }),
    ...(client.application === null ? {} : { software_id: client.application }),
    ...(client.appVersion === null ? {} : { software_version: client.appVersion }),
    ...(client.appPlatform === null ? {} : { app_platform: client.appPlatform }),
  };
}
