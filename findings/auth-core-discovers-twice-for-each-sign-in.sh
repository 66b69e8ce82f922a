#!/usr/bin/env bash
# @auth/core 0.41.3: metadata is fetched twice for each person who signs in.
#
# Guess: the discovery document is fetched once and kept while the process lives, or for as long as its Cache-Control
# says, as other clients do that are told an issuer and nothing else.
# Seen: it is fetched for each redirect to the server and once more for each return, although it says max-age=3600. Three
# people, six fetches.
# Who is hurt: sites, whose visitors wait for two more exchanges; and servers, whose metadata becomes the address that is
# asked most.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @auth/core@0.41.3 jose@6.2.18
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import { Auth, skipCSRFCheck } from '@auth/core';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const { publicKey, privateKey } = await generateKeyPair('RS256');
const asked = [];
const answers = {
  '/.well-known/openid-configuration': () => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    userinfo_endpoint: `${issuer}/userinfo`,
  }),
  '/jwks': async () => ({ keys: [{ ...(await exportJWK(publicKey)), kid: 'key', alg: 'RS256', use: 'sig' }] }),
  '/token': async () => ({
    access_token: 'token',
    token_type: 'Bearer',
    id_token: await new SignJWT({ name: 'Somebody' })
      .setProtectedHeader({ alg: 'RS256', kid: 'key' })
      .setIssuer(issuer)
      .setAudience('client')
      .setSubject('somebody')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey),
  }),
};
const server = http.createServer(async (request, response) => {
  asked.push(request.url);
  const body = await answers[request.url]();
  const cache = request.url === '/token' ? 'no-store' : 'max-age=3600';
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': cache });
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

const ends = [await signIn({ code: 'one' }), await signIn({ code: 'two' }), await signIn({ code: 'three' })];
seen('where they end up', ends, ['/', '/', '/']);
const fetches = asked.filter((url) => url === '/.well-known/openid-configuration');
seen('fetches of the metadata', fetches.length, 6);
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
