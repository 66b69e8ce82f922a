import { ScopeValue } from '@passant/contracts';
import { OAuthError } from './errors.js';
import type { Application } from './records.js';

/**
 * The scopes a registration is granted: the requested ones, each allowed for the application, or its default scopes
 * where none are requested. Throws `invalid_scope` for an unknown, malformed or forbidden scope and where nothing is
 * left to grant.
 */
export function grantScopes(
  requested: string[] | undefined,
  application: Pick<Application, 'defaultScopes' | 'additionalScopes'>,
): string[] {
  const wanted = requested?.length ? [...new Set(requested)] : application.defaultScopes;
  if (wanted.length === 0) {
    throw new OAuthError('invalid_scope', 'No scope was requested and the application has no default scopes.');
  }
  const allowed = new Set([...application.defaultScopes, ...application.additionalScopes]);
  for (const scope of wanted) {
    if (!ScopeValue.safeParse(scope).success) {
      throw new OAuthError('invalid_scope', 'The requested scope is malformed.');
    }
    if (!allowed.has(scope)) {
      const cause = `${scope} is not among ${[...allowed].join(', ') || 'the allowed scopes: there are none'}`;
      throw new OAuthError('invalid_scope', 'The requested scope is unknown or not allowed for this application.', {
        cause,
      });
    }
  }
  return wanted;
}

/**
 * The scopes of a form parameter, each once (RFC 6749 §3.3: separated by spaces); `undefined` where there are none.
 */
export function readScope(text: string | undefined): string[] | undefined {
  const scopes = [...new Set((text ?? '').split(' ').filter((scope) => scope !== ''))];
  return scopes.length === 0 ? undefined : scopes;
}
