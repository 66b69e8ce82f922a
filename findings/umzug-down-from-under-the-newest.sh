#!/usr/bin/env bash
# umzug 3.8.3: down() takes the newest migration that this version of the program knows, not the newest that was done.
#
# Guess: executed() lists what the storage has on record, and down() takes back the newest of these. If an older version of
# the program runs again after a roll-back, it has no file for the newest, so it says that it cannot take it back.
# Seen: what has no file is left out of executed() without a word, and nothing is pending. down() then takes back the one
# before, from under the newest, which stays on record. The new version, started again, does the middle one after the last.
# Who is hurt: whoever rolls back the program before the database. One command meant for the newest migration takes away the
# table that the newest was built on, and no list of umzug shows that there is one more.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts umzug@3.8.3
cat > probe.mjs <<'PROBE'
import { Umzug, memoryStorage } from 'umzug';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const storage = memoryStorage();
let done = [];
const version = (...names) =>
  new Umzug({
    migrations: names.map((name) => ({
      name,
      up: async () => void done.push(`up ${name}`),
      down: async () => void done.push(`down ${name}`),
    })),
    storage,
    context: {},
    logger: undefined,
  });
const names = (list) => list.map(({ name }) => name);

const newer = version('1-clients', '2-grants', '3-grants-by-client');
await newer.up();
const older = version('1-clients', '2-grants');
seen('on record', await storage.executed(), ['1-clients', '2-grants', '3-grants-by-client']);
seen('executed, of the older version', names(await older.executed()), ['1-clients', '2-grants']);
seen('pending', names(await older.pending()), []);

done = [];
seen('what its down() takes back', names(await older.down()), ['2-grants']);
seen('what ran', done, ['down 2-grants']);
seen('on record then', await storage.executed(), ['1-clients', '3-grants-by-client']);

done = [];
await newer.up();
seen('what the newer version does again', done, ['up 2-grants']);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
