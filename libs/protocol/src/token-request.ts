import { type EventName, ProfileId, TOKEN_GRANTS, type TokenGrantType, type TokenType } from '@passant/contracts';
import { type Allowance, isRegisteredFor, requireAllowance } from './allowance.js';
import { mayUseGrant } from './client.js';
import { OAuthError, type OAuthErrorOptions } from './errors.js';
import type {
  Application,
  Client,
  EpochSeconds,
  RefreshTokenRecord,
  RegisteredPerson,
  RegistrationState,
  TokenSubject,
} from './records.js';
import { grantScopes, readScope } from './scope.js';
import type { ScriptUser } from './script-outcome.js';

/** Seconds an access token of an API client lives. */
export const API_ACCESS_TOKEN_VALIDITY = 900;
/** Seconds a refresh token lives; every rotation begins anew. */
export const REFRESH_TOKEN_VALIDITY = 30 * 86_400;

/** A refusal of the token endpoint, with the name under which administrators know it. */
export class TokenRefusal extends OAuthError {
  constructor(
    code: OAuthError['code'],
    description: string,
    readonly event: EventName,
    options: OAuthErrorOptions = {},
  ) {
    super(code, description, options);
  }
}

/** What is to be issued. The values themselves are drawn and sealed elsewhere. */
export interface TokenPlan {
  tokenType: TokenType;
  client: Client;
  application: Application | null;
  scopes: string[];
  subject: TokenSubject;
  /** The person's registration the token stands on; absent where it stands on the client alone. */
  person?: RegisteredPerson;
  issuedAt: EpochSeconds;
  expiresAt: EpochSeconds;
}

/** A token that stands on a person's registration. */
export interface PersonTokenPlan extends TokenPlan {
  person: RegisteredPerson;
}

/** The person of a registration as a script would name them. */
export function userOf({ userId, userDetails, amr }: RegisteredPerson): ScriptUser {
  return { id: userId, details: userDetails, amr };
}

/**
 * The grant a request asks for.
 * Throws `unsupported_grant_type` for one this server does not know, `unauthorized_client` for one that is not for
 * this client.
 */
export function requireTokenGrant(client: Client, grantType: string): TokenGrantType {
  const grant = TOKEN_GRANTS.find((known) => known === grantType);
  if (!grant) {
    throw new TokenRefusal(
      'unsupported_grant_type',
      'The grant type is not supported.',
      'TOKEN_REQUEST_UNSUPPORTED_GRANT_TYPE',
    );
  }
  if (!mayUse(client, grant)) {
    throw new TokenRefusal(
      'unauthorized_client',
      'The client may not use this grant type.',
      'TOKEN_REQUEST_DISABLED_GRANT_TYPE',
    );
  }
  return grant;
}

/** What a client that can prove nothing about itself may do: what somebody else must have agreed to. */
const GRANTS_OF_PUBLIC_CLIENTS: readonly TokenGrantType[] = ['authorization_code', 'refresh_token'];

function mayUse(client: Client, grant: TokenGrantType): boolean {
  if (client.kind === 'api') return grant === 'client_credentials';
  if (client.authMethod === 'none' && !GRANTS_OF_PUBLIC_CLIENTS.includes(grant)) return false;
  // The code is handed to an address, so whoever wants one has registered for it.
  return grant === 'authorization_code' ? isRegisteredFor(client, grant) : mayUseGrant(client, grant);
}

/**
 * A token for the client itself: an API client gets its API scopes, a client of an application that application's, one
 * of no application those it registered.
 * Throws `invalid_scope`, and `invalid_client` where the application is switched off.
 */
export function planClientCredentials(
  client: Client,
  application: Application | undefined,
  scope: string | undefined,
  now: EpochSeconds,
): TokenPlan {
  const requested = readScope(scope);
  const common = { tokenType: 'CLIENT_CREDENTIALS', client, issuedAt: now } as const;
  // The subject of such a token is the client: nobody is there to be told about.
  const subject = { sub: client.clientId, userDetails: {} };
  if (client.kind === 'api') {
    const scopes = narrowed(requested, client.apiScopes, () => scopeRefused('beyond the API scopes of the client'));
    return { ...common, application: null, scopes, subject, expiresAt: now + API_ACCESS_TOKEN_VALIDITY };
  }
  const allowance = requireAllowance(client, application);
  if (requested?.includes('openid')) throw scopeRefused('openid needs a person');
  const scopes = grantScopes(requested, allowance).filter((value) => value !== 'openid');
  if (scopes.length === 0) throw scopeRefused('nothing but openid is left to grant');
  return {
    ...common,
    application: allowance.application,
    scopes,
    subject,
    expiresAt: now + allowance.accessTokenValidity,
  };
}

/** A refresh token as it was found, with the person it was given for. */
export interface RefreshableToken extends RefreshTokenRecord {
  person: RegisteredPerson;
}

/**
 * The successor of a refresh token's access token. Its scopes may be fewer than those the refresh token was given for,
 * never more (RFC 6749 §6); those the application no longer allows are left out.
 * Throws `invalid_grant` with one sentence for every cause, `invalid_scope` for a scope that was not granted.
 * @param found the refresh token, or `undefined` where there is none that may be used
 */
