import type { UserInfo } from '@passant/contracts';
import { OAuthError } from '../refusals/errors.js';
import type { AccessTokenRecord, TokenSubject } from './token-records.js';

/**
 * The claims of UserInfo. The attributes come first, so that none of them can override the subject.
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
