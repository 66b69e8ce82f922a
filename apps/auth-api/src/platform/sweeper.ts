import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Store } from '@passant/persistence';
import { Clock } from './clock.js';
import { Configuration } from './configuration.js';
import { EventPolicy } from './event-policy.js';
import { PartitionKeeper } from './partition-keeper.js';
import { RepeatedWork } from './repeated-work.js';

/** Milliseconds between sweeps: an expired record that is deleted by itself is gone within a minute. */
const INTERVAL = 20_000;

/** Deletes what has expired, and looks after the partitions of the rest, for as long as the server runs. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Sweeper');
  private readonly sweeps = new RepeatedWork(INTERVAL, () => this.sweep());

  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly events: EventPolicy,
    private readonly partitions: PartitionKeeper,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.configuration.onChange((snapshot) => this.partitions.follow(snapshot));
    this.sweeps.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.sweeps.stop();
  }

  private async sweep(): Promise<void> {
    await this.partitions.keep();
    try {
      await this.store.expiry.sweep(this.clock.now());
      const now = this.clock.milliseconds();
      await this.store.expiry.sweepEvents(this.events.keptSince(now), this.events.overdueSince(now));
    } catch (error) {
      this.logger.warn(`Expired records could not be deleted: ${error instanceof Error ? error.message : 'unknown'}`);
    }
  }
}
