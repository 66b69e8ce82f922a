import { createHash, timingSafeEqual } from 'node:crypto';
import { CodeVerifier, type EventName } from '@passant/contracts';
import { isRegisteredFor, requireAllowance } from './allowance.js';
import { offeredProviders } from './authorization.js';
import { STATIC_PROFILE } from './custom-registration.js';
import type {
  Application,
  AuthorizationCode,
  Client,
  EpochSeconds,
  IdentityProvider,
  RegisteredPerson,
} from './records.js';
import type { ScriptUser } from './script-outcome.js';
import { type PersonTokenPlan, TokenRefusal, personTokenPlan, stillAllowed } from './token-request.js';

/** One sentence for every cause: whoever holds a code that is no good learns nothing about why. */
export function codeRefused(cause: string, event: EventName = 'TOKEN_REQUEST_INVALID_GRANT'): TokenRefusal {
  return new TokenRefusal('invalid_grant', 'The authorization code is invalid, expired or was used before.', event, {
    cause,
  });
}

/** What the exchange of a code is asked with (RFC 6749 §4.1.3, RFC 7636 §4.5). */
export interface CodeRequest {
  code: string;
  redirectUri: string;
  codeVerifier: string;
}

/** Takes the members of a request. Throws `invalid_request` for one that is missing or malformed. */
export function readCodeRequest(request: {
  code?: string | undefined;
  redirect_uri?: string | undefined;
  code_verifier?: string | undefined;
}): CodeRequest {
  const { code, redirect_uri: redirectUri, code_verifier: codeVerifier } = request;
  const malformed = (description: string) => new TokenRefusal('invalid_request', description, 'TOKEN_REQUEST_INVALID');
  if (code === undefined) throw malformed('code is required.');
  if (redirectUri === undefined) throw malformed('redirect_uri is required.');
  if (codeVerifier === undefined) throw malformed('code_verifier is required.');
  if (!CodeVerifier.safeParse(codeVerifier).success) {
    throw malformed('code_verifier must have 43 to 128 unreserved characters.');
  }
  return { code, redirectUri, codeVerifier };
}

/** Whether a verifier is the one whose SHA-256 the code was asked for with (RFC 7636 §4.6). */
export function meetsChallenge(verifier: string, challenge: string): boolean {
  const expected = Buffer.from(challenge, 'ascii');
  const actual = Buffer.from(createHash('sha256').update(verifier, 'ascii').digest('base64url'), 'ascii');
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/**
 * The code, if this request may be given tokens for it. Nothing is spent by a refusal: whoever has the code but not the
 * rest cannot take it from whom it was made for.
 * Throws `invalid_grant` with one sentence for every cause.
 * @param found the code as it is kept, or `undefined` where there is none
 */
export function requireCode(
  client: Client,
  found: AuthorizationCode | undefined,
  request: CodeRequest,
  now: EpochSeconds,
): AuthorizationCode & { sealed: Buffer } {
  if (!found) throw codeRefused('unknown');
  if (found.clientId !== client.clientId) throw codeRefused('given to another client');
  if (found.redeemedAt !== null || found.sealed === null) {
    throw codeRefused('used before: everything that was given for it is revoked', 'TOKEN_REQUEST_CODE_REUSED');
  }
  if (!found.approved) throw codeRefused('the person has not agreed');
  if (found.expiresAt <= now) throw codeRefused('expired');
  if (found.redirectUri !== request.redirectUri) {
    throw codeRefused('redirect_uri is not the one it was sent to', 'TOKEN_REQUEST_INVALID_REDIRECT_URI');
  }
  if (!meetsChallenge(request.codeVerifier, found.codeChallenge)) {
    throw codeRefused('code_verifier is not the one of the challenge', 'TOKEN_REQUEST_INVALID_PKCE_VERIFIER');
  }
  return { ...found, sealed: found.sealed };
}

/** Whether a code was handed out and its client has yet to come for tokens. */
export function awaitsExchange(found: AuthorizationCode | undefined, now: EpochSeconds): boolean {
  return found !== undefined && found.approved && found.redeemedAt === null && found.expiresAt > now;
}

/** What is issued for a code, and whether a refresh token is part of it. */
export interface CodePlan extends PersonTokenPlan {
  withRefreshToken: boolean;
}

/**
 * The tokens for a code: those of the default grant, for the scopes that may still be granted. The person's registration
 * is kept with the client.
 * Throws `invalid_client` where the client or its application may no longer act, `invalid_grant` where the provider that
 * knew the person no longer serves them, or no scope is left.
 * @param providers all there are
 * @param profile identifier for the registration, should this be the person's first with the client
 */
export function planCodeExchange(
  client: Client,
  application: Application | undefined,
  providers: readonly IdentityProvider[],
  code: AuthorizationCode,
  user: ScriptUser,
  profile: string,
  now: EpochSeconds,
): CodePlan {
  const allowance = requireAllowance(client, application);
  const offered = offeredProviders(allowance.application, providers);
  if (!offered.some(({ identifier }) => identifier === code.identityProvider)) {
    throw codeRefused('the identity provider no longer serves the client');
  }
  const scopes = stillAllowed(code.scopes, allowance);
  if (scopes.length === 0) throw codeRefused('none of the granted scopes is allowed any more');
  const person: RegisteredPerson = {
    profile,
    profileId: STATIC_PROFILE,
    identityProvider: code.identityProvider,
    userId: user.id,
    userDetails: user.details,
    amr: user.amr,
    scopes,
  };
  return {
    ...personTokenPlan('DEFAULT', allowance, person, scopes, now),
    withRefreshToken: allowance.refreshTokens && isRegisteredFor(client, 'refresh_token'),
  };
}
