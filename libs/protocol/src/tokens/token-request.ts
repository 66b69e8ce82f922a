import {
  type EventName,
  IMPLICIT_AUTHENTICATION_GRANT,
  ProfileId,
  REFRESH_TOKEN_GRANT,
  STATELESS_AUTHENTICATION_GRANT,
  TOKEN_GRANTS,
  type TokenGrantType,
  type TokenType,
} from '@passant/contracts';
import { type Allowance, grantableInOwnName, isRegisteredFor, requireAllowance } from '../authorization/allowance.js';
import { givesStatelessCodes } from '../authorization/authorization.js';
import { type Present, requireStanding } from '../authorization/standing.js';
import { expiryFor, mayUseGrant } from '../clients/client.js';
import { OAuthError, type OAuthErrorOptions } from '../refusals/errors.js';
import type { Application } from '../applications/application-records.js';
import type { Client } from '../clients/client-records.js';
import type { EpochSeconds } from '../time.js';
import type { RefreshTokenRecord, RegisteredPerson, RegistrationState, TokenSubject } from './token-records.js';
import { OFFLINE_ACCESS, grantScopes, narrowScopes, readScope } from '../scopes/scope.js';
import type { ScriptUser } from '../scripts/script-outcome.js';

/** Lifetime of an access token of an API client, in seconds. */
export const API_ACCESS_TOKEN_VALIDITY = 900;
/** Lifetime of a refresh token, in seconds; every rotation restarts it. */
export const REFRESH_TOKEN_VALIDITY = 30 * 86_400;

/** A refusal of the token endpoint, with the name of the event that administrators see. */
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

/** What will be issued. The values themselves are generated and sealed elsewhere. */
export interface TokenPlan {
  tokenType: TokenType;
  client: Client;
  application: Application | null;
  scopes: string[];
  /** Resources the access token is for; absent or empty if it is for none in particular. */
  audience?: string[];
  subject: TokenSubject;
  /** The registration of the person the token is based on; absent if it is based on the client alone. */
  person?: RegisteredPerson;
  issuedAt: EpochSeconds;
  expiresAt: EpochSeconds;
}

/** A token that is based on a person's registration. */
export interface PersonTokenPlan extends TokenPlan {
  person: RegisteredPerson;
}

/** The person a plan's tokens are about, in the form of a script's user, with the claims that may be released. */
export function userOf({ subject, person }: PersonTokenPlan): ScriptUser {
  return { id: subject.sub, details: subject.userDetails, amr: person.amr };
}

/**
 * Returns the grant type of a request.
 * Throws `unsupported_grant_type` for an unknown one, `unauthorized_client` for one that this client may not use.
 * @param application of the client, if it has one
 */
export function requireTokenGrant(client: Client, grantType: string, application?: Application): TokenGrantType {
  const grant = TOKEN_GRANTS.find((known) => known === grantType);
  if (!grant) {
    throw new TokenRefusal(
      'unsupported_grant_type',
      'The grant type is not supported.',
      'TOKEN_REQUEST_UNSUPPORTED_GRANT_TYPE',
    );
  }
  if (!mayUse(client, grant, application)) {
    throw new TokenRefusal(
      'unauthorized_client',
      'The client may not use this grant type.',
      'TOKEN_REQUEST_DISABLED_GRANT_TYPE',
    );
  }
  return grant;
}

/** Grant types of clients that cannot authenticate: only those that required somebody's consent. */
const GRANTS_OF_PUBLIC_CLIENTS: readonly TokenGrantType[] = ['authorization_code', 'refresh_token'];

function mayUse(client: Client, grant: TokenGrantType, application: Application | undefined): boolean {
  if (client.kind === 'api') return grant === 'client_credentials';
  if (client.authMethod === 'none' && !GRANTS_OF_PUBLIC_CLIENTS.includes(grant)) return false;
  if (grant !== 'authorization_code') return mayUseGrant(client, grant);
  // The code is sent to a redirect URI, so a client must have registered for this grant type. Installations of a mobile
  // app register none: their codes are for stateless registrations alone.
  if (application?.clientType !== 'mobile') return isRegisteredFor(client, grant);
  return givesStatelessCodes(application) && mayUseGrant(client, STATELESS_AUTHENTICATION_GRANT);
}

/**
 * A token for the client itself: an API client gets its API scopes, a client of an application gets the application's
 * scopes, and one without an application gets those it registered.
 * Throws `invalid_scope`, and `invalid_client` if the application is disabled.
 */
export function planClientCredentials(
  client: Client,
  application: Application | undefined,
  scope: string | undefined,
  now: EpochSeconds,
): TokenPlan {
  const requested = readScope(scope);
  const common = { tokenType: 'CLIENT_CREDENTIALS', client, issuedAt: now } as const;
  // The subject of such a token is the client, since there is no person.
  const subject = { sub: client.clientId, userDetails: {} };
  if (client.kind === 'api') {
    const scopes = narrowScopes(requested, client.apiScopes);
    return { ...common, application: null, scopes, subject, expiresAt: now + API_ACCESS_TOKEN_VALIDITY };
  }
  const allowance = requireAllowance(client, application);
  const scopes = grantScopes(requested, grantableInOwnName(allowance));
  return {
    ...common,
    application: allowance.application,
    scopes,
    subject,
    expiresAt: expiryFor(client, allowance.accessTokenValidity, now),
  };
}

