import type { Database } from '../data-source.js';
import { inTransaction, MIGRATION_LOCK } from '../migrating.js';
import { Chain, type ChainKey, MoveRefusedError } from './chain.js';
import { type FileEnd, FORMAT, type Header, type TableStart } from './lines.js';
import { appliedOf, type Ask, quoted, type Table, tablesOf } from './tables.js';

/** Rows that are in memory at a time. */
const ROWS_AT_ONCE = 500;

/** Receives the text of the file, piece by piece. The next piece is read when the last one has been taken. */
export type Write = (text: string) => Promise<void>;

/**
 * Writes the whole content of a database as text, as it was at one moment. Changes nothing, and may run beside servers.
 * Values encrypted under the master key stay encrypted. Throws {@link MoveRefusedError} before anything is written.
 * @param now epoch seconds
 */
export async function exportDatabase(database: Database, keyOf: ChainKey, now: number, write: Write): Promise<FileEnd> {
  return inTransaction(database, 'REPEATABLE READ', async (runner) => {
    const ask: Ask = (sql, parameters) => runner.query(sql, parameters);
    await ask('SET TRANSACTION READ ONLY');
    if (database.kind === 'postgresql') await requireStill(ask);
    return writeContent(ask, keyOf, now, write);
  });
}

/** The same in a transaction that was begun already, in which every statement sees the database as the first one did. */
export async function writeContent(ask: Ask, keyOf: ChainKey, now: number, write: Write): Promise<FileEnd> {
  const schema = await appliedOf(ask);
  const check = schema.length > 0 ? await masterKeyCheckOf(ask) : null;
  if (check === null) throw new MoveRefusedError('No server has used this database yet: there is nothing to export.');
  const key = keyOf(check);
  if (!key) throw new MoveRefusedError('The master key is not the one this database was made with.');
  const header: Header = {
    passant_export: FORMAT,
    schema,
    master_key_check: check.toString('base64'),
    exported_at: now,
  };
  const chain = new Chain(key);
  await write(chain.add(JSON.stringify(header)));
  const tables = await tablesOf(ask);
  let total = 0;
  for (const table of tables) total += await writeTable(ask, table, chain, write);
  const end: FileEnd = { tables: tables.length, rows: total };
  await write(chain.add(JSON.stringify(end)));
  return end;
}

/** Throws while a migration is under way: what it rewrites is not there for older transactions. */
async function requireStill(ask: Ask): Promise<void> {
  const [row] = await ask<{ still: boolean }>('SELECT pg_try_advisory_xact_lock_shared($1) AS still', [MIGRATION_LOCK]);
  if (!row!.still)
    throw new MoveRefusedError('The schema is being migrated at the moment. Try again when that is done.');
}

async function masterKeyCheckOf(ask: Ask): Promise<Buffer | null> {
  const [row] = await ask<{ check: string | null }>(
    `SELECT encode(master_key_check, 'base64') AS "check" FROM configuration_version`,
  );
  return row?.check ? Buffer.from(row.check, 'base64') : null;
}

/** @returns the number of rows */
async function writeTable(ask: Ask, table: Table, chain: Chain, write: Write): Promise<number> {
  const start: TableStart = {
    table: table.name,
    columns: table.columns.map(({ name }) => name),
    next: await nextNumbers(ask, table),
  };
  await write(chain.add(JSON.stringify(start)));
  // The database writes the rows as JSON, so their values are never taken apart here.
  const values = table.columns.map(({ name }) => `${quoted(name)}::text`).join(', ');
  await ask(
    `DECLARE content NO SCROLL CURSOR FOR SELECT to_json(ARRAY[${values}])::text AS row FROM ${quoted(table.name)}`,
  );
  let count = 0;
  for (;;) {
    const rows = await ask<{ row: string }>(`FETCH ${ROWS_AT_ONCE} FROM content`);
    if (rows.length > 0) await write(rows.map(({ row }) => chain.add(row)).join(''));
    count += rows.length;
    if (rows.length < ROWS_AT_ONCE) break;
  }
  await ask('CLOSE content');
  await write(chain.add(JSON.stringify({ rows: count })));
  return count;
}

/** A sequence is no part of what a transaction sees: it is at least as far as every row that is written. */
async function nextNumbers(ask: Ask, { name, columns }: Table): Promise<Record<string, string>> {
  const next: Record<string, string> = {};
  for (const column of columns.filter(({ isNumbered }) => isNumbered)) {
    const [found] = await ask<{ sequence: string }>('SELECT pg_get_serial_sequence($1, $2) AS sequence', [
      quoted(name),
      column.name,
    ]);
    const [number] = await ask<{ next: string }>(
      `SELECT (last_value + is_called::int)::text AS next FROM ${found!.sequence}`,
    );
    next[column.name] = number!.next;
  }
  return next;
}
