#!/usr/bin/env bash
# @auth/core 0.41.3: an OpenID provider without a userinfo endpoint is refused, although that is never asked.
#
# Guess: userinfo_endpoint is recommended and not required (OpenID Connect Discovery, 3). For a provider of type "oidc"
# the profile comes from the ID token, so somebody signs in whether the metadata names the endpoint or not.
# Seen: without the member, the person ends up on the page error=Configuration. With it, everything is well, and the
# address in it is not asked a single time: any address would do.
# Who is hurt: providers that put everything into the ID token, and whoever looks for a fault in the configuration.
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
let userinfo;
const answers = {
  '/.well-known/openid-configuration': () => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    userinfo_endpoint: userinfo,
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

seen('without the member', await signIn({ code: 'one' }), '/auth/error?error=Configuration');
userinfo = `${issuer}/userinfo`;
seen('with it', await signIn({ code: 'two' }), '/');
seen('requests to it', asked.filter((url) => url === '/userinfo').length, 0);
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
