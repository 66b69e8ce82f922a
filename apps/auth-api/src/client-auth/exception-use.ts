import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Store } from '@passant/persistence';
import type { Client, Leniency } from '@passant/protocol';
import { EventLog } from '../observation/event-log.js';
import { BatchWriter } from '../platform/batch-writer.js';
import { Clock } from '../platform/clock.js';
import { requestFacts } from '../platform/http/request-facts.js';
import { HOUR, Hourly } from './hourly.js';

const NEEDED = 'CLIENT_AUTHENTICATION_AUDIENCE_EXCEPTION_NEEDED';

/**
 * Records which clients would have been refused without an exception to the single audience, so that somebody can
 * migrate them before it ends: each request as an event, and each client in the database, at most once an hour across all
 * processes.
 */
@Injectable()
export class ExceptionUse implements OnModuleDestroy {
  private readonly hourly = new Hourly();
  /** Identifiers of clients. */
  private readonly writer: BatchWriter<string>;

  constructor(
    store: Store,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {
    this.writer = new BatchWriter({
      name: 'Needs of exceptions',
      write: (clientIds) => store.audienceExceptions.noteNeed(clientIds, clock.now(), HOUR),
    });
  }

  /** Notes that this client's request was accepted only by an exception. Never throws and never delays the response. */
  note({ clientId, application }: Client, { of, until }: Leniency): void {
    const known = this.events.factsOf({ ...requestFacts()!, clientId, application });
    this.events.record(NEEDED, { ...known, details: { exception_of: of, lenient_until: until } });
    if (this.hourly.isDue(clientId, this.clock.now())) this.writer.add(clientId);
  }

  /** Waits until everything noted so far is written. */
  async flush(): Promise<void> {
    await this.writer.flush();
  }

  async onModuleDestroy(): Promise<void> {
    await this.writer.close();
  }
}
