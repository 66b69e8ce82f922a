/**
 * `npm run landing -- NAME`: dumps a database of the current version, for the spec that upgrades it later.
 * `--checkout PATH` uses the server of another checkout of this repository, which must be built already.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startCluster } from '../../lib/postgres-cluster.mjs';
import { StepFailed, quietly } from '../../lib/run.mjs';
import { say } from '../../lib/say.mjs';
import { withTemporaryFolder } from '../../lib/temporary.mjs';
import { conclude } from '../../lib/tool.mjs';
import { ROOT, at } from '../../lib/workspace.mjs';
import { MASTER_KEY, startPassant } from '../../world/passant.js';
import { fill } from './fill.js';

/** Folder in which the server's specs look for the dumps. */
const LANDINGS = 'apps/auth-api/test/landings';

/** Lines of a dump that are psql commands or comments, or that only configure the session. */
const OF_THE_READER = /^(\\|--|SET |SELECT pg_catalog\.set_config\('search_path')/;

await conclude(async () => {
  const { values, positionals } = parseArgs({ options: { checkout: { type: 'string' } }, allowPositionals: true });
  const [name = ''] = positionals;
  if (!/^[\w.-]+$/.test(name)) throw new StepFailed('Say what to call it: npm run landing -- 2026-11-29.');
  const checkout = resolve(values.checkout ?? ROOT);
  const cluster = await startCluster();
  if ('reason' in cluster) throw new StepFailed(`There is no PostgreSQL: ${cluster.reason}.`);
  try {
    await withTemporaryFolder('landing', async (folder) => {
      const server = await startPassant({ folder, databaseUrl: cluster.url, checkout });
      const known = await fill(server.url).finally(() => server.stop());
      // Insert through the partitioned table: by the time the dump is loaded, a row may belong to another partition.
      const flags = [
        '--load-via-partition-root',
        '--inserts',
        '--rows-per-insert=100',
        '--no-owner',
        '--no-privileges',
        '--no-comments',
      ];
      const dump = await quietly('The database was not dumped', cluster.program('pg_dump'), [...flags, cluster.url]);
      const lines = dump.split('\n').filter((line) => line !== '' && !OF_THE_READER.test(line));
      // pg_dump does not see that partitions inherit identity columns, which number rows themselves, from their table,
      // and omits this clause.
      const text = lines.join('\n').replace(/^(INSERT INTO \S+) VALUES/gm, '$1 OVERRIDING SYSTEM VALUE VALUES');
      mkdirSync(at(LANDINGS), { recursive: true });
      writeFileSync(at(LANDINGS, `${name}.sql`), `${text}\n`);
      const facts = { madeAt: Math.floor(Date.now() / 1000), masterKey: MASTER_KEY, ...known };
      writeFileSync(at(LANDINGS, `${name}.json`), `${JSON.stringify(facts, null, 2)}\n`);
    });
  } finally {
    await cluster.stop();
  }
  say(`Kept: ${LANDINGS}/${name}.sql`);
});
