#!/usr/bin/env bash
# simple-oauth2 5.1.0, revoke() and revokeAll(): a token that has been revoked is an error, and so the second one stays good.
#
# Guess: a server answers 200, and clients ignore what stands in the body (RFC 7009, 2.2): the status tells all, with a body
# or without one. revokeAll() revokes both tokens, the refresh token after the access token.
# Seen: an answer without "Content-Type: application/json" is the error "The content-type is not JSON compatible", though
# there is nothing to read, and the token has been revoked. revokeAll() begins with the access token and stops there: the
# refresh token is never sent. With the option http.json = true, both are sent.
# Who is hurt: people who sign out at servers that answer with an empty body: what would have run out after minutes is gone,
# and what lives for months stays. It depends on a header of an empty body. @fastify/oauth2 revokes with this package.
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

let headers;
let revoked = [];
const server = http.createServer(async (request, response) => {
  let form = '';
  for await (const part of request) form += part;
  revoked.push(new URLSearchParams(form).get('token'));
  response.writeHead(200, headers).end();
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const auth = { tokenHost: `http://127.0.0.1:${server.address().port}` };

async function attempt(answered, method, http) {
  headers = answered;
  revoked = [];
  const client = new AuthorizationCode({ client: { id: 'client', secret: 'secret' }, auth, http });
  const token = client.createToken({ access_token: 'access', refresh_token: 'refresh', expires_in: 300 });
  const error = await method(token).then(
    () => null,
    ({ message }) => message,
  );
  return [revoked, error];
}
const one = (token) => token.revoke('refresh_token');
const all = (token) => token.revokeAll();
const refused = 'The content-type is not JSON compatible';
seen('one token, empty body', await attempt({ 'content-length': 0 }, one), [['refresh'], refused]);
seen('all tokens, empty body', await attempt({ 'content-length': 0 }, all), [['access'], refused]);
const json = { 'content-length': 0, 'content-type': 'application/json' };
seen('one token, empty body "of JSON"', await attempt(json, one), [['refresh'], null]);
seen('all tokens, empty body "of JSON"', await attempt(json, all), [['access', 'refresh'], null]);
seen('all tokens, empty body, with the option', await attempt({ 'content-length': 0 }, all, { json: true }), [
  ['access', 'refresh'],
  null,
]);
server.close();
server.closeAllConnections();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
