import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What comes and goes by the thousand is kept in stretches of time, which are dropped whole. Rows that are there already
 * live out their time in the default partitions.
 */
export class Partitions1795330000000 implements MigrationInterface {
  readonly name = 'Partitions1795330000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const { table, moment, key, momentIndex } of TABLES) {
      await rebuild(runner, table, {
        partitionedBy: moment,
        key: `${key}, ${moment}`,
        without: [momentIndex],
      });
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { table, moment, key, momentIndex } of [...TABLES].reverse()) {
      await rebuild(runner, table, { key, without: [] });
      await runner.query(`CREATE INDEX ${momentIndex} ON ${table} (${moment})`);
    }
  }
}

// The index on the moment served the deletion of what is old. Only the default partitions still need one.
const TABLES = [
  { table: 'access_token', moment: 'expires_at', key: 'token_hash', momentIndex: 'access_token_expiry' },
  { table: 'used_assertion', moment: 'expires_at', key: 'client_id, jti_hash', momentIndex: 'used_assertion_expiry' },
  {
    table: 'registration_transaction',
    moment: 'expires_at',
    key: 'id_hash',
    momentIndex: 'registration_transaction_expiry',
  },
  { table: 'event', moment: 'occurred', key: 'id', momentIndex: 'event_occurred' },
];

interface Shape {
  partitionedBy?: string;
  /** Columns of the primary key; a partitioned table has its moment among them. */
  key: string;
  /** Indexes that are not made again. */
  without: string[];
}

/** A table cannot become partitioned, or cease to be: another takes its place, with everything that stood on the old. */
async function rebuild(runner: QueryRunner, table: string, { partitionedBy, key, without }: Shape): Promise<void> {
  const next = `${table}_next`;
  const { constraints, indexes } = await readShape(runner, table);
  await runner.query(
    `CREATE TABLE ${next} (LIKE ${table} INCLUDING DEFAULTS INCLUDING IDENTITY)
      ${partitionedBy ? `PARTITION BY RANGE (${partitionedBy})` : ''}`,
  );
  if (partitionedBy) await runner.query(`CREATE TABLE ${table}_default PARTITION OF ${next} DEFAULT`);
  await runner.query(`INSERT INTO ${next} OVERRIDING SYSTEM VALUE SELECT * FROM ${table}`);
  await runner.query(`DROP TABLE ${table}`);
  await runner.query(`ALTER TABLE ${next} RENAME TO ${table}`);
  await runner.query(`ALTER TABLE ${table} ADD PRIMARY KEY (${key})`);
  for (const { name, definition } of constraints) {
    await runner.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`);
  }
  for (const { name, definition } of indexes) if (!without.includes(name)) await runner.query(definition);
  if (partitionedBy) {
    await runner.query(`CREATE INDEX ${table}_default_moment ON ${table}_default (${partitionedBy})`);
  }
  if (table === 'event') await renumber(runner);
}

interface Named {
  name: string;
  definition: string;
}

async function readShape(runner: QueryRunner, table: string): Promise<{ constraints: Named[]; indexes: Named[] }> {
  const constraints = (await runner.query(
    `SELECT conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
      WHERE conrelid = $1::regclass AND contype = 'f' ORDER BY conname`,
    [table],
  )) as Named[];
  const indexes = (await runner.query(
    `SELECT relname AS name, replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') AS definition
       FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
      WHERE indrelid = $1::regclass AND NOT indisprimary ORDER BY relname`,
    [table],
  )) as Named[];
  return { constraints, indexes };
}

/** Events go on being counted where the old table's left off, under the name their counter had. */
async function renumber(runner: QueryRunner): Promise<void> {
  await runner.query(`ALTER SEQUENCE event_next_id_seq RENAME TO event_id_seq`);
  await runner.query(`SELECT setval('event_id_seq', max(id)) FROM event HAVING max(id) IS NOT NULL`);
}
