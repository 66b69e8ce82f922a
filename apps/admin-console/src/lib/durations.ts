import { locale } from './language.js';
import { counted, listed } from './sentence.js';

const UNITS = [
  ['day|days', 86_400],
  ['hour|hours', 3600],
  ['minute|minutes', 60],
  ['second|seconds', 1],
] as const;

/** Formats a number of seconds in words: 900 → "15 minutes", 5400 → "1 hour and 30 minutes". */
export function inWords(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return '';
  const parts: string[] = [];
  let rest = Math.round(seconds);
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(counted(count, unit));
  }
  return listed(parts) || counted(0, 'second|seconds');
}

/** Formats a time that was measured: 0.44 → "0.4 ms", 1500 → "1,500 ms". */
export function inMilliseconds(milliseconds: number): string {
  const digits = milliseconds < 10 ? 1 : 0;
  return `${milliseconds.toLocaleString(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits })} ms`;
}
