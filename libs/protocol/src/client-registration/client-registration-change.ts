import { timingSafeEqual } from 'node:crypto';
import { withoutUnset } from './client-registration-metadata.js';
import { hasSecret } from '../clients/client-credentials.js';
import { OAuthError } from '../refusals/errors.js';
import { hashOf } from '../tokens/opaque-token.js';
import type { Client } from '../clients/client-records.js';
import type { EpochSeconds } from '../time.js';

/** RFC 7592 §2.2: members set by the server, which an update request must not contain. */
const FORBIDDEN = [
  'registration_access_token',
  'registration_client_uri',
  'client_secret_expires_at',
  'client_id_issued_at',
] as const;

/** Chosen once, when the client is created. */
const AT_FIRST_ONLY = ['preferred_client_id', 'preferred_client_secret'] as const;

/**
 * Checks an update request against its client: it must name that client and must not contain members set by the server,
 * and a secret, if present, must be the current one (RFC 7592 §2.2).
 * Throws `invalid_request` that says which member and why.
 */
export function requireChangeOf(client: Client, message: Readonly<Record<string, unknown>>): void {
  const refuse = (why: string) => new OAuthError('invalid_request', why);
  const set = withoutUnset(message);
  const forbidden = FORBIDDEN.find((member) => member in set);
  if (forbidden !== undefined) throw refuse(`${forbidden} must not be in a change.`);
  const chosen = AT_FIRST_ONLY.find((member) => member in set);
  if (chosen !== undefined) throw refuse(`${chosen} is only taken when a client is made.`);
  const { client_id: clientId, client_secret: secret } = set;
  if (clientId === undefined) throw refuse('client_id is required.');
  if (clientId !== client.clientId) throw refuse('client_id must be that of the client.');
  if (secret === undefined) return;
  const current = client.secretHash ?? Buffer.alloc(32);
  if (typeof secret !== 'string' || !timingSafeEqual(hashOf(secret), current)) {
    throw refuse('client_secret must be the current one, or be left out.');
  }
}

/**
 * The secrets of a client after a change.
 * @param drawn hash of a new secret; absent if there is none: the client keeps its secret or no longer needs one
 * @param overlap seconds for which the old secret is accepted alongside the new one
 */
export function secretsAfterChange(
  client: Client,
  authMethod: Client['authMethod'],
  drawn: Buffer | undefined,
  overlap: number,
  now: EpochSeconds,
): Pick<Client, 'secretHash' | 'previousSecretHash' | 'previousSecretUntil'> {
  if (!hasSecret(authMethod)) return { secretHash: null, previousSecretHash: null, previousSecretUntil: null };
  if (drawn === undefined) {
    const { secretHash, previousSecretHash, previousSecretUntil } = client;
    return { secretHash, previousSecretHash, previousSecretUntil };
  }
  const keepsOld = client.secretHash !== null && overlap > 0;
  return {
    secretHash: drawn,
    previousSecretHash: keepsOld ? client.secretHash : null,
    previousSecretUntil: keepsOld ? now + overlap : null,
  };
}

/** Whether a secret is one of the client's: the current one, or the previous one while it is still accepted. */
export function matchesSecret(
  client: Pick<Client, 'secretHash' | 'previousSecretHash' | 'previousSecretUntil'>,
  secretHash: Buffer,
  now: EpochSeconds,
): boolean {
  // No secret has this hash.
  const never = Buffer.alloc(secretHash.length);
  // Both are always compared, so that the time taken does not reveal which one matched.
  const current = timingSafeEqual(client.secretHash ?? never, secretHash);
  const previous = timingSafeEqual(client.previousSecretHash ?? never, secretHash);
  return current || (previous && client.previousSecretUntil !== null && now < client.previousSecretUntil);
}
