import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Store } from '@passant/persistence';
import type { EpochSeconds } from '@passant/protocol';
import { BatchWriter } from './batch-writer.js';
import { Clock } from './clock.js';

/** Seconds within which a client is noted once: whoever asks wants to know the day, not the second. */
const RESOLUTION = 3_600;
/** Clients that are remembered as noted; the ones noted longest ago leave first, and are noted once more. */
const CAPACITY = 50_000;

/** Notes when clients were used, after the fact and many in one statement. */
@Injectable()
export class ClientUse implements OnModuleDestroy {
  private readonly noted = new Map<string, EpochSeconds>();
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

  /** The client proved who it is, or was given a token. Never throws and never delays the answer. */
  note(clientId: string): void {
    const now = this.clock.now();
    if (now < (this.noted.get(clientId) ?? -Infinity) + RESOLUTION) return;
    this.noted.delete(clientId);
    this.noted.set(clientId, now);
    if (this.noted.size > CAPACITY) this.noted.delete(this.noted.keys().next().value!);
    this.writer.add(clientId);
  }

  /** Waits until everything noted so far is written. */
  async flush(): Promise<void> {
    await this.writer.flush();
  }

  async onModuleDestroy(): Promise<void> {
    await this.writer.close();
  }
}
