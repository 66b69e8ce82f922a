import type { EventName } from '@passant/contracts';
import { eventInWords, partsOf } from '../../lib/event-words.js';

/** The display name of a change. That it is one of administration goes without saying here. */
export function changeInWords(name: EventName): string {
  const { subject, outcome } = partsOf(name);
  return subject === 'Administration' ? outcome : eventInWords(name);
}
