import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Store } from '@passant/persistence';
import { BatchWriter } from '../platform/batch-writer.js';
import { Clock } from '../platform/clock.js';
import { noteFacts } from '../platform/http/request-facts.js';
import { Hourly } from './hourly.js';

/** Records when clients were last used: after the fact, and many in one statement. */
@Injectable()
export class ClientUse implements OnModuleDestroy {
  private readonly hourly = new Hourly();
  private readonly writer: BatchWriter<string>;

  constructor(
    store: Store,
    private readonly clock: Clock,
  ) {
    this.writer = new BatchWriter({
      name: 'Uses of clients',
      write: (clientIds) => store.clientLife.noteUse(clientIds, clock.now()),
    });
  }

  /** Notes that the client authenticated or was given a token. Never throws and never delays the response. */
  note(clientId: string): void {
    noteFacts({ isProven: true });
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
