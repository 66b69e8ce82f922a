import { createHash } from 'node:crypto';
import type { EndedTokens } from '@passant/contracts';
import type { Client } from '../clients/client-records.js';
import { maySee } from '../clients/visibility.js';
import type { EpochSeconds } from '../time.js';
import { maySeeToken } from '../tokens/audience.js';
import { type Snapshot, isVisible, readShortened, readSnapshot, shortenSnapshot } from './snapshots.js';

/** An access token that ended before it expired. Does not say whose it was. */
export interface EndedToken {
  /** Number of the transaction in which it ended. */
  transaction: number;
  application: string | null;
  /** null: any token of the application may have ended or, if `application` is null, any token that belongs to none. */
  tokenHash: Buffer | null;
  /** Resources the token was for; null if it was for none in particular, or if there is no hash. */
  audience: string[] | null;
  /** When it would have expired; after that, nobody needs to know. */
  expiresAt: EpochSeconds;
}

/** What one query of the database found, and which transactions it could see. */
export interface EndedReading {
  /** The history that the transaction numbers belong to; restoring a backup starts a new one. */
  era: string;
  /**
   * The transactions visible to this query, as a PostgreSQL snapshot; the next query finds what this one could not see.
   */
  snapshot: string;
  /** No transaction with this number or a higher one had started. */
  next: number;
  /** At most {@link MOST_ENDED} + 1 entries. */
  ended: EndedToken[];
}

/** Maximum number of tokens reported individually; if there are more, the caller must discard everything. */
export const MOST_ENDED = 1000;

/** The parsed position up to which a caller has been informed. */
export interface FeedPosition {
  era: string;
  /** What the caller has been informed of. */
  seen: Snapshot;
  sight: string;
}

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** What decides which tokens an API client may see. */
type Sight = Pick<Client, 'visibleApplications' | 'resources' | 'introspectionSight'>;

/** Hash of which tokens a caller may see, so that two can be compared. */
export function sightOf({ visibleApplications, resources, introspectionSight }: Sight): string {
  const applications = [...visibleApplications].sort();
  const isByResource = introspectionSight === 'RESOURCES';
  return shortHash(JSON.stringify(isByResource ? { applications, resources: [...resources].sort() } : applications));
}

/**
 * The position after a reading. It says which transactions could be seen, not only below which all could be: a PostgreSQL
 * server counts the transactions of all its databases together, so what is open in another one would hold that number back.
 */
export function formPosition({ era, snapshot }: Pick<EndedReading, 'era' | 'snapshot'>, sight: string): string {
  return `${shortHash(era)}.${shortenSnapshot(readSnapshot(snapshot))}.${sight}`;
}

/** Parses a position; `undefined` if it does not have the form of one. */
export function readPosition(text: string | undefined): FeedPosition | undefined {
  const [, era, snapshot, sight] = /^([0-9a-f]{12})\.([0-9a-z-]+)\.([0-9a-f]{12})$/.exec(text ?? '') ?? [];
  const seen = snapshot === undefined ? undefined : readShortened(snapshot);
  return era && seen && sight ? { era, seen, sight } : undefined;
}

/**
 * Whether the changes since a position can be reported at all: it must be from the current history, not ahead of it,
 * and from a caller that may see the same tokens as then. Otherwise anything may have changed.
 */
export function canResume(
  position: FeedPosition | undefined,
  reading: Pick<EndedReading, 'era' | 'next'>,
  sight: string,
): position is FeedPosition {
  return (
    position !== undefined &&
    position.era === shortHash(reading.era) &&
    position.seen.next <= reading.next &&
    position.sight === sight
  );
}

/** Of a reading that was made for several positions, what is news after this one; all of it, if there was too much to read. */
export function newsAfter({ seen }: FeedPosition, reading: EndedReading): EndedReading {
  if (reading.ended.length > MOST_ENDED) return reading;
  return { ...reading, ended: reading.ended.filter(({ transaction }) => !isVisible(transaction, seen)) };
}

/**
 * What a caller is told about a reading: the hashes it may see, or that it must discard everything.
 * @param all everything may have ended, whatever the reading says
 */
export function renderEnded(caller: Sight, reading: EndedReading, all: boolean): EndedTokens {
  const position = formPosition(reading, sightOf(caller));
  if (all || reading.ended.length > MOST_ENDED) return { position, all: true, ended: [] };
  // Which of an application's tokens ended is not known without a hash, nor what they were for.
  const seen = reading.ended.filter((token) =>
    token.tokenHash === null ? maySee(caller, token) : maySeeToken(caller, token),
  );
  if (seen.some(({ tokenHash }) => tokenHash === null)) return { position, all: true, ended: [] };
  return { position, all: false, ended: seen.map(({ tokenHash }) => tokenHash!.toString('base64url')) };
}

/**
 * Merges two messages for a receiver that did not take the first one in time.
 * @param most maximum number of hashes; if there are more, the receiver must discard everything
 */
export function joinEnded(earlier: EndedTokens, later: EndedTokens, most: number): EndedTokens {
  const ended = [...earlier.ended, ...later.ended];
  const all = earlier.all || later.all || ended.length > most;
  return { position: later.position, all, ended: all ? [] : ended };
}
