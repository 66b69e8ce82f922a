import { spawnSync } from 'node:child_process';
import pg from 'pg';
import { at } from '../lib/workspace.mjs';

/** How long dropping the databases may take if the process exits early, in milliseconds. */
const PATIENCE = 10_000;

/** Creates databases on a server and drops them again, even if the process exits early. */
export class Databases {
  private readonly made: string[] = [];
  private numbered = 0;
  private readonly abandon = () => {
    const program = at('tools/world/drop-databases.mjs');
    // If the server was temporary, it is gone by now, and this fails.
    spawnSync(process.execPath, [program, this.serverUrl, ...this.made], { timeout: PATIENCE, stdio: 'ignore' });
  };

  /** @param serverUrl connection string of a user who may create databases */
  constructor(private readonly serverUrl: string) {}

  /** @returns connection string of a new, empty database */
  async create(purpose: string): Promise<string> {
    const name = `passant_${purpose}_${process.pid}_${(this.numbered += 1)}`;
    // Recorded before it is created, so that it is also dropped if the process exits in the meantime.
    this.made.push(name);
    if (this.made.length === 1) process.once('exit', this.abandon);
    await this.query(`CREATE DATABASE ${name}`);
    const url = new URL(this.serverUrl);
    url.pathname = `/${name}`;
    return url.toString();
  }

  /** Drops the created databases, even if clients are still connected. */
  async drop(): Promise<void> {
    for (const name of this.made) await this.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    this.made.length = 0;
    process.off('exit', this.abandon);
  }

  async query<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
    return queryOnce<Row>(this.serverUrl, text);
  }
}

/** Runs one statement on its own connection. */
export async function queryOnce<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}
