import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again and again until something holds.
 * @param patience milliseconds
 * @param breath milliseconds between two times
 * @returns false if it did not in time
 */
export async function holdsWithin(
  patience: number,
  holds: () => boolean | Promise<boolean>,
  breath = 100,
): Promise<boolean> {
  for (const end = Date.now() + patience; !(await holds()); await pause(breath)) {
    if (Date.now() >= end) return false;
  }
  return true;
}
