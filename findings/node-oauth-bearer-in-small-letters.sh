#!/usr/bin/env bash
# @node-oauth/oauth2-server 5.3.0: the scheme of the header Authorization has a case, but only where tokens come in.
#
# Guess: names of schemes have no case (RFC 9110, 11.1). The token endpoint takes "basic" like "Basic", so authenticate()
# takes "bearer" like "Bearer".
# Seen: the first is true, the second is not: 400 invalid_request, "malformed authorization header". So the client hears
# that its request is malformed, and not that its token should be sent in another way.
# Who is hurt: clients that repeat the token_type of the answer as the scheme, and got it from a server that writes
# "bearer", which RFC 6749, 5.1, allows.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @node-oauth/oauth2-server@5.3.0
cat > probe.mjs <<'PROBE'
import OAuth2Server from '@node-oauth/oauth2-server';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const { Request, Response } = OAuth2Server;
const client = { id: 'client', grants: ['client_credentials'] };
const inAMinute = new Date(Date.now() + 60_000);
const server = new OAuth2Server({
  model: {
    getClient: async () => client,
    getUserFromClient: async () => ({ id: 'program' }),
    saveToken: async (token, _, user) => ({ ...token, client, user }),
    getAccessToken: async (accessToken) => ({ accessToken, accessTokenExpiresAt: inAMinute, client, user: {} }),
  },
});

async function outcome(method, request) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '29', ...request.headers };
  const whole = new Request({ query: {}, body: {}, ...request, headers });
  return server[method](whole, new Response({})).then(
    () => 200,
    ({ code, name, message }) => [code, name, message],
  );
}
const token = (scheme) =>
  outcome('token', {
    method: 'POST',
    headers: { authorization: `${scheme} ${btoa('client:secret')}` },
    body: { grant_type: 'client_credentials' },
  });
const authenticate = (scheme) => outcome('authenticate', { method: 'GET', headers: { authorization: `${scheme} token` } });

seen('token endpoint, Basic', await token('Basic'), 200);
seen('token endpoint, basic', await token('basic'), 200);
seen('API, Bearer', await authenticate('Bearer'), 200);
const refused = [400, 'invalid_request', 'Invalid request: malformed authorization header'];
seen('API, bearer', await authenticate('bearer'), refused);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
