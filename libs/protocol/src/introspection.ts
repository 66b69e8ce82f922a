import type { IntrospectionResponse } from '@passant/contracts';
import { isVersionActive } from './client.js';
import { withoutProtocolMembers } from './web-hooks.js';
import type { AccessTokenRecord, Application, Client, EpochSeconds, TokenSubject } from './records.js';

/**
 * Whether an API client may learn about a token: it is linked to the token's application, or linked to none and so to
 * no one in particular. An API client that names applications sees only theirs.
 */
export function maySee(caller: Client, token: Pick<AccessTokenRecord, 'application'>): boolean {
  if (caller.visibleApplications.length === 0) return true;
  return token.application !== null && caller.visibleApplications.includes(token.application);
}

/** Whether a token lives: issued, not expired. A revoked one has no record. */
export function isAlive(token: Pick<AccessTokenRecord, 'issuedAt' | 'expiresAt'>, now: EpochSeconds): boolean {
  return token.expiresAt > now;
}

/** Whether the application a token was issued for still stands behind it: switched off, its tokens die with it. */
export function stillServes(
  application: Application | undefined,
  token: Pick<AccessTokenRecord, 'application' | 'appPlatform' | 'appVersion'>,
): boolean {
  if (token.application === null) return true;
  if (!application?.enabled) return false;
  return application.clientType !== 'mobile' || isVersionActive(token, application);
}

// RFC 7662 §2.2: nothing more is said about an inactive token.
export const INACTIVE: IntrospectionResponse = { active: false };

/**
 * An active answer, with the members and the order of the customer's sample.
 * @param expiry v2 shows the moment of expiry, v1 the seconds that remain
 */
export function renderActive(
  token: AccessTokenRecord,
  subject: TokenSubject,
  issuer: string,
  expiry: { now: EpochSeconds; version: 'v1' | 'v2' },
): IntrospectionResponse {
  return {
    active: true,
    scope: token.scopes.join(' '),
    client_id: token.clientId,
    token_type: 'Bearer',
    exp: expiry.version === 'v1' ? token.expiresAt - expiry.now : token.expiresAt,
    iat: token.issuedAt,
    nbf: token.issuedAt,
    sub: subject.sub,
    iss: issuer,
    ...(token.application === null ? {} : { app_identifier: token.application }),
    ...(token.appVersion === null ? {} : { app_version: token.appVersion }),
    ...(token.appPlatform === null ? {} : { app_platform: token.appPlatform }),
    usage_limit: 0,
    user_details: subject.userDetails as Record<string, never>,
    amr: [token.type],
    ...(withoutProtocolMembers(subject.claims) as Record<string, never>),
  };
}

/**
 * Claims of a signed introspection answer (RFC 9701 §5). They speak of the answer, not of the token: `iat` is now, and
 * there is neither `sub` nor `exp`, so that it cannot pass for an access token (§8.1).
 * @param audience client identifier of the caller
 */
export function introspectionClaims(
  answer: IntrospectionResponse,
  issuer: string,
  audience: string,
  now: EpochSeconds,
): Record<string, unknown> {
  return { iss: issuer, aud: audience, iat: now, token_introspection: answer };
}
