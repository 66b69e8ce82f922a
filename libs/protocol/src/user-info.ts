import type { UserInfo } from '@passant/contracts';
import { OAuthError } from './errors.js';
import type { AccessTokenRecord, TokenSubject } from './records.js';

/**
 * The claims of UserInfo: the attributes first, so that none of them can stand where the subject belongs.
 * Throws `insufficient_scope` for a token without `openid`.
 */
export function renderUserInfo(token: Pick<AccessTokenRecord, 'scopes'>, subject: TokenSubject): UserInfo {
  if (!token.scopes.includes('openid')) {
    throw new OAuthError('insufficient_scope', 'The token lacks the scope openid.', {
      challenge: 'Bearer error="insufficient_scope", scope="openid"',
    });
  }
  return { ...subject.userDetails, sub: subject.sub };
}
