import { REFRESH_TOKEN_GRANT } from '@passant/contracts';
import { mayUseGrant, requireApplicationClient } from './client.js';
import { OAuthError } from './errors.js';
import type { Application, Client } from './records.js';

/** Scopes of a client that belongs to no application and registered none: it may learn who somebody is. */
const SCOPES_OF_NOBODY = ['openid'];

/** Seconds an access token of a client without an application lives. */
export const DYNAMIC_ACCESS_TOKEN_VALIDITY = 900;

/** What may be issued to a client: its application says so, or, where it belongs to none, its own registration. */
export interface Allowance {
  client: Client;
  application: Application | null;
  /** Granted where none are requested. */
  defaultScopes: string[];
  additionalScopes: string[];
  /** Seconds. */
  accessTokenValidity: number;
  refreshTokens: boolean;
}

/**
 * What may be issued to a client now.
 * Throws `invalid_client` for one that may not act: switched off, of a disabled application, or made for APIs.
 */
export function requireAllowance(client: Client, application: Application | undefined): Allowance {
  if (client.kind !== 'dynamic')
    return ofApplication(client, requireApplicationClient(client, application).application);
  if (!client.enabled)
    throw new OAuthError('invalid_client', 'Not a valid client.', { cause: 'the client is disabled' });
  return {
    client,
    application: null,
    defaultScopes: client.scopes.length > 0 ? client.scopes : SCOPES_OF_NOBODY,
    additionalScopes: [],
    accessTokenValidity: DYNAMIC_ACCESS_TOKEN_VALIDITY,
    refreshTokens: client.grantTypes.includes('refresh_token'),
  };
}

/** A client of an application has what the application has, and no more than it registered where it registered any. */
function ofApplication(client: Client, application: Application): Allowance {
  const registered = (scope: string) => client.scopes.length === 0 || client.scopes.includes(scope);
  return {
    client,
    application,
    defaultScopes: application.defaultScopes.filter(registered),
    additionalScopes: application.additionalScopes.filter(registered),
    accessTokenValidity: application.accessTokenValidity,
    refreshTokens: application.refreshTokens && mayUseGrant(client, REFRESH_TOKEN_GRANT),
  };
}

/** Whether a client takes part in a grant that has to be registered for (RFC 7591 §2, `grant_types`). */
export function isRegisteredFor(client: Client, grantType: string): boolean {
  return client.grantTypes.includes(grantType);
}
