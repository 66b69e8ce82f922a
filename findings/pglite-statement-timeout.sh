#!/usr/bin/env bash
# @electric-sql/pglite 0.5.17: statement_timeout can be set, and never ends a statement.
# 
# Guess: PGlite is PostgreSQL, so a statement that runs longer than statement_timeout ends with 57014, query_canceled. If
# that cannot be (there are no signals and no timers in WebAssembly), setting it is an error, or a warning at least.
# Seen: it is set, SHOW says 100ms, there is no notice, and statements run to their end: a sleep as well as one that counts.
# The same with transaction_timeout.
# Who is hurt: those who test on PGlite what their program does when the database is slow: the path is never taken, and the
# test that expects an error is told that all is well. Programs that run on it have no bound for a statement.
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

const database = await PGlite.create();
const notices = [];
const onNotice = ({ message }) => notices.push(message);
const statements = {
  sleeping: 'select pg_sleep(1)',
  counting: 'select count(*) from generate_series(1, 1000000) a, generate_series(1, 2) b',
};
for (const setting of ['statement_timeout', 'transaction_timeout']) {
  await database.query(`set ${setting} = '100ms'`, [], { onNotice });
  seen(`show ${setting}`, (await database.query(`show ${setting}`)).rows[0][setting], '100ms');
  for (const [what, statement] of Object.entries(statements)) {
    const start = Date.now();
    const outcome = await database.query(statement).then(
      () => 'done',
      ({ code }) => code,
    );
    seen(what, [outcome, Date.now() - start > 100 ? 'late' : 'in time'], ['done', 'late']);
  }
  await database.query(`reset ${setting}`);
}
seen('notices', notices, []);
await database.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
