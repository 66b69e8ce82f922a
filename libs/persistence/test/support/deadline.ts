/** Milliseconds within which a request must know that the database is unavailable. */
export const BOUND = 5_000;

/**
 * Whether the time is up in which a request must know. Asks the event loop, and not a clock: what is due earlier is done
 * earlier, also on a machine so slow that everything is late.
 */
export function deadline(): { isOver: () => boolean } {
  let over = false;
  setTimeout(() => (over = true), BOUND).unref();
  return { isOver: () => over };
}
