import type { AuditEvent } from '@passant/contracts';

/** Maximum number of events that the live view keeps. Older ones are available through the pages below. */
const KEPT = 2_000;

/**
 * Merges lists of events, newest first, with each event once. A later list overrides an earlier one, because counts
 * grow. Several servers write at the same time, so an event may become visible a moment after one with a higher number.
 */
export function mergeEvents(...lists: readonly (readonly AuditEvent[])[]): AuditEvent[] {
  const byId = new Map(lists.flat().map((event) => [event.id, event]));
  return [...byId.values()].sort((left, right) => Number(right.id) - Number(left.id));
}

export function keepNewest(events: AuditEvent[]): AuditEvent[] {
  return events.slice(0, KEPT);
}

/** How many event numbers the live view goes back on each poll, for events that become visible late. */
const OVERLAP = 100;

/** Milliseconds from the start of a minute until its counts are final: counts are written with a short delay. */
const GROWING = 75_000;

/**
 * The event number after which to request events, given what is already known.
 * @param known events already loaded; those whose counts may still grow are requested again
 * @param now milliseconds since the epoch
 */
export function askAfter(newest: string | undefined, known: readonly AuditEvent[] = [], now = Date.now()): string {
  const growing = known.filter(({ count, occurred }) => count !== undefined && occurred > now - GROWING);
  const before = growing.map(({ id }) => Number(id) - 1);
  return String(Math.max(0, Math.min(Number(newest ?? 0) - OVERLAP, ...before)));
}
