import type { EventName } from '@passant/contracts';
import type { AuditEventRecord } from '../events/event-records.js';

/** What is known about the request of a change, beside what its events say. */
export interface ChangeOrigin {
  /** Name of the endpoint of the admin API; null for a command. */
  endpoint: string | null;
  /** Why, in the words of the administrator. */
  reason: string | null;
  /** The approval that was needed for it, and the administrator who gave it. */
  approval?: { id: string; by: string };
}

/** An event as it is written, with the request that made the change, if there was one. */
export type ChangeEvent = Omit<AuditEventRecord, 'id' | 'count'> & { change?: ChangeOrigin };

/** A change that is not in the chain yet. */
export interface NewAuditEntry {
  name: EventName;
  /** Milliseconds since the epoch. */
  occurred: number;
  endpoint: string | null;
  actor: string;
  application: string | null;
  identityProvider: string | null;
  clientId: string | null;
  subject: string | null;
  requestId: string | null;
  reason: string | null;
  details: Record<string, unknown> | null;
  before: unknown;
  after: unknown;
}

/** A record of the chain, as it is stored. */
export interface AuditEntry extends NewAuditEntry {
  sequence: number;
  /** Hash of the entry before; null for the first. */
  previous: string | null;
  hash: string;
}

/** Where the chain ends. */
export type ChainHead = Pick<AuditEntry, 'sequence' | 'hash'>;
