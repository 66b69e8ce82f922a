import type { ConformanceRule, ConformanceSetting, ConformanceVerdict } from '@passant/contracts';
import type { Application } from '../applications/application-records.js';
import type { ClientDocumentPolicy } from '../client-registration/client-document-records.js';
import type { Client } from '../clients/client-records.js';
import type { RedirectKind } from '../redirect-uris/redirect-uri.js';
import type { EpochSeconds } from '../time.js';

/**
 * Clients that are alike in all that is judged. Web and API clients form a group each; those that registered themselves
 * share one.
 */
export interface ClientGroup extends Pick<
  Client,
  | 'kind'
  | 'application'
  | 'authMethod'
  | 'requirePkce'
  | 'audiencePolicy'
  | 'lenientUntil'
  | 'idTokenSignedResponseAlg'
  | 'introspectionSignedResponseAlg'
  | 'introspectionSight'
  | 'grantTypes'
  | 'scopes'
  | 'apiScopes'
> {
  /** Identifier of a client that is a group of its own; null for a group of registered clients. */
  clientId: string | null;
  name: string | null;
  /** Whether they may do anything: they are enabled, their application is, and documents are taken from their domain. */
  enabled: boolean;
  /** Whether a document describes them, which the server reads by itself or an administrator imported. */
  document: 'followed' | 'imported' | null;
  clients: number;
  /** Some of their identifiers, without duplicates. */
  examples: string[];
  /** Whether they are registered as native. */
  native: boolean;
  /** Where their redirect URIs lead: the beginning of each, as `redirectPlaceOf` takes it, without duplicates. */
  redirectPlaces: string[];
  /** Whether they publish their keys at a URL. */
  keysAtUri: boolean;
  /** Algorithms that the registered keys are for, without duplicates. A key that names none is for all of its type. */
  keyAlgorithms: string[];
  /** Size of the smallest registered RSA key, in bits; null without one. */
  smallestRsaKey: number | null;
  resources: string[];
  /** When the first of them was made. An exception of their application is one of all of them, or of none. */
  createdAt: EpochSeconds;
  lastUsed: EpochSeconds | null;
  /** How many of them an exception to the sole audience saved lately, and when it last did. */
  clientsInNeed: number;
  lastNeeded: EpochSeconds | null;
}

/** What the server answered when it asked itself. */
export interface Asked<Body> {
  path: string;
  status: number;
  /** Undefined if the answer was no JSON object. */
  body: Body | undefined;
}

/** How this server decides and what it issues, whatever is configured. The report runs it instead of describing it. */
export interface Practice {
  matchesRedirectUri: (registered: string, given: string, kind: RedirectKind) => boolean;
  /** Whether a redirect URI can be registered. */
  isRegistrable: (uri: string) => boolean;
  /** Whether an assertion with this audience is accepted without an exception. */
  acceptsAudience: (issuer: string, aud: unknown) => boolean;
  /** Whether a JWT with this `typ` may be an assertion. */
  isAssertionType: (typ: string) => boolean;
  /** Whether errors of a client that nobody vouched for are sent to its address without asking the person. */
  redirectsForAnyone: boolean;
  /** Status of the redirects of the login pages. */
  redirectStatus: number;
  /** Seconds that a code lives, and that a used one is remembered. */
  codeValidity: number;
  codeMemory: number;
  /** Seconds that a client's clock may be ahead. */
  clockTolerance: number;
  /** Random bits of a token or code. */
  tokenEntropy: number;
  /** The types that introspection tells tokens apart by. */
  tokenTypes: readonly string[];
}

/** What is known about this server. */
export interface ServerFacts {
  now: EpochSeconds;
  practice: Practice;
  issuer: string;
  /** The metadata from every address at which clients look for it. */
  metadata: Asked<Record<string, unknown>>[];
  jwks: Asked<{ keys?: unknown }>;
  /** The origin that the authorization endpoint allows to read its answers, as a preflight request was told. */
  authorizeAllowsOrigin: string | undefined;
  openRegistration: boolean;
  /** From which domains documents of clients are taken. */
  documents: Pick<ClientDocumentPolicy, 'enabled' | 'domains'>;
  applications: readonly Application[];
  groups: readonly ClientGroup[];
}

export interface ApplicationFacts {
  now: EpochSeconds;
  application: Application;
  /** Its clients. */
  groups: readonly ClientGroup[];
}

export interface ClientFacts {
  now: EpochSeconds;
  group: ClientGroup;
  application: Application | undefined;
}

/** Who would notice if a rule were enforced. */
export interface Notice {
  clients: number;
  examples: string[];
  lastAt: EpochSeconds | null;
}

export interface Judgement {
  verdict: ConformanceVerdict;
  /** A sentence with the value that was found. */
  evidence: string;
  /** When the exception ends; only with the verdict `exception`. */
  until?: EpochSeconds;
  /** Whether the server was asked, or the code that decides was run. */
  tried?: boolean;
  setting?: ConformanceSetting;
  noticedBy?: Notice;
}

/** A rule of one or several documents, and how it is judged. */
export interface Rule<Facts> extends Omit<ConformanceRule, 'about'> {
  judge: (facts: Facts) => Judgement;
}

/** The enabled ones of some clients, as those who would notice. */
export function noticeOf(groups: readonly ClientGroup[]): Notice {
  const enabled = groups.filter((group) => group.enabled);
  return {
    clients: enabled.reduce((sum, { clients }) => sum + clients, 0),
    examples: enabled.flatMap(({ examples }) => examples).slice(0, 5),
    lastAt: enabled.reduce<EpochSeconds | null>((last, { lastUsed }) => latest(last, lastUsed), null),
  };
}

/** Those whom an exception saved lately. */
export function needOf(groups: readonly ClientGroup[]): Notice {
  const inNeed = groups.filter(({ clientsInNeed }) => clientsInNeed > 0);
  return {
    clients: inNeed.reduce((sum, { clientsInNeed }) => sum + clientsInNeed, 0),
    // A group says how many of its clients are in need, but not which.
    examples: inNeed
      .filter(({ clients, clientsInNeed }) => clients === clientsInNeed)
      .flatMap(({ examples }) => examples)
      .slice(0, 5),
    lastAt: inNeed.reduce<EpochSeconds | null>((last, { lastNeeded }) => latest(last, lastNeeded), null),
  };
}

function latest(left: EpochSeconds | null, right: EpochSeconds | null): EpochSeconds | null {
  return left === null || right === null ? (left ?? right) : Math.max(left, right);
}

/** Met or not, with the same evidence. */
export function whether(met: boolean, judgement: Omit<Judgement, 'verdict'>): Judgement {
  const { noticedBy, ...rest } = judgement;
  return { verdict: met ? 'met' : 'not_met', ...rest, ...(met || !noticedBy ? {} : { noticedBy }) };
}

export function notApplicable(evidence: string): Judgement {
  return { verdict: 'not_applicable', evidence };
}

/** A list for people: "ES256, RS256", or "none". */
export function listed(values: readonly string[]): string {
  return values.length === 0 ? 'none' : values.join(', ');
}
