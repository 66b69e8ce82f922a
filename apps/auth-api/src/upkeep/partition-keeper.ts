import { Injectable, Logger } from '@nestjs/common';
import { type ConfigurationSnapshot, type PartitionedTable, Store } from '@passant/persistence';
import {
  API_ACCESS_TOKEN_VALIDITY,
  DYNAMIC_ACCESS_TOKEN_VALIDITY,
  FURTHEST_ASSERTION_EXPIRY,
  type PartitionNeed,
  planPartitions,
  widthOfPartitions,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { CLOCK_SKEW, CommonTime } from '../platform/common-time.js';
import { EventPolicy } from '../observation/event-policy.js';
import { faultOf } from '../platform/fault.js';

/** Minimum width in seconds of a partition of expiring rows. */
const LEAST_WIDTH = 300;

/** The longest lifetimes, in seconds, of the rows that are created for people and clients. */
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
 * Creates the partitions of high-volume tables before rows need them, and drops them when all their rows have expired.
 * Every instance tries; the database lets only one at a time.
 */
@Injectable()
export class PartitionKeeper {
  private readonly logger = new Logger('PartitionKeeper');

  /** Undefined until the configuration has been read. */
  private lives: Lives | undefined;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly time: CommonTime,
    private readonly events: EventPolicy,
  ) {}

  /**
   * Makes sure that rows with the longest lifetimes in this configuration have their partitions. A request that extends
   * a lifetime is usually answered after that, so that not even the first rows have to be moved later; however, another
   * instance may still be working on it.
   */
  async follow(configuration: Pick<ConfigurationSnapshot, 'applications' | 'identityProviders'>): Promise<void> {
    const [known, lives] = [this.lives, livesOf(configuration)];
    this.lives = lives;
    if (known && lives.token <= known.token && lives.transaction <= known.transaction) return;
    await this.keep();
  }

  /** Never throws: what fails now is retried at the next sweep, and the default partition is used until then. */
  async keep(): Promise<void> {
    if (!this.lives) return;
    for (const [table, need] of Object.entries(this.needs(this.lives)) as [PartitionedTable, PartitionNeed][]) {
      // If one table is busy for long, the other tables must still be maintained.
      await this.warnOnFailure(table, () => this.keepOne(table, need));
    }
  }

  private async keepOne(table: PartitionedTable, need: PartitionNeed): Promise<void> {
    if (!(await this.time.mayDelete())) return;
    await this.store.longTransaction(async ({ partitions }) => {
      if (await partitions.take(table)) {
        await partitions.carryOut(table, planPartitions(await partitions.list(table), need));
      }
    });
  }

  private async warnOnFailure(table: PartitionedTable, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.warn(`Partitions of ${table} could not be looked after: ${faultOf(error)}`);
    }
  }

  private needs({ token, transaction }: Lives): Record<PartitionedTable, PartitionNeed> {
    return {
      access_token: this.ofExpiring(token),
      used_assertion: this.ofExpiring(FURTHEST_ASSERTION_EXPIRY),
      registration_transaction: this.ofExpiring(transaction),
      event: this.ofEvents(),
    };
  }

  private ofExpiring(lifetime: number): PartitionNeed {
    const now = this.clock.now();
    const width = widthOfPartitions(lifetime, LEAST_WIDTH);
    // What has expired for this instance may not have expired for another yet.
    return { now, goneUntil: now - CLOCK_SKEW, ahead: lifetime + width, width };
  }

  /** Events are timestamped with the current time, so their partitions only need to cover one width ahead. */
  private ofEvents(): PartitionNeed {
    const now = this.clock.milliseconds();
    const width = this.events.partitionWidth;
    return { now, goneUntil: this.events.keptSince(now), ahead: width, width };
  }
}
