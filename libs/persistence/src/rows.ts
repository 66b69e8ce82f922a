import type { EntityManager, EntityTarget, FindOptionsWhere, ObjectLiteral } from 'typeorm';
import { afterDeadlockAgain } from './deadlock.js';

/**
 * Select list with the record's member names: `client_id AS "clientId", …`; without columns only used to find the row.
 * @param instead expressions that take the place of columns, by the names of the columns
 */
export function selectList(
  manager: EntityManager,
  entity: EntityTarget<ObjectLiteral>,
  alias?: string,
  instead: Record<string, string> = {},
): string {
  const prefix = alias === undefined ? '' : `${alias}.`;
  return manager.connection
    .getMetadata(entity)
    .columns.filter(({ isSelect }) => isSelect)
    .map(({ databaseName, propertyName }) => `${instead[databaseName] ?? prefix + databaseName} AS "${propertyName}"`)
    .join(', ');
}

/** How records passed as JSON are read and inserted. */
export interface JsonColumns {
  /** Column definitions for `jsonb_to_recordset`: `"clientId" text, …`. */
  definitions: string;
  /** The members in the same order: `"clientId", …`. */
  members: string;
  /** The columns they are inserted into: `client_id, …`. */
  columns: string;
}

/** @param without members that the database generates */
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
 * Runs one statement and returns its rows. TypeORM returns `[rows, count]` for UPDATE and DELETE, and rows for the
 * others. Outside a transaction, the statement is run again if it was aborted by a deadlock.
 */
export async function rowsOf<Row>(manager: EntityManager, sql: string, parameters: unknown[] = []): Promise<Row[]> {
  const run = (): Promise<unknown> => manager.query(sql, parameters);
  const result = await (manager.queryRunner?.isTransactionActive ? run() : afterDeadlockAgain(run));
  if (Array.isArray(result) && result.length === 2 && Array.isArray(result[0]) && typeof result[1] === 'number') {
    return result[0] as Row[];
  }
  return result as Row[];
}

/**
 * The record as it is now. Nobody else changes or deletes it until the transaction ends, so what is judged by it still holds
 * when something is done. Must be called in a transaction.
 */
export async function lockedRow<Entity extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Entity>,
  where: FindOptionsWhere<Entity>,
): Promise<Entity | undefined> {
  return (await manager.findOne(entity, { where, lock: { mode: 'pessimistic_write' } })) ?? undefined;
}

/** The rows of several tokens in the order of these hashes; `undefined` for those not found. */
export function inOrderOf<Row extends { tokenHash: Buffer }>(
  hashes: readonly Buffer[],
  rows: readonly Row[],
): (Row | undefined)[] {
  const found = new Map(rows.map((row) => [row.tokenHash.toString('latin1'), row]));
  return hashes.map((hash) => found.get(hash.toString('latin1')));
}

/**
 * Inserts one record, with columns according to its members.
 * @returns false if a record with the same key exists
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
 * A value as the text of a `jsonb` parameter. PostgreSQL accepts neither NUL nor lone surrogates; external input may
 * contain them, and must not prevent the rest from being written.
 */
export function jsonParameter(value: unknown): string {
  const text = JSON.stringify(value);
  // JSON.stringify escapes both, so a text without these escapes contains neither, and its members need no checking.
  if (!/\\u(?:0000|d[89a-f])/i.test(text)) return text;
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'string' ? member.toWellFormed().replaceAll('\0', '\uFFFD') : member,
  );
}
