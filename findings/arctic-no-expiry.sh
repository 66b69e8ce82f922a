#!/usr/bin/env bash
# arctic 3.7.0: members of the answer that may be missing throw when they are asked for, and for one nothing can ask first.
#
# Guess: expires_in is only recommended (RFC 6749, 5.1), and scope may be left out if it is what was asked for. Without
# them, accessTokenExpiresAt() and scopes() say that nothing is known: null, undefined or an empty list.
# Seen: both throw a plain Error, "Missing or invalid ... field". There are hasScopes() and hasRefreshToken() to ask first;
# there is nothing like them for the expiry, so it takes a try, or a look into the raw data.
# Who is hurt: sites that store the time of expiry of every token; they work with one server and fail with the next.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts arctic@3.7.0
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import { OAuth2Client } from 'arctic';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const server = http.createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end('{"access_token":"token","token_type":"Bearer"}');
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const client = new OAuth2Client('client', 'secret', null);
const tokens = await client.refreshAccessToken(`http://127.0.0.1:${server.address().port}/`, 'refresh token', ['profile']);

const asked = (question) => {
  try {
    return tokens[question]();
  } catch (error) {
    return `throws ${error.constructor.name}`;
  }
};
seen('accessToken', asked('accessToken'), 'token');
seen('accessTokenExpiresAt', asked('accessTokenExpiresAt'), 'throws Error');
seen('scopes', asked('scopes'), 'throws Error');
const questions = Object.getOwnPropertyNames(Object.getPrototypeOf(tokens)).filter((name) => name.startsWith('has'));
seen('what can be asked first', questions.sort(), ['hasRefreshToken', 'hasScopes']);
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
