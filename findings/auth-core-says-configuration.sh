#!/usr/bin/env bash
# @auth/core 0.41.3: who says no is asked again, and who comes back twice is told that the site is set up badly.
#
# Guess: the documented errors of the error page are Configuration, AccessDenied and Verification. A person who refuses
# consent (error=access_denied with the right state) sees AccessDenied. A code that is used twice (invalid_grant), as
# after "Back" or a reload, is no fault of the configuration, and the page says something about the callback.
# Seen: after the refusal, the sign-in page again, with error=OAuthCallbackError and no trace of access_denied; the same
# for temporarily_unavailable. After invalid_grant, the error page with error=Configuration.
# Who is hurt: people, who cannot tell what happened, and operators, who look for a fault in the configuration.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @auth/core@0.41.3
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import { Auth, skipCSRFCheck } from '@auth/core';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const answers = {
  '/.well-known/openid-configuration': () => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    userinfo_endpoint: `${issuer}/userinfo`,
  }),
  '/token': () => ({ status: 400, error: 'invalid_grant' }),
};
const server = http.createServer((request, response) => {
  const { status = 200, ...body } = answers[request.url]();
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const issuer = `http://127.0.0.1:${server.address().port}`;

const config = {
  secret: 'a long random string that only this site knows',
  trustHost: true,
  basePath: '/auth',
  skipCSRFCheck,
  logger: { error() {}, warn() {}, debug() {} },
  providers: [
    { id: 'op', name: 'OP', type: 'oidc', issuer, clientId: 'client', clientSecret: 'secret', checks: ['pkce', 'state'] },
  ],
};

/** Goes to the server and comes back with this answer; returns where the person ends up. */
async function signIn(answer) {
  const start = { method: 'POST', body: new URLSearchParams() };
  const started = await Auth(new Request('http://site.example/auth/signin/op', start), config);
  const state = new URL(started.headers.get('location')).searchParams.get('state');
  const cookie = started.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  const url = `http://site.example/auth/callback/op?${new URLSearchParams({ ...answer, state })}`;
  const back = await Auth(new Request(url, { headers: { cookie } }), config);
  const { pathname, search } = new URL(back.headers.get('location'));
  return pathname + search;
}

const no = { error: 'access_denied' };
const away = { error: 'temporarily_unavailable' };
seen('consent refused', await signIn(no), '/auth/signin?error=OAuthCallbackError');
seen('server busy', await signIn(away), '/auth/signin?error=OAuthCallbackError');
seen('code used before', await signIn({ code: 'used' }), '/auth/error?error=Configuration');
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
