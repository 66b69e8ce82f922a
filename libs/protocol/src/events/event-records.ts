import type { EventName } from '@passant/contracts';

/**
 * One event, or how often it occurred within a minute. Contains no token, no secret and, for a stateless registration,
 * nothing about the person.
 */
export interface AuditEventRecord {
  id: number;
  name: EventName;
  /** Milliseconds since the epoch; for a count, the start of its minute. */
  occurred: number;
  clientId: string | null;
  application: string | null;
  identityProvider: string | null;
  userId: string | null;
  admin: string | null;
  /** An IP address; for a count, the network its requests came from. */
  clientIp: string | null;
  /** `User-Agent` of the request; like the address, absent for a stateless registration. */
  userAgent: string | null;
  requestId: string | null;
  details: Record<string, unknown> | null;
  before: unknown;
  after: unknown;
  /** How often it occurred in the minute that starts at `occurred`; null for a single event. */
  count: number | null;
}
