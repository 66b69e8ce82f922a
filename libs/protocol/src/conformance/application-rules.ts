import type { ConformanceSetting } from '@passant/contracts';
import type { Application } from '../applications/application-records.js';
import { leniencyAt, leniencyOf, leniencyOfApplication } from '../clients/audience-policy.js';
import { givesStatelessSessions } from '../custom-registration/stateless-session.js';
import { REFRESH_TOKEN_VALIDITY } from '../tokens/token-request.js';
import {
  type ApplicationFacts,
  type Rule,
  listed,
  needOf,
  notApplicable,
  noticeOf,
  whether,
} from './conformance-records.js';

/** How long a bearer token may be valid to count as short-lived, in seconds (RFC 6750 §5.3: one hour or less). */
export const SHORT_LIVED = 3600;

function field({ identifier }: Application, name: string): ConformanceSetting {
  return { in: 'console', page: 'application', identifier, field: name };
}

/** Whether its clients get refresh tokens: with a profile, or with a stateless registration. */
function givesRefreshTokens(application: Application): boolean {
  return application.refreshTokens || givesStatelessSessions(application);
}

const NO_REFRESH = 'Its clients get no refresh tokens.';

/** Rules about applications. */
export const APPLICATION_RULES: readonly Rule<ApplicationFacts>[] = [
  {
    id: 'application-token-lifetime',
    requirement: 'Access tokens are short-lived: an hour or less, which is the measure of RFC 6750.',
    references: [{ document: 'oauth-2.1', clause: '7.1.3.5', strength: 'should' }],
    judge: ({ application, groups }) =>
      whether(application.accessTokenValidity <= SHORT_LIVED, {
        evidence: `Access tokens live ${application.accessTokenValidity} seconds.`,
        setting: field(application, 'Access token validity'),
        noticedBy: noticeOf(groups),
      }),
  },
  {
    id: 'application-refresh-rotation',
    requirement: 'Refresh tokens of public clients are used once, and a second use ends the grant.',
    references: [
      { document: 'oauth-2.1', clause: '4.3.1', strength: 'must' },
      { document: 'rfc-9700', clause: '2.2.2', strength: 'must' },
    ],
    judge: ({ application }) =>
      givesRefreshTokens(application)
        ? whether(true, {
            evidence:
              application.refreshTokenGrace === 0
                ? 'Every use gives a new refresh token. The one before is never taken again, and ends the grant.'
                : `Every use gives a new refresh token. The one before is taken again for ${application.refreshTokenGrace} seconds, until its successor is used; later it ends the grant.`,
            setting: field(application, 'Grace of refresh tokens'),
          })
        : notApplicable(NO_REFRESH),
  },
  {
    id: 'application-no-refresh-rotation',
    requirement: 'Refresh tokens are not rotated, since clients are confidential and tokens are bound to them.',
    references: [{ document: 'fapi-2.0', clause: '5.3.2.1 no. 9', strength: 'must' }],
    judge: ({ application, groups }) =>
      givesRefreshTokens(application)
        ? whether(false, {
            evidence: 'Every use of a refresh token gives another one, whoever the client is.',
            setting: field(application, application.refreshTokens ? 'Refresh tokens' : 'Stateless sessions'),
            noticedBy: noticeOf(groups),
          })
        : notApplicable(NO_REFRESH),
  },
  {
    id: 'application-refresh-expiry',
    requirement: 'Refresh tokens that are not used for some time expire.',
    references: [
      { document: 'oauth-2.1', clause: '4.3.3', strength: 'should' },
      { document: 'rfc-9700', clause: '4.14.2', strength: 'should' },
    ],
    judge: ({ application }) => {
      if (!givesRefreshTokens(application)) return notApplicable(NO_REFRESH);
      const idle = `One that is not used for ${REFRESH_TOKEN_VALIDITY} seconds expires.`;
      const session = `A stateless session ends ${application.statelessSessionDuration} seconds after its registration, and no use extends it.`;
      const sessions = givesStatelessSessions(application);
      return whether(true, {
        evidence: [...(application.refreshTokens ? [idle] : []), ...(sessions ? [session] : [])].join(' '),
        ...(sessions ? { setting: field(application, 'Longest stateless session') } : {}),
      });
    },
  },
  {
    id: 'application-sole-audience',
    requirement: 'Assertions of its clients name the issuer as their only audience.',
    references: [
      { document: 'rfc-10070', clause: '4', strength: 'must' },
      { document: 'oauth-2.1', clause: '2.4', strength: 'must' },
    ],
    judge: ({ application, groups, now }) => {
      const setting = field(application, 'Audience of assertions');
      const known = leniencyOfApplication(application);
      const active = leniencyAt(known, now);
      if (!active) {
        const past = known ? ' An exception has ended.' : '';
        return { verdict: 'met', evidence: `The application makes no exception.${past}`, setting };
      }
      return {
        verdict: 'exception',
        until: active.until,
        evidence: 'Clients that existed when it was made, and have no rule of their own, may name the endpoint.',
        setting,
        noticedBy: needOf(groups.filter((group) => leniencyOf(group, application)?.of === 'application')),
      };
    },
  },
  {
    id: 'application-scopes',
    requirement: 'Its tokens get no more privileges than listed.',
    references: [
      { document: 'oauth-2.1', clause: '7.1.4', strength: 'should' },
      { document: 'rfc-9700', clause: '2.3', strength: 'should' },
      { document: 'fapi-2.0', clause: '5.3.2.1 no. 14', strength: 'should' },
    ],
    judge: ({ application }) =>
      application.defaultScopes.length + application.additionalScopes.length === 0
        ? notApplicable('Its clients get no scopes.')
        : whether(true, {
            evidence: `Without asking: ${listed(application.defaultScopes)}. On request: ${listed(application.additionalScopes)}. Every other scope is refused or left out.`,
            setting: field(application, 'Default scopes'),
          }),
  },
];
