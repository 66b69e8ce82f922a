import type { EventName } from '@passant/contracts';
import { eventInWords, partsOf } from '../../lib/event-words.js';

/** The display name of a change. That it is one of administration goes without saying here. */
export function changeInWords(name: EventName): string {
  const { subject, outcome } = partsOf(name);
  if (subject !== 'Administration') return eventInWords(name);
  return outcome.charAt(0).toUpperCase() + outcome.slice(1);
}
