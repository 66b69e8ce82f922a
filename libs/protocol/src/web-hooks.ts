import type { HookContextCustomParams, WebHookType } from '@passant/contracts';
import { OAuthError } from './errors.js';
import type { WebHook } from './records.js';
import { PROTECTED_CLAIMS, UNSAFE_KEYS } from './script-outcome.js';
import { holdsStorableText } from './storable-text.js';

/** What a hook is told about a registration. */
export interface HookSubject {
  clientId: string;
  scopes: string[];
  userId: string;
  claims: Record<string, unknown>;
  contextCustomParams: HookContextCustomParams | null;
}

/** What a hook wants changed. */
export interface HookAnswer {
  removeScopes: string[];
  claims: Record<string, unknown>;
}

/** Members of an introspection answer: what the server says there, no hook can say differently. */
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
const PROTECTED_DETAILS: ReadonlySet<string> = new Set([...PROTECTED_CLAIMS, 'verified_claims', 'group_permissions']);
const PROTECTED_PREFIX = 'urn:onegini.com:oidc:';

/** Scope a hook finds in the server's JWT beside the general one: the hook's name in small letters, without spaces. */
export function hookScope(hook: Pick<WebHook, 'name'>): string {
  return `onewelcome_webhooks onewelcome_webhook_${hook.name.toLowerCase().replace(/\s+/g, '_')}`;
}

/** The message of each type, with the documented member names. */
export function hookRequest(type: WebHookType, subject: HookSubject): Record<string, unknown> {
  const { clientId, scopes, userId, claims, contextCustomParams } = subject;
  switch (type) {
    case 'CUSTOMIZE_TOKEN':
      return { client: { id: clientId }, scopes, user: { id: userId }, userClaims: claims, contextCustomParams };
    case 'USER_DETAILS_CUSTOMIZATION':
      return { user: { id: userId }, scopes, claims, contextCustomParams };
  }
}

/** An answer that is none of this type's: the message says which member, never its value. */
export class InvalidHookAnswer extends Error {}

/**
 * Reads what a hook answered. `null` counts as nothing said, unknown members are ignored.
 * Throws {@link InvalidHookAnswer}.
 */
export function readHookAnswer(type: WebHookType, text: string): HookAnswer {
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

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
 * What a token gives after its hook: fewer scopes, never more, and claims that say nothing the server says itself.
 * Throws `invalid_scope` if nothing of what was asked for is left.
 * @returns `dropped`: names of claims that stand for something of the protocol
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
 * User details after their hook: what it gives replaces or extends what is there, member by member.
 * @returns `dropped`: names that the server answers for; of a protected family only its prefix
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

/** What introspection adds for a token, without anything that has come to mean something in the protocol since. */
export function withoutProtocolMembers(claims: Record<string, unknown> | undefined): Record<string, unknown> {
  return claims === undefined ? {} : split(claims, (name) => INTROSPECTION_MEMBERS.has(name)).kept;
}