/** A refresh token as found, with the person it was issued for. */
export interface RefreshableToken extends RefreshTokenRecord {
  person: RegisteredPerson;
  /** When its predecessor was first exchanged; null if it was issued with a registration. */
  replacedAt: EpochSeconds | null;
}

/**
 * Whether the predecessor of an unused refresh token may be exchanged again: the response that contained its
 * successor may have been lost.
 * @param grace seconds
 */
export function mayComeAgain(
  { replacedAt }: Pick<RefreshableToken, 'replacedAt'>,
  grace: number,
  now: EpochSeconds,
): boolean {
  return replacedAt !== null && now < replacedAt + grace;
}

/**
 * Plans a new access token for a refresh token. Its scopes may be fewer than those of the refresh token, but never more
 * (RFC 6749 §6); scopes that were not granted, or that the application no longer allows, are dropped.
 * Throws `invalid_grant` with the same message for every cause, `invalid_scope` if none of the
 * requested scopes was granted.
 * @param found the refresh token, or `undefined` if there is none that may be used
 */
export function planRefresh(
  client: Client,
  present: Present,
  found: RefreshableToken | undefined,
  scope: string | undefined,
  now: EpochSeconds,
): PersonTokenPlan {
  if (!found) throw refreshRefused('unknown, revoked or used before');
  if (found.clientId !== client.clientId) throw refreshRefused('given to another client');
  if (found.expiresAt <= now) throw refreshRefused('expired', 'TOKEN_REQUEST_EXPIRED_REFRESH_TOKEN');
  const { identityProvider } = found.person;
  const earlier = { client, grantType: REFRESH_TOKEN_GRANT, identityProvider, scopes: found.scopes } as const;
  const standing = requireStanding(earlier, present, (cause) => refreshRefused(cause));
  if (!standing.refreshTokens) {
    throw refreshRefused('refresh tokens are switched off for the client or its application');
  }
  const scopes = narrowScopes(readScope(scope), standing.scopes);
  return personTokenPlan('DEFAULT', standing, found.person, scopes, now);
}

/** One message for every cause, so that the holder of an invalid token does not learn why it was refused. */
export function refreshRefused(cause: unknown, event: EventName = 'TOKEN_REQUEST_INVALID_REFRESH_TOKEN'): TokenRefusal {
  return new TokenRefusal('invalid_grant', 'The refresh token is invalid, expired or was used before.', event, {
    cause,
  });
}

/** The profile identifier of an implicit authentication. Throws `invalid_request` if it is missing or malformed. */
export function requireProfileId(profileId: string | undefined): string {
  const parsed = ProfileId.safeParse(profileId);
  if (parsed.success) return parsed.data;
  const why = profileId === undefined ? 'is required' : 'must be exactly 6 letters or digits';
  throw new TokenRefusal('invalid_request', `profile_id ${why}.`, 'TOKEN_REQUEST_INVALID_PROFILE_ID');
}

/**
 * A token without interaction, for a person who registered on this client earlier and whose registration is live. Its
 * scopes are limited to those granted then; if none are requested, it gets all of them.
 * Throws `invalid_scope` if none of the requested scopes was granted, and `invalid_grant` in all other cases, so that
 * it reveals nothing about who has registered.
 * @param found the registration in the requested slot, if there is one
 */
export function planImplicitAuthentication(
  client: Client,
  present: Present,
  found: RegistrationState | undefined,
  scope: string | undefined,
  now: EpochSeconds,
): PersonTokenPlan {
  const refused = (cause: unknown, event: EventName = 'TOKEN_REQUEST_INVALID_GRANT') =>
    new TokenRefusal('invalid_grant', 'There is no registration that this request could stand on.', event, { cause });
  if (!present.application?.implicitAuthentication) {
    throw refused('implicit authentication is switched off', 'TOKEN_REQUEST_DISABLED_GRANT_TYPE');
  }
  if (!found?.live) {
    throw refused('no live default registration', 'TOKEN_REQUEST_IMPLICIT_DEFAULT_ACCESS_TOKEN_NOT_FOUND');
  }
  const { identityProvider } = found.person;
  // No refresh token is issued here, so the scope that requests one is removed.
  const granted = found.person.scopes.filter((granted) => granted !== OFFLINE_ACCESS);
  const earlier = { client, grantType: IMPLICIT_AUTHENTICATION_GRANT, identityProvider, scopes: granted } as const;
  const standing = requireStanding(earlier, present, (cause) => refused(cause));
  const scopes = narrowScopes(readScope(scope), standing.scopes);
  return personTokenPlan('IMPLICIT_AUTHENTICATION', standing, found.person, scopes, now);
}

/** A token about a person, with the lifetime of their client's tokens. */
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
    expiresAt: expiryFor(client, accessTokenValidity, now),
  };
}

/** The event that administrators see for a refusal of the token endpoint. */
export function tokenRefusalEvent(error: OAuthError): EventName | undefined {
  if (error instanceof TokenRefusal) return error.event;
  switch (error.code) {
    case 'invalid_scope':
      return 'TOKEN_REQUEST_SCOPE_INVALID';
    case 'invalid_request':
    case 'invalid_target':
      return 'TOKEN_REQUEST_INVALID';
    default:
      return undefined;
  }
}
