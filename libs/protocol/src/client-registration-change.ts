import { timingSafeEqual } from 'node:crypto';
import { hasSecret } from './client-registration-credentials.js';
import { OAuthError } from './errors.js';
import { hashOf } from './opaque-token.js';
import type { Client, EpochSeconds } from './records.js';

/** RFC 7592 §2.2: the server's own, which a change may not even repeat. */
const FORBIDDEN = [
  'registration_access_token',
  'registration_client_uri',
  'client_secret_expires_at',
  'client_id_issued_at',
];

/** Chosen once, when the client is made. */
const AT_FIRST_ONLY = ['preferred_client_id', 'preferred_client_secret'];

/**
 * Holds a change against the client it is for: it names that client, brings none of the server's own members, and a
 * secret, if any, is the current one (RFC 7592 §2.2).
 * Throws `invalid_request` that says which member and why.
 */
export function requireChangeOf(client: Client, message: Readonly<Record<string, unknown>>): void {
  const refuse = (why: string) => new OAuthError('invalid_request', why);
  const forbidden = FORBIDDEN.find((member) => member in message);
  if (forbidden !== undefined) throw refuse(`${forbidden} must not be in a change.`);
  const chosen = AT_FIRST_ONLY.find((member) => message[member] !== undefined && message[member] !== null);
  if (chosen !== undefined) throw refuse(`${chosen} is only taken when a client is made.`);
  if (message.client_id === undefined) throw refuse('client_id is required.');
  if (message.client_id !== client.clientId) throw refuse('client_id must be that of the client.');
  if (!('client_secret' in message)) return;
  const { client_secret: secret } = message;
  const current = client.secretHash ?? Buffer.alloc(32);
  if (typeof secret !== 'string' || !timingSafeEqual(hashOf(secret), current)) {
    throw refuse('client_secret must be the current one, or be left out.');
  }
}

/**
 * The secrets of a client after a change.
 * @param drawn hash of a new secret; absent where there is none: the client keeps its own, or needs none any more
 * @param overlap seconds for which the secret so far is taken beside the new one
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

/** Whether a secret is one of the client's: the current one, or the one before while that is still taken. */
export function matchesSecret(
  client: Pick<Client, 'secretHash' | 'previousSecretHash' | 'previousSecretUntil'>,
  secretHash: Buffer,
  now: EpochSeconds,
): boolean {
  // Nothing has this hash.
  const never = Buffer.alloc(secretHash.length);
  // Both are compared whatever comes of the first: how long it takes must not tell which one it was.
  const current = timingSafeEqual(client.secretHash ?? never, secretHash);
  const previous = timingSafeEqual(client.previousSecretHash ?? never, secretHash);
  return current || (previous && client.previousSecretUntil !== null && now < client.previousSecretUntil);
}
