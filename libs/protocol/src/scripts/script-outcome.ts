import { meaningOfStatus } from '@passant/contracts';
import { OAuthError } from '../refusals/errors.js';
import { MAX_JSON_DEPTH, depthOfJson, holdsStorableText } from './storable-text.js';
import { isObject } from '../json-object.js';

/** The person that a script says has registered. */
export interface ScriptUser {
  id: string;
  amr: string[];
  /** All other attributes of `user`, without protected claims. */
  details: Record<string, unknown>;
}

interface Common {
  status: number;
  /** `responsePayload` returned by the script. */
  data?: string;
  /** What *init* leaves for *complete*. */
  registrationData?: string;
}
export type ScriptOutcome = Common &
  ({ kind: 'valid'; user?: ScriptUser } | { kind: 'retry' } | { kind: 'unrecoverable' });

/**
 * Claims that only servers make; neither a script nor a web hook can set them. Every other name is an attribute of a person:
 * the server knows no list of those, so what is refused is what is registered for something else.
 */
export const PROTECTED_CLAIMS: ReadonlySet<string> = new Set([
  'iss',
  'aud',
  'sub',
  'exp',
  'iat',
  'nbf',
  'jti',
  'auth_time',
  'nonce',
  'acr',
  'at_hash',
  'azp',
  'client_id',
  'scope',
  'active',
  'token_type',
  // Claims that only servers make: RFC 8693 §4, RFC 7800, RFC 9396, RFC 8417, OpenID Connect Core §3.3.2.11 and §5.6.2,
  // and its logout specifications.
  'act',
  'may_act',
  'cnf',
  'authorization_details',
  'events',
  'c_hash',
  's_hash',
  'sid',
  '_claim_names',
  '_claim_sources',
  // What says who it is, or how they were authenticated, beside the claims above: RFC 9493, RFC 8485, OpenID Connect
  // Self-Issued; what a signed answer holds (RFC 9701); what names a transaction (RFC 8417); and digests that stand for
  // claims that are not shown (RFC 9901).
  'sub_id',
  'sub_jwk',
  'vot',
  'vtm',
  'token_introspection',
  'txn',
  '_sd',
  '_sd_alg',
  '...',
]);

/** Keys that would reach the prototype of an object built from external keys. */
export const UNSAFE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * `user.id` becomes `sub`: at most 255 ASCII characters (OpenID Connect Core §2). They must be printable, so that logs
 * and forms can show them unchanged. Spaces are allowed inside, as directories use them, but not at the ends, where
 * nobody would see them.
 */
const USER_ID = /^[!-~](?:[ -~]{0,253}[!-~])?$/;

function scriptError(cause: string): OAuthError {
  return new OAuthError('server_error', 'The identity provider could not complete the request.', { cause });
}

function readOptionalString(
  result: Record<string, unknown>,
  member: 'responsePayload' | 'registrationData',
): string | undefined {
  const value = result[member];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw scriptError(`${member} is not a string`);
  return value;
}

function readUser(value: unknown): ScriptUser {
  if (!isObject(value)) throw scriptError('success without user');
  const { id, amr, ...rest } = value;
  if (typeof id !== 'string' || !USER_ID.test(id)) {
    throw scriptError('user.id is no text of 1 to 255 printable ASCII characters without blanks at its ends');
  }
  if (amr !== undefined && amr !== null && !(Array.isArray(amr) && amr.every((entry) => typeof entry === 'string'))) {
    throw scriptError('user.amr is not an array of strings');
  }
  const details: Record<string, unknown> = {};
  for (const [name, attribute] of Object.entries(rest)) {
    if (UNSAFE_KEYS.has(name)) throw scriptError('user has an attribute of a name that is not taken');
    if (!PROTECTED_CLAIMS.has(name)) details[name] = attribute;
  }
  return { id, amr: amr ?? [], details };
}

/** Names of user attributes that were dropped because they are protected claims. */
export function droppedClaims(result: string | undefined): string[] {
  const parsed: unknown = result === undefined ? undefined : JSON.parse(result);
  const user = isObject(parsed) ? parsed.user : undefined;
  return isObject(user) ? Object.keys(user).filter((name) => PROTECTED_CLAIMS.has(name)) : [];
}

/**
 * Reads what a script returned.
 * Throws `server_error` for everything a script must not return: no status, a status outside all ranges, no `user.id`.
 * @param result JSON text of the returned value
 * @param step a successful *complete* must return a user, a successful *init* need not
 */
export function readOutcome(result: string | undefined, step: 'init' | 'complete' | 'backchannel'): ScriptOutcome {
  if (result !== undefined && depthOfJson(result) > MAX_JSON_DEPTH)
    throw scriptError('the result is nested too deeply');
  let value: unknown;
  try {
    value = result === undefined ? undefined : JSON.parse(result);
  } catch {
    throw scriptError('the result is not JSON');
  }
  if (!isObject(value)) throw scriptError('the result is not an object');
  if (!holdsStorableText(result!, value))
    throw scriptError('the result holds a NUL character or half a surrogate pair');
  const status = value.status;
  const kind = typeof status === 'number' ? meaningOfStatus(status) : undefined;
  // The message omits the value, since what the script returned instead of a status may identify a person.
  if (typeof status !== 'number' || kind === undefined) throw scriptError('status is in no range');
  const data = readOptionalString(value, 'responsePayload');
  const registrationData = readOptionalString(value, 'registrationData');
  const common = {
    status,
    ...(data === undefined ? {} : { data }),
    ...(registrationData === undefined ? {} : { registrationData }),
  };
  if (kind === 'valid' && step === 'complete') return { ...common, kind, user: readUser(value.user) };
  return { ...common, kind };
}
