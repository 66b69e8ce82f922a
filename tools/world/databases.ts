import pg from 'pg';

/** Makes databases of one's own on a server, and drops them. */
export class Databases {
  private readonly made: string[] = [];

  /** @param serverUrl connection string of a user who may create databases */
  constructor(private readonly serverUrl: string) {}

  /** @returns connection string of a new, empty database */
  async create(purpose: string): Promise<string> {
    const name = `passant_${purpose}_${process.pid}_${this.made.length}`;
    await this.query(`CREATE DATABASE ${name}`);
    this.made.push(name);
    const url = new URL(this.serverUrl);
    url.pathname = `/${name}`;
    return url.toString();
  }

  /** Drops what was made, whoever is still connected. */
  async drop(): Promise<void> {
    for (const name of this.made.splice(0)) await this.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  }

  async query<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
    return queryOnce<Row>(this.serverUrl, text);
  }
}

/** Runs one statement on a connection of its own. */
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
