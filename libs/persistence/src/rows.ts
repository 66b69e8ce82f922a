import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import { afterDeadlockAgain } from './deadlock.js';

/** Select list that names each column as the record's member: `client_id AS "clientId", …`. */
export function selectList(manager: EntityManager, entity: EntityTarget<ObjectLiteral>, alias?: string): string {
  const prefix = alias === undefined ? '' : `${alias}.`;
  return manager.connection
    .getMetadata(entity)
    .columns.map((column) => `${prefix}${column.databaseName} AS "${column.propertyName}"`)
    .join(', ');
}

/** How records that come as JSON are read and inserted. */
export interface JsonColumns {
  /** What `jsonb_to_recordset` is told: `"clientId" text, …`. */
  definitions: string;
  /** The members in the same order: `"clientId", …`. */
  members: string;
  /** The columns they go into: `client_id, …`. */
  columns: string;
}

/** @param without members that the database fills in itself */
export function jsonColumns(
  manager: EntityManager,
  entity: EntityTarget<ObjectLiteral>,
  without: readonly string[] = [],
): JsonColumns {
  const { columns } = manager.connection.getMetadata(entity);
  const filled = columns.filter(({ propertyName }) => !without.includes(propertyName));
  const listOf = (one: (column: (typeof columns)[number]) => string) => filled.map(one).join(', ');
  return {
    definitions: listOf(({ propertyName, type, isArray }) => `"${propertyName}" ${String(type)}${isArray ? '[]' : ''}`),
    members: listOf(({ propertyName }) => `"${propertyName}"`),
    columns: listOf(({ databaseName }) => databaseName),
  };
}

/**
 * Runs one statement and returns its rows. TypeORM answers UPDATE and DELETE with `[rows, count]`, the rest with rows.
 * Outside a transaction the statement is run again where it lost a deadlock.
 */
export async function rowsOf<Row>(manager: EntityManager, sql: string, parameters: unknown[] = []): Promise<Row[]> {
  const run = (): Promise<unknown> => manager.query(sql, parameters);
  const result = await (manager.queryRunner?.isTransactionActive ? run() : afterDeadlockAgain(run));
  if (Array.isArray(result) && result.length === 2 && Array.isArray(result[0]) && typeof result[1] === 'number') {
    return result[0] as Row[];
  }
  return result as Row[];
}

/** The rows of several tokens in the order of these hashes; `undefined` where there is none. */
export function inOrderOf<Row extends { tokenHash: Buffer }>(
  hashes: readonly Buffer[],
  rows: readonly Row[],
): (Row | undefined)[] {
  const found = new Map(rows.map((row) => [row.tokenHash.toString('latin1'), row]));
  return hashes.map((hash) => found.get(hash.toString('latin1')));
}

/**
 * Inserts one record by the names of its members.
 * @returns false if a record with the same key is there already
 */
export async function insertNew<Record extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Record>,
  record: Record,
): Promise<boolean> {
  const { tableName, columns } = manager.connection.getMetadata(entity);
  const values = columns.map((column) => {
    const value: unknown = record[column.propertyName] ?? null;
    return column.type === 'jsonb' && value !== null ? JSON.stringify(value) : value;
  });
  const inserted = await rowsOf(
    manager,
    `INSERT INTO ${tableName} (${columns.map((column) => column.databaseName).join(', ')})
     VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')}) ON CONFLICT DO NOTHING RETURNING 1`,
    values,
  );
  return inserted.length === 1;
}

/**
 * A value as the text of a `jsonb` parameter. PostgreSQL takes neither NUL nor half a surrogate pair; what came from
 * outside may hold them, and must not keep the rest from being written.
 */
export function jsonParameter(value: unknown): string {
  const text = JSON.stringify(value);
  // Both are written as escapes, so a text without these holds neither, and needs no second look at every member.
  if (!/\\u(?:0000|d[89a-f])/i.test(text)) return text;
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'string' ? member.toWellFormed().replaceAll('\0', '\uFFFD') : member,
  );
}
