#!/usr/bin/env bash
# @electric-sql/pglite 0.5.17 (PostgreSQL 18.7): the settings of autovacuum and of checkpoints are shown, and nobody follows
# them.
#
# Guess: with autovacuum "on", rows that come and go leave a table that stops growing after a while, and with a
# max_wal_size of 64 MB the log on disk stays near that size.
# Seen: there is one process, a "standalone backend", and it does only what it is asked. A table that is empty after every
# round grows by each round. A log of three times max_wal_size is kept, and its redo position is that of the start: the
# next start reads all of it. VACUUM and CHECKPOINT do their work as soon as somebody sends them.
# Who is hurt: whoever keeps PGlite open for longer than a page: sessions, queues and tokens are rows that come and go.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @electric-sql/pglite@0.5.17
cat > probe.mjs <<'PROBE'
import { readdirSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

// The setting of the log is read at a start.
const first = await PGlite.create('./data');
await first.exec("ALTER SYSTEM SET max_wal_size = '64MB'");
await first.close();

const database = await PGlite.create('./data');
const value = async (text) => Object.values((await database.query(text)).rows[0])[0];
const size = async () => Number(await value("SELECT pg_relation_size('passing')"));
const log = () => value('SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn)::float FROM pg_control_checkpoint()');

seen('autovacuum', await value('SHOW autovacuum'), 'on');
seen('max_wal_size', await value('SHOW max_wal_size'), '64MB');
seen('processes', await value("SELECT string_agg(backend_type, ', ') FROM pg_stat_activity"), 'standalone backend');

await database.exec('CREATE TABLE passing (id int, note text)');
const sizes = [];
for (let round = 0; round < 16; round += 1) {
  await database.exec("INSERT INTO passing SELECT n, repeat('x', 200) FROM generate_series(1, 50000) n");
  await database.exec('DELETE FROM passing');
  sizes.push(await size());
}
seen('the empty table grew in every round', sizes.every((one, n) => n === 0 || one > sizes[n - 1]), true);
seen('rounds it has the size of', Math.round(sizes.at(-1) / sizes[0]), 16);
seen('VACUUMs by itself', Number(await value("SELECT autovacuum_count FROM pg_stat_user_tables")), 0);
seen('more than 150 MB to recover', (await log()) > 150e6, true);
const files = readdirSync('./data/pg_wal').filter((name) => name.length === 24).length;
seen('more than 9 files of 16 MB', files > 9, true);

await database.exec('VACUUM passing');
await database.exec('CHECKPOINT');
seen('bytes of the table after VACUUM', await size(), 0);
seen('more than 1 MB to recover after CHECKPOINT', (await log()) > 1e6, false);
await database.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
