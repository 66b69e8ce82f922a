#!/usr/bin/env bash
# @electric-sql/pglite 0.5.14 (PostgreSQL 18.6), @electric-sql/pglite-socket 0.2.17 and pg 8.23.1: a Date that went into a
# column "timestamp" comes out as another one, unless the process lives in UTC.
#
# Guess: PGlite takes and gives dates as pg does: a Date comes back the same from a column timestamptz and from one without a
# zone, 'infinity' is the number Infinity, and a list of a type is a list of what one of it would be.
# Seen: for a timestamp without a zone, pg writes and reads the clock of the process. PGlite writes the clock of UTC and reads it
# as that of the process, so that each writing moves the time by the offset, and a table that both write has two clocks. A
# "date" is midnight of the process in pg and of UTC in PGlite. 'infinity' and years before Christ, which timestamptz has,
# are an Invalid Date, which JSON makes null. And while a numeric is a string in both, a list of them is of strings in
# PGlite and of numbers in pg, which rounds them.
# Who is hurt: programs that have columns without a zone, run on PGlite in tests, and in production on pg, or the reverse. A CI
# whose clock is UTC does not see it. Columns with a zone are well, as long as nothing in them is for ever.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts \
  @electric-sql/pglite@0.5.14 @electric-sql/pglite-socket@0.2.17 pg@8.23.1
cat > probe.mjs <<'PROBE'
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import pg from 'pg';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const lite = await PGlite.create();
await lite.exec('create table visit (zoned timestamptz, bare timestamp, day date)');
const server = new PGLiteSocketServer({ db: lite, host: '127.0.0.1', port: 0 });
await server.start();
const port = Number(server.getServerConn().split(':').at(-1));
const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
await client.connect();

const noon = new Date('2026-07-01T12:00:00.000Z');
/** What becomes of one Date in the three columns, and what stands in the bare one. */
async function kept(database) {
  await database.query('delete from visit');
  await database.query('insert into visit values ($1, $2, $3)', [noon, noon, noon]);
  const { rows } = await database.query('select zoned, bare, day, bare::text as text from visit');
  return rows[0];
}
const midnight = { pg: '2026-06-30T22:00:00.000Z', utc: '2026-07-01T00:00:00.000Z' };
const moved = { zoned: noon, bare: '2026-07-01T10:00:00.000Z', day: midnight.utc, text: '2026-07-01 12:00:00' };
seen('pg', await kept(client), { zoned: noon, bare: noon, day: midnight.pg, text: '2026-07-01 14:00:00' });
seen('PGlite', await kept(lite), moved);
const { rows: again } = await lite.query('update visit set bare = $1 returning bare', [new Date(moved.bare)]);
seen('PGlite, read and written once more', again[0].bare, '2026-07-01T08:00:00.000Z');

const others = `select 'infinity'::timestamptz as never, '0044-03-15 12:00+00 BC'::timestamptz as ides,
  0.1234567890123456789 as one, array[0.1234567890123456789] as list`;
const told = async (database) => {
  const { never, ides, one, list } = (await database.query(others)).rows[0];
  return { never: String(never), ides: ides.toJSON(), one, list };
};
const precise = '0.1234567890123456789';
seen('others, pg', await told(client), {
  never: 'Infinity',
  ides: '-000043-03-15T12:00:00.000Z',
  one: precise,
  list: [Number(precise)],
});
seen('others, PGlite', await told(lite), { never: 'Invalid Date', ides: null, one: precise, list: [precise] });
await client.end();
await server.stop();
await lite.close();
process.exit(changed ? 1 : 0);
PROBE
TZ=Europe/Amsterdam node probe.mjs
