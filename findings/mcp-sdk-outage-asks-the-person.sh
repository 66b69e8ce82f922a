#!/usr/bin/env bash
# @modelcontextprotocol/sdk 1.32.2, auth(): in an outage of the server, it depends on the words whether somebody is asked.
#
# Guess: a refresh that fails with 503 says nothing about the refresh token. auth() throws, and the caller tries again
# later with the tokens it still has.
# Seen: so it is if the 503 has the error temporarily_unavailable in JSON. If it comes from a proxy in front of the
# server, without JSON, or as 500 server_error or as 429, auth() begins a new authorization: the person is sent to sign
# in again, at the server that is down, and nothing is thrown that would tell the caller why.
# Who is hurt: people who are sent to a page of a server that is down, while their refresh token was good.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @modelcontextprotocol/sdk@1.32.2
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import { auth } from '@modelcontextprotocol/sdk/client/auth.js';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

let failure;
const server = http.createServer((request, response) => {
  const json = (status, body) => response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  if (request.url === '/token') return failure(response, json);
  if (request.url !== '/.well-known/oauth-authorization-server') return json(404, '{}');
  const metadata = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
  };
  json(200, JSON.stringify(metadata));
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const issuer = `http://127.0.0.1:${server.address().port}`;

/** What becomes of a client with a good refresh token if the token endpoint fails like this. */
async function outcome(how) {
  failure = how;
  let asked = false;
  const provider = {
    redirectUrl: 'http://127.0.0.1/back',
    clientMetadata: { redirect_uris: ['http://127.0.0.1/back'] },
    clientInformation: () => ({ client_id: 'client', issuer }),
    tokens: () => ({ access_token: 'old', token_type: 'Bearer', refresh_token: 'good', issuer }),
    saveTokens() {},
    saveCodeVerifier() {},
    codeVerifier: () => 'verifier',
    redirectToAuthorization: () => (asked = true),
  };
  const result = await auth(provider, { serverUrl: issuer }).catch(({ name }) => name);
  return [result, asked ? 'the person is asked' : 'nobody is asked'];
}

const oauth = (status, error) => (_, json) => json(status, JSON.stringify({ error }));
const proxy = (response) => response.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '5' }).end('busy');
const quiet = ['TemporarilyUnavailableError', 'nobody is asked'];
const loud = ['REDIRECT', 'the person is asked'];
seen('503 temporarily_unavailable', await outcome(oauth(503, 'temporarily_unavailable')), quiet);
seen('503 of a proxy', await outcome(proxy), loud);
seen('500 server_error', await outcome(oauth(500, 'server_error')), loud);
seen('429 slow_down', await outcome(oauth(429, 'slow_down')), loud);
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
