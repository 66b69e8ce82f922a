import { readFileSync, readdirSync } from 'node:fs';
import { queryOnce } from '../world/databases.js';

/** Where a contestant uses resources: its process, and its database on this machine's server. */
export interface Subject {
  pid: number;
  databaseUrl: string;
}

/** CPU time in microseconds by process. A process is named by its number and start, because numbers are used again. */
type Times = ReadonlyMap<string, number>;

/** What a contestant has used so far. */
export interface Reading {
  /** Its processes. */
  server: Times;
  /** The database backends that serve it. */
  database: Times;
  /** Rows inserted, updated or deleted in its database. */
  rows: number;
}

/** What one answer cost: microseconds of CPU time of server and database, and rows written. */
export interface Cost {
  server: number;
  database: number;
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
export async function usageOf({ pid, databaseUrl }: Subject): Promise<Reading | undefined> {
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
    const [server, database] = [[pid, ...childrenOf(pid)], counted!.pids].map(timesOf);
    return { server: server!, database: database!, rows: Number(counted!.rows) };
  } catch {
    return undefined;
  }
}

/** Throws if one of the processes is not there. */
function timesOf(pids: readonly number[]): Times {
  return new Map(
    pids.map((pid) => {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The second field is a name in parentheses and may contain anything. User and system time are the 12th and 13th
      // field after it, the start of the process is the 20th.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return [`${pid} since ${fields[19]}`, ((Number(fields[11]) + Number(fields[12])) * 1_000_000) / TICKS];
    }),
  );
}

/** Child processes of a process, such as those of `node:cluster`. */
function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
}

/** What one answer cost: the difference between two readings, divided by the number of answers in between. */
export function costOf(before: Reading | undefined, after: Reading | undefined, answered: number): Cost | undefined {
  if (!before || !after) return undefined;
  return {
    server: spentBetween(before.server, after.server) / answered,
    database: spentBetween(before.database, after.database) / answered,
    rows: (after.rows - before.rows) / answered,
  };
}

/**
 * A pool closes connections that it does not need, and with a process goes the account of its time. What it spent in
 * between is lost; what it had spent before must not be subtracted from the others.
 */
const spentBetween = (before: Times, after: Times): number =>
  [...after].reduce((sum, [process, time]) => sum + time - (before.get(process) ?? 0), 0);
