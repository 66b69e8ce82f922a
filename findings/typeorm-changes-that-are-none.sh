#!/usr/bin/env bash
# TypeORM 1.1.1 on PostgreSQL (pg 8.23.1, PGlite 0.5.14): what has not changed is migrated each time, what has, is not.
#
# Guess: after synchronize(), or a migration made by migration:generate, there is nothing left to do for the same entities:
# a default is read back from the catalog and compared by what it means, for numbers and plain functions at least. And if
# the condition of a named index or a named check is another one now, that is a change like any other.
# Seen: defaults are compared as text, so it depends on type and spelling. 1.5 is found again in a double precision column;
# in a numeric one it is found if a function returns it, and not as a number or a string. -1 is found as a number, and not
# if a function returns it. gen_random_uuid() is dropped and set again, now() is found. Each of these comes back in every
# migration, and none ends it. Meanwhile, another condition under the old name is no difference: the index or check keeps
# the one that it was made with, and the table goes on taking what the entity refuses.
# Who is hurt: teams whose pipeline says "no migration may be missing": it is never quiet, until somebody turns it off, and
# teams whose rule was tightened in the source alone. A name of its own for each condition helps, or none at all.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts typeorm@1.1.1 pg@8.23.1 reflect-metadata@0.2.2 \
  @electric-sql/pglite@0.5.14 @electric-sql/pglite-socket@0.2.17
cat > probe.mjs <<'PROBE'
import 'reflect-metadata';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { DataSource, EntitySchema } from 'typeorm';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const database = await PGlite.create();

/** What synchronize() would send for these entities, and optionally does send. */
async function changes(entities, { synchronize = false } = {}) {
  const server = new PGLiteSocketServer({ db: database, host: '127.0.0.1', port: 0 });
  await server.start();
  const port = Number(server.getServerConn().split(':').at(-1));
  const place = { host: '127.0.0.1', port, username: 'postgres', database: 'postgres' };
  const source = await new DataSource({ type: 'postgres', ...place, entities, poolSize: 1 }).initialize();
  if (synchronize) await source.synchronize();
  const { upQueries } = await source.driver.createSchemaBuilder().log();
  await source.destroy();
  await server.stop();
  return upQueries.map(({ query }) => query.replace('ALTER TABLE "account" ALTER COLUMN ', ''));
}

const defaults = {
  integer_number: { type: 'integer', default: 0 },
  double_number: { type: 'double precision', default: 0.5 },
  numeric_whole: { type: 'numeric', default: 1 },
  numeric_number: { type: 'numeric', default: 1.5 },
  numeric_string: { type: 'numeric', default: '1.5' },
  numeric_function: { type: 'numeric', default: () => '1.5' },
  minus_number: { type: 'integer', default: -1 },
  minus_function: { type: 'integer', default: () => '-1' },
  json: { type: 'jsonb', default: { a: 1 } },
  moment: { type: 'timestamptz', default: () => 'now()' },
  key: { type: 'uuid', default: () => 'gen_random_uuid()' },
};
const account = (named, where, expression) =>
  new EntitySchema({
    name: 'account',
    columns: { id: { type: 'int', primary: true }, owner: { type: 'text', unique: false }, ...defaults },
    indices: [{ name: named ? 'of_owner' : undefined, columns: ['owner'], unique: true, where }],
    checks: [{ name: named ? 'in_bounds' : undefined, expression }],
  });

const [loose, strict] = [
  ['"integer_number" > 0', '"integer_number" > -100'],
  ['"integer_number" > 5', '"integer_number" >= 0'],
];
const again = [
  `"numeric_number" SET DEFAULT '1.5'`,
  `"numeric_string" SET DEFAULT '1.5'`,
  '"minus_function" SET DEFAULT -1',
  '"key" DROP DEFAULT',
  '"key" SET DEFAULT gen_random_uuid()',
];
seen('left to do after it was done', await changes([account(true, ...loose)], { synchronize: true }), again);
seen('left to do after it was done again', await changes([account(true, ...loose)], { synchronize: true }), again);
seen('left to do for other conditions', await changes([account(true, ...strict)], { synchronize: true }), again);

const checks = `SELECT pg_get_constraintdef(oid) AS rule FROM pg_constraint WHERE conname = 'in_bounds'`;
const [{ rule }] = (await database.query(checks)).rows;
seen('the check afterwards', rule, `CHECK ((integer_number > '-100'::integer))`);
await database.query('DROP TABLE account');
await changes([account(false, ...loose)], { synchronize: true });
const nameless = (await changes([account(false, ...strict)])).join(' ').match(/(DROP|UNIQUE|ADD) (INDEX|CONSTRAINT)/g);
seen('left to do for those without names', nameless, ['DROP INDEX', 'DROP CONSTRAINT', 'UNIQUE INDEX', 'ADD CONSTRAINT']);
await database.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
