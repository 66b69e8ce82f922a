import type { EpochSeconds, HourlyCount } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { HourlyCountEntity } from '../entities/hourly-count.entity.js';
import { prepared } from '../prepared-statements.js';
import { jsonParameter, rowsOf, selectList } from '../rows.js';

/** How often something happened, hour by hour. */
export class HourlyCountRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Adds to many counts in one statement, even if others add to the same ones concurrently. */
  async add(counts: readonly HourlyCount[]): Promise<void> {
    if (counts.length === 0) return;
    await rowsOf(
      this.manager,
      prepared(
        `INSERT INTO hourly_count (hour, subject, value, times, expires_at)
         SELECT hour, subject, value, sum(times), max("expiresAt")
           FROM jsonb_to_recordset($1::jsonb) AS addition (
             hour bigint, subject text, value text, times bigint, "expiresAt" bigint)
          GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
         ON CONFLICT (hour, subject, value) DO UPDATE SET times = hourly_count.times + excluded.times`,
      ),
      [jsonParameter(counts)],
    );
  }

  /** The counts of the hours from `since` on, oldest first. */
  async list(since: EpochSeconds): Promise<HourlyCount[]> {
    return rowsOf<HourlyCount>(
      this.manager,
      `SELECT ${selectList(this.manager, HourlyCountEntity)} FROM hourly_count
        WHERE hour >= $1 ORDER BY hour, subject, value`,
      [since],
    );
  }
}
