import { readFileSync, readdirSync } from 'node:fs';
import { queryOnce } from '../world/databases.js';

/** Where a contestant uses resources: its process, and its database on this machine's server. */
export interface Subject {
  pid: number;
  databaseUrl: string;
}

/** What a contestant has used so far. */
export interface Usage {
  /**
   * CPU time in microseconds, of the contestant's processes (`server`) and of the database backends that serve it
   * (`database`).
   */
  server: number;
  database: number;
  /** Rows inserted, updated or deleted in its database. */
  rows: number;
}

/**
 * Clock ticks per second, the unit in which Linux reports CPU time. The same on all Linux platforms that Node supports.
 */
const TICKS = 100;

/**
 * Reads what a contestant has used so far. Unlike a rate, CPU time hardly depends on what else the machine does.
 * @returns `undefined` if the system does not report it, or if the database is on another machine
 */
export async function usageOf({ pid, databaseUrl }: Subject): Promise<Usage | undefined> {
  const name = new URL(databaseUrl).pathname.slice(1);
  // Other sessions see a session's statistics up to a second late; this session's own include everything it has
  // committed.
  const [counted] = await queryOnce<{ pids: number[]; rows: string }>(
    databaseUrl,
    `SELECT (SELECT coalesce(array_agg(pid), '{}') FROM pg_stat_activity
              WHERE datname = $1 AND pid <> pg_backend_pid() AND backend_type = 'client backend') AS pids,
            (SELECT tup_inserted + tup_updated + tup_deleted FROM pg_stat_database WHERE datname = $1) AS rows`,
    [name],
  );
  try {
    const server = [pid, ...childrenOf(pid)].reduce((sum, one) => sum + processorTime(one), 0);
    const database = counted!.pids.reduce((sum, one) => sum + processorTime(one), 0);
    return { server, database, rows: Number(counted!.rows) };
  } catch {
    return undefined;
  }
}

/** @returns microseconds */
function processorTime(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is a name in parentheses and may contain anything. User and system time are the 12th and 13th
  // field after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1_000_000) / TICKS;
}

/** Child processes of a process, such as those of `node:cluster`. */
function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
}

/** What one answer cost: the difference between two readings, divided by the number of answers in between. */
export function costOf(before: Usage | undefined, after: Usage | undefined, answered: number): Usage | undefined {
  if (!before || !after) return undefined;
  return {
    server: (after.server - before.server) / answered,
    database: (after.database - before.database) / answered,
    rows: (after.rows - before.rows) / answered,
  };
}
