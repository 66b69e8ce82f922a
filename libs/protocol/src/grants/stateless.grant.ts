import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { mayUseGrant } from '../client.js';
import { OAuthError } from '../errors.js';
import type { AccessTokenRecord } from '../records.js';
import type { Grant } from './grant.js';

/**
 * The ending that leaves nothing behind: no profile, no refresh token, only an access token that lives minutes.
 * Everything that makes *stateless* different stands in this file.
 */
export const statelessGrant: Grant = {
  name: 'stateless',

  require({ client, application }) {
    if (!mayUseGrant(client, STATELESS_AUTHENTICATION_GRANT)) {
      throw new OAuthError('unauthorized_client', 'The client is not registered for this grant.');
    }
    if (application.clientType !== 'mobile' || !application.statelessAuthentication) {
      throw new OAuthError('unauthorized_client', 'Stateless authentication is not enabled for this application.');
    }
  },

  issue(plan, _user, now) {
    return {
      tokenType: 'STATELESS_AUTHENTICATION',
      issuedAt: now,
      expiresAt: now + plan.application.accessTokenValidity,
      refreshToken: false,
    };
  },
};

/** What a stateless token may not do: anything that would need the server to remember the person. */
export function requireStateful(token: Pick<AccessTokenRecord, 'type'>): void {
  if (token.type === 'STATELESS_AUTHENTICATION') {
    throw new OAuthError('stateless_access_token', 'This is not possible with a stateless access token.');
  }
}
