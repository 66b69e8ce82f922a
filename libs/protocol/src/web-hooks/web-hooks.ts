import type { HookContextCustomParams, WebHookType } from '@passant/contracts';
import { OAuthError } from '../refusals/errors.js';
import type { WebHook } from './web-hook-records.js';
import { PROTECTED_CLAIMS, UNSAFE_KEYS } from '../scripts/script-outcome.js';
import { MAX_JSON_DEPTH, depthOfJson, holdsStorableText } from '../scripts/storable-text.js';
import { isObject } from '../json-object.js';

/** What a hook is told about a registration. */
export interface HookSubject {
  clientId: string;
  scopes: string[];
  userId: string;
  claims: Record<string, unknown>;
  contextCustomParams: HookContextCustomParams | null;
}

/** The changes a hook requests. */
export interface HookAnswer {
  removeScopes: string[];
  claims: Record<string, unknown>;
}

/** Members of an introspection response that no hook can override. */
const INTROSPECTION_MEMBERS: ReadonlySet<string> = new Set([
  ...PROTECTED_CLAIMS,
  'app_identifier',
  'app_version',
  'app_platform',
  'usage_limit',
  'user_details',
  'amr',
  'cnf',
  'username',
]);
/**
 * User details that no hook can set: only the server may say how the person authenticated and what a token is bound to.
 */
const PROTECTED_DETAILS: ReadonlySet<string> = new Set([
  ...PROTECTED_CLAIMS,
  'amr',
  'c_hash',
  's_hash',
  'sid',
  'cnf',
  'act',
  'may_act',
  'verified_claims',
  'group_permissions',
]);
const PROTECTED_PREFIX = 'urn:onegini.com:oidc:';

/**
 * Scopes of the JWT sent to a hook: the general one, and one with the hook's name in lower case, with
 * underscores for spaces.
 */
export function hookScope(hook: Pick<WebHook, 'name'>): string {
  return `onewelcome_webhooks onewelcome_webhook_${hook.name.toLowerCase().replace(/\s+/g, '_')}`;
}

/** The request body of each type, with the documented member names. */
export function hookRequest(type: WebHookType, subject: HookSubject): Record<string, unknown> {
  const { clientId, scopes, userId, claims, contextCustomParams } = subject;
  switch (type) {
    case 'CUSTOMIZE_TOKEN':
      return { client: { id: clientId }, scopes, user: { id: userId }, userClaims: claims, contextCustomParams };
    case 'USER_DETAILS_CUSTOMIZATION':
      return { user: { id: userId }, scopes, claims, contextCustomParams };
  }
}

/** A response that is invalid for its type: the message names the member, never its value. */
export class InvalidHookAnswer extends Error {}

/**
 * Parses the response of a hook. `null` counts as absent, and unknown members are ignored.
 * Throws {@link InvalidHookAnswer}.
 */
export function readHookAnswer(type: WebHookType, text: string): HookAnswer {
  // As of scripts and callers: what is kept of it is written and read by recursive code, here and at resource servers.
  if (depthOfJson(text) > MAX_JSON_DEPTH) throw new InvalidHookAnswer('the answer is nested too deeply');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InvalidHookAnswer('the answer is not JSON');
  }
  if (!isObject(value)) throw new InvalidHookAnswer('the answer is no object');
  if (!holdsStorableText(text, value)) throw new InvalidHookAnswer('the answer holds text that cannot be kept');
  return type === 'CUSTOMIZE_TOKEN'
    ? { removeScopes: readScopes(value.removeScopes), claims: readClaims(value, 'additionalClaims') }
    : { removeScopes: [], claims: readClaims(value, 'claims') };
}

function readScopes(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value;
  throw new InvalidHookAnswer('removeScopes is no list of strings');
}

function readClaims(answer: Record<string, unknown>, member: string): Record<string, unknown> {
  const value = answer[member];
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw new InvalidHookAnswer(`${member} is no object`);
  return Object.fromEntries(Object.entries(value).filter(([name, claim]) => claim !== null && !UNSAFE_KEYS.has(name)));
}

function split(
  claims: Record<string, unknown>,
  conflicts: (name: string) => boolean,
): { kept: Record<string, unknown>; dropped: string[] } {
  const entries = Object.entries(claims);
  return {
    kept: Object.fromEntries(entries.filter(([name]) => !conflicts(name))),
    dropped: entries.filter(([name]) => conflicts(name)).map(([name]) => name),
  };
}

/**
 * What a token grants after its hook ran: possibly fewer scopes, never more, and claims that override nothing of the
 * server's. Throws `invalid_scope` if none of the scopes is left.
 * @returns `dropped`: names of claims that would override protocol members
 */
export function customizeToken(
  scopes: string[],
  answer: HookAnswer,
): { scopes: string[]; claims: Record<string, unknown>; dropped: string[] } {
  const left = scopes.filter((scope) => !answer.removeScopes.includes(scope));
  if (left.length === 0 && scopes.length > 0) {
    throw new OAuthError('invalid_scope', 'None of the requested scopes can be granted.', {
      cause: 'the web hook took all of them away',
    });
  }
  const { kept, dropped } = split(answer.claims, (name) => INTROSPECTION_MEMBERS.has(name));
  return { scopes: left, claims: kept, dropped };
}

/**
 * The user details after their hook ran: each member it returns is replaced or added.
 * @returns `dropped`: names reserved for the server; for the protected namespace, only its prefix
 */
export function customizeDetails(
  details: Record<string, unknown>,
  answer: HookAnswer,
): { details: Record<string, unknown>; dropped: string[] } {
  const { kept, dropped } = split(
    answer.claims,
    (name) => PROTECTED_DETAILS.has(name) || name.startsWith(PROTECTED_PREFIX),
  );
  const names = dropped.map((name) => (name.startsWith(PROTECTED_PREFIX) ? PROTECTED_PREFIX : name));
  return { details: { ...details, ...kept }, dropped: [...new Set(names)] };
}

/** Additional introspection claims, without any whose name has since become a protocol member. */
export function withoutProtocolMembers(claims: Record<string, unknown> | undefined): Record<string, unknown> {
  return claims === undefined ? {} : split(claims, (name) => INTROSPECTION_MEMBERS.has(name)).kept;
}
