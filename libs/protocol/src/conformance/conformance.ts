import { type ConformanceAbout, TOKEN_TYPES } from '@passant/contracts';
import type { Application } from '../applications/application-records.js';
import { CODE_MEMORY, CODE_VALIDITY, REDIRECT_STATUS, isVouchedFor } from '../authorization/authorization.js';
import { isAssertionType } from '../clients/assertion-types.js';
import { NOT_REGISTERED } from '../clients/client-records.js';
import { CLOCK_TOLERANCE, checkAssertionClaims } from '../clients/client-assertion.js';
import { matchesRedirectUri, redirectUriProblem } from '../redirect-uris/redirect-uri.js';
import { TOKEN_ENTROPY } from '../tokens/opaque-token.js';
import { APPLICATION_RULES } from './application-rules.js';
import { CLIENT_RULES } from './client-rules.js';
import type { ClientGroup, Judgement, Practice, Rule, ServerFacts } from './conformance-records.js';
import { SERVER_KEY_RULES } from './server-key-rules.js';
import { SERVER_RULES } from './server-rules.js';

export type { Asked, ClientGroup, Judgement, Notice, ServerFacts } from './conformance-records.js';

/** All rules of the report, by what they are about. */
export const CONFORMANCE_RULES = {
  server: [...SERVER_RULES, ...SERVER_KEY_RULES],
  application: APPLICATION_RULES,
  client: CLIENT_RULES,
} satisfies Record<ConformanceAbout, readonly Rule<never>[]>;

/** The decisions of this server itself. */
export const PRACTICE: Practice = {
  matchesRedirectUri,
  isRegistrable: (uri) => redirectUriProblem(uri) === undefined,
  acceptsAudience: (issuer, aud) => {
    const checks = checkAssertionClaims({ aud }, { clientId: '', issuer, alsoAccepted: [], now: 0 });
    return checks.find(({ check }) => check === 'aud')!.passed;
  },
  isAssertionType,
  redirectsForAnyone: isVouchedFor({ ...NOT_REGISTERED, registeredOpenly: true }),
  redirectStatus: REDIRECT_STATUS,
  codeValidity: CODE_VALIDITY,
  codeMemory: CODE_MEMORY,
  clockTolerance: CLOCK_TOLERANCE,
  tokenEntropy: TOKEN_ENTROPY,
  tokenTypes: TOKEN_TYPES,
};

/** A judged rule: its identifier, and what came of it. */
export interface JudgedRule extends Judgement {
  rule: string;
}

/** Something that was judged, with a line for every rule about its kind. */
export type JudgedSubject = { lines: JudgedRule[] } & (
  { about: 'server' } | { about: 'application'; application: Application } | { about: 'client'; group: ClientGroup }
);

function judged<Facts>(rules: readonly Rule<Facts>[], facts: Facts): JudgedRule[] {
  return rules.map(({ id, judge }) => ({ rule: id, ...judge(facts) }));
}

/**
 * Judges the server, every application and every client. The order: the server, each application followed by its
 * clients, then the clients without an application.
 */
export function judgeConformance(facts: Omit<ServerFacts, 'practice'>): JudgedSubject[] {
  const { now, applications, groups } = facts;
  const ofClients = (some: readonly ClientGroup[], application: Application | undefined): JudgedSubject[] =>
    some.map((group) => ({
      about: 'client',
      group,
      lines: judged(CONFORMANCE_RULES.client, { now, group, application }),
    }));
  const known = new Set(applications.map(({ identifier }) => identifier));
  return [
    { about: 'server', lines: judged(CONFORMANCE_RULES.server, { ...facts, practice: PRACTICE }) },
    ...applications.flatMap((application): JudgedSubject[] => {
      const own = groups.filter((group) => group.application === application.identifier);
      const lines = judged(CONFORMANCE_RULES.application, { now, application, groups: own });
      return [{ about: 'application', application, lines }, ...ofClients(own, application)];
    }),
    ...ofClients(
      groups.filter(({ application }) => application === null || !known.has(application)),
      undefined,
    ),
  ];
}
