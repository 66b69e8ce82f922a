import type { EntityManager } from 'typeorm';
import { StoreUnfitError } from '../outage.js';
import { rowsOf } from '../rows.js';
import { PARTITIONED } from './partition.repository.js';

/**
 * Rows that the write test inserts, each too short to be compressed: a quarter of a megabyte, too much for a full disk.
 */
const TRIAL = { rows: 128, length: 1900 };

interface Findings {
  readOnly: boolean;
  hasTrial: boolean;
  /** Tables without a default partition, or that do not exist at all. */
  homeless: string[];
}

/** Checks whether the server's data could be written. */
export class ReadinessRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Milliseconds since the epoch by the clock of the database. */
  async clock(): Promise<number> {
    const [row] = await rowsOf<{ at: number }>(
      this.manager,
      'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS at',
    );
    return row!.at;
  }

  /** Must be used in a transaction. Throws {@link StoreUnfitError} with a reason, or the error with which the database refuses a write. */
  async require(): Promise<void> {
    const [findings] = await rowsOf<Findings>(
      this.manager,
      `SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS "readOnly",
              to_regclass('pg_temp.passant_trial') IS NOT NULL AS "hasTrial",
              ARRAY(SELECT name FROM unnest($1::text[]) AS name
                      LEFT JOIN pg_partitioned_table ON partrelid = to_regclass(name)
                     WHERE partdefid IS NULL OR partdefid = 0) AS homeless`,
      [Object.keys(PARTITIONED)],
    );
    const { readOnly, hasTrial, homeless } = findings!;
    if (homeless.length > 0) throw new StoreUnfitError(`Partitions are missing: ${homeless.join(', ')}.`);
    // A temporary table, emptied on every commit: no other session waits for it, no backup contains it, and it is
    // created only once per session, so it leaves no dead catalogue rows. A read-only session refuses with an error by
    // which the connection is known to be unusable.
    if (!hasTrial || readOnly) {
      await rowsOf(this.manager, 'CREATE TEMPORARY TABLE passant_trial (filler text) ON COMMIT DELETE ROWS');
    }
    await rowsOf(
      this.manager,
      `INSERT INTO pg_temp.passant_trial SELECT repeat('x', ${TRIAL.length}) FROM generate_series(1, ${TRIAL.rows})`,
    );
  }
}
