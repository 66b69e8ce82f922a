#!/usr/bin/env bash
# @electric-sql/pglite 0.5.17 (PostgreSQL 18.7), clone() and dumpDataDir(): a copy is what a crash would have left.
#
# Guess: clone() makes another database that is the same, and dumpDataDir() with loadDataDir moves one elsewhere. As nothing
# else uses the database meanwhile, the copy is as after close() and a new start: same rows in all tables, and a serial
# that has given 2 gives 3.
# Seen: both copy the files as they lie, without the checkpoint of a shutdown, and the copy recovers from a crash. So it
# does what PostgreSQL does then: unlogged tables are empty, and a serial goes on 32 numbers later, at 34. No notice, no
# error. After close(), a new start has the rows and gives 3. A CHECKPOINT before the copy does not save the rows, and
# saves the numbers.
# Who is hurt: tests that prepare a database once, with unlogged tables because they are faster, and clone it for each
# test: rows of other tables are there, these are gone. And those that expect the identifiers of a fresh database.
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

/** The rows that are left of two in a logged and in an unlogged table, and the number that the serial gives next. */
async function look(database) {
  const { rows } = await database.query(`SELECT (SELECT count(*)::int FROM logged) AS logged,
    (SELECT count(*)::int FROM unlogged) AS unlogged, nextval('logged_id_seq')::int AS next`);
  await database.close();
  return rows[0];
}
async function prepared() {
  const database = await PGlite.create('./database');
  await database.exec(`DROP TABLE IF EXISTS logged, unlogged; CREATE TABLE logged (id serial, words text);
    CREATE UNLOGGED TABLE unlogged (id serial, words text);
    INSERT INTO logged (words) VALUES ('a'), ('b'); INSERT INTO unlogged (words) VALUES ('a'), ('b')`);
  return database;
}

const whole = { logged: 2, unlogged: 2, next: 3 };
let database = await prepared();
await database.close();
seen('close() and a new start', await look(await PGlite.create('./database')), whole);

database = await prepared();
seen('clone()', await look(await database.clone()), { logged: 2, unlogged: 0, next: 34 });
const loadDataDir = await database.dumpDataDir('none');
seen('dumpDataDir()', await look(await PGlite.create({ loadDataDir })), { logged: 2, unlogged: 0, next: 34 });
await database.exec('CHECKPOINT');
seen('CHECKPOINT and clone()', await look(await database.clone()), { logged: 2, unlogged: 0, next: 3 });
seen('the original, after all', await look(database), whole);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
