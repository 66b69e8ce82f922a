import { createHash } from 'node:crypto';
import {
  type AskedGrant,
  type CountedRequest,
  REGISTRATION_GRANTS,
  STATELESS_AUTHENTICATION_GRANT,
  TOKEN_GRANTS,
} from '@passant/contracts';
import type { Application } from '../applications/application-records.js';
import { versionOf } from '../clients/client.js';
import type { Client } from '../clients/client-records.js';
import type { EpochSeconds } from '../time.js';

/**
 * What many requests have in common, as far as the configuration decides about them. Nothing in it says who made a
 * request or for whom, and every word in it is one that an administrator configured: anything else that a caller said
 * is only known to be something else.
 */
export interface RequestShape {
  request: CountedRequest;
  clientKind: 'instance' | 'web';
  /** Registered grant types of this server, sorted; empty: those of the application. */
  clientGrantTypes: string[];
  platform: Client['appPlatform'];
  /** null: there is none, or the application does not list it. */
  version: string | null;
  /** The provider that was named or that vouched for the person; null: none of this server. */
  identityProvider: string | null;
  /** Of *complete*; null otherwise. */
  grant: AskedGrant | null;
  /** Those of this server that were asked for, sorted; null: the request named none. */
  scopes: string[] | null;
  /** Whether others were asked for, too. */
  unknownScope: boolean;
  /** What the request stood on was granted for these, sorted; null: it stood on nothing. */
  granted: string[] | null;
  hasProfileId: boolean;
  hasTransactionId: boolean;
  /** If a version or a scope was unknown: identifies what was known then. null if none was. */
  vocabulary: string | null;
  outcome: ShapeOutcome;
}

/**
 * How a request ended: the configuration allowed it and it was answered, the configuration refused it, or something
 * that no configured rule decides ended it, for example a transaction that had expired.
 */
export type ShapeOutcome = 'accepted' | 'refused' | 'failed';

/** How many requests of one shape there were in an hour. */
export interface ShapeCount {
  application: string;
  /** Start of the hour. */
  hour: EpochSeconds;
  /** null: requests of all shapes beyond those that were told apart in this hour. */
  shape: RequestShape | null;
  requests: number;
}

/** The same for all hours together. */
export type ShapeTotal = Omit<ShapeCount, 'hour'>;

/** A request of a client that has authenticated itself, as it was received. */
export interface ReceivedRequest {
  request: CountedRequest;
  /** The provider as it is configured; `undefined` if there is none of the name. */
  provider: { identifier: string } | undefined;
  /** Of *complete*: as it came. */
  grantType?: string | undefined;
  scopes?: readonly string[] | undefined;
  /** The scopes of the token or registration that the request stands on. */
  granted?: readonly string[];
  profileId?: string | undefined;
  transactionId?: string | undefined;
}

/** Grant types that decide about the requests that are counted. */
const GRANT_TYPES: readonly string[] = [...TOKEN_GRANTS, STATELESS_AUTHENTICATION_GRANT];

/**
 * The shape of a request.
 * @param known the scopes of this server
 */
export function shapeOf(
  received: ReceivedRequest,
  client: Client,
  application: Application,
  known: ReadonlySet<string>,
  outcome: ShapeOutcome,
): RequestShape {
  const hasScope = (scope: string) => known.has(scope);
  const { request, provider, grantType, profileId, transactionId } = received;
  const asked = received.scopes?.length ? received.scopes : undefined;
  // A client that registered scopes is never given others, so they need not be told apart from what was granted.
  const registered = (scope: string) => client.scopes.length === 0 || client.scopes.includes(scope);
  const version = versionOf(client, application)?.version ?? null;
  const unknownScope = asked?.some((scope) => !hasScope(scope)) ?? false;
  const isWhollyKnown = !unknownScope && (version !== null || client.appPlatform === null);
  return {
    request,
    clientKind: client.kind === 'web' ? 'web' : 'instance',
    clientGrantTypes: client.grantTypes.filter((grant) => GRANT_TYPES.includes(grant)).toSorted(),
    platform: client.appPlatform,
    version,
    identityProvider: provider?.identifier ?? null,
    grant: request === 'complete' ? askedGrant(grantType) : null,
    scopes: asked ? sortedSet(asked.filter(hasScope)) : null,
    unknownScope,
    granted: received.granted ? sortedSet(received.granted.filter(registered).filter(hasScope)) : null,
    hasProfileId: Boolean(profileId),
    hasTransactionId: Boolean(transactionId),
    vocabulary: isWhollyKnown ? null : vocabularyOf(application, known),
    outcome,
  };
}

/** Identifies which versions and scopes are known. Compared with a later one, it tells whether any may have become known. */
export function vocabularyOf({ versions }: Application, scopes: ReadonlySet<string>): string {
  const words = [versions.map(({ platform, version }) => `${platform} ${version}`).toSorted(), [...scopes].toSorted()];
  return createHash('sha256').update(JSON.stringify(words)).digest('base64url');
}

function askedGrant(grantType: string | undefined): AskedGrant {
  const known = REGISTRATION_GRANTS.find((grant) => GRANT_TYPE_OF[grant] === grantType);
  return known ?? 'unknown';
}

/** What a *complete* request says to ask for a grant. */
export const GRANT_TYPE_OF = {
  default: undefined,
  stateless: STATELESS_AUTHENTICATION_GRANT,
  unknown: 'unknown',
} as const satisfies Record<AskedGrant, string | undefined>;

const sortedSet = (values: readonly string[]) => (values.length < 2 ? [...values] : [...new Set(values)].toSorted());
