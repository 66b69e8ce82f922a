/**
 * Drops databases, in a separate process because an exit handler cannot await. Arguments: server, then database names.
 */
import pg from 'pg';

const [connectionString, ...names] = process.argv.slice(2);
const client = new pg.Client({ connectionString });
await client.connect();
for (const name of names) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
await client.end();
