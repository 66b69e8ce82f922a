#!/usr/bin/env bash
# simple-oauth2 5.1.0: after one refresh, the refresh token is gone, and the next refresh is sent without it.
# 
# Guess: the answer to a refresh has a new refresh token only if the server rotates them (RFC 6749, 6: "MAY issue a new
# refresh token"). If there is none, the one that the client has goes on, and the token that refresh() returns has it.
# Seen: the new token has what the answer had, and no refresh token. A second refresh() sends "refresh_token=" with nothing
# behind it, and no error says why before the server does. revokeAll() sends an empty token as well.
# Who is hurt: programs at servers that do not rotate. They work for two lifetimes of an access token, which is longer than
# anybody tries them, and then the person has to sign in again. refresh(), called on the first token each time, helps.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts simple-oauth2@5.1.0
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import { AuthorizationCode } from 'simple-oauth2';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const asked = [];
let answer;
const server = http.createServer(async (request, response) => {
  asked.push(Buffer.concat(await request.toArray()).toString());
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const tokenHost = `http://127.0.0.1:${server.address().port}`;
const client = new AuthorizationCode({ client: { id: 'client', secret: 'secret' }, auth: { tokenHost } });

/** The requests for revocation and tokens after a sign-in, if refreshes are answered like this. */
async function requests(refreshed) {
  answer = { access_token: 'first', token_type: 'Bearer', expires_in: 60, refresh_token: 'good' };
  const first = await client.getToken({ code: 'code', redirect_uri: 'http://127.0.0.1/back' });
  answer = { access_token: 'second', token_type: 'Bearer', expires_in: 60, ...refreshed };
  asked.length = 0;
  const second = await first.refresh();
  await second.refresh();
  await second.revokeAll();
  return asked.map((form) => new URLSearchParams(form)).map((form) => form.get('refresh_token') ?? form.get('token'));
}

seen('rotated', await requests({ refresh_token: 'next' }), ['good', 'next', 'second', 'next']);
seen('not rotated', await requests({}), ['good', '', 'second', '']);
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
