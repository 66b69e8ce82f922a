import { meaningOfStatus } from '@passant/contracts';
import { OAuthError } from './errors.js';
import { MAX_JSON_DEPTH, depthOfJson, holdsStorableText } from './storable-text.js';

/** Who a script says has registered. */
export interface ScriptUser {
  id: string;
  amr: string[];
  /** Every further attribute of `user`, without protected claims. */
  details: Record<string, unknown>;
}

interface Common {
  status: number;
  /** `responsePayload` of the script. */
  data?: string;
  /** What *init* leaves for *complete*. */
  registrationData?: string;
}
export type ScriptOutcome = Common &
  ({ kind: 'valid'; user?: ScriptUser } | { kind: 'retry' } | { kind: 'unrecoverable' });

/** Claims the server answers for; a script cannot set them through user attributes. */
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
]);

/** Objects made from foreign keys: these names would reach the prototype. */
export const UNSAFE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Longest `user.id` taken: it becomes `sub`. */
const MAX_USER_ID = 255;

function scriptError(cause: string): OAuthError {
  return new OAuthError('server_error', 'The identity provider could not complete the request.', { cause });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readOptionalString(result: Record<string, unknown>, member: string): string | undefined {
  const value = result[member];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw scriptError(`${member} is not a string`);
  return value;
}

function readUser(value: unknown): ScriptUser {
  if (!isObject(value)) throw scriptError('success without user');
  const { id, amr, ...rest } = value;
  if (typeof id !== 'string' || id === '' || id.length > MAX_USER_ID)
    throw scriptError('success without a usable user.id');
  if (amr !== undefined && amr !== null && !(Array.isArray(amr) && amr.every((entry) => typeof entry === 'string'))) {
    throw scriptError('user.amr is not an array of strings');
  }
  const details: Record<string, unknown> = {};
  for (const [name, attribute] of Object.entries(rest)) {
    if (attribute === null || PROTECTED_CLAIMS.has(name) || UNSAFE_KEYS.has(name)) continue;
    details[name] = attribute;
  }
  return { id, amr: amr ?? [], details };
}

/** Names of user attributes that were not taken over because the server answers for them. */
export function droppedClaims(result: string | undefined): string[] {
  const parsed: unknown = result === undefined ? undefined : JSON.parse(result);
  const user = isObject(parsed) ? parsed.user : undefined;
  return isObject(user) ? Object.keys(user).filter((name) => PROTECTED_CLAIMS.has(name)) : [];
}

/**
 * Reads what a script returned.
 * @param result JSON text of the returned value
 * @param step success of *complete* needs a user, success of *init* does not
 * Throws `server_error` for everything a script must not return: no status, a status in no range, no `user.id`.
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
  if (typeof status !== 'number' || kind === undefined)
    throw scriptError(`status ${JSON.stringify(status)} is in no range`);
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
