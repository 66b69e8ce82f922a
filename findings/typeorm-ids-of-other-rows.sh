#!/usr/bin/env bash
# TypeORM 1.1.1 on PostgreSQL (pg 8.23.1, PGlite 0.5.14): an entity that was not inserted gets the id of the next one.
# 
# Guess: of several rows that are inserted with orIgnore(), those that are there already are left out, and RETURNING says
# nothing about them (ON CONFLICT DO NOTHING). So the identifiers of the result, and the entities themselves, have an id
# where a row was inserted and none where it was not.
# Seen: the rows that came back are handed out from the front. If the first of three is left out, it gets the id of the
# second, and the third gets none. The same with upsert() and skipUpdateIfNoValuesChanged. Other generated columns go the
# same way.
# Who is hurt: whoever uses these ids: what belongs to one row is written for another one, which exists, so no foreign key
# objects.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts \
  typeorm@1.1.1 pg@8.23.1 reflect-metadata@0.2.2 @electric-sql/pglite@0.5.14 @electric-sql/pglite-socket@0.2.17
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
const server = new PGLiteSocketServer({ db: database, host: '127.0.0.1', port: 0 });
await server.start();
const Person = new EntitySchema({
  name: 'person',
  columns: {
    id: { type: 'int', primary: true, generated: 'increment' },
    name: { type: 'text', unique: true },
    city: { type: 'text' },
  },
});
const source = await new DataSource({
  type: 'postgres',
  host: '127.0.0.1',
  port: Number(server.getServerConn().split(':').at(-1)),
  username: 'postgres',
  database: 'postgres',
  entities: [Person],
  synchronize: true,
  poolSize: 1,
}).initialize();
const people = source.getRepository(Person);
const city = 'Bern';
const insert = (entities) => people.createQueryBuilder().insert().values(entities).orIgnore().execute();

/** The name of the row in the database that has the id of each of these entities. */
async function owners(entities) {
  const rows = await people.find();
  return entities.map(({ name, id }) => [name, rows.find((row) => row.id === id)?.name ?? null]);
}

await people.insert({ name: 'Ada', city });
const fresh = ['Bea', 'Cem'].map((name) => ({ name, city }));
await insert(fresh);
seen('nobody is there', await owners(fresh), [['Bea', 'Bea'], ['Cem', 'Cem']]);
const mixed = ['Ada', 'Dan', 'Eve'].map((name) => ({ name, city }));
const { identifiers } = await insert(mixed);
seen('the first is there', await owners(mixed), [['Ada', 'Dan'], ['Dan', 'Eve'], ['Eve', null]]);
seen('identifiers are the same', identifiers.map((one) => one?.id ?? null), mixed.map(({ id }) => id ?? null));
const upserted = ['Ada', 'Fay'].map((name) => ({ name, city }));
await people.upsert(upserted, { conflictPaths: ['name'], skipUpdateIfNoValuesChanged: true });
seen('upsert, the first is the same', await owners(upserted), [['Ada', 'Fay'], ['Fay', null]]);
await source.destroy();
await server.stop();
await database.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
