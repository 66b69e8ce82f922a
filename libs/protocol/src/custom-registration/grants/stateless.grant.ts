import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { expiryFor, mayUseGrant } from '../../clients/client.js';
import { OAuthError } from '../../refusals/errors.js';
import type { AccessTokenRecord } from '../../tokens/token-records.js';
import { endOfSession, expiryWithinSession, mayHaveStatelessSession } from '../stateless-session.js';
import type { Grant } from './grant.js';

/**
 * The grant that stores nothing: no profile, only an access token with a lifetime of minutes and, where the application
 * gives sessions, a refresh token that nobody but its holder can read either. Everything that makes *stateless*
 * different is in this file; how such a session goes on is in `stateless-session.ts`.
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
    const { client, application } = plan;
    const stateless = { tokenType: 'STATELESS_AUTHENTICATION', issuedAt: now, refreshToken: false } as const;
    const expiresAt = expiryFor(client, application.accessTokenValidity, now);
    if (!mayHaveStatelessSession(plan)) return { ...stateless, expiresAt };
    const sessionEnd = endOfSession(application, now);
    return { ...stateless, expiresAt: expiryWithinSession(client, application, sessionEnd, now), sessionEnd };
  },
};

/** Refuses stateless tokens for anything that requires the server to remember the person. */
export function requireStateful(token: Pick<AccessTokenRecord, 'type'>): void {
  if (token.type === 'STATELESS_AUTHENTICATION') {
    throw new OAuthError('stateless_access_token', 'This is not possible with a stateless access token.');
  }
}
