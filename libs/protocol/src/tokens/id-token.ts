import { createHash } from 'node:crypto';
import type { EpochSeconds } from '../time.js';
import type { ScriptUser } from '../scripts/script-outcome.js';

/** Left half of the SHA-256 of the access token, base64url (OpenID Connect Core §3.1.3.6). */
export function accessTokenHash(accessToken: string): string {
  return createHash('sha256').update(accessToken, 'ascii').digest().subarray(0, 16).toString('base64url');
}

/** Whether an ID token is issued with an access token that has these scopes (OpenID Connect Core §3.1.2.1). */
export function hasIdToken(scopes: readonly string[]): boolean {
  return scopes.includes('openid');
}

/**
 * Claims of an ID token (OpenID Connect Core §2). The script's attributes come first, so that none of them can override
 * one of the server's own claims.
 */
export function idTokenClaims(input: {
  issuer: string;
  clientId: string;
  user: ScriptUser;
  accessToken: string;
  issuedAt: EpochSeconds;
  expiresAt: EpochSeconds;
  /** When the person authenticated. */
  authenticatedAt: EpochSeconds;
  /** From the authorization request; it binds the token to the browser session that made the request. */
  nonce?: string | null;
}): Record<string, unknown> {
  // `amr` describes the authentication and is not an attribute of the person, even if a script returned it as one.
  const { amr: _, ...attributes } = input.user.details;
  return {
    ...attributes,
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
