import { Injectable, Logger } from '@nestjs/common';
import { type ConfigurationSnapshot, type PartitionedTable, Store } from '@passant/persistence';
import {
  API_ACCESS_TOKEN_VALIDITY,
  DYNAMIC_ACCESS_TOKEN_VALIDITY,
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

/** The longest lives, in seconds, of what is made for people and clients. */
interface Lives {
  token: number;
  transaction: number;
}

function livesOf({
  applications,
  identityProviders,
}: Pick<ConfigurationSnapshot, 'applications' | 'identityProviders'>): Lives {
  const ofApplications = applications.map(({ accessTokenValidity }) => accessTokenValidity);
  return {
    token: Math.max(API_ACCESS_TOKEN_VALIDITY, DYNAMIC_ACCESS_TOKEN_VALIDITY, ...ofApplications),
    transaction: Math.max(0, ...identityProviders.map(({ transactionValidity }) => transactionValidity)),
  };
}

/**
 * Sees to it that what comes and goes by the thousand has its partitions before it comes, and that they are dropped when
 * all in them is over. Every instance tries; the database lets one at a time.
 */
@Injectable()
export class PartitionKeeper {
  private readonly logger = new Logger('PartitionKeeper');

  /** Unknown until the configuration was read. */
  private lives: Lives | undefined;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly events: EventPolicy,
  ) {}

  /**
   * Sees to it that what lives as long as this configuration says has its stretches. Whoever gave it a longer life is
   * answered after that, so that not even the first rows have to be moved.
   */
  async follow(configuration: Pick<ConfigurationSnapshot, 'applications' | 'identityProviders'>): Promise<void> {
    const lives = livesOf(configuration);
    if (lives.token === this.lives?.token && lives.transaction === this.lives.transaction) return;
    this.lives = lives;
    await this.keep();
  }

  /** Never throws: what could not be done now is done the next time, and until then the default partition serves. */
  async keep(): Promise<void> {
    if (!this.lives) return;
    for (const [table, need] of Object.entries(this.needs(this.lives)) as [PartitionedTable, PartitionNeed][]) {
      // Who works on one table for long does not keep the others from being looked after.
      await this.orWarn(table, () => this.keepOne(table, need));
    }
  }

  private async keepOne(table: PartitionedTable, need: PartitionNeed): Promise<void> {
    await this.store.transaction(async ({ partitions }) => {
      if (await partitions.take(table)) {
        await partitions.carryOut(table, planPartitions(await partitions.list(table), need));
      }
    });
  }

  private async orWarn(table: PartitionedTable, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const message = error instanceof Error ? error.message : 'unknown';
      this.logger.warn(`Partitions of ${table} could not be looked after: ${message}`);
    }
  }

  private needs({ token, transaction }: Lives): Record<PartitionedTable, PartitionNeed> {
    return {
      access_token: this.ofExpiring(token),
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