export function planRefresh(
  client: Client,
  application: Application | undefined,
  found: RefreshableToken | undefined,
  scope: string | undefined,
  now: EpochSeconds,
): PersonTokenPlan {
  if (!found) throw refreshRefused('unknown, revoked or used before');
  if (found.clientId !== client.clientId) throw refreshRefused('given to another client');
  if (found.expiresAt <= now) throw refreshRefused('expired', 'TOKEN_REQUEST_EXPIRED_REFRESH_TOKEN');
  const allowance = servingOrRefused(client, application, refreshRefused);
  if (!allowance.refreshTokens)
    throw refreshRefused('refresh tokens are switched off for the client or its application');
  const granted = stillAllowed(found.scopes, allowance);
  if (granted.length === 0) throw refreshRefused('none of the granted scopes is allowed any more');
  const scopes = narrowed(readScope(scope), granted, () => scopeRefused('beyond the granted scopes'));
  return personTokenPlan('DEFAULT', allowance, found.person, scopes, now);
}

/** One sentence for every cause: whoever holds a dead token learns nothing about why it is dead. */
export function refreshRefused(cause: string, event: EventName = 'TOKEN_REQUEST_INVALID_REFRESH_TOKEN'): TokenRefusal {
  return new TokenRefusal('invalid_grant', 'The refresh token is invalid, expired or was used before.', event, {
    cause,
  });
}

/** The slot an implicit authentication is asked for. Throws `invalid_request` where it is missing or malformed. */
export function requireProfileId(profileId: string | undefined): string {
  const parsed = ProfileId.safeParse(profileId);
  if (parsed.success) return parsed.data;
  const why = profileId === undefined ? 'is required' : 'must be exactly 6 letters or digits';
  throw new TokenRefusal('invalid_request', `profile_id ${why}.`, 'TOKEN_REQUEST_INVALID_PROFILE_ID');
}

/**
 * A token without asking the person, who registered on this client before and whose registration lives. Its scopes are
 * among those granted then, all of them unless fewer are requested.
 * Throws `invalid_grant` for every other case: nobody learns from it who has registered.
 * @param found the registration in the requested slot, if there is one
 */
export function planImplicitAuthentication(
  client: Client,
  application: Application | undefined,
  found: RegistrationState | undefined,
  scope: string | undefined,
  now: EpochSeconds,
): PersonTokenPlan {
  const refused = (cause: string, event: EventName = 'TOKEN_REQUEST_INVALID_GRANT') =>
    new TokenRefusal('invalid_grant', 'There is no registration that this request could stand on.', event, { cause });
  const allowance = servingOrRefused(client, application, refused);
  if (!allowance.application?.implicitAuthentication) {
    throw refused('implicit authentication is switched off', 'TOKEN_REQUEST_DISABLED_GRANT_TYPE');
  }
  if (!found?.live) {
    throw refused('no live default registration', 'TOKEN_REQUEST_IMPLICIT_DEFAULT_ACCESS_TOKEN_NOT_FOUND');
  }
  const granted = stillAllowed(found.person.scopes, allowance);
  if (granted.length === 0) throw refused('the application allows none of the granted scopes any more');
  const scopes = narrowed(readScope(scope), granted, () => refused('a scope that was not granted then'));
  return personTokenPlan('IMPLICIT_AUTHENTICATION', allowance, found.person, scopes, now);
}

/** A token about a person, as long as tokens of their client live. */
export function personTokenPlan(
  tokenType: TokenType,
  { client, application, accessTokenValidity }: Allowance,
  person: RegisteredPerson,
  scopes: string[],
  now: EpochSeconds,
): PersonTokenPlan {
  return {
    tokenType,
    client,
    application,
    scopes,
    subject: { sub: person.userId, userDetails: person.userDetails },
    person,
    issuedAt: now,
    expiresAt: now + accessTokenValidity,
  };
}

/** At the grants that stand on a registration, an application that is switched off ends the grant, not the client. */
function servingOrRefused(
  client: Client,
  application: Application | undefined,
  refused: (cause: string) => TokenRefusal,
): Allowance {
  try {
    return requireAllowance(client, application);
  } catch (error) {
    if (error instanceof OAuthError) throw refused(String(error.options.cause));
    throw error;
  }
}

/** Those of the scopes granted once that may be granted now. */
export function stillAllowed(scopes: string[], { defaultScopes, additionalScopes }: Allowance): string[] {
  const allowed = new Set([...defaultScopes, ...additionalScopes]);
  return scopes.filter((scope) => allowed.has(scope));
}

/** The requested ones, each of which must be among `granted`; all of `granted` where none are requested. */
function narrowed(requested: string[] | undefined, granted: readonly string[], refusal: () => OAuthError): string[] {
  if (!requested) return [...granted];
  if (!requested.every((scope) => granted.includes(scope))) throw refusal();
  return requested;
}

function scopeRefused(cause: string): TokenRefusal {
  return new TokenRefusal(
    'invalid_scope',
    'The requested scope is unknown, malformed or not allowed for this client.',
    'TOKEN_REQUEST_SCOPE_INVALID',
    { cause },
  );
}

/** The name under which administrators know a refusal of the token endpoint. */
export function tokenRefusalEvent(error: OAuthError): EventName | undefined {
  if (error instanceof TokenRefusal) return error.event;
  switch (error.code) {
    case 'invalid_scope':
      return 'TOKEN_REQUEST_SCOPE_INVALID';
    case 'invalid_request':
      return 'TOKEN_REQUEST_INVALID';
    default:
      return undefined;
  }
}
