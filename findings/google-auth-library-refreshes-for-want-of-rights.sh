#!/usr/bin/env bash
# google-auth-library 11.3.4, OAuth2Client.request(): whether a refused request is repeated depends on expires_in, and 403 counts.
#
# Guess: who is answered 401 and has a refresh token refreshes and asks again, once (its README: it "refreshes the token and
# retries the request"). 403 insufficient_scope (RFC 6750, 3.1) says that the token is good and may do too little: a refresh
# cannot add a right (RFC 6749, 6), so the answer goes to the caller.
# Seen: if the server has said for how long the token is good, 401 is final: a token that was revoked before its time is not
# replaced. If it has not said so, 401 and 403 are both answered with a refresh and the same POST again, and that for every
# request, because the refreshed token has no time either.
# Who is hurt: servers without expires_in, which RFC 6749, 5.1, only recommends: each person without a right sends twice what
# was refused and spends a refresh. And servers that have it and revoke: their clients must know to refresh by themselves.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts google-auth-library@11.3.4
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import { OAuth2Client } from 'google-auth-library';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const answers = {
  401: 'Bearer error="invalid_token"',
  403: 'Bearer error="insufficient_scope", scope="notes:write"',
};
let life;
let status;
let asked;
let issued;
const server = http.createServer((request, response) => {
  request.resume();
  if (request.url === '/token') {
    issued += 1;
    asked.push('refresh');
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    return response.end(JSON.stringify({ access_token: `access ${issued}`, token_type: 'Bearer', ...life }));
  }
  asked.push(`${request.method} with ${request.headers.authorization.slice('Bearer '.length)}`);
  response.writeHead(status, { 'content-type': 'application/json', 'www-authenticate': answers[status] }).end('{}');
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const api = `http://127.0.0.1:${server.address().port}`;

/** Refreshes once as after a sign-in, then sends two requests that are refused; returns what arrived for each. */
async function refused(members, answer) {
  [life, status, issued, asked] = [members, answer, 0, []];
  const client = new OAuth2Client({
    clientId: 'client',
    clientSecret: 'secret',
    endpoints: { oauth2TokenUrl: `${api}/token` },
  });
  client.setCredentials({ refresh_token: 'refresh' });
  await client.getAccessToken();
  const arrived = [];
  for (const text of ['first', 'second']) {
    asked = [];
    const request = { url: `${api}/notes`, method: 'POST', data: { text } };
    const code = await client.request(request).catch((error) => error.status);
    arrived.push([code, ...asked]);
  }
  return arrived;
}

for (const code of [401, 403]) {
  seen(`${code}, with expires_in`, await refused({ expires_in: 3600 }, code), [
    [code, 'POST with access 1'],
    [code, 'POST with access 1'],
  ]);
  seen(`${code}, without`, await refused({}, code), [
    [code, 'POST with access 1', 'refresh', 'POST with access 2'],
    [code, 'POST with access 2', 'refresh', 'POST with access 3'],
  ]);
}
server.close();
server.closeAllConnections();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
