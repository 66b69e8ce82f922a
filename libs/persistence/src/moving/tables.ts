/** Runs one statement and returns its rows. */
export type Ask = <Row>(sql: string, parameters?: unknown[]) => Promise<Row[]>;

export interface Column {
  name: string;
  /** As SQL writes it, for example `text[]`. */
  type: string;
  /** Whether the database numbers the rows with it. */
  isNumbered: boolean;
}

export interface Table {
  name: string;
  columns: Column[];
}

/** The table of TypeORM in which migrations are noted. They are carried out again instead of being copied. */
export const MIGRATION_TABLE = 'schema_migration';

/**
 * The tables of the schema, partitioned ones as one each; unlogged ones hold nothing that would have to be kept. The
 * version of the configuration comes last: filling other tables raises it.
 */
export async function tablesOf(ask: Ask): Promise<Table[]> {
  const rows = await ask<{ table: string; name: string; type: string; numbered: boolean }>(
    `SELECT relname AS "table", attname AS name, format_type(atttypid, atttypmod) AS type,
            attidentity::text <> '' AS numbered
       FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
      WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
        AND relpersistence = 'p' AND attnum > 0 AND NOT attisdropped AND relname <> '${MIGRATION_TABLE}'
      ORDER BY relname = 'configuration_version', relname, attnum`,
  );
  const tables = new Map<string, Table>();
  for (const { table, name, type, numbered } of rows) {
    const found = tables.get(table) ?? { name: table, columns: [] };
    tables.set(table, found);
    found.columns.push({ name, type, isNumbered: numbered });
  }
  return [...tables.values()];
}

/** The migrations that were applied, in their order; empty if there is no schema yet. */
export async function appliedOf(ask: Ask): Promise<string[]> {
  const [found] = await ask<{ there: boolean }>(
    `SELECT to_regclass(quote_ident(current_schema()) || '.${MIGRATION_TABLE}') IS NOT NULL AS there`,
  );
  if (!found!.there) return [];
  return (await ask<{ name: string }>(`SELECT name FROM ${MIGRATION_TABLE} ORDER BY id`)).map(({ name }) => name);
}

/** A name as SQL writes it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
