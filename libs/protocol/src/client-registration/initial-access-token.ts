import { createHmac, timingSafeEqual } from 'node:crypto';
import { type DirectAuthorizationRequest, REGISTER_ANYTHING, isOneLine, isRegistrationScope } from '@passant/contracts';
import { shown } from '../refusals/checklist.js';
import { OAuthError } from '../refusals/errors.js';
import { type ServerKey, hashOf } from '../tokens/opaque-token.js';
import type { InitialAccessToken } from './initial-access-token-records.js';
import type { Client } from '../clients/client-records.js';
import type { EpochSeconds } from '../time.js';

const PART_BYTES = 16;
const IDENTIFIER = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{22})$/;
/** `typ` of the self-contained form (RFC 9068 §2.1). */
export const ACCESS_TOKEN_TYPE = 'at+jwt';
/** Maximum lifetime of a self-contained token, in seconds; its signing key stays published for longer than that. */
const LONGEST_SELF_CONTAINED = 86_400;

function macOf(identifier: Uint8Array, key: ServerKey): Buffer {
  return createHmac('sha256', key).update('initial access token\0').update(identifier).digest().subarray(0, PART_BYTES);
}

/**
 * Creates an initial access token: 16 random bytes and a truncated HMAC over them, 22 characters each. A forged token
 * is recognised without querying the database.
 * @param random 16 random bytes
 * @returns the token, and its hash, which is what is stored
 */
export function formIdentifierToken(random: Uint8Array, key: ServerKey): { text: string; hash: Buffer } {
  if (random.length !== PART_BYTES) throw new RangeError(`An initial access token takes ${PART_BYTES} random bytes.`);
  const parts = [Buffer.from(random), macOf(random, key)];
  const text = parts.map((part) => part.toString('base64url')).join('.');
  return { text, hash: hashOf(text) };
}

/** Reads a presented identifier token; `undefined` if this server did not issue it. @returns its hash */
export function readIdentifierToken(text: string, key: ServerKey): Buffer | undefined {
  const match = IDENTIFIER.exec(text);
  if (!match) return undefined;
  const [identifier, mac] = [Buffer.from(match[1]!, 'base64url'), Buffer.from(match[2]!, 'base64url')];
  // The last base64url characters have unused bits, so only the exact text that was issued is accepted.
  if (`${identifier.toString('base64url')}.${mac.toString('base64url')}` !== text) return undefined;
  return timingSafeEqual(macOf(identifier, key), mac) ? hashOf(text) : undefined;
}

/** Claims of a self-contained initial access token (RFC 9068 §2.2). */
export function initialAccessTokenClaims(
  token: Omit<InitialAccessToken, 'tokenHash'>,
  issuer: string,
): Record<string, unknown> {
  const audience = token.audience.length === 0 ? [issuer] : token.audience;
  return {
    iss: issuer,
    sub: token.subject ?? token.clientId ?? token.id,
    aud: audience.length === 1 ? audience[0] : audience,
    ...(token.clientId === null ? {} : { client_id: token.clientId }),
    scope: token.scope.join(' '),
    iat: token.createdAt,
    exp: token.expiresAt,
    jti: token.id,
  };
}

/** Whether a token may be used at this server's registration endpoint. @param own the audience names of this server */
export function isForAudience(token: Pick<InitialAccessToken, 'audience'>, own: readonly string[]): boolean {
  return token.audience.length === 0 || token.audience.some((name) => own.includes(name));
}

/**
 * The scopes of a token that is about to be created. An empty or missing list permits nothing: a caller that computed
 * one did not mean everything.
 * Throws `invalid_scope` for that, and for a scope that initial access tokens cannot have.
 */
function requireRegistrationScopes(requested: readonly string[] = []): string[] {
  const scopes = [...new Set(requested)];
  if (scopes.length === 0) {
    throw new OAuthError('invalid_scope', `scope permits nothing: "${REGISTER_ANYTHING}" permits everything.`);
  }
  const unknown = scopes.find((scope) => !isRegistrationScope(scope));
  if (unknown !== undefined) {
    const told = `It is ${shown(unknown)}.`;
    throw new OAuthError('invalid_scope', 'scope: one of them is not a scope of initial access tokens.', { told });
  }
  return scopes;
}

/**
 * Adds to a refusal of a registration that it spent a use of its token. The caller needs another token to try again
 * (the customer's document), and could have made a dry run that spends none.
 */
export function withSpent(
  refusal: OAuthError,
  { registrations }: Pick<InitialAccessToken, 'registrations'>,
): OAuthError {
  const what = registrations === 1 ? 'the initial access token' : 'one registration of the initial access token';
  const description = `${refusal.message.replace(/\.?$/, '.')} This spent ${what}; with ?dry_run=true nothing is spent.`;
  return new OAuthError(refusal.code, description, refusal.options);
}

/**
 * An initial access token requested with the master token, as it will be stored.
 * Throws `invalid_request` for a client that could do more than be the formal owner, or for an audience other than this
 * server's registration, and `invalid_scope`.
 * @param own the names this server has as an audience of registration
 */
export function planDirectAuthorization(
  request: DirectAuthorizationRequest,
  client: Client | undefined,
  own: readonly string[],
  now: EpochSeconds,
): Omit<InitialAccessToken, 'id' | 'tokenHash'> {
  const refuse = (why: string) => new OAuthError('invalid_request', why);
  if (client?.kind !== 'dynamic' || !client.enabled) throw refuse('client_id is not a registered client.');
  if (client.grantTypes.length > 0 || client.authMethod !== 'none') {
    throw refuse('client_id must be a client without grants and without credentials.');
  }
  // The developer's name is what people outside may have chosen, and the console shows it.
  if (!isOneLine(request.sub)) throw refuse('sub must have no control characters.');
  const { encoding, lifetime } = request.access_token;
  if (encoding === 'SELF_CONTAINED' && lifetime > LONGEST_SELF_CONTAINED) {
    throw refuse(`access_token.lifetime must be at most ${LONGEST_SELF_CONTAINED} for SELF_CONTAINED.`);
  }
  const foreign = request.audience.find((name) => !own.includes(name));
  if (foreign !== undefined) throw refuse(`audience must be ${own[0]} or its registration endpoint.`);
  return {
    encoding,
    application: null,
    clientId: client.clientId,
    subject: request.sub,
    label: null,
    scope: requireRegistrationScopes(request.scope),
    audience: [...new Set(request.audience)],
    clientLifetime: null,
    redirectHosts: [],
    registrations: 1,
    uses: 0,
    expiresAt: now + lifetime,
    revoked: false,
    trial: null,
    createdBy: client.clientId,
    createdAt: now,
  };
}
