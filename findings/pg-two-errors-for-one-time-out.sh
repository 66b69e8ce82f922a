#!/usr/bin/env bash
# pg 8.23.1: a connection that takes too long has one error in Client and another one in Pool.
#
# Guess: connectionTimeoutMillis means the same in both, as a Pool passes its options to Clients. So a program that waits
# for its database recognizes the time-out by one code, like ETIMEDOUT of a socket, or at least by one message.
# Seen: "timeout expired" from the Client, "Connection terminated due to connection timeout" from the Pool, which adds a
# cause that speaks of something unexpected. No code in either: what tells them from other errors are words.
# Who is hurt: programs that start before their database is ready, and retry on some errors only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts pg@8.23.1
cat > probe.mjs <<'PROBE'
import net from 'node:net';
import pg from 'pg';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

// A server that takes connections and never says a word, like one behind a load balancer that is still starting.
const server = net.createServer((socket) => socket.on('error', () => {}));
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const options = { host: '127.0.0.1', port: server.address().port, user: 'someone', connectionTimeoutMillis: 300 };

async function failure(connecting) {
  connecting.on('error', () => {});
  const error = await connecting.connect().catch((thrown) => thrown);
  return [error.message, error.code ?? 'no code', error.cause?.message ?? 'no cause'];
}
seen('Client', await failure(new pg.Client(options)), ['timeout expired', 'no code', 'no cause']);
const pooled = 'Connection terminated due to connection timeout';
seen('Pool', await failure(new pg.Pool(options)), [pooled, 'no code', 'Connection terminated unexpectedly']);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
