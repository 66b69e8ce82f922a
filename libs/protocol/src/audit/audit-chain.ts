import type { AuditRecord } from '@passant/contracts';
import { canonicalJson } from '../canonical-json.js';
import { hashOf } from '../tokens/opaque-token.js';
import type { AuditEntry, ChainHead, NewAuditEntry } from './audit-records.js';

/** Records on either side of a wrong one among which the one that belongs there is looked for. */
const SWAPPED_WITHIN = 1_000;
/**
 * Wrong records for which that place is looked for, since each search hashes thousands of times: where more are wrong,
 * somebody edited many, and it has to be said before the day is over.
 */
const MOST_SEARCHED = 50;

/** An entry as everybody outside sees it, and as its hash is made. */
export function renderAuditRecord(entry: AuditEntry): AuditRecord {
  return { ...unhashed(entry), hash: entry.hash };
}

function unhashed(entry: Omit<AuditEntry, 'hash'>): Omit<AuditRecord, 'hash'> {
  const { sequence, occurred, name, actor } = entry;
  const optional = {
    endpoint: entry.endpoint,
    application: entry.application,
    identity_provider: entry.identityProvider,
    client_id: entry.clientId,
    subject: entry.subject,
    request_id: entry.requestId,
    reason: entry.reason,
    details: entry.details as AuditRecord['details'] | null,
    before: entry.before as AuditRecord['before'] | null,
    after: entry.after as AuditRecord['after'] | null,
    previous: entry.previous,
  };
  const present = Object.entries(optional).filter(([, value]) => value !== null);
  return { sequence, occurred, name, actor, ...Object.fromEntries(present) };
}

/** SHA-256 of the canonical JSON of everything but the hash, in base64url. */
export function auditHashOf({ hash: _, ...rest }: Omit<AuditRecord, 'hash'> & { hash?: string }): string {
  return hashOf(canonicalJson(rest)).toString('base64url');
}

/** Links entries to the end of the chain. @param head undefined if there is no entry yet */
export function chained(head: ChainHead | undefined, entries: readonly NewAuditEntry[]): AuditEntry[] {
  let [sequence, previous] = [head?.sequence ?? 0, head?.hash ?? null];
  return entries.map((entry) => {
    sequence += 1;
    const linked = { ...entry, sequence, previous };
    previous = auditHashOf(unhashed(linked));
    return { ...linked, hash: previous };
  });
}

/** Something that is not as it was written. @see faultSentence */
export type ChainFault =
  | { kind: 'edited' | 'unlinked' | 'foreign'; sequence: number }
  | { kind: 'missing'; first: number; last: number }
  | { kind: 'moved'; sequence: number; from: number }
  | ({ kind: 'truncated'; first: number; last: number } & Witness)
  | ({ kind: 'contradicted'; sequence: number } & Witness);

/** Who knows a record from before: the anchor of a day, or an earlier export if there is no date. */
interface Witness {
  date?: string | undefined;
}

/**
 * Checks records one after the other, then what was known of some of them against all. Keeps 43 characters of each record,
 * and nothing else.
 */
export class ChainCheck {
  private readonly hashes = new Map<number, string>();
  private last: ChainHead | undefined;
  /** Whether the last record belongs elsewhere, so that the next one cannot follow it. */
  private isMoved = false;
  private searched = 0;

  /** Number of the last record; 0 before the first. */
  get end(): number {
    return this.last?.sequence ?? 0;
  }

  /**
   * The next record.
   * @param after the one after it: if that is a number to go on with, the record is out of order, and not all others
   * @returns what is wrong with it
   */
  follow(record: AuditRecord, after?: AuditRecord): ChainFault[] {
    const { sequence, hash, previous } = record;
    if (sequence < 1) return [{ kind: 'foreign', sequence }];
    const expected = this.end + 1;
    const isAhead = after !== undefined && after.sequence >= expected && after.sequence < sequence;
    if (sequence < expected || isAhead) return [{ kind: 'moved', sequence: expected, from: sequence }];
    const faults: ChainFault[] = [];
    if (sequence > expected) faults.push({ kind: 'missing', first: expected, last: sequence - 1 });
    const isIntact = auditHashOf(record) === hash;
    const from = isIntact ? undefined : this.placeOf(record);
    if (from !== undefined) faults.push({ kind: 'moved', sequence, from });
    else if (!isIntact) faults.push({ kind: 'edited', sequence });
    else if (sequence === expected && previous !== this.last?.hash && !this.isMoved) {
      faults.push({ kind: 'unlinked', sequence });
    }
    this.isMoved = from !== undefined;
    this.hashes.set(sequence, hash);
    this.last = { sequence, hash };
    return faults;
  }

  /**
   * @param known a record that was there: what an anchor states, whose signature is not looked at, or the last record of an
   * earlier export, whose hash covers all before it
   * @returns what it says otherwise than the records do
   */
  against({ sequence, hash, date }: ChainHead & Witness): ChainFault[] {
    if (sequence > this.end) return [{ kind: 'truncated', first: this.end + 1, last: sequence, date }];
    // What is missing was said already.
    const found = this.hashes.get(sequence);
    return found === undefined || found === hash ? [] : [{ kind: 'contradicted', sequence, date }];
  }

  /** The place at which a record would be right. */
  private placeOf(record: AuditRecord): number | undefined {
    const { sequence, hash } = record;
    this.searched += 1;
    if (this.searched > MOST_SEARCHED) return undefined;
    for (let distance = 1; distance <= SWAPPED_WITHIN; distance += 1) {
      for (const place of [sequence - distance, sequence + distance]) {
        if (place > 0 && auditHashOf({ ...record, sequence: place }) === hash) return place;
      }
    }
    return undefined;
  }
}

/** A fault in words, for the operator. */
export function faultSentence(fault: ChainFault): string {
  switch (fault.kind) {
    case 'edited':
      return `Record ${fault.sequence} was edited: its hash is of something else.`;
    case 'unlinked':
      return `Record ${fault.sequence} does not follow record ${fault.sequence - 1}: one of them was written anew.`;
    case 'foreign':
      return `Record ${fault.sequence} was put in: the first record of the chain is 1.`;
    case 'missing':
      return `${recordsOf(fault)} missing.`;
    case 'moved':
      return `Records were put into another order: where record ${fault.sequence} belongs stands record ${fault.from}.`;
    case 'truncated':
      return `${recordsOf(fault)} missing at the end: ${nameOf(fault)} knows of record ${fault.last}.`;
    case 'contradicted':
      return `Record ${fault.sequence} is not the one that ${nameOf(fault)} knows of.`;
  }
}

const nameOf = ({ date }: Witness) => (date === undefined ? 'the earlier export' : `the anchor of ${date}`);

const recordsOf = ({ first, last }: { first: number; last: number }) =>
  first === last ? `Record ${first} is` : `Records ${first} to ${last} are`;
