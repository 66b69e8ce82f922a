import { REFRESH_TOKEN_GRANT } from '@passant/contracts';
import { mayUseGrant, requireApplicationClient } from '../clients/client.js';
import { OAuthError } from '../refusals/errors.js';
import {
  type GrantableScopes,
  OFFLINE_ACCESS,
  OPENID,
  STANDARD_SCOPES,
  scopesOfItself,
  withoutPerson,
} from '../scopes/scope.js';
import type { Application } from '../applications/application-records.js';
import type { Client } from '../clients/client-records.js';

/** Lifetime, in seconds, of an access token of a client without an application. */
export const DYNAMIC_ACCESS_TOKEN_VALIDITY = 900;

/** What may be issued to a client: defined by its application or, if it has none, by its own registration. */
export interface Allowance {
  client: Client;
  application: Application | null;
  /** Granted if the request names no scopes. */
  defaultScopes: string[];
  additionalScopes: string[];
  /** Seconds. */
  accessTokenValidity: number;
  refreshTokens: boolean;
}

/**
 * Returns what may currently be issued to a client.
 * Throws `invalid_client` if the client may not act: it is disabled, its application is disabled, or
 * it is an API client.
 */
export function requireAllowance(client: Client, application: Application | undefined): Allowance {
  if (client.kind !== 'dynamic')
    return ofApplication(client, requireApplicationClient(client, application).application);
  if (!client.enabled)
    throw new OAuthError('invalid_client', 'Not a valid client.', { cause: 'the client is disabled' });
  const refreshTokens = client.grantTypes.includes(REFRESH_TOKEN_GRANT);
  const registered = client.scopes.length > 0;
  return {
    client,
    application: null,
    // A client that registered no scopes gets `openid` by default and may request any standard scope.
    defaultScopes: registered ? client.scopes : [OPENID],
    additionalScopes: [...(registered ? [] : STANDARD_SCOPES), ...offline(client, refreshTokens)],
    accessTokenValidity: DYNAMIC_ACCESS_TOKEN_VALIDITY,
    refreshTokens,
  };
}

/** A client of an application gets the application's scopes, limited to those it registered if it registered any. */
function ofApplication(client: Client, application: Application): Allowance {
  const registered = (scope: string) => client.scopes.length === 0 || client.scopes.includes(scope);
  const refreshTokens = application.refreshTokens && mayUseGrant(client, REFRESH_TOKEN_GRANT);
  return {
    client,
    application,
    defaultScopes: application.defaultScopes.filter(registered),
    additionalScopes: [...application.additionalScopes.filter(registered), ...offline(client, refreshTokens)],
    accessTokenValidity: application.accessTokenValidity,
    refreshTokens,
  };
}

/**
 * OpenID Connect Core §11: `offline_access` requests a refresh token, so it is granted whenever the client can get one,
 * registered or not. It grants nothing by itself.
 */
function offline(client: Client, refreshTokens: boolean): string[] {
  return refreshTokens && isRegisteredFor(client, REFRESH_TOKEN_GRANT) ? [OFFLINE_ACCESS] : [];
}

/** Scopes that a client may be granted in its own name, when there is no person to release claims about. */
export function grantableInOwnName({
  client,
  application,
  defaultScopes,
  additionalScopes,
}: Allowance): GrantableScopes {
  if (application) {
    return { defaultScopes: withoutPerson(defaultScopes), additionalScopes: withoutPerson(additionalScopes) };
  }
  return { defaultScopes: scopesOfItself(client), additionalScopes: [] };
}

/** Whether a client registered a grant type that requires registration (RFC 7591 §2, `grant_types`). */
export function isRegisteredFor(client: Client, grantType: string): boolean {
  return client.grantTypes.includes(grantType);
}
