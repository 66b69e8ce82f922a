import { randomBytes } from 'node:crypto';
import pg from 'pg';

/**
 * Creates a database for tests on a server.
 * @param server connection string
 * @param template name of the database that it starts as a copy of; without a schema if absent
 */
export async function createDatabase(server: string, template?: string): Promise<{ name: string; url: string }> {
  const name = `passant_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name}${template ? ` TEMPLATE ${pg.escapeIdentifier(template)}` : ''}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { name, url: url.href };
}

/** Drops a database, whoever is connected to it. */
export const dropDatabase = (server: string, name: string): Promise<void> =>
  onServer(server, `DROP DATABASE ${pg.escapeIdentifier(name)} WITH (FORCE)`);

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
