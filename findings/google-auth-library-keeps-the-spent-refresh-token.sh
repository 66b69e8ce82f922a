#!/usr/bin/env bash
# google-auth-library 11.3.4, OAuth2Client: the new refresh token of an answer is overwritten with the one that was spent.
#
# Guess: the class takes the addresses of any server (option endpoints). A server may send a new refresh token with each
# refresh, and the client then "MUST discard the old" one (RFC 6749, 6); for many clients it must (RFC 9700, 4.14.2). So
# the new one is in `credentials` and in the event "tokens", on which its README has people store refresh tokens.
# Seen: after a refresh, `credentials` has the new access token and the old refresh token, and every refresh sends the first
# refresh token again. The event has the new one, for as long as its listeners run: the same object is changed afterwards, so
# who keeps it and stores it later stores the old one.
# Who is hurt: people who sign in at a server that rotates refresh tokens: the first refresh goes well, the second is a spent
# token, for which such a server ends everything that came of the sign-in.
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

const spent = [];
const server = http.createServer(async (request, response) => {
  let form = '';
  for await (const part of request) form += part;
  spent.push(new URLSearchParams(form).get('refresh_token'));
  const number = spent.length;
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(
    JSON.stringify({
      access_token: `access ${number}`,
      refresh_token: `refresh ${number}`,
      token_type: 'Bearer',
      expires_in: 300,
    }),
  );
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));

const client = new OAuth2Client({
  clientId: 'client',
  clientSecret: 'secret',
  endpoints: { oauth2TokenUrl: `http://127.0.0.1:${server.address().port}/token` },
});
const told = [];
const kept = [];
client.on('tokens', (tokens) => {
  told.push(tokens.refresh_token);
  kept.push(tokens);
});
const ended = () => client.setCredentials({ ...client.credentials, expiry_date: Date.now() - 1000 });
client.setCredentials({ access_token: 'access 0', refresh_token: 'refresh 0', token_type: 'Bearer' });
for (const number of [1, 2]) {
  ended();
  seen(`access token ${number}`, (await client.getAccessToken()).token, `access ${number}`);
  seen(`credentials, refresh ${number}`, client.credentials.refresh_token, 'refresh 0');
}
seen('sent', spent, ['refresh 0', 'refresh 0']);
seen('told by the event', told, ['refresh 1', 'refresh 2']);
seen(
  'in what the event gave, later',
  kept.map((tokens) => tokens.refresh_token),
  ['refresh 0', 'refresh 0'],
);
server.close();
server.closeAllConnections();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
