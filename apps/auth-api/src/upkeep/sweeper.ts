import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Store } from '@passant/persistence';
import { Clock } from '../platform/clock.js';
import { CommonTime } from '../platform/common-time.js';
import { Configuration } from '../platform/configuration.js';
import { EventPolicy } from '../observation/event-policy.js';
import { PartitionKeeper } from './partition-keeper.js';
import { RepeatedWork } from './repeated-work.js';
import { faultOf } from '../platform/fault.js';

/** Milliseconds between sweeps: expired rows that are deleted individually are gone within a minute. */
const INTERVAL = 20_000;

/** Maximum number of refusal traces kept; beyond that, the oldest are deleted before they expire. */
const MOST_REFUSALS = 10_000;

/** Maximum number of callers of whom is known what they used of a limit. */
const MOST_LIMITED = 50_000;

/** Deletes expired rows and maintains the partitions of all others, as long as the server runs. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Sweeper');
  private readonly sweeps = new RepeatedWork(INTERVAL, async () => {
    await this.sweep();
    await this.tidy();
  });

  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly time: CommonTime,
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

  /** Deletes what has expired. Never throws: what could not be deleted is deleted in the next sweep. */
  async sweep(): Promise<void> {
    await this.partitions.keep();
    try {
      if (!(await this.time.mayDelete())) return;
      await this.store.unhurried(async ({ expiry }) => {
        await expiry.sweep(this.clock.now());
        await expiry.capRefusals(MOST_REFUSALS);
        await expiry.capLimits(MOST_LIMITED);
        const now = this.clock.milliseconds();
        await expiry.sweepEvents(this.events.keptSince(now), this.events.overdueSince(now));
      });
    } catch (error) {
      this.logger.warn(`Expired records could not be deleted: ${faultOf(error)}`);
    }
  }

  /** Reclaims what deleted rows leave behind. Never throws: it is tried again after the next sweep. */
  async tidy(): Promise<void> {
    try {
      await this.store.tidy();
    } catch (error) {
      this.logger.warn(`The database could not be tidied: ${faultOf(error)}`);
    }
  }
}
