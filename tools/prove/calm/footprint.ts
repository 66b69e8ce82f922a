import { statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { StepFailed } from '../../lib/run.mjs';
import { queryOnce } from '../../world/databases.js';

/** What a server has left at rest. */
export interface Footprint {
  /** Row counts by table, without the rows that normal traffic writes. */
  rows: Record<string, number>;
  /** Bytes: `database` for tables and indexes, `log` for the server's log. */
  database: number;
  log: number;
}

/** Interval between two measurements, in milliseconds. */
const BETWEEN_LOOKS = 200;

/** Tables in which a successful request rightly leaves a row. */
const OF_NORMAL_TRAFFIC = ['access_token', 'used_assertion', 'script_statistic', 'hourly_count', 'client_use'];
const NORMAL_EVENTS = ['STATELESS_CUSTOM_REGISTRATION_COMPLETE_SUCCESS', 'TOKEN_INTROSPECTION_SUCCESS'];

/** Measures what a server leaves behind. The PostgreSQL must be used by this server alone. */
export class Onlooker {
  /** @param log file of the server's log */
  constructor(
    private readonly server: string,
    private readonly databaseUrl: string,
    private readonly log: string,
  ) {}

  /**
   * Measures once everything noted so far is written. Leaves out the database's write-ahead log: it grows with every
   * change, and its space is reused.
   */
  async look(): Promise<Footprint> {
    for (let before = await this.lookOnce(); ;) {
      await pause(BETWEEN_LOOKS);
      const after = await this.lookOnce();
      if (!(await this.isWriting()) && isDeepStrictEqual(before.rows, after.rows)) return after;
      before = after;
    }
  }

  private async lookOnce(): Promise<Footprint> {
    const tables = await queryOnce<{ name: string }>(
      this.databaseUrl,
      `SELECT relname AS name FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
        WHERE n.nspname = 'public' AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> ALL ($1::text[])`,
      [OF_NORMAL_TRAFFIC],
    );
    const counts = tables.map(({ name }) => {
      const others = name === 'event' ? `WHERE name <> ALL ($1::text[])` : '';
      return `SELECT '${name}' AS name, count(*)::integer AS count FROM "${name}" ${others}`;
    });
    const rows = await queryOnce<{ name: string; count: number }>(this.databaseUrl, counts.join(' UNION ALL '), [
      NORMAL_EVENTS,
    ]);
    const size = 'SELECT pg_database_size(current_database())::text AS bytes';
    const [database] = await queryOnce<{ bytes: string }>(this.databaseUrl, size);
    return {
      rows: Object.fromEntries(rows.map(({ name, count }) => [name, count])),
      database: Number(database!.bytes),
      log: statSync(this.log).size,
    };
  }

  /** Whether writes are still pending, according to the server's metrics. */
  private async isWriting(): Promise<boolean> {
    const metrics = await (await fetch(`${this.server}/metrics`)).text();
    const waiting = [...metrics.matchAll(/^passant_waiting_writes\{.*\} (\d+)$/gm)].map(([, count]) => Number(count));
    if (waiting.length === 0) throw new StepFailed('The server does not say what waits to be written.', metrics);
    return waiting.some((count) => count > 0);
  }
}

/** Rows that were added between two measurements. Removed rows do not count. */
export function rowsBetween(before: Footprint, after: Footprint): Record<string, number> {
  const came = Object.entries(after.rows).map(([table, rows]) => [table, rows - (before.rows[table] ?? 0)] as const);
  return Object.fromEntries(came.filter(([, rows]) => rows > 0));
}

export const bytesBetween = (before: Footprint, after: Footprint): number =>
  after.database - before.database + after.log - before.log;
