import type { Database } from '../data-source.js';
import { migrateTo, onSchema, SCHEMA } from '../migrating.js';
import { type ChainKey, MoveRefusedError } from './chain.js';
import { type FileEnd, type Header, NOBODY, readLines, type Receiver, type Row, type TableStart } from './lines.js';
import { appliedOf, type Ask, quoted, type Table, tablesOf } from './tables.js';

/** Rows, and characters, that are in memory at a time. */
const ROWS_AT_ONCE = 500;
const CHARACTERS_AT_ONCE = 1_000_000;

/** What migrations put into a new database. The rows of the file take their place. */
const PLANTED = ['configuration_version', 'client_document_policy', 'admin_policy', 'scope'];

/**
 * Columns whose value means something in one cluster of PostgreSQL only. Ended tokens are told by the number of the
 * transaction that ended them, which is the one of the import here.
 */
const OF_THE_CLUSTER: Record<string, string> = {
  'ended_token.transaction': 'pg_current_xact_id()::text::bigint',
};

/**
 * Fills an empty database with the content of a file that {@link exportDatabase} wrote, whatever kind and version of
 * PostgreSQL it comes from. All or nothing: the whole file is checked before anything is written, and it is written in
 * one transaction. The content of an earlier version of the schema is brought up to date.
 * Throws {@link MoveRefusedError} if the file is not whole or not authentic, has a schema that this version does not
 * know, or if something is in the database already.
 * @param open reads the lines of the file from the beginning; called twice
 */
export async function importDatabase(
  database: Database,
  keyOf: ChainKey,
  open: () => AsyncIterable<string>,
): Promise<FileEnd> {
  let version = 0;
  const header = async ({ schema }: Header) => {
    version = requireVersion(schema);
  };
  await readLines(open(), keyOf, { ...NOBODY, header });
  return onSchema(database, async (migrations, runner) => {
    const ask: Ask = (sql, parameters) => runner.query(sql, parameters);
    requireKnown(await appliedOf(ask), 'The database was used by a later version of Passant');
    await requireEmpty(ask);
    await migrateTo(version, migrations);
    const constraints = await dropForeignKeys(ask);
    const tables = await tablesOf(ask);
    for (const { name } of tables.filter((table) => PLANTED.includes(table.name))) await ask(`DELETE FROM ${name}`);
    const filling = new Filling(ask, tables);
    const end = await readLines(open(), keyOf, filling);
    filling.requireAll();
    // Added again, they are checked for all rows at once.
    for (const add of constraints) await ask(add);
    await migrateTo(SCHEMA.length, migrations);
    return end;
  });
}

/** @returns how many of the migrations of this version made the schema of the file */
function requireVersion(schema: string[]): number {
  requireKnown(schema, 'The file was exported by a later version of Passant');
  return schema.length;
}

function requireKnown(applied: readonly string[], whose: string): void {
  const unknown = applied.find((name, index) => SCHEMA[index] !== name);
  if (unknown !== undefined) throw new MoveRefusedError(`${whose}: its schema has ${unknown}, unknown to this one.`);
}

/** Throws if a server has used the database, or if somebody else has. */
async function requireEmpty(ask: Ask): Promise<void> {
  const used = [];
  for (const { name, columns } of await tablesOf(ask)) {
    // A server notes its master key before anything else.
    const isNoted = columns.some((column) => column.name === 'master_key_check');
    if (PLANTED.includes(name) && !isNoted) continue;
    const condition = isNoted ? ' WHERE master_key_check IS NOT NULL' : '';
    const [row] = await ask<{ used: boolean }>(`SELECT EXISTS (SELECT 1 FROM ${quoted(name)}${condition}) AS used`);
    if (row!.used) used.push(name);
  }
  if (used.length === 0) return;
  throw new MoveRefusedError(
    `Only an empty database can be filled from a file, and this one has something in ${used.slice(0, 3).join(', ')}.`,
  );
}

/** Rows are written table by table, so a row may come before the one it refers to. @returns what adds the keys again */
async function dropForeignKeys(ask: Ask): Promise<string[]> {
  const keys = await ask<{ table: string; name: string; definition: string }>(
    `SELECT conrelid::regclass::text AS "table", conname AS name, pg_get_constraintdef(oid) AS definition
       FROM pg_constraint
      WHERE connamespace = current_schema()::regnamespace AND contype = 'f' AND conparentid = 0
      ORDER BY 1, 2`,
  );
  for (const { table, name } of keys) await ask(`ALTER TABLE ${table} DROP CONSTRAINT ${quoted(name)}`);
  return keys.map(({ table, name, definition }) => `ALTER TABLE ${table} ADD CONSTRAINT ${quoted(name)} ${definition}`);
}

/** Writes the rows of a file into its tables, many in one statement. */
class Filling implements Receiver {
  private readonly left: Map<string, Table>;
  private insert = '';
  private width = 0;
  private rows: Row[] = [];
  private characters = 0;

  constructor(
    private readonly ask: Ask,
    tables: readonly Table[],
  ) {
    this.left = new Map(tables.map((table) => [table.name, table]));
  }

  async header(): Promise<void> {}

  async start({ table: name, columns: names, next }: TableStart): Promise<void> {
    const table = this.left.get(name);
    const columns = names.map((one) => table?.columns.find((column) => column.name === one));
    if (!table || columns.includes(undefined) || columns.length !== table.columns.length) {
      throw new MoveRefusedError(`The file has a table ${name} that is not one of Passant's, or is another one.`);
    }
    this.left.delete(name);
    this.width = names.length;
    const values = columns.map(
      (column, index) => OF_THE_CLUSTER[`${name}.${column!.name}`] ?? `c${index}::${column!.type}`,
    );
    this.insert =
      `INSERT INTO ${quoted(name)} (${names.map(quoted).join(', ')}) OVERRIDING SYSTEM VALUE ` +
      `SELECT ${values.join(', ')} FROM unnest(${names.map((_, index) => `$${index + 1}::text[]`).join(', ')}) ` +
      `AS line (${names.map((_, index) => `c${index}`).join(', ')})`;
    for (const [column, number] of Object.entries(next)) {
      await this.ask(`ALTER TABLE ${quoted(name)} ALTER COLUMN ${quoted(column)} RESTART WITH ${BigInt(number)}`);
    }
  }

  async row(row: Row): Promise<void> {
    this.rows.push(row);
    for (const value of row) this.characters += value?.length ?? 0;
    if (this.rows.length >= ROWS_AT_ONCE || this.characters >= CHARACTERS_AT_ONCE) await this.flush();
  }

  async end(): Promise<void> {
    await this.flush();
  }

  requireAll(): void {
    if (this.left.size === 0) return;
    throw new MoveRefusedError(`The file says nothing about ${[...this.left.keys()].join(', ')}.`);
  }

  private async flush(): Promise<void> {
    const rows = this.rows.splice(0);
    this.characters = 0;
    if (rows.length === 0) return;
    const columns = Array.from({ length: this.width }, (_, column) => rows.map((row) => row[column]));
    await this.ask(this.insert, columns);
  }
}
