/** Drops databases, in a process of its own: the handler of an exit cannot await. Arguments: server, then names. */
import pg from 'pg';

const [connectionString, ...names] = process.argv.slice(2);
const client = new pg.Client({ connectionString });
await client.connect();
for (const name of names) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
await client.end();
