#!/usr/bin/env bash
# @electric-sql/pglite-socket 0.2.17 and pg 8.23.1: two connections are one session, and get what only one may have.
# 
# Guess: the server takes several connections (maxConnections) and says that not everything works with them. They wait for
# one another, as a transaction of one does wait for the other. What PostgreSQL keeps for each connection is kept apart, or
# refused: an advisory lock that one has, the other does not get.
# Seen: both get it, and pg_backend_pid() is the same. A statement that both prepare under one name is an error in the
# second, "already exists", although pg prepares for each connection and means its own. LISTEN is for all and for nobody:
# the notification goes to the connection that has sent it, which never asked, and not to the one that listens.
# Who is hurt: pools with more than one connection, and programs that run once because they hold a lock: all of them run.
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

const database = await PGlite.create();
const server = new PGLiteSocketServer({ db: database, host: '127.0.0.1', port: 0, maxConnections: 2 });
await server.start();
const port = Number(server.getServerConn().split(':').at(-1));
const heard = { one: [], two: [] };
async function connect(name) {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
  client.on('notification', ({ payload }) => heard[name].push(payload));
  await client.connect();
  return client;
}
const one = await connect('one');
const two = await connect('two');
const ask = (client, query) =>
  client.query(query).then(
    ({ rows }) => Object.values(rows[0])[0],
    ({ code }) => code,
  );

await one.query('begin');
const waiting = ask(two, 'select 1');
const pause = new Promise((done) => setTimeout(done, 500, 'waits'));
seen('a question during a transaction of the other', await Promise.race([waiting, pause]), 'waits');
await one.query('commit');
seen('and after it', await waiting, 1);

const pids = [await ask(one, 'select pg_backend_pid()'), await ask(two, 'select pg_backend_pid()')];
seen('the same process', pids[0] === pids[1], true);
const lock = 'select pg_try_advisory_lock(1)';
seen('an advisory lock for both', [await ask(one, lock), await ask(two, lock)], [true, true]);
const named = [await ask(one, { name: 'who', text: 'select 1' }), await ask(two, { name: 'who', text: 'select 1' })];
seen('a statement of one name', named, [1, '42P05']);
await one.query('listen news');
await two.query("notify news, 'hello'");
await new Promise((done) => setTimeout(done, 200));
seen('who hears the news of two, to which one listens', heard, { one: [], two: ['hello'] });
await one.end();
await two.end();
await server.stop();
await database.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
