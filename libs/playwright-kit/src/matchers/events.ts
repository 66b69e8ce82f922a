import type { AuditEvent, EventName } from '@passant/contracts';
import { currentTest } from '../evidence/current.js';
import type { Passant } from '../server/passant.js';
import { type Outcome, differences, outcome } from './outcome.js';

/** Expected members of an event besides its name. */
export type ExpectedEvent = Partial<Omit<AuditEvent, 'name'>>;

/** Events are written in batches, so the server is polled: number of attempts, and milliseconds between them. */
const TRIES = 100;
const PAUSE = 200;

/** Asserts that the server recorded this event during the current test. */
export async function toHaveEvent(received: Passant, name: EventName, expected: ExpectedEvent = {}): Promise<Outcome> {
  const from = String(currentTest().began);
  let closest: string[] = ['There is no event of that name.'];
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { items } = await received.admin.call('listEvents', { query: { name, from, limit: '200' } });
    for (const event of items) {
      const wrong = differences(expected, event);
      if (wrong.length === 0) return outcome('toHaveEvent', true, [`${name} happened.`]);
      closest = wrong;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  return outcome('toHaveEvent', false, [`${name} was expected.`, ...closest]);
}
