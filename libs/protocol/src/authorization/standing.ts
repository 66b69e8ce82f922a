import type { STATELESS_AUTHENTICATION_GRANT, TokenGrantType } from '@passant/contracts';
import { type Allowance, requireAllowance } from './allowance.js';
import { offeredProviders } from './authorization.js';
import type { Application } from '../applications/application-records.js';
import { mayUseGrant } from '../clients/client.js';
import type { Client } from '../clients/client-records.js';
import type { IdentityProvider } from '../identity-providers/provider-records.js';
import { OAuthError } from '../refusals/errors.js';

/** A grant made earlier that is to be used again. */
export interface EarlierGrant {
  client: Client;
  /** Grant type that now relies on it. */
  grantType: TokenGrantType | typeof STATELESS_AUTHENTICATION_GRANT;
  /** The provider that authenticated the person. */
  identityProvider: string;
  scopes: readonly string[];
}

/** The current configuration. */
export interface Present {
  /** The application of the client, if it has one and it still exists. */
  application: Application | undefined;
  /** All providers of the server. */
  providers: readonly IdentityProvider[];
}

/** What may be issued based on an earlier grant: never more than was granted then or is allowed now. */
export interface Standing extends Allowance {
  scopes: string[];
}

/**
 * Checks that everything an earlier grant relied on still holds: the client, its application and version, its grant
 * type, the provider that authenticated the person, and at least one of the scopes. Every grant type that issues tokens
 * based on an earlier grant calls this, so that none omits a check.
 * @param refused creates the refusal of the calling grant type: the same message for every cause
 */
export function requireStanding(
  earlier: EarlierGrant,
  { application, providers }: Present,
  refused: (cause: unknown) => OAuthError,
): Standing {
  const allowance = allowanceOr(refused, earlier.client, application);
  if (!mayUseGrant(earlier.client, earlier.grantType)) {
    throw refused('the client may no longer use the grant type');
  }
  const offered = offeredProviders(allowance.application, providers);
  if (!offered.some(({ identifier }) => identifier === earlier.identityProvider)) {
    throw refused('the identity provider no longer serves the client');
  }
  const allowed = new Set([...allowance.defaultScopes, ...allowance.additionalScopes]);
  const scopes = earlier.scopes.filter((scope) => allowed.has(scope));
  if (scopes.length === 0) throw refused('none of the granted scopes is allowed any more');
  return { ...allowance, scopes };
}

/** If the application is disabled, the refusal concerns the grant, not the client. */
function allowanceOr(
  refused: (cause: unknown) => OAuthError,
  client: Client,
  application: Application | undefined,
): Allowance {
  try {
    return requireAllowance(client, application);
  } catch (error) {
    if (error instanceof OAuthError) throw refused(error.options.cause);
    throw error;
  }
}
