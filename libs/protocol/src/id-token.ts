import { createHash } from 'node:crypto';
import type { EpochSeconds } from './records.js';
import type { ScriptUser } from './script-outcome.js';

/** Left half of the SHA-256 of the access token, base64url (OpenID Connect Core §3.1.3.6). */
export function accessTokenHash(accessToken: string): string {
  return createHash('sha256').update(accessToken, 'ascii').digest().subarray(0, 16).toString('base64url');
}

/** Whether an ID token comes with an access token of these scopes (OpenID Connect Core §3.1.2.1). */
export function hasIdToken(scopes: readonly string[]): boolean {
  return scopes.includes('openid');
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
  issuedAt: EpochSeconds;
  expiresAt: EpochSeconds;
  /** When the person was asked who they are. */
  authenticatedAt: EpochSeconds;
  /** As the authorization request gave it; it binds the token to the browser that asked. */
  nonce?: string | null;
}): Record<string, unknown> {
  return {
    ...input.user.details,
    iss: input.issuer,
    aud: input.clientId,
    azp: input.clientId,
    sub: input.user.id,
    iat: input.issuedAt,
    exp: input.expiresAt,
    auth_time: input.authenticatedAt,
    at_hash: accessTokenHash(input.accessToken),
    ...(input.nonce == null ? {} : { nonce: input.nonce }),
    ...(input.user.amr.length > 0 ? { amr: input.user.amr } : {}),
  };
}
