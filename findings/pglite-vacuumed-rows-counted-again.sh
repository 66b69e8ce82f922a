#!/usr/bin/env bash
# @electric-sql/pglite 0.5.17 (PostgreSQL 18.7): after DELETE and VACUUM the table is empty to the last byte, and its
# statistics count every deleted row as still there.
#
# Guess: VACUUM brings n_dead_tup of pg_stat_all_tables up to date (PostgreSQL 18 manual, 27.2: "estimated number of dead
# rows"), so whoever vacuums by autovacuum's own rule, as one has to where there are no background processes, finds
# nothing to do afterwards.
# Seen: VACUUM writes zero at once, while what the session itself has deleted is handed in when it has been idle for a
# moment, and is added then. There is only one session here, and one that works without a pause is never idle: the next
# look, which asks for the numbers to be flushed, finds 1000 dead rows in a file of 0 bytes, and vacuums again. Flushed
# before VACUUM, the count is right.
# Who is hurt: whoever tidies an embedded database by its counts: each round starts with the tables of the round before,
# and a test that nothing is left to do fails or passes by how many rows there were.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @electric-sql/pglite@0.5.17
cat > probe.mjs <<'PROBE'
import { PGlite } from '@electric-sql/pglite';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const FLUSH = 'SELECT pg_stat_force_next_flush()';
const database = await PGlite.create();
async function after(...statements) {
  await database.exec('CREATE TABLE visit (id integer)');
  await database.exec('INSERT INTO visit SELECT generate_series(1, 1000)');
  for (const statement of ['DELETE FROM visit', ...statements, FLUSH]) await database.query(statement);
  const { rows } = await database.query(
    `SELECT pg_relation_size('visit')::int AS bytes, n_dead_tup::int AS dead FROM pg_stat_all_tables WHERE relname = 'visit'`,
  );
  await database.exec('DROP TABLE visit');
  return rows[0];
}
seen('DELETE, VACUUM', await after('VACUUM visit'), { bytes: 0, dead: 1000 });
seen('DELETE, VACUUM, VACUUM', await after('VACUUM visit', FLUSH, 'VACUUM visit'), { bytes: 0, dead: 0 });
seen('DELETE, flush, VACUUM', await after(FLUSH, 'VACUUM visit'), { bytes: 0, dead: 0 });
await database.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
