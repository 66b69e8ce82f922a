import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Store } from '@passant/persistence';
import type { Client, Leniency } from '@passant/protocol';
import { EventLog, type EventFacts } from '../observation/event-log.js';
import { BatchWriter } from '../platform/batch-writer.js';
import { Clock } from '../platform/clock.js';
import { requestFacts } from '../platform/http/request-facts.js';
import { HOUR, Hourly } from './hourly.js';

const NEEDED = 'CLIENT_AUTHENTICATION_AUDIENCE_EXCEPTION_NEEDED';

interface Need {
  clientId: string;
  facts: EventFacts;
}

/**
 * Records which clients would have been refused without an exception to the single audience, so that somebody can
 * migrate them before it ends. Each is recorded in the database and as an event, at most once an hour across all
 * processes.
 */
@Injectable()
export class ExceptionUse implements OnModuleDestroy {
  private readonly hourly = new Hourly();
  private readonly writer: BatchWriter<Need>;

  constructor(
    private readonly store: Store,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {
    this.writer = new BatchWriter({ name: 'Needs of exceptions', write: (needs) => this.write(needs) });
  }

  /** Notes that this client's request was accepted only by an exception. Never throws and never delays the response. */
  note({ clientId, application }: Client, { of, until }: Leniency): void {
    if (!this.hourly.isDue(clientId, this.clock.now())) return;
    const known = this.events.factsOf({ ...requestFacts()!, clientId, application });
    this.writer.add({ clientId, facts: { ...known, details: { exception_of: of, lenient_until: until } } });
  }

  // The statement decides which process is first to record the need. Only that process writes the event, in the same
  // transaction.
  private async write(needs: Need[]): Promise<void> {
    const facts = new Map(needs.map((need) => [need.clientId, need.facts]));
    await this.store.transaction(async (store) => {
      const news = await store.audienceExceptions.noteNeed([...facts.keys()], this.clock.now(), HOUR);
      for (const clientId of news) await this.events.recordWith(store, NEEDED, facts.get(clientId));
    });
  }

  /** Waits until everything noted so far is written. */
  async flush(): Promise<void> {
    await this.writer.flush();
  }

  async onModuleDestroy(): Promise<void> {
    await this.writer.close();
  }
}
