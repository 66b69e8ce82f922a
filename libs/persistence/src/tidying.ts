import type { EntityManager } from 'typeorm';
import { rowsOf } from './rows.js';

/** Bytes of WAL that a start after a crash may have to replay. */
const MOST_LOG = 16 * 1024 * 1024;

/** Where ANALYZE keeps what it finds. It is not analysed itself. */
const STATISTICS = 'pg_catalog.pg_statistic';

/** What was done. */
export interface Tidying {
  /** Tables that were vacuumed. */
  vacuumed: string[];
  isCheckpointed: boolean;
}

/**
 * Does what autovacuum and the checkpointer do on a server, for a database without background processes, and by
 * the same thresholds: vacuums tables with a fifth of dead rows, or with a tenth changed since the last
 * ANALYZE, including system catalogues, since partitions come and go. A checkpoint then writes changed pages,
 * so that the WAL can be removed.
 */
export async function tidy(manager: EntityManager): Promise<Tidying> {
  await flushCounts(manager);
  const due = await rowsOf<{ name: string }>(
    manager,
    `SELECT format('%I.%I', schemaname, relname) AS name FROM pg_stat_all_tables
      WHERE schemaname NOT IN ('pg_toast', 'pg_temp') AND schemaname NOT LIKE 'pg_temp_%'
        AND (n_dead_tup > 50 + n_live_tup / 5
             OR n_mod_since_analyze > 50 + n_live_tup / 10 AND relid <> '${STATISTICS}'::regclass)
      ORDER BY 1`,
  );
  const vacuumed = due.map(({ name }) => name);
  if (vacuumed.length > 0) {
    await rowsOf(manager, `VACUUM (ANALYZE) ${vacuumed.join(', ')}`);
    // ANALYZE replaces rows of this table. They hold values of columns, of what is deleted meanwhile as well. What it has
    // replaced must be counted before, or it would be counted as still there.
    await flushCounts(manager);
    await rowsOf(manager, `VACUUM ${STATISTICS}`);
  }
  const [log] = await rowsOf<{ length: number }>(
    manager,
    'SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::bigint AS length FROM pg_control_checkpoint()',
  );
  const isCheckpointed = log!.length > MOST_LOG;
  if (isCheckpointed) await rowsOf(manager, 'CHECKPOINT');
  return { vacuumed, isCheckpointed };
}

/** Lets the counts of live and dead rows be up to date; otherwise they would only be when the session is idle. */
const flushCounts = (manager: EntityManager) => rowsOf(manager, 'SELECT pg_stat_force_next_flush()');
