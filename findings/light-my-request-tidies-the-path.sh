#!/usr/bin/env bash
# light-my-request 6.8.1, inject() of Fastify 5.12.8: the server gets another path than over the network.
# 
# Guess: inject() hands the request to the server as if it had come over a socket. The path that a test writes is the path
# that arrives, as RFC 9112, 3.2.1, has it in the first line of a request, dots and all: it is for the server to judge.
# Seen: the path is read as an address of a web page first. /a/../b arrives as /b, a backslash as a slash, quotes and
# braces percent-encoded, and what stands behind # is dropped. Over a socket, each of them arrives as it was sent.
# Who is hurt: those who test with inject() that odd paths are refused, logged or routed as they should be: the test sends
# a path that is not odd, and says that all is well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts fastify@5.12.8 light-my-request@6.8.1
cat > probe.mjs <<'PROBE'
import net from 'node:net';
import { text } from 'node:stream/consumers';
import fastify from 'fastify';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const app = fastify();
app.get('/*', async (request) => request.raw.url);
await app.listen({ host: '127.0.0.1', port: 0 });

async function overSocket(path) {
  const socket = net.connect(app.server.address().port, '127.0.0.1');
  socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n`);
  return (await text(socket)).split('\r\n\r\n')[1];
}
const byInject = async (path) => (await app.inject(path)).body;

for (const [path, then] of [
  ['/a//b?c=d', '/a//b?c=d'],
  ['/%c3%a4', '/%c3%a4'],
  ['/a/../b', '/b'],
  ['/a/%2e%2e/b', '/b'],
  ['/a\\b', '/a/b'],
  ['/{a}?"', '/%7Ba%7D?%22'],
  ['/a?b#c', '/a?b'],
]) {
  seen(`${path}, socket`, await overSocket(path), path);
  seen(`${path}, inject`, await byInject(path), then);
}
await app.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
