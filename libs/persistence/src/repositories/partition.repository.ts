import type { Partition, PartitionPlan } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows.js';

/** The tables that are kept in stretches of time, each with the column that says to which stretch a row belongs. */
export const PARTITIONED = {
  access_token: 'expires_at',
  used_assertion: 'expires_at',
  registration_transaction: 'expires_at',
  event: 'occurred',
} as const;

export type PartitionedTable = keyof typeof PARTITIONED;

/** Any number, as long as nobody else uses it; with the table it says what one instance at a time works on. */
const PARTITION_LOCK = 7_277_469;

/** Milliseconds to wait for requests that stand in the way; everybody else waits behind whoever waits for them. */
const PATIENCE = 500;

/** What a new stretch of a table has to lock beside it, because its rows stand on theirs. In the order of deletions. */
const FOUNDATIONS: Partial<Record<PartitionedTable, string>> = {
  access_token: 'client, profile, refresh_token',
  registration_transaction: 'client',
};

/**
 * Stretches of tables, which are dropped where rows would have to be deleted one by one. What has no stretch of its own
 * is in the table's default partition. To be used inside a transaction, which is what holds the locks.
 */
export class PartitionRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Takes the stretches of a table for this transaction. @returns false if another instance works on them */
  async take(table: PartitionedTable): Promise<boolean> {
    const index = Object.keys(PARTITIONED).indexOf(table);
    const [row] = await rowsOf<{ taken: boolean }>(this.manager, 'SELECT pg_try_advisory_xact_lock($1, $2) AS taken', [
      PARTITION_LOCK,
      index,
    ]);
    if (row!.taken) await rowsOf(this.manager, `SET LOCAL lock_timeout = ${PATIENCE}`);
    return row!.taken;
  }

  /** The stretches there are, in their order. */
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

  /** Drops and makes stretches of a table. Rows that came before their stretch are moved into it. */
  async carryOut(table: PartitionedTable, { drop, create }: PartitionPlan): Promise<void> {
    if (create.length > 0) await this.lock(table);
    for (const partition of drop) await rowsOf(this.manager, `DROP TABLE ${nameOf(table, partition)}`);
    for (const partition of create) await this.create(table, partition);
  }

  /** Takes what a new stretch needs in the order in which everybody else does, so that nobody waits for one another. */
  private async lock(table: PartitionedTable): Promise<void> {
    const foundations = FOUNDATIONS[table];
    // Whoever deletes a client walks from it to its tokens,
    if (foundations) await rowsOf(this.manager, `LOCK TABLE ${foundations} IN SHARE ROW EXCLUSIVE MODE`);
    // and whoever adds a row from the table to the default partition, which is where it belongs until the stretch is there.
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
