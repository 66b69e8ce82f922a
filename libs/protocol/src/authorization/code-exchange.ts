import { createHash, timingSafeEqual } from 'node:crypto';
import {
  AUTHORIZATION_CODE_GRANT,
  CodeVerifier,
  type EventName,
  STATELESS_AUTHENTICATION_GRANT,
} from '@passant/contracts';
import { requiresPkce } from '../clients/client.js';
import { type Allowance, isRegisteredFor, requireAllowance } from './allowance.js';
import { givesStatelessCodes, mayBeAnsweredAt } from './authorization.js';
import { type Present, requireStanding } from './standing.js';
import { STATIC_PROFILE } from '../custom-registration/custom-registration.js';
import {
  type StatelessPlan,
  expiryWithinSession,
  mayHaveStatelessSession,
} from '../custom-registration/stateless-session.js';
import type { Client } from '../clients/client-records.js';
import type { EpochSeconds } from '../time.js';
import type { AuthorizationCode, RegisteredPerson } from '../tokens/token-records.js';
import type { ScriptUser } from '../scripts/script-outcome.js';
import { type PersonTokenPlan, TokenRefusal, personTokenPlan } from '../tokens/token-request.js';

/** One message for every cause, so that the holder of an invalid code does not learn why it was refused. */
export function codeRefused(cause: unknown, event: EventName = 'TOKEN_REQUEST_INVALID_GRANT'): TokenRefusal {
  return new TokenRefusal('invalid_grant', 'The authorization code is invalid, expired or was used before.', event, {
    cause,
  });
}

/** The parameters of a code exchange (RFC 6749 §4.1.3, RFC 7636 §4.5). */
export interface CodeRequest {
  code: string;
  redirectUri: string;
  /** Absent if none was sent. Whether one is required depends on the code. */
  codeVerifier: string | undefined;
}

const malformed = (description: string) => new TokenRefusal('invalid_request', description, 'TOKEN_REQUEST_INVALID');

/** Reads the parameters of a client's request. Throws `invalid_request` if one is missing or malformed. */
export function readCodeRequest(
  client: Client,
  request: { code?: string | undefined; redirect_uri?: string | undefined; code_verifier?: string | undefined },
): CodeRequest {
  const { code, redirect_uri: redirectUri, code_verifier: codeVerifier } = request;
  if (code === undefined) throw malformed('code is required.');
  if (redirectUri === undefined) throw malformed('redirect_uri is required.');
  if (codeVerifier === undefined && requiresPkce(client)) throw malformed('code_verifier is required.');
  if (codeVerifier !== undefined && !CodeVerifier.safeParse(codeVerifier).success) {
    throw malformed('code_verifier must have 43 to 128 unreserved characters.');
  }
  return { code, redirectUri, codeVerifier };
}

