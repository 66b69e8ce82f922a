import { setTimeout as pause } from 'node:timers/promises';
import { MigrationExecutor, type QueryRunner } from 'typeorm';
import { StoreConnection } from './connection.js';
import type { Database } from './data-source.js';
import { sqlState } from './deadlock.js';
import { MIGRATIONS } from './migrations/index.js';

/**
 * Serialises the migrations of instances that start at the same time. An arbitrary number that must not be
 * used for anything else.
 */
export const MIGRATION_LOCK = 7_277_468;

/** The schema of this version: its migrations in their order. */
export const SCHEMA: readonly string[] = MIGRATIONS.map((Migration) => new Migration().name);

/**
 * Milliseconds for which a migration waits for a lock. Whoever comes later waits behind it, so it gives way and tries again.
 * Less than the second after which PostgreSQL looks for deadlocks and may abort the request instead.
 */
const LOCK_PATIENCE = 500;

/** Milliseconds before a migration that gave way tries again: twice as long each time, up to the second value. */
const PAUSES = [200, 5_000] as const;

/** The migration waited too long for a lock, or was aborted to resolve a deadlock. In both cases it changed nothing. */
const GAVE_WAY: unknown[] = ['55P03', '40P01'];

/**
 * Migrates the schema to the latest version, one instance at a time, without a time limit. Servers may work meanwhile: each
 * migration is a transaction of its own, and gives way to them.
 */
export async function migrate(database: Database): Promise<void> {
  let isDone = false;
  while (!isDone) {
    isDone = await besideServers(database, async (migrations) => {
      const [next] = await migrations.getPendingMigrations();
      if (next) await migrations.executeMigration(next);
      return !next;
    });
  }
}

/** The last migration is of a later version, which alone knows how to revert it. */
export class LaterSchemaError extends Error {}

/**
 * Reverts the last migration. Servers of the version before may work meanwhile. Throws {@link LaterSchemaError}.
 */
export async function revert(database: Database): Promise<void> {
  await besideServers(database, async (migrations) => {
    const later = (await migrations.getExecutedMigrations()).find(({ name }) => !SCHEMA.includes(name));
    if (later) {
      throw new LaterSchemaError(
        `The migration ${later.name} is of a later version of Passant: revert with that version. Nothing was reverted.`,
      );
    }
    await migrations.undoLastMigration();
  });
}

async function besideServers<Result>(
  database: Database,
  work: (migrations: MigrationExecutor) => Promise<Result>,
): Promise<Result> {
  const [shortest, longest] = PAUSES;
  for (let rest: number = shortest; ; rest = Math.min(2 * rest, longest)) {
    try {
      return await onSchema(database, async (migrations, runner) => {
        if (database.kind === 'postgresql') await runner.query(`SET LOCAL lock_timeout = ${LOCK_PATIENCE}`);
        return work(migrations);
      });
    } catch (error) {
      if (!GAVE_WAY.includes(sqlState(error))) throw error;
      await pause(rest);
    }
  }
}

/**
 * Runs `work` in a transaction of its own in which nobody else changes the schema. The lock ends with the transaction: a
 * session-level lock would stay in the session if a pooler lends sessions.
 */
export async function onSchema<Result>(
  database: Database,
  work: (migrations: MigrationExecutor, runner: QueryRunner) => Promise<Result>,
): Promise<Result> {
  return inTransaction(database, 'READ COMMITTED', async (runner) => {
    if (database.kind === 'postgresql') await runner.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    return work(new MigrationExecutor(database.dataSource, runner), runner);
  });
}

/** Applies or reverts migrations until exactly the first `count` ones are applied. */
export async function migrateTo(count: number, migrations: MigrationExecutor): Promise<void> {
  const applied = (await migrations.getExecutedMigrations()).length;
  for (let surplus = applied - count; surplus > 0; surplus -= 1) await migrations.undoLastMigration();
  const pending = await migrations.getPendingMigrations();
  for (const next of pending.slice(0, Math.max(0, count - applied))) await migrations.executeMigration(next);
}

/** Runs `work` in a transaction without a time limit. */
export async function inTransaction<Result>(
  { dataSource, kind }: Database,
  isolation: 'READ COMMITTED' | 'REPEATABLE READ',
  work: (runner: QueryRunner) => Promise<Result>,
): Promise<Result> {
  const runner = dataSource.createQueryRunner();
  const connection: unknown = await runner.connect();
  const server = kind === 'postgresql' && connection instanceof StoreConnection ? connection : undefined;
  try {
    await server?.takeTime('however long');
    await runner.startTransaction(isolation);
    const result = await work(runner);
    await runner.commitTransaction();
    return result;
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => {}); // the thrown error says why
    throw error;
  } finally {
    await server?.hurry().catch(() => {}); // the connection is lost, and the pool has noticed
    await runner.release();
  }
}
