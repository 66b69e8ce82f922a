#!/usr/bin/env bash
# undici 8.13.1, the fetch of Node.js, and express 5.3.0: who sends If-None-Match gets everything again.
#
# Guess: a request with If-None-Match is answered 304 where the tag is still the current one (RFC 9110, 13.1.2). That is
# what a resource server relies on that keeps a key set, and asks only whether it has changed.
# Seen: 200 and the whole body. Each half follows a standard: the Fetch standard takes a request with a condition of the
# caller's own for one that wants no cache, and adds Cache-Control: no-cache; the server (through fresh, as send does)
# takes that for a wish to have everything anew, even though the condition is there. node:http gets its 304, and so does
# fetch with the option cache: 'no-cache' or with a Cache-Control of its own.
# Who is hurt: pollers of key sets, metadata and lists of ended tokens: the condition that was to save the transfer is
# sent, and does nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts undici@8.13.1 express@5.3.0
cat > probe.mjs <<'PROBE'
import { once } from 'node:events';
import http from 'node:http';
import express from 'express';
import { fetch } from 'undici';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

let asked;
const app = express();
app.get('/jwks', (request, response) => {
  asked = request.headers['cache-control'] ?? null;
  response.json({ keys: [] });
});
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = `http://127.0.0.1:${server.address().port}/jwks`;
const tag = (await fetch(address)).headers.get('etag');

async function byFetch(headers = {}, options = {}) {
  const response = await fetch(address, { ...options, headers: { 'if-none-match': tag, ...headers } });
  return [response.status, (await response.text()).length, asked];
}
async function byHttp() {
  const [response] = await once(http.get(address, { headers: { 'if-none-match': tag } }), 'response');
  return [response.statusCode, Buffer.concat(await response.toArray()).length, asked];
}
seen('node:http', await byHttp(), [304, 0, null]);
seen('fetch', await byFetch(), [200, 11, 'no-cache']);
seen('fetch, cache: no-cache', await byFetch({}, { cache: 'no-cache' }), [304, 0, 'max-age=0']);
seen('fetch, own Cache-Control', await byFetch({ 'cache-control': 'max-age=0' }), [304, 0, 'max-age=0']);
server.close();
server.closeAllConnections();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
