import { REFRESH_TOKEN_GRANT, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import type { Application } from '../applications/application-records.js';
import { type Present, requireStanding } from '../authorization/standing.js';
import { type ApplicationClient, expiryFor, mayUseGrant } from '../clients/client.js';
import type { Client } from '../clients/client-records.js';
import type { ScriptUser } from '../scripts/script-outcome.js';
import { narrowScopes, readScope } from '../scopes/scope.js';
import type { EpochSeconds } from '../time.js';
import type { SessionTokenRecord } from '../tokens/token-records.js';
import { type TokenPlan, refreshRefused } from '../tokens/token-request.js';

/** Whether stateless registrations of an application begin a session, which a refresh token continues. */
export function givesStatelessSessions(application: Application): boolean {
  return application.clientType === 'mobile' && application.statelessAuthentication && application.statelessSession;
}

/** Whether this client gets a refresh token with a stateless registration, and may use it. */
export function mayHaveStatelessSession({ client, application }: ApplicationClient): boolean {
  return (
    givesStatelessSessions(application) &&
    mayUseGrant(client, STATELESS_AUTHENTICATION_GRANT) &&
    mayUseGrant(client, REFRESH_TOKEN_GRANT)
  );
}

/**
 * When a session ends, however often it is refreshed: it lasts as long as its application allows, counted from the
 * registration. An administrator who shortens the duration shortens the sessions as stored; nothing extends one.
 * @param began when the person was authenticated
 */
export function endOfSession(
  { statelessSessionDuration }: Application,
  began: EpochSeconds,
  until = Number.POSITIVE_INFINITY,
): EpochSeconds {
  return Math.min(began + statelessSessionDuration, until);
}

/**
 * When the session ends that a stateless registration begins now; null if it begins none.
 */
export function endOfBeginningSession(caller: ApplicationClient, now: EpochSeconds): EpochSeconds | null {
  return mayHaveStatelessSession(caller) ? endOfSession(caller.application, now) : null;
}

/**
 * What a change of an application means for its sessions that exist: they end, they end sooner, or `undefined`: nothing,
 * which a longer duration does, too.
 */
export function boundsOfSessions(before: Application, after: Application): 'none' | 'shorter' | undefined {
  if (!givesStatelessSessions(before)) return undefined;
  if (!givesStatelessSessions(after)) return 'none';
  return after.statelessSessionDuration < before.statelessSessionDuration ? 'shorter' : undefined;
}

/**
 * When a stateless access token of a client expires: with its session, at the latest.
 * @param sessionEnd `undefined` if there is no session
 */
export function expiryWithinSession(
  client: Client,
  { accessTokenValidity }: Application,
  sessionEnd: EpochSeconds | undefined,
  now: EpochSeconds,
): EpochSeconds {
  return Math.min(expiryFor(client, accessTokenValidity, now), sessionEnd ?? Number.POSITIVE_INFINITY);
}

/** The content of a session's sealed part. */
export interface SessionSubject {
  /** As the registration left them. */
  user: ScriptUser;
  /** The person consented to scopes in a browser, so that nothing else is released; absent if not. */
  claimsByScope?: boolean;
}

/** The refresh token of a stateless session as found. What it seals can be read with the presented token. */
export interface RefreshableSession extends SessionTokenRecord {
  /** When its predecessor was first exchanged; null if it was issued with a registration. */
  replacedAt: EpochSeconds | null;
}

/** Stateless tokens that the token endpoint gives. There is no profile, and only the token says whom it is about. */
export interface StatelessPlan extends TokenPlan {
  application: Application;
  identityProvider: string;
  /** What the next refresh token seals, if there is one. */
  sealing: SessionSubject;
  authenticatedAt: EpochSeconds;
  /** When the session ends; absent if there is none. */
  sessionEnd?: EpochSeconds;
}

/** The person a plan's tokens are about, in the form of a script's user, with the claims that may be released. */
export function statelessUserOf({ subject, sealing }: StatelessPlan): ScriptUser {
  return { id: subject.sub, details: subject.userDetails, amr: sealing.user.amr };
}

/** What a refreshed session gives. */
export interface SessionPlan extends StatelessPlan {
  sessionEnd: EpochSeconds;
}

/**
 * Plans the next access token of a stateless session. Everything that the registration required must still hold: the
 * switches, the client with its version and grants, the provider, and at least one of the scopes.
 * Throws `invalid_grant` with the same message for every cause, `invalid_scope` if none of the requested scopes was
 * granted.
 * @param sealing read with the presented token
 */
export function planSessionRefresh(
  client: Client,
  present: Present,
  found: RefreshableSession,
  sealing: SessionSubject,
  scope: string | undefined,
  now: EpochSeconds,
): SessionPlan {
  if (found.clientId !== client.clientId) throw refreshRefused('given to another client');
  const { identityProvider, authenticatedAt } = found;
  const earlier = { client, grantType: REFRESH_TOKEN_GRANT, identityProvider, scopes: found.scopes } as const;
  const { application, ...standing } = requireStanding(earlier, present, (cause) => refreshRefused(cause));
  if (!application || !mayHaveStatelessSession({ client, application })) {
    throw refreshRefused('stateless sessions are switched off for the client or its application');
  }
  const sessionEnd = endOfSession(application, authenticatedAt, found.expiresAt);
  if (sessionEnd <= now) throw refreshRefused('the session has ended', 'TOKEN_REQUEST_EXPIRED_REFRESH_TOKEN');
  return {
    tokenType: 'STATELESS_AUTHENTICATION',
    client,
    application,
    scopes: narrowScopes(readScope(scope), standing.scopes),
    subject: { sub: sealing.user.id, userDetails: sealing.user.details },
    identityProvider,
    sealing,
    authenticatedAt,
    sessionEnd,
    issuedAt: now,
    expiresAt: expiryWithinSession(client, application, sessionEnd, now),
  };
}
