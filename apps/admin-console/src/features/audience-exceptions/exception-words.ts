import type { ClientInNeed } from '@passant/contracts';
import { asDate, fromNow } from '../../lib/moments.js';
import type { Tone } from '../../ui/status.js';

const MONTH = 30 * 86_400;

/** The urgency of an exception's end as a tone, and the text for it. @param now epoch seconds */
export function stateOf(until: number, inNeed: number, now: number): { tone: Tone; words: string } {
  if (until <= now) return { tone: 'off', words: 'Over' };
  const words = `Ends ${fromNow(until, now)}`;
  if (inNeed === 0) return { tone: 'on', words: `${words}, not needed any more` };
  return { tone: until - now < MONTH ? 'bad' : 'warn', words };
}

/** Whom an exception of an application is for. @param since epoch seconds: when it was made */
export function forWhom(since: number): string {
  return `For clients registered by ${asDate(since)}`;
}

/** Short text for the exception that covers a client. */
export function exceptionOf({ exception_of: of, application }: ClientInNeed): string {
  if (of === undefined) return 'None: it is refused now';
  return of === 'client' ? 'Its own' : `Of ${application}`;
}
