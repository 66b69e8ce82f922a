#!/usr/bin/env bash
# TypeORM 1.1.1 on PostgreSQL (pg 8.23.1, PGlite 0.5.14): an entity that upsert() has changed has the version it had before.
#
# Guess: a version column counts the changes of its row. save() counts, and so do update() and softDelete(), which load no
# entity and do it in SQL. So upsert(), where the row is there, does the same: one version more, a later time of the update,
# and the time of the creation as it was.
# Seen: the times are as guessed, the version stays. orUpdate() is the same. And so an optimistic lock on the version that
# was read before finds that nothing has happened.
# Who is hurt: whoever tells by the version whether somebody else was there: a form, an ETag or a cache that was read before
# the upsert counts as fresh after it, although the row says by its own time that it is another one.
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
const Note = new EntitySchema({
  name: 'note',
  columns: {
    id: { type: 'text', primary: true },
    words: { type: 'text' },
    version: { type: 'int', version: true },
    created: { type: 'timestamptz', createDate: true },
    updated: { type: 'timestamptz', updateDate: true },
    deleted: { type: 'timestamptz', deleteDate: true, nullable: true },
  },
});
const source = await new DataSource({
  type: 'postgres',
  host: '127.0.0.1',
  port: Number(server.getServerConn().split(':').at(-1)),
  username: 'postgres',
  database: 'postgres',
  entities: [Note],
  synchronize: true,
  poolSize: 1,
}).initialize();
const notes = source.getRepository(Note);
const row = () => notes.findOne({ where: { id: 'a' }, withDeleted: true });

/** How many versions more the row has after this, and which of its times are later. */
async function difference(change) {
  const before = await row();
  await new Promise((done) => setTimeout(done, 20));
  await change();
  const after = await row();
  if (after.words === before.words && !after.deleted) throw new Error('Nothing was changed.');
  const later = ['created', 'updated'].filter((name) => after[name] > before[name]);
  return [after.version - before.version, ...later];
}

await notes.upsert({ id: 'a', words: 'one' }, ['id']);
seen('first version', (await row()).version, 1);
seen('save', await difference(() => notes.save({ id: 'a', words: 'two' })), [1, 'updated']);
seen('update', await difference(() => notes.update('a', { words: 'three' })), [1, 'updated']);
const { version } = await row();
seen('upsert', await difference(() => notes.upsert({ id: 'a', words: 'four' }, ['id'])), [0, 'updated']);
const orUpdate = () =>
  notes.createQueryBuilder().insert().values({ id: 'a', words: 'five' }).orUpdate(['words'], ['id']).execute();
seen('orUpdate', await difference(orUpdate), [0, 'updated']);

/** What a lock on the version that was read says of the row as it is now. */
const locked = () =>
  notes.findOne({ where: { id: 'a' }, lock: { mode: 'optimistic', version } }).then(
    (note) => note.words,
    (error) => error.name,
  );
seen('lock on the version of "three"', await locked(), 'five');
await notes.update('a', { words: 'six' });
seen('the same after an update', await locked(), 'OptimisticLockVersionMismatchError');
seen('softDelete', await difference(() => notes.softDelete('a')), [1, 'updated']);
await source.destroy();
await server.stop();
await database.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
