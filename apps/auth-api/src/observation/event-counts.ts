import type { EventCount, EventKind, NewEvent } from '@passant/persistence';
import { CountWriter } from '../platform/count-writer.js';
import { Distinct } from './distinct.js';
import { kindOf, wayOf } from './event-kinds.js';
import { minuteOf } from './few.js';

/**
 * Maximum number of counts per minute that name their source; sources beyond that are counted together, without a name.
 */
const MOST_NAMED = 300;

type Kind = EventKind & { occurred: number };

/** Counts events that are not written one by one, per minute and by what they have in common. */
export class EventCounts {
  private readonly writer: CountWriter<Kind>;
  private readonly named = new Distinct(MOST_NAMED);

  constructor(write: (counts: EventCount[]) => Promise<void>) {
    this.writer = new CountWriter({
      name: 'Counts of events',
      write,
      isExpendable: ({ name }) => wayOf(name) === 'few',
    });
  }

  add(event: NewEvent): void {
    const occurred = minuteOf(event.occurred);
    const kind = kindOf(event);
    const key = keyOf(kind);
    if (wayOf(event.name) === 'count' || this.named.tells(occurred, key)) {
      this.writer.add(`${occurred} ${key}`, { occurred, ...kind });
    } else {
      const ofMany = { ...kind, clientId: null, admin: null, clientIp: null };
      this.writer.add(`${occurred} ${keyOf(ofMany)}`, { occurred, ...ofMany });
    }
  }

  /** Number of counts that are not written yet. */
  get size(): number {
    return this.writer.size;
  }

  async flush(): Promise<void> {
    await this.writer.flush();
  }

  async close(): Promise<void> {
    await this.writer.close();
  }
}

const keyOf = (kind: EventKind): string => JSON.stringify(Object.values(kind));
