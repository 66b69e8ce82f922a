import { createSecretKey } from 'node:crypto';
import { type ChainKey, type Database, exportDatabase } from '../../src/index.js';
import { tablesOf } from '../../src/moving/tables.js';

/** When databases are exported. */
export const NOW = 1_900_000_000;

/** What a database keeps of the master key, and the key that vouches for an exported file. */
export const CHECK = Buffer.alloc(32, 3);
export const KEY = createSecretKey(Buffer.alloc(32, 4));
export const keyOf: ChainKey = (check) => (check.equals(CHECK) ? KEY : undefined);

export async function* linesOf(text: string): AsyncGenerator<string> {
  if (text !== '') yield* text.replace(/\n$/, '').split('\n');
}

/** The text of an exported file, as an import reads it. */
export const from = (text: string) => () => linesOf(text);

export async function exported(database: Database): Promise<string> {
  let text = '';
  await exportDatabase(database, keyOf, NOW, async (more) => void (text += more));
  return text;
}

/** Every row of every table, as texts. */
export async function contentOf({ dataSource }: Database): Promise<Record<string, string[]>> {
  const content: Record<string, string[]> = {};
  for (const { name } of await tablesOf((sql, parameters) => dataSource.query(sql, parameters))) {
    const rows = await dataSource.query<{ row: string }[]>(
      name === 'ended_token'
        ? `SELECT (to_jsonb(${name}) - 'transaction')::text AS row FROM ${name} ORDER BY 1`
        : `SELECT to_jsonb(${name})::text AS row FROM ${name} ORDER BY 1`,
    );
    content[name] = rows.map(({ row }) => row);
  }
  return content;
}

export async function constraintsOf({ dataSource }: Database): Promise<unknown> {
  return dataSource.query(
    `SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
      WHERE connamespace = current_schema()::regnamespace AND contype <> 'n' ORDER BY 1, 2`,
  );
}
