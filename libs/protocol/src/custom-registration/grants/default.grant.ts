import { AUTHORIZATION_CODE_GRANT, REFRESH_TOKEN_GRANT } from '@passant/contracts';
import { expiryFor, mayUseGrant, versionOf } from '../../clients/client.js';
import { OAuthError } from '../../refusals/errors.js';
import type { Grant } from './grant.js';

/** The ordinary grant: a profile of the person on this client, and tokens based on it. */
export const defaultGrant: Grant = {
  name: 'default',

  require({ client, application }) {
    if (!mayUseGrant(client, AUTHORIZATION_CODE_GRANT)) {
      throw new OAuthError('unauthorized_client', 'The client is not registered for this grant.');
    }
    // A LOGIN_ONLY version keeps its existing users; the default grant would add one.
    if (versionOf(client, application)?.status === 'LOGIN_ONLY') {
      throw new OAuthError('unauthorized_client', 'This version of the application may no longer register users.');
    }
  },

  issue(plan, user, now) {
    return {
      tokenType: 'DEFAULT',
      issuedAt: now,
      expiresAt: expiryFor(plan.client, plan.application.accessTokenValidity, now),
      profile: { profileId: plan.profileId, userId: user.id, userDetails: user.details, amr: user.amr },
      refreshToken: plan.application.refreshTokens && mayUseGrant(plan.client, REFRESH_TOKEN_GRANT),
    };
  },
};
