#!/usr/bin/env bash
# hono 4.13.19, middleware hono/jwk: the key set is fetched again for every request.
#
# Guess: as everywhere else, keys from jwks_uri are kept for some minutes, or for as long as Cache-Control says, and
# fetched again when a token names a key that is not among them. Requests in between cost nothing.
# Seen: one fetch for each request, although the key set says max-age=3600. The moment the server of the keys is away,
# an API that has verified this very token a moment ago lets it in no more.
# Who is hurt: everybody who sets jwks_uri and nothing else: each request waits for another server, and the
# authorization server gets all the traffic of its APIs.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts hono@4.13.19 jose@6.2.18
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import { Hono } from 'hono';
import { jwk } from 'hono/jwk';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const { publicKey, privateKey } = await generateKeyPair('ES256');
const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'key', alg: 'ES256' }] });
let fetches = 0;
let away = false;
const server = http.createServer((_, response) => {
  fetches += 1;
  response.writeHead(away ? 503 : 200, { 'content-type': 'application/json', 'cache-control': 'max-age=3600' });
  response.end(away ? '' : keys);
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));

const app = new Hono();
app.use(jwk({ jwks_uri: `http://127.0.0.1:${server.address().port}/jwks`, alg: ['ES256'] }));
app.get('/', (context) => context.text('let in'));
app.onError((_, context) => context.text('trouble', 500));
const token = await new SignJWT({})
  .setProtectedHeader({ alg: 'ES256', kid: 'key' })
  .setExpirationTime('5m')
  .sign(privateKey);
const ask = async () => (await app.request('/', { headers: { authorization: `Bearer ${token}` } })).status;

seen('five requests', [await ask(), await ask(), await ask(), await ask(), await ask()], [200, 200, 200, 200, 200]);
seen('fetches for them', fetches, 5);
away = true;
const status = await ask();
seen('a sixth, while the keys are away', status === 200 ? 'let in' : 'not let in', 'not let in');
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
