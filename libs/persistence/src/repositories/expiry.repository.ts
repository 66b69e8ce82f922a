import type { EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows.js';

// What is kept in stretches of time goes with its stretch, and only what came without one has to be deleted. What holds
// something about a person, sealed as it is, does not wait for that; its stretch, dropped soon after, leaves nothing to
// vacuum all the same.
const EXPIRING = [
  'registration_transaction',
  'access_token',
  'used_assertion_default',
  'script_cache',
  'authorization_code',
  'spent_refresh_token',
  'refresh_token',
  'authentication_transaction',
  'web_hook_delivery',
  'script_statistic',
  'script_failure',
  'admin_session',
  'refusal_trace',
] as const;

/** Events that one statement deletes at most. */
const EVENTS_AT_ONCE = 5_000;

/** Deletes what has expired. */
export class ExpiryRepository {
  constructor(private readonly manager: EntityManager) {}

  /** @returns how many rows went */
  async sweep(now: EpochSeconds): Promise<number> {
    let gone = 0;
    for (const table of EXPIRING) {
      const [row] = await rowsOf<{ count: number }>(
        this.manager,
        `WITH gone AS (DELETE FROM ${table} WHERE expires_at <= $1 RETURNING 1) SELECT count(*) AS count FROM gone`,
        [now],
      );
      gone += row!.count;
    }
    return gone;
  }

  /**
   * Deletes events that no stretch takes with it, in statements of bounded size: those outside of every stretch that
   * happened before a moment, and those that should have gone with one long ago.
   * @param before milliseconds since the epoch
   * @param overdue the same, further back, for those in stretches
   * @returns how many rows went
   */
  async sweepEvents(before: number, overdue: number): Promise<number> {
    return (await this.deleteEvents('event_default', before)) + (await this.deleteEvents('event', overdue));
  }

  private async deleteEvents(table: 'event' | 'event_default', before: number): Promise<number> {
    let gone = 0;
    for (;;) {
      const [row] = await rowsOf<{ count: number }>(
        this.manager,
        `WITH gone AS (
           DELETE FROM ${table}
            WHERE occurred < $1 AND id IN (SELECT id FROM ${table} WHERE occurred < $1 ORDER BY occurred LIMIT $2)
           RETURNING 1)
         SELECT count(*) AS count FROM gone`,
        [before, EVENTS_AT_ONCE],
      );
      gone += row!.count;
      if (row!.count < EVENTS_AT_ONCE) return gone;
    }
  }
}
