#!/usr/bin/env bash
# @hono/oidc-auth 1.8.1 (hono 4.13.19): a scope that the server does not advertise is 500 "Invalid session" for anybody.
#
# Guess: OIDC_SCOPES is asked for as it stands. scopes_supported is recommended, and a server may leave scopes out of it on
# purpose (RFC 8414, 2; OpenID Connect Discovery, 3), as scopes of single APIs usually are; what is not to be had, the
# server refuses itself, with invalid_scope. If the middleware has a reason to refuse, its error says which.
# Seen: a scope that is not in the list, or a list that is not there, even if openid is all that is asked for, is an error
# before anybody is sent anywhere. Its words ("scope is not supported by the IdP") are caught by the middleware itself and
# replaced: 500, "Invalid session", without a cause, to a visitor who has no session. So is an outage of the metadata.
# Who is hurt: sites that want a scope of their own API beside openid, on the day they move to a server that advertises
# less: nobody gets in, and the message sends them to look at cookies.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @hono/oidc-auth@1.8.1 hono@4.13.19
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import { Hono } from 'hono';
import { initOidcAuthMiddleware, oidcAuthMiddleware } from '@hono/oidc-auth';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

let scopes_supported;
let status = 200;
const server = http.createServer((_, response) => {
  const metadata = { issuer, scopes_supported, jwks_uri: `${issuer}/jwks` };
  for (const name of ['authorization', 'token']) metadata[`${name}_endpoint`] = `${issuer}/${name}`;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(metadata));
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const issuer = `http://127.0.0.1:${server.address().port}`;

/** What somebody without a session gets: the status, and the scopes to ask for or the error with its cause. */
async function visit(scopes) {
  const site = new Hono();
  site.onError((error, context) => context.json([error.message, error.cause ?? null], error.status));
  site.use(
    initOidcAuthMiddleware({
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: 'client',
      OIDC_CLIENT_SECRET: 'secret',
      OIDC_AUTH_SECRET: 'a secret of this probe, which is of no use to anybody',
      OIDC_SCOPES: scopes,
    }),
  );
  site.use(oidcAuthMiddleware());
  const answer = await site.request('https://site.example/');
  if (answer.status === 302) return [302, new URL(answer.headers.get('location')).searchParams.get('scope')];
  return [answer.status, ...(await answer.json())];
}

const misleading = [500, 'Invalid session', null];
scopes_supported = ['openid', 'notes:read'];
seen('a scope that is advertised', await visit('openid notes:read'), [302, 'openid notes:read']);
scopes_supported = ['openid'];
seen('a scope that is not', await visit('openid notes:read'), misleading);
scopes_supported = undefined;
seen('openid, and no list', await visit('openid'), misleading);
scopes_supported = ['openid'];
status = 503;
seen('metadata that is away', await visit('openid'), misleading);
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