/** Whether the SHA-256 of a verifier is the challenge the code was requested with (RFC 7636 §4.6). */
export function meetsChallenge(verifier: string, challenge: string): boolean {
  const expected = Buffer.from(challenge, 'ascii');
  const actual = Buffer.from(createHash('sha256').update(verifier, 'ascii').digest('base64url'), 'ascii');
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/**
 * Whoever asks is who the code was given to: its client, at the address that it was sent to, with the verifier of its
 * challenge. Holds for codes that were used as well: only a request that could have used the code says that there are two
 * who can (draft-ietf-oauth-v2-1-16 §7.5.3), and somebody who has the code alone can end nothing by it.
 * Throws as {@link requireCode} does.
 */
export function requireRightful(client: Client, found: AuthorizationCode, request: CodeRequest): void {
  if (found.clientId !== client.clientId) throw codeRefused('given to another client');
  if (found.redirectUri !== request.redirectUri) {
    throw codeRefused('redirect_uri is not the one it was sent to', 'TOKEN_REQUEST_INVALID_REDIRECT_URI');
  }
  requireVerifier(request.codeVerifier, found.codeChallenge);
}

/**
 * Returns the code if this request may be given tokens for it. A refusal consumes nothing: somebody who has only the
 * code cannot make it unusable for its rightful client.
 * Throws `invalid_grant` with the same message for every cause.
 * @param found the code as stored, or `undefined` if there is none
 */
export function requireCode(
  client: Client,
  found: AuthorizationCode | undefined,
  request: CodeRequest,
  now: EpochSeconds,
): AuthorizationCode & { sealed: Buffer } {
  if (!found) throw codeRefused('unknown');
  requireRightful(client, found, request);
  if (found.redeemedAt !== null || found.sealed === null) {
    throw codeRefused('used before: everything that was given for it is revoked', 'TOKEN_REQUEST_CODE_REUSED');
  }
  if (!found.approved) throw codeRefused('the person has not agreed');
  if (found.expiresAt <= now) throw codeRefused('expired');
  return { ...found, sealed: found.sealed };
}

/**
 * RFC 9700 §4.8.2: a verifier requires a challenge and a challenge requires a verifier. Stripping the challenge from
 * the request of a client that uses PKCE therefore gains an attacker nothing.
 */
function requireVerifier(verifier: string | undefined, challenge: string | null): void {
  const refused = (cause: string) => codeRefused(cause, 'TOKEN_REQUEST_INVALID_PKCE_VERIFIER');
  if (challenge === null) {
    if (verifier !== undefined) throw refused('code_verifier for a code that was asked for without a challenge');
    return;
  }
  if (verifier === undefined) throw malformed('code_verifier is required.');
  if (!meetsChallenge(verifier, challenge)) throw refused('code_verifier is not the one of the challenge');
}

/** Whether a code was issued and its client has not exchanged it yet. */
export function awaitsExchange(found: AuthorizationCode | undefined, now: EpochSeconds): boolean {
  return found !== undefined && found.approved && found.redeemedAt === null && found.expiresAt > now;
}

/**
 * A redirect URI that the client has given up may be somebody else's by now, and with it the code. Throws
 * `invalid_grant`.
 */
function requireStandingRedirect(allowance: Allowance, { redirectUri }: AuthorizationCode): void {
  if (mayBeAnsweredAt(allowance, redirectUri)) return;
  throw codeRefused('sent to a redirect URI that is no longer registered', 'TOKEN_REQUEST_INVALID_REDIRECT_URI');
}

/** What is issued for a code, and whether that includes a refresh token. */
export interface CodePlan extends PersonTokenPlan {
  withRefreshToken: boolean;
}

/**
 * The tokens for a code: those of the default grant, for the scopes that may still be granted. The person's
 * registration is stored with the client.
 * Throws `invalid_client` if the client or its application may no longer act, `invalid_grant` if the provider that
 * authenticated the person no longer serves the client, no scope is left, or the code was sent to a redirect URI that is
 * no longer registered.
 * @param profile identifier for the registration, in case it is the person's first with the client
 */
export function planCodeExchange(
  client: Client,
  present: Present,
  code: AuthorizationCode,
  user: ScriptUser,
  profile: string,
  now: EpochSeconds,
): CodePlan {
  // A client that may no longer act is told so, since the code is not the problem.
  requireAllowance(client, present.application);
  const { identityProvider, scopes: granted } = code;
  const earlier = { client, grantType: AUTHORIZATION_CODE_GRANT, identityProvider, scopes: granted } as const;
  const standing = requireStanding(earlier, present, (cause) => codeRefused(cause));
  requireStandingRedirect(standing, code);
  const { scopes } = standing;
  const person: RegisteredPerson = {
    profile,
    profileId: STATIC_PROFILE,
    identityProvider,
    userId: user.id,
    userDetails: user.details,
    amr: user.amr,
    claimsByScope: true,
    scopes,
  };
  return {
    ...personTokenPlan('DEFAULT', standing, person, scopes, now),
    withRefreshToken: standing.refreshTokens && isRegisteredFor(client, 'refresh_token'),
  };
}

/**
 * The tokens for a code of a stateless registration: for the scopes that may still be granted, without a profile, and
 * with a session if one began when the person answered, and the application gives them still.
 * Throws as {@link planCodeExchange} does, and `invalid_grant` if stateless registration was switched off meanwhile, or
 * the session has ended.
 */
export function planStatelessExchange(
  client: Client,
  present: Present,
  code: AuthorizationCode,
  user: ScriptUser,
  now: EpochSeconds,
): StatelessPlan {
  requireAllowance(client, present.application);
  const { identityProvider, authenticatedAt, scopes: granted } = code;
  const earlier = { client, grantType: STATELESS_AUTHENTICATION_GRANT, identityProvider, scopes: granted } as const;
  const standing = requireStanding(earlier, present, (cause) => codeRefused(cause));
  const { application, scopes } = standing;
  if (!application || !givesStatelessCodes(application)) {
    throw codeRefused('stateless registration on the login pages is switched off');
  }
  requireStandingRedirect(standing, code);
  const { sessionEndsAt } = code;
  if (sessionEndsAt !== null && sessionEndsAt <= now) throw codeRefused('the session that the person began has ended');
  const sessionEnd = mayHaveStatelessSession({ client, application }) ? (sessionEndsAt ?? undefined) : undefined;
  return {
    tokenType: 'STATELESS_AUTHENTICATION',
    client,
    application,
    scopes,
    subject: { sub: user.id, userDetails: user.details },
    identityProvider,
    sealing: { user, claimsByScope: true },
    authenticatedAt,
    issuedAt: now,
    expiresAt: expiryWithinSession(client, application, sessionEnd, now),
    ...(sessionEnd === undefined ? {} : { sessionEnd }),
  };
}
