import type { AuditEvent, EventName } from '@passant/contracts';
import { currentTest } from '../evidence/current.js';
import type { Passant } from '../server/passant.js';
import { type Outcome, differences, outcome } from './outcome.js';

/** Expected members of an event besides its name. */
export type ExpectedEvent = Partial<Omit<AuditEvent, 'name'>>;

/**
 * Events are written once a second, so the server is polled: milliseconds between two tries, and for how long. It is over
 * before a test of Playwright's usual half minute is, so that the matcher is heard.
 */
const PAUSE = 200;
const PATIENCE = 8_000;
/** How long to wait where an event must not come. */
const PATIENCE_FOR_NONE = 2_500;

const MINUTE = 60_000;

/** What the server can select events by. */
const SELECTING = ['client_id', 'application', 'identity_provider', 'user_id', 'admin', 'request_id'] as const;
/** What says whose an event is. */
const OWNING = ['client_id', 'application', 'identity_provider'] as const;

/**
 * Whether an event may be one of this test. On a server that others use as well, one about something that somebody else
 * has made is not, unless the test says whose it has to be.
 */
export function mayBeOurs(event: AuditEvent, expected: ExpectedEvent, isMade: (id: string) => boolean): boolean {
  if (SELECTING.some((member) => expected[member] !== undefined)) return true;
  const whose = OWNING.map((member) => event[member]).filter((id) => id !== undefined);
  return whose.length === 0 || whose.some(isMade);
}

/** Whether an event happened during a test. A count is of its minute, and begins with it. */
export function isSince({ occurred, count }: AuditEvent, began: number): boolean {
  return occurred >= (count === undefined ? began : began - (began % MINUTE));
}

/** Every event of a query. On a server that others use, there may be hundreds within the seconds of one test. */
export async function eventsOf({ admin }: Passant, query: Record<string, string>): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  for (let cursor: string | undefined, more = true; more;) {
    const page = await admin.call('listEvents', {
      query: { limit: '200', ...query, ...(cursor === undefined ? {} : { cursor }) },
    });
    events.push(...page.items);
    cursor = page.next_cursor;
    more = cursor !== undefined;
  }
  return events;
}

/** Asserts that the server recorded this event during the current test. */
export async function toHaveEvent(
  this: { isNot: boolean },
  received: Passant,
  name: EventName,
  expected: ExpectedEvent = {},
): Promise<Outcome> {
  const { began } = currentTest();
  const selected = SELECTING.flatMap((member) =>
    expected[member] === undefined ? [] : [[member, expected[member]] as const],
  );
  const query = { name, from: String(began - (began % MINUTE)), ...Object.fromEntries(selected) };
  const until = Date.now() + (this.isNot ? PATIENCE_FOR_NONE : PATIENCE);
  let closest: string[] = ['There is no event of that name.'];
  do {
    const events = await eventsOf(received, query);
    for (const event of events.filter((one) => isSince(one, began))) {
      if (!received.isOwn && !mayBeOurs(event, expected, (id) => received.given.has(id))) continue;
      const wrong = differences(expected, event);
      if (wrong.length === 0) return outcome('toHaveEvent', true, [`${name} happened: ${JSON.stringify(event)}`]);
      closest = wrong;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  } while (Date.now() < until);
  return outcome('toHaveEvent', false, [`${name} was expected.`, ...closest]);
}
