#!/usr/bin/env bash
# @badgateway/oauth2-client 3.3.1, OAuth2Fetch: an outage is a refused refresh token, and every failure is told twice.
# 
# Guess: a refresh that is answered 503 says nothing about the refresh token. fetch() throws that error, getNewToken(), which
# begins a new sign-in, is left alone, and onError, "called for any fatal authentication errors", hears of nothing, as a
# 503 is not fatal. Where the token is really refused (invalid_grant), it hears of that, once, with the error code.
# Seen: both are the same. getNewToken() is called, the status and the code are dropped, a warning says that the token was
# not accepted. If getNewToken() has nothing to give, onError is called twice for one request, with an error that has
# neither.
# Who is hurt: people, who are sent to sign in although their refresh token is good, when the server restarts; and programs
# that answer onError with a page or a count: they do it twice.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @badgateway/oauth2-client@3.3.1
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import { OAuth2Client, OAuth2Fetch } from '@badgateway/oauth2-client';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

let answer;
const server = http.createServer((request, response) => {
  if (request.url === '/api') return response.end('let in');
  const [status, body] = answer;
  const type = body.startsWith('{') ? 'application/json' : 'text/plain';
  response.writeHead(status, { 'content-type': type }).end(body);
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const origin = `http://127.0.0.1:${server.address().port}`;
const warnings = [];
console.warn = (text) => warnings.push(text);

/** What a request with an expired token comes to if the token endpoint answers its refresh like this. */
async function request(...given) {
  answer = given;
  warnings.length = 0;
  const told = [];
  let signIns = 0;
  const wrapper = new OAuth2Fetch({
    client: new OAuth2Client({ server: origin, tokenEndpoint: '/token', clientId: 'client' }),
    scheduleRefresh: false,
    getStoredToken: () => ({ accessToken: 'old', expiresAt: 0, refreshToken: 'good' }),
    getNewToken: async () => void signIns++,
    onError: ({ message, httpCode, oauth2Code }) => told.push([message, httpCode, oauth2Code]),
  });
  const outcome = await wrapper.fetch(`${origin}/api`).then(
    (response) => response.text(),
    ({ message }) => message,
  );
  return { outcome, signIns, told, warnings: [...warnings] };
}

const well = await request(200, '{"access_token":"new","token_type":"Bearer"}');
seen('refreshed', well, { outcome: 'let in', signIns: 0, told: [], warnings: [] });
const message = 'Unable to obtain OAuth2 tokens, a full reauth may be needed';
const same = {
  outcome: message,
  signIns: 1,
  told: [[message, null, null], [message, null, null]],
  warnings: ["[oauth2] refresh token not accepted, we'll try reauthenticating"],
};
seen('invalid_grant', await request(400, '{"error":"invalid_grant"}'), same);
seen('503', await request(503, 'busy'), same);
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
