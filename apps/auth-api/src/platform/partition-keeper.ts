import { Injectable, Logger } from '@nestjs/common';
import { type PartitionedTable, Store } from '@passant/persistence';
import {
  API_ACCESS_TOKEN_VALIDITY,
  MAX_ASSERTION_LIFETIME,
  type PartitionNeed,
  planPartitions,
  widthOfPartitions,
} from '@passant/protocol';
import { Clock } from './clock.js';
import { EventPolicy } from './event-policy.js';

/** Seconds of the shortest stretch of what expires. */
const LEAST_WIDTH = 300;
/** Seconds by which the clocks of instances may differ: what is over for one may not yet be for another. */
const CLOCK_SKEW = 60;

/**
 * Sees to it that what comes and goes by the thousand has its partitions before it comes, and that they are dropped when
 * all in them is over. Every instance tries; the database lets one at a time.
 */
@Injectable()
export class PartitionKeeper {
  private readonly logger = new Logger('PartitionKeeper');

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly events: EventPolicy,
  ) {}

  /** Never throws: what could not be done now is done the next time, and until then the default partition serves. */
  async keep(): Promise<void> {
    await this.orWarn('any table', async () => {
      for (const [table, need] of Object.entries(await this.needs()) as [PartitionedTable, PartitionNeed][]) {
        // Who works on one table for long does not keep the others from being looked after.
        await this.orWarn(table, () => this.keepOne(table, need));
      }
    });
  }

  private async keepOne(table: PartitionedTable, need: PartitionNeed): Promise<void> {
    await this.store.transaction(async ({ partitions }) => {
      if (await partitions.take(table)) {
        await partitions.carryOut(table, planPartitions(await partitions.list(table), need));
      }
    });
  }

  private async orWarn(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const message = error instanceof Error ? error.message : 'unknown';
      this.logger.warn(`Partitions of ${what} could not be looked after: ${message}`);
    }
  }

  private async needs(): Promise<Record<PartitionedTable, PartitionNeed>> {
    const { accessToken, transaction } = await this.store.partitions.longestLives();
    return {
      access_token: this.ofExpiring(Math.max(accessToken, API_ACCESS_TOKEN_VALIDITY)),
      used_assertion: this.ofExpiring(MAX_ASSERTION_LIFETIME),
      registration_transaction: this.ofExpiring(transaction),
      event: this.ofEvents(),
    };
  }

  private ofExpiring(lifetime: number): PartitionNeed {
    const now = this.clock.now();
    const width = widthOfPartitions(lifetime, LEAST_WIDTH);
    return { now, goneUntil: now - CLOCK_SKEW, ahead: lifetime + width, width };
  }

  /** Events happen now. */
  private ofEvents(): PartitionNeed {
    const now = this.clock.milliseconds();
    const width = this.events.stretch;
    return { now, goneUntil: this.events.keptSince(now), ahead: width, width };
  }
}
