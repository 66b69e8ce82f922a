import type { IntrospectionResponse } from '@passant/contracts';
import { isVersionActive } from '../clients/client.js';
import { withoutProtocolMembers } from '../web-hooks/web-hooks.js';
import type { Application } from '../applications/application-records.js';
import { vouches } from '../identity-providers/identity-provider.js';
import type { IdentityProvider } from '../identity-providers/provider-records.js';
import type { EpochSeconds } from '../time.js';
import type { AccessTokenRecord, TokenSubject } from '../tokens/token-records.js';

/** Whether a token has not expired. A revoked one has no record. */
export function isAlive(token: Pick<AccessTokenRecord, 'issuedAt' | 'expiresAt'>, now: EpochSeconds): boolean {
  return token.expiresAt > now;
}

/** What a token was issued for and on whose word, as far as it still exists. */
export interface Behind {
  application: Application | undefined;
  identityProvider: IdentityProvider | undefined;
}

/**
 * Whether those who stood behind a token when it was issued still do: its application with the version, and the provider
 * that authenticated the person. While one of them does not, the token is inactive.
 */
export function stillServes(
  { application, identityProvider }: Behind,
  token: Pick<AccessTokenRecord, 'application' | 'appPlatform' | 'appVersion' | 'identityProvider'>,
): boolean {
  if (token.application !== null && !application?.enabled) return false;
  if (application?.clientType === 'mobile' && !isVersionActive(token, application)) return false;
  if (token.identityProvider === null) return true;
  return identityProvider !== undefined && vouches(identityProvider, application ?? null);
}

// RFC 7662 §2.2: an inactive token's response has no other members.
export const INACTIVE: IntrospectionResponse = { active: false };

/** The form of the response. */
export interface AnswerForm {
  now: EpochSeconds;
  /** v2 returns the time of expiry, v1 the remaining seconds. */
  version: 'v1' | 'v2';
  /** The user details are repeated at the top level. */
  flatUserDetails: boolean;
}

/**
 * An active response, with the members and their order as in the customer's sample. Neither the person's scheme nor
 * a web hook can override a protocol member. Where their claims overlap, the web hook wins, because it speaks about
 * the response itself.
 */
export function renderActive(
  token: AccessTokenRecord,
  subject: TokenSubject,
  issuer: string,
  { now, version, flatUserDetails }: AnswerForm,
): IntrospectionResponse {
  return {
    active: true,
    scope: token.scopes.join(' '),
    client_id: token.clientId,
    token_type: 'Bearer',
    exp: version === 'v1' ? token.expiresAt - now : token.expiresAt,
    iat: token.issuedAt,
    nbf: token.issuedAt,
    sub: subject.sub,
    iss: issuer,
    ...(token.audience === null ? {} : { aud: token.audience.length === 1 ? token.audience[0]! : token.audience }),
    ...(token.application === null ? {} : { app_identifier: token.application }),
    ...(token.appVersion === null ? {} : { app_version: token.appVersion }),
    ...(token.appPlatform === null ? {} : { app_platform: token.appPlatform }),
    usage_limit: 0,
    user_details: subject.userDetails as Record<string, never>,
    amr: [token.type],
    ...(flatUserDetails ? (withoutProtocolMembers(subject.userDetails) as Record<string, never>) : {}),
    ...(withoutProtocolMembers(subject.claims) as Record<string, never>),
  };
}

/**
 * Claims of a signed introspection response (RFC 9701 §5). They describe the response, not the token: `iat` is now, and
 * there is neither `sub` nor `exp`, so that it cannot be mistaken for an access token (§8.1).
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
