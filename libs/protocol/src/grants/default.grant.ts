import { AUTHORIZATION_CODE_GRANT, REFRESH_TOKEN_GRANT } from '@passant/contracts';
import { mayUseGrant, versionOf } from '../client.js';
import { OAuthError } from '../errors.js';
import type { Grant } from './grant.js';

/** The ordinary ending: a profile of the person on this client, tokens that stand on it. */
export const defaultGrant: Grant = {
  name: 'default',

  require({ client, application }) {
    if (!mayUseGrant(client, AUTHORIZATION_CODE_GRANT)) {
      throw new OAuthError('unauthorized_client', 'The client is not registered for this grant.');
    }
    // A version that may only log in keeps the people it has; the default grant would add one.
    if (versionOf(client, application)?.status === 'LOGIN_ONLY') {
      throw new OAuthError('unauthorized_client', 'This version of the application may no longer register users.');
    }
  },

  issue(plan, user, now) {
    return {
      tokenType: 'DEFAULT',
      issuedAt: now,
      expiresAt: now + plan.application.accessTokenValidity,
      profile: { profileId: plan.profileId, userId: user.id, userDetails: user.details, amr: user.amr },
      refreshToken: plan.application.refreshTokens && mayUseGrant(plan.client, REFRESH_TOKEN_GRANT),
    };
  },
};
