#!/usr/bin/env bash
# @fastify/oauth2 8.3.0: when the person says no, the plugin asks for a token all the same.
#
# Guess: getAccessTokenFromAuthorizationCodeFlow() looks at the answer of the authorization endpoint first. With
# error=access_denied and the right state (RFC 6749, 4.1.2.1) it throws something that has the code access_denied, and
# sends nothing.
# Seen: it sends a request for a token with an empty code. What the application gets is the error of that request, so
# "access_denied" is lost, and "the person said no" looks like a fault of the server or of the configuration.
# Who is hurt: sites, which show "500" to somebody who has only pressed "Cancel"; and servers, which count and log a
# malformed request from a client that has every reason to send none.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @fastify/oauth2@8.3.0 fastify@5.12.8
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import oauth2 from '@fastify/oauth2';
import fastify from 'fastify';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const forms = [];
const server = http.createServer(async (request, response) => {
  let form = '';
  for await (const chunk of request) form += chunk;
  forms.push(Object.fromEntries(new URLSearchParams(form)));
  const known = forms.at(-1).code === 'good';
  response.writeHead(known ? 200 : 400, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(known ? '{"access_token":"token","token_type":"Bearer"}' : '{"error":"invalid_request"}');
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const tokenHost = `http://127.0.0.1:${server.address().port}`;

const site = fastify();
site.register(oauth2, {
  name: 'passage',
  credentials: { client: { id: 'client', secret: 'secret' }, auth: { tokenHost, authorizePath: '/a', tokenPath: '/t' } },
  startRedirectPath: '/login',
  callbackUri: 'http://127.0.0.1/back',
  pkce: 'S256',
});
site.get('/back', async (request) => (await site.passage.getAccessTokenFromAuthorizationCodeFlow(request)).token);
site.setErrorHandler((error, _, reply) => reply.code(500).send({ said: [error.message, error.data?.payload?.error] }));

const start = await site.inject('/login');
const cookie = start.headers['set-cookie'].map((line) => line.split(';')[0]).join('; ');
const state = new URL(start.headers.location).searchParams.get('state');
const back = async (answer) => (await site.inject({ url: `/back?${answer}&state=${state}`, headers: { cookie } })).json();

seen('yes', (await back('code=good')).access_token, 'token');
seen('no', (await back('error=access_denied')).said, ['Response Error: 400 Bad Request', 'invalid_request']);
seen('requests for a token', forms.length, 2);
seen('code of the second', forms[1].code, '');
await site.close();
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
