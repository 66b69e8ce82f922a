import {
  AUTHORIZATION_CODE_GRANT,
  CLIENT_CREDENTIALS_GRANT,
  REFRESH_TOKEN_GRANT,
  ScopeValue,
} from '@passant/contracts';
import { refuseMetadata as refuse } from './client-registration-metadata.js';
import { type RegistrationRights, hasNoToken } from './client-registration-rights.js';
import type { Application } from '../applications/application-records.js';
import type { Client } from '../clients/client-records.js';
import { OAuthError } from '../refusals/errors.js';
import { OFFLINE_ACCESS, STANDARD_SCOPES, areWellFormed, readScope, scopesOfItself } from '../scopes/scope.js';

/** Determines which scopes are registered. */
export interface ScopeTerms {
  rights: RegistrationRights;
  /** The application of the client; `null` if it has none; absent if the application has since been deleted. */
  application: Application | null | undefined;
  /** Scopes, beyond those of OpenID Connect, that clients registered without a token may request. */
  openScopes: readonly string[];
  /** The current client, if this is a change. */
  current?: Client;
}

/**
 * The scopes that are registered: those requested that this server can give the client. A client of an application
 * can have only the application's scopes. A client registered without a token can have only those that need
 * nothing but consent.
 * Throws `invalid_client_metadata` for a malformed scope, `invalid_scope` if nothing is left.
 */
export function readRegisteredScopes(
  text: string | undefined,
  grantTypes: readonly string[],
  terms: ScopeTerms,
): string[] {
  const asked = readScope(text);
  if (!asked) return [];
  if (!areWellFormed(asked)) throw refuse('scope names a malformed scope.');
  const offered = scopesOnOffer(terms);
  const scopes = asked.filter((scope) => {
    // OpenID Connect Core §11: it requests a refresh token, so it is allowed if the refresh token grant is.
    if (scope === OFFLINE_ACCESS) return grantTypes.includes(REFRESH_TOKEN_GRANT);
    return ScopeValue.safeParse(scope).success && (offered?.includes(scope) ?? true);
  });
  if (scopes.some((scope) => scope !== OFFLINE_ACCESS)) return scopes;
  const known = hasNoToken(terms.rights) ? `: without an initial access token it may be ${offered?.join(', ')}` : '';
  throw new OAuthError('invalid_scope', `scope names none that this client could have${known}.`);
}

/**
 * Scopes that a change may repeat: the registered ones, and the one implied by a registered grant
 * (OpenID Connect Core §11).
 */
export function scopesSoFar({ scopes, grantTypes }: Client): readonly string[] {
  return scopes.length > 0 && grantTypes.includes(REFRESH_TOKEN_GRANT) ? [...scopes, OFFLINE_ACCESS] : scopes;
}

/** Scopes a client may choose from; `undefined` means any, because nothing defines a list. */
function scopesOnOffer({ rights, application, openScopes, current }: ScopeTerms): string[] | undefined {
  if (application) return [...application.defaultScopes, ...application.additionalScopes];
  if (!hasNoToken(rights)) return undefined;
  // RFC 7592 §2.2: a client may send back what it was given. A document is written by its publisher alone.
  const given = current && rights.by !== 'document' ? current.scopes : [];
  return [...new Set([...STANDARD_SCOPES, ...openScopes, ...given])];
}

/**
 * The scopes of a client without an application. A client that acts only in its own name is told at registration which
 * scopes its tokens will have, even if it named none.
 */
export function scopesToTell({ scopes, grantTypes }: Pick<Client, 'scopes' | 'grantTypes'>): string[] {
  const isForItself = grantTypes.includes(CLIENT_CREDENTIALS_GRANT) && !grantTypes.includes(AUTHORIZATION_CODE_GRANT);
  return isForItself ? scopesOfItself({ scopes }) : scopes;
}
