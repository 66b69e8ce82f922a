import { createHash } from 'node:crypto';
import type { Database } from '../../src/index.js';
import { type Column, type Table, tablesOf } from '../../src/moving/tables.js';

/** Values that a wrong way of quoting or encoding would change. */
const AWKWARD = `it's "quoted", \\back\\slashed\n\ttabbed {braces}, NULL, ünïcödé 🦔`;

/** A number beyond what a JavaScript number holds exactly. */
const LARGE = 9_007_199_254_740_993n;

/** Where rows cannot hold just any value of their type: an SQL expression for row 0 and row 1. */
const EXPRESSIONS: Record<string, [string, string]> = {
  // Whoever comes from the company has no password.
  'admin_account.password_hash': ['', 'NULL'],
  'admin_account.issuer': ['NULL', ''],
  'admin_account.subject': ['NULL', ''],
  'application.audience_policy': [`'LEGACY'`, `'STRICT'`],
  'application.lenient_since': ['8000000000', 'NULL'],
  'application.lenient_until': ['9000000000', 'NULL'],
  // A stateless code, which row 0 is, names nobody.
  'authorization_code.person': ['NULL', ''],
  'client.audience_policy': [`'LEGACY'`, 'NULL'],
  'client.lenient_until': ['9000000000', 'NULL'],
  'client_document_policy.singleton': ['true', 'true'],
  'admin_policy.singleton': ['true', 'true'],
  'configuration_version.singleton': ['true', 'true'],
  'ended_token.transaction': ['7', '8'],
  'refresh_token.profile': ['', 'NULL'],
  'refresh_token.identity_provider': ['NULL', ''],
  'refresh_token.sealed': ['NULL', ''],
  'script_cache.sealed': ['NULL', ''],
  'script_cache.count': ['', 'NULL'],
  // Clients and initial access tokens refer to each other.
  'initial_access_token.client_id': ['NULL', 'NULL'],
};

/** Puts rows with a value in every column into every table there is. */
export async function fillEveryTable({ dataSource }: Database, masterKeyCheck: Buffer): Promise<void> {
  const references = await dataSource.query<{ from: string; to: string; table: string; parent: string }[]>(
    `SELECT a.attrelid::regclass || '.' || a.attname AS "from", b.attrelid::regclass || '.' || b.attname AS "to",
            conrelid::regclass::text AS "table", confrelid::regclass::text AS parent
       FROM pg_constraint JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[1]
       JOIN pg_attribute b ON b.attrelid = confrelid AND b.attnum = confkey[1]
      WHERE contype = 'f' AND conparentid = 0`,
  );
  const targets = new Map(references.map(({ from, to }) => [from, to]));
  const originOf = (place: string): string => {
    const target = targets.get(place);
    return target === undefined ? place : originOf(target);
  };
  const valueOf = (table: string, column: Column, row: number): string => {
    const place = `${table}.${column.name}`;
    const given = EXPRESSIONS[place]?.[row];
    return given ? given : plain(originOf(place), column.type, row);
  };
  const isPlanted = new Set(['configuration_version', 'client_document_policy', 'admin_policy']);
  const left = await tablesOf((sql, parameters) => dataSource.query(sql, parameters));
  while (left.length > 0) {
    const waits = (table: Table) =>
      references.some(
        ({ from, table: child, parent }) =>
          child === table.name &&
          !(EXPRESSIONS[from]?.[0] === 'NULL') &&
          parent !== child &&
          left.some(({ name }) => name === parent),
      );
    const ready = left.findIndex((table) => !waits(table));
    const [table] = left.splice(ready, 1);
    for (const row of isPlanted.has(table!.name) ? [0] : [0, 1]) {
      const columns = table!.columns.filter(({ isNumbered }) => !isNumbered);
      const names = columns.map(({ name }) => `"${name}"`).join(', ');
      const values = columns.map((column) => valueOf(table!.name, column, row)).join(', ');
      if (isPlanted.has(table!.name)) await dataSource.query(`DELETE FROM ${table!.name}`);
      await dataSource.query(`INSERT INTO ${table!.name} (${names}) VALUES (${values})`);
    }
  }
  // Numbers that were given and are gone are not given again either.
  await dataSource.query('DELETE FROM event WHERE id = (SELECT max(id) FROM event)');
  await dataSource.query('UPDATE configuration_version SET version = 41, master_key_check = $1', [masterKeyCheck]);
}

/** Two values of a type that differ by place and row, so that they are found in the right column. */
function plain(place: string, type: string, row: number): string {
  const text = `${place} ${row} ${AWKWARD}`.replaceAll("'", "''");
  const hex = createHash('sha256').update(`${place} ${row}`).digest('hex');
  const values: Record<string, string> = {
    text: `'${text}'`,
    'text[]': `ARRAY['${text}', NULL, '']`,
    bytea: `'\\x00ff${hex}'`,
    bigint: `${LARGE + BigInt(row)}`,
    integer: `${1000 + row}`,
    boolean: row === 0 ? 'true' : 'false',
    jsonb: `jsonb_build_object('text', '${text}', 'number', 1.10, 'list', '[null, {}]'::jsonb)`,
    uuid: `'${hex.slice(32)}'`,
  };
  const value = values[type];
  if (value === undefined) throw new Error(`Nobody says yet what ${place} of type ${type} is filled with.`);
  return value;
}
