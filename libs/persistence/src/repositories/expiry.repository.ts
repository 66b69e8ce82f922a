import type { EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows.js';

// Rows in time partitions are dropped with their partition, and only those in the default partition must be deleted.
// Rows with data about a person, even sealed, are deleted without waiting for that; since their partition is dropped
// soon afterwards, there is nothing to vacuum. This takes one sequential scan, because the times have no index.
const IN_PARTITIONS = ['registration_transaction', 'access_token'] as const;
const EXPIRING = [
  'ended_token',
  'used_assertion_default',
  'script_cache',
  'authorization_code',
  'spent_refresh_token',
  'refresh_token',
  'authentication_transaction',
  'web_hook_delivery',
  'script_statistic',
  'script_failure',
  'hourly_count',
  'limit_use',
  'admin_session',
  'admin_invitation',
  'admin_second_factor',
  'admin_sign_in',
  'admin_spent_sign_in',
  'admin_code_guess',
  'admin_spent_challenge',
  'admin_approval',
  'refusal_trace',
  'request_shape',
] as const;

/**
 * Tells the trigger of ended tokens that the deleted rows have expired, so that they are not reported as ended early.
 */
const ENDED_IN_TIME = "set_config('passant.swept_until', $1::bigint::text, true)";

/** Maximum number of rows deleted per statement, so that nobody waits long for their locks, or for the only session. */
const AT_ONCE = 5_000;

/** Deletes what has expired. */
export class ExpiryRepository {
  constructor(private readonly manager: EntityManager) {}

  /** @returns how many rows were deleted */
  async sweep(now: EpochSeconds): Promise<number> {
    let gone = 0;
    for (const table of IN_PARTITIONS) gone += await this.delete(table, 'expires_at <= $1', [now], ENDED_IN_TIME);
    for (const table of EXPIRING) gone += await this.deleteByAndBy(table, 'expires_at <= $1', [now]);
    return gone;
  }

  /**
   * Deletes all but the newest `most` refusal traces, and those of the same second as the last of them, so that a
   * caller who is refused endlessly cannot fill the disk.
   */
  async capRefusals(most: number): Promise<number> {
    const older = 'expires_at < (SELECT expires_at FROM refusal_trace ORDER BY expires_at DESC OFFSET $1 LIMIT 1)';
    return this.deleteByAndBy('refusal_trace', older, [most - 1]);
  }

  /**
   * Deletes what was used of limits beyond `most` rows, the ones that expire first, so that whoever comes from ever new
   * addresses cannot fill the disk.
   */
  async capLimits(most: number): Promise<number> {
    const sooner = 'expires_at < (SELECT expires_at FROM limit_use ORDER BY expires_at DESC OFFSET $1 LIMIT 1)';
    return this.deleteByAndBy('limit_use', sooner, [most - 1]);
  }

  /**
   * Deletes events that are not dropped with a partition, in statements of bounded size: those in the default partition
   * that occurred before a given time, and those whose partition should have been dropped long ago.
   * @param before milliseconds since the epoch
   * @param overdue the same, but earlier, for events in partitions
   * @returns how many rows were deleted
   */
  async sweepEvents(before: number, overdue: number): Promise<number> {
    return (await this.deleteEvents('event_default', before)) + (await this.deleteEvents('event', overdue));
  }

  private async deleteEvents(table: 'event' | 'event_default', before: number): Promise<number> {
    // The table is partitioned, so `ctid` is not unique and rows are identified by ID.
    const some = `SELECT id FROM ${table} WHERE occurred < $1 ORDER BY occurred LIMIT ${AT_ONCE}`;
    return untilFewer(() => this.delete(table, `occurred < $1 AND id IN (${some})`, [before]));
  }

  /** @param table one that is not partitioned, since only there does `ctid` identify a row */
  private async deleteByAndBy(table: (typeof EXPIRING)[number], condition: string, parameters: unknown[]) {
    const some = `SELECT ctid FROM ${table} WHERE ${condition} LIMIT ${AT_ONCE}`;
    return untilFewer(() => this.delete(table, `${condition} AND ctid = ANY (ARRAY(${some}))`, parameters));
  }

  /** @param beside another expression that the same statement evaluates */
  private async delete(table: string, condition: string, parameters: unknown[], beside?: string): Promise<number> {
    const columns = ['count(*) AS count', ...(beside === undefined ? [] : [beside])].join(', ');
    const [row] = await rowsOf<{ count: number }>(
      this.manager,
      `WITH gone AS (DELETE FROM ${table} WHERE ${condition} RETURNING 1) SELECT ${columns} FROM gone`,
      parameters,
    );
    return row!.count;
  }
}

/** Repeats a bounded deletion until it deletes less than the maximum. */
async function untilFewer(deleteSome: () => Promise<number>): Promise<number> {
  let gone = 0;
  for (;;) {
    const some = await deleteSome();
    gone += some;
    if (some < AT_ONCE) return gone;
  }
}
