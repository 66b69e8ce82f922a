import { createHash } from 'node:crypto';
import type { EpochSeconds } from './records.js';
import type { ScriptUser } from './script-outcome.js';

/** Left half of the SHA-256 of the access token, base64url (OpenID Connect Core §3.1.3.6). */
export function accessTokenHash(accessToken: string): string {
  return createHash('sha256').update(accessToken, 'ascii').digest().subarray(0, 16).toString('base64url');
}

/**
 * Claims of an ID token (OpenID Connect Core §2): the script's attributes first, so that none of them can stand where
 * one of the server's own claims belongs.
 */
export function idTokenClaims(input: {
  issuer: string;
  clientId: string;
  user: ScriptUser;
  accessToken: string;
  now: EpochSeconds;
  expiresAt: EpochSeconds;
  /** When the person was asked who they are, if that was before now. */
  authenticatedAt?: EpochSeconds;
  /** As the authorization request gave it; it binds the token to the browser that asked. */
  nonce?: string;
}): Record<string, unknown> {
  return {
    ...input.user.details,
    iss: input.issuer,
    aud: input.clientId,
    azp: input.clientId,
    sub: input.user.id,
    iat: input.now,
    exp: input.expiresAt,
    auth_time: input.authenticatedAt ?? input.now,
    at_hash: accessTokenHash(input.accessToken),
    ...(input.nonce === undefined ? {} : { nonce: input.nonce }),
    ...(input.user.amr.length > 0 ? { amr: input.user.amr } : {}),
  };
}
