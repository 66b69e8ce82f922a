import { locale } from './language.js';

const absolute = new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' });
const relative = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });

const STEPS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** Formats epoch seconds as date and time of day in the user's time zone. */
export function asDate(epochSeconds: number): string {
  return absolute.format(epochSeconds * 1000);
}

const exact = new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'medium' });

/** Formats milliseconds since the epoch as date and time to the second, in the user's time zone. */
export function asMoment(milliseconds: number): string {
  return exact.format(milliseconds);
}

/** Formats epoch seconds relative to now: "in 5 hours", "3 days ago", "just now". */
export function fromNow(epochSeconds: number, now: number = Date.now() / 1000): string {
  const distance = epochSeconds - now;
  for (const [unit, size] of STEPS) {
    if (Math.abs(distance) >= size) return relative.format(Math.trunc(distance / size), unit);
  }
  return distance > 0 ? 'in less than a minute' : 'just now';
}
