#!/usr/bin/env bash
# @electric-sql/pglite 0.5.16 and pg 8.23.1: the type of a bigint depends on its value, and on which of the two is asked.
#
# Guess: PGlite is PostgreSQL for the same programs, so it gives int8 as pg does: always as a string, as every value
# would not fit into a number.
# Seen: a number up to 2^53-1, a BigInt above. One column has two types, and which one is a matter of its rows. A program
# that was tried with small numbers fails with the first large one: JSON.stringify() throws, and so does row.id + 1. With
# the text protocol of pg, both are strings.
# Who is hurt: those who test on PGlite and run on PostgreSQL, and the other way round.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @electric-sql/pglite@0.5.16 pg@8.23.1
cat > probe.mjs <<'PROBE'
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const database = await PGlite.create();
const { rows, fields } = await database.query('select 9007199254740991 as id union all select 9007199254740993 order by 1');
seen('type of the column', fields[0].dataTypeID, pg.types.builtins.INT8);
seen('types of the values in PGlite', rows.map(({ id }) => typeof id), ['number', 'bigint']);
const parse = pg.types.getTypeParser(pg.types.builtins.INT8);
seen('types of the values in pg', rows.map(({ id }) => typeof parse(String(id))), ['string', 'string']);
const attempt = (deed) => {
  try {
    return typeof deed();
  } catch ({ name }) {
    return name;
  }
};
seen('JSON.stringify', rows.map((row) => attempt(() => JSON.stringify(row))), ['string', 'TypeError']);
seen('adding 1', rows.map(({ id }) => attempt(() => id + 1)), ['number', 'TypeError']);
await database.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
