#!/usr/bin/env bash
# @electric-sql/pglite-tools 0.4.8 with @electric-sql/pglite 0.5.8, pgDump(): after a backup, the database takes nothing
# any more.
#
# Guess: pgDump() reads the database and leaves it as it was. Its documentation names the one thing that differs from
# pg_dump of PostgreSQL: it runs on the same connection, so prepared statements are dropped. Everything else that a dump
# sets for itself (a snapshot, formats of dates, limits of time) is of its own session, or is put back like search_path.
# Seen: pg_dump begins a transaction, REPEATABLE READ and READ ONLY, and does not end it, because its connection ends with
# it. Here the connection goes on, inside of that transaction: reading works, the first INSERT is 25006, read-only
# transaction, and from then on everything is 25P02, also what transaction() is given. The formats and limits of time of
# the dump stay, too. ROLLBACK and RESET ALL end it.
# Who is hurt: whoever makes a backup of a running application: the backup is good, and what is written after it is lost
# with an error that speaks of a transaction which nobody began.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @electric-sql/pglite@0.5.8 \
  @electric-sql/pglite-tools@0.4.8
cat > probe.mjs <<'PROBE'
import { PGlite } from '@electric-sql/pglite';
import { pgDump } from '@electric-sql/pglite-tools/pg_dump';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const database = await PGlite.create();
const answer = (asked) =>
  asked.then(
    ({ rows }) => Object.values(rows[0])[0],
    ({ code }) => code,
  );
const ask = (sql) => answer(database.query(sql));
const write = () => ask("INSERT INTO notes (words) VALUES ('a note') RETURNING id");
const settings = ['DateStyle', 'IntervalStyle', 'statement_timeout', 'extra_float_digits', 'row_security'];
const shown = async () => Object.fromEntries(await Promise.all(settings.map(async (name) => [name, await ask(`SHOW ${name}`)])));

await database.exec(`CREATE TABLE notes (id serial PRIMARY KEY, words text);
  SET DateStyle = 'SQL, DMY'; SET IntervalStyle = 'iso_8601'; SET statement_timeout = '5s'`);
const before = {
  DateStyle: 'SQL, DMY',
  IntervalStyle: 'iso_8601',
  statement_timeout: '5s',
  extra_float_digits: '1',
  row_security: 'on',
};
seen('before, settings', await shown(), before);
seen('before, a row is written', await write(), 1);
const text = await (await pgDump({ pg: database })).text();
seen('the dump has the row', text.includes("'a note'"), true);

seen('after, rows can be read', await ask('SELECT count(*)::int FROM notes'), 1);
seen('after, read only', await ask('SHOW transaction_read_only'), 'on');
seen('after, isolation', await ask('SHOW transaction_isolation'), 'repeatable read');
seen('after, settings', await shown(), {
  DateStyle: 'ISO, DMY',
  IntervalStyle: 'postgres',
  statement_timeout: '0',
  extra_float_digits: '3',
  row_security: 'off',
});
seen('after, a row is written', await write(), '25006');
seen('then, rows can be read', await ask('SELECT count(*)::int FROM notes'), '25P02');
const inside = database.transaction((transaction) => transaction.query('SELECT 1'));
seen('then, a transaction', await answer(inside), '25P02');
await database.exec('ROLLBACK; RESET ALL');
seen('after ROLLBACK, a row is written', typeof (await write()), 'number');
await database.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
