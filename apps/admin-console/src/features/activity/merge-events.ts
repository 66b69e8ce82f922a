import type { AuditEvent } from '@passant/contracts';

/** Events that a live view keeps; what is older is found by the pages below. */
const KEPT = 2_000;

/**
 * Joins lists of events, newest first, each event once. Several servers write at the same time, so an event may come to
 * light a moment after one with a higher number.
 */
export function mergeEvents(...lists: readonly (readonly AuditEvent[])[]): AuditEvent[] {
  const byId = new Map(lists.flat().map((event) => [event.id, event]));
  return [...byId.values()].sort((left, right) => Number(right.id) - Number(left.id));
}

export function keepNewest(events: AuditEvent[]): AuditEvent[] {
  return events.slice(0, KEPT);
}

/** How far back a live view looks again, for events that come to light late. */
const OVERLAP = 100;

/** The number to ask for what came after, given what is known. */
export function askAfter(newest: string | undefined): string {
  return String(Math.max(0, Number(newest ?? 0) - OVERLAP));
}
