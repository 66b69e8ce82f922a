import type { Partition, PartitionPlan } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows.js';

/** The tables partitioned by time, with the column that determines the partition of a row. */
export const PARTITIONED = {
  access_token: 'expires_at',
  used_assertion: 'expires_at',
  registration_transaction: 'expires_at',
  event: 'occurred',
} as const;

export type PartitionedTable = keyof typeof PARTITIONED;

/**
 * An arbitrary number that must not be used for anything else. With the table, it lets one instance
 * at a time do the work.
 */
const PARTITION_LOCK = 7_277_469;

/** Milliseconds to wait for locks of requests, because new requests queue up behind this wait. */
const PATIENCE = 500;

/** Tables that must be locked to add a partition, because its foreign keys refer to them. In the order of deletions. */
const FOUNDATIONS: Partial<Record<PartitionedTable, string>> = {
  access_token: 'client, profile, refresh_token',
  registration_transaction: 'client',
};

/**
 * Time partitions of tables, which are dropped instead of deleting rows one by one. Rows without a matching partition
 * are in the default partition. Must be used in a transaction, which holds the locks.
 */
export class PartitionRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Reserves a table's partitions for this transaction. @returns false if another instance is working on them */
  async take(table: PartitionedTable): Promise<boolean> {
    const index = Object.keys(PARTITIONED).indexOf(table);
    const [row] = await rowsOf<{ taken: boolean }>(this.manager, 'SELECT pg_try_advisory_xact_lock($1, $2) AS taken', [
      PARTITION_LOCK,
      index,
    ]);
    if (row!.taken) await rowsOf(this.manager, `SET LOCAL lock_timeout = ${PATIENCE}`);
    return row!.taken;
  }

  /** The existing partitions, in order. */
  async list(table: PartitionedTable): Promise<Partition[]> {
    return rowsOf<Partition>(
      this.manager,
      `SELECT bound[1]::bigint AS "from", bound[2]::bigint AS "until"
         FROM pg_inherits JOIN pg_class part ON part.oid = inhrelid,
              regexp_match(pg_get_expr(part.relpartbound, part.oid), 'FROM \\(''?(\\d+)''?\\) TO \\(''?(\\d+)''?\\)') AS bound
        WHERE inhparent = $1::regclass AND bound IS NOT NULL
        ORDER BY 1`,
      [table],
    );
  }

  /** Drops and creates partitions of a table. Matching rows in the default partition are moved into the new one. */
  async carryOut(table: PartitionedTable, { drop, create }: PartitionPlan): Promise<void> {
    if (create.length > 0) await this.lock(table);
    for (const partition of drop) await rowsOf(this.manager, `DROP TABLE ${nameOf(table, partition)}`);
    for (const partition of create) await this.create(table, partition);
  }

  /** Takes the locks for a new partition in the same order as everybody else, to avoid deadlocks. */
  private async lock(table: PartitionedTable): Promise<void> {
    const foundations = FOUNDATIONS[table];
    // A deletion goes from the client to its tokens,
    if (foundations) await rowsOf(this.manager, `LOCK TABLE ${foundations} IN SHARE ROW EXCLUSIVE MODE`);
    // and an insertion from the table to the default partition, which holds the rows until their partition exists.
    await rowsOf(this.manager, `LOCK TABLE ONLY ${table} IN ACCESS EXCLUSIVE MODE`);
    await rowsOf(this.manager, `LOCK TABLE ${table}_default IN ACCESS EXCLUSIVE MODE`);
  }

  private async create(table: PartitionedTable, { from, until }: Partition): Promise<void> {
    const belongs = `${PARTITIONED[table]} >= ${from} AND ${PARTITIONED[table]} < ${until}`;
    const statements = [
      `CREATE TEMPORARY TABLE moved ON COMMIT DROP AS SELECT * FROM ${table}_default WHERE ${belongs}`,
      `DELETE FROM ${table}_default WHERE ${belongs}`,
      `CREATE TABLE ${nameOf(table, { from, until })} PARTITION OF ${table} FOR VALUES FROM (${from}) TO (${until})`,
      `INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM moved`,
      'DROP TABLE moved',
    ];
    for (const statement of statements) await rowsOf(this.manager, statement);
  }
}

function nameOf(table: PartitionedTable, { from }: Partition): string {
  return `${table}_${from}`;
}
