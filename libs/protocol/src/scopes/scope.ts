import { ScopeValue } from '@passant/contracts';
import type { Check } from '../refusals/check.js';
import { OAuthError } from '../refusals/errors.js';

/** What may be granted: `defaultScopes` if the request names no scopes; these and `additionalScopes` on request. */
export interface GrantableScopes {
  defaultScopes: readonly string[];
  additionalScopes: readonly string[];
}

/** Identifies the person. Requires a person, as does every OpenID Connect scope. */
export const OPENID = 'openid';

/** OpenID Connect Core §11: the client may obtain tokens while the person is absent. */
export const OFFLINE_ACCESS = 'offline_access';

/** OpenID Connect Core §3.1.2.1 and §5.4: what any client may request, subject to the person's consent. */
export const STANDARD_SCOPES: readonly string[] = [OPENID, 'profile', 'email', 'phone', 'address'];

/** The scope of a client that acts in its own name and registered no scope for that: it only identifies the client. */
const KNOWN_CLIENT = 'client';

/** Scopes that concern a person, and so are useless to a client that acts in its own name. */
const OF_PERSONS: readonly string[] = [OPENID, OFFLINE_ACCESS];

/** RFC 6749 §3.3, `scope-token`: the syntax of a scope, known here or not. */
const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/**
 * The scopes of a form parameter, without duplicates (RFC 6749 §3.3: separated by spaces);
 * `undefined` if there are none.
 */
export function readScope(text: string | undefined): string[] | undefined {
  const scopes = [...new Set((text ?? '').split(' ').filter((scope) => scope !== ''))];
  return scopes.length === 0 ? undefined : scopes;
}

/** Whether every scope of a list has the syntax of RFC 6749 §3.3. */
export function areWellFormed(scopes: readonly string[]): boolean {
  return scopes.every((scope) => SCOPE_TOKEN.test(scope));
}

/**
 * The scopes granted to a request: the requested ones that are allowed, in the order requested, or the default scopes
 * if none are requested. Unknown and forbidden scopes are dropped, and the response says what was granted
 * (RFC 6749 §3.3, OpenID Connect Core §3.1.2.1).
 * Throws `invalid_scope` if nothing is left, or if a scope is malformed.
 */
export function grantScopes(requested: readonly string[] | undefined, grantable: GrantableScopes): string[] {
  const { defaultScopes, additionalScopes } = grantable;
  if (requested) return narrowScopes(requested, [...defaultScopes, ...additionalScopes]);
  if (defaultScopes.length > 0) return [...defaultScopes];
  throw new OAuthError('invalid_scope', 'No scope was requested and there are no default scopes.');
}

function scopeCheck(allowed: readonly string[], actual: string): Check {
  return { check: 'scope', expected: allowed.join(', ') || 'none: no scope is allowed', actual, passed: false };
}

/**
 * The same, based on an earlier grant: never more than was granted, and all of it if no scopes are requested
 * (RFC 6749 §6). Throws as {@link grantScopes} does.
 */
export function narrowScopes(requested: readonly string[] | undefined, granted: readonly string[]): string[] {
  const allowed = [...new Set(granted)];
  if (!requested) return allowed;
  if (!areWellFormed(requested)) throw new OAuthError('invalid_scope', 'The requested scope is malformed.');
  const left = [...new Set(requested)].filter((scope) => allowed.includes(scope));
  // `offline_access` alone is useless: the other scopes say what the client may do while the person is absent.
  if (left.some((scope) => scope !== OFFLINE_ACCESS)) return left;
  throw new OAuthError('invalid_scope', 'None of the requested scopes is known and allowed for this client.', {
    cause: 'none of them is allowed',
    // The requested scopes are left out, because a caller might have put a person's name there.
    checks: [scopeCheck(allowed, 'none of these')],
  });
}

/**
 * The scopes of a custom registration. Its contract refuses where other grants narrow: every requested scope must
 * be allowed for the application. Throws `invalid_scope` for an unknown, malformed or forbidden scope, and if there
 * is nothing to grant.
 */
export function requireGrantedScopes(requested: readonly string[] | undefined, application: GrantableScopes): string[] {
  const wanted = requested?.length ? requested : undefined;
  const allowed = [...application.defaultScopes, ...application.additionalScopes];
  for (const [index, scope] of (wanted ?? []).entries()) {
    if (!ScopeValue.safeParse(scope).success) {
      throw new OAuthError('invalid_scope', 'The requested scope is malformed.');
    }
    if (!allowed.includes(scope)) {
      throw new OAuthError('invalid_scope', 'The requested scope is unknown or not allowed for this application.', {
        cause: 'one of them is not allowed',
        checks: [scopeCheck(allowed, `scope[${index}] is none of these`)],
      });
    }
  }
  return grantScopes(wanted, application);
}

/** The scopes that a client can be granted in its own name. */
export function withoutPerson(scopes: readonly string[]): string[] {
  return scopes.filter((scope) => !OF_PERSONS.includes(scope));
}

/**
 * What a client without an application is granted in its own name: the scopes it registered that do not concern a
 * person. Never empty, because there is no application to define default scopes.
 */
export function scopesOfItself({ scopes }: { scopes: readonly string[] }): string[] {
  const own = withoutPerson(scopes);
  return own.length > 0 ? own : [KNOWN_CLIENT];
}
