#!/usr/bin/env bash
# @openauthjs/openauth 0.4.3, createClient(): the metadata is fetched, and of all addresses in it, one is used.
#
# Guess: the client is given an issuer and fetches its metadata (RFC 8414), where the endpoints are, so that it works with
# every server that has them. A client without a secret says who it is with each request for a token (RFC 6749, 3.2.1), and
# learns from a refusal which of the errors of RFC 6749, 5.2, it was.
# Seen: only jwks_uri is taken from there. People are sent to the issuer with /authorize behind it, and codes and refresh
# tokens to /token, wherever the metadata has these endpoints. A refresh says nothing about the client, although clientID is
# given. All refusals of it are one: the answer is not read, so that a grant that has ended, an unknown client and a server
# that is away are InvalidRefreshTokenError, with the same words.
# Who is hurt: those who chose it because it has discovery: at other servers than its own, people meet a page that does not
# exist; and at servers that bind a refresh token to its client (RFC 6749, 6), already the first refresh is refused.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @openauthjs/openauth@0.4.3 jose@5.9.6
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import { createClient } from '@openauthjs/openauth/client';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const { publicKey, privateKey } = await generateKeyPair('ES256');
const requests = [];
let answer = [200, { access_token: 'access', refresh_token: 'refresh', token_type: 'Bearer', expires_in: 60 }];
const server = http.createServer(async (request, response) => {
  const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString());
  requests.push([request.url, ...(request.method === 'POST' ? [form.get('client_id')] : [])]);
  let [status, body] = answer;
  if (request.url.endsWith('/.well-known/oauth-authorization-server')) {
    const endpoints = { authorization_endpoint: `${issuer}/v1/sign-in`, token_endpoint: `${issuer}/v1/tokens` };
    [status, body] = [200, { issuer, ...endpoints, jwks_uri: `${issuer}/v1/keys` }];
  }
  if (request.url === '/v1/keys') [status, body] = [200, { keys: [{ ...(await exportJWK(publicKey)), kid: 'key' }] }];
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const issuer = `http://127.0.0.1:${server.address().port}`;
const client = createClient({ clientID: 'client', issuer });

const claims = { mode: 'access', type: 'person', properties: { name: 'Juniper' } };
const header = { alg: 'ES256', kid: 'key' };
const token = await new SignJWT(claims).setProtectedHeader(header).setIssuer(issuer).setExpirationTime('1m').sign(privateKey);
const person = { '~standard': { version: 1, vendor: 'probe', validate: (value) => ({ value }) } };
const { subject } = await client.verify({ person }, token);
seen('who is it', subject, { type: 'person', properties: { name: 'Juniper' } });
seen('asked', requests.splice(0), [['/.well-known/oauth-authorization-server'], ['/v1/keys']]);

const back = 'https://app.example/back';
const { url } = await client.authorize(back, 'code', { pkce: true });
seen('people are sent to', new URL(url).pathname, '/authorize');
await client.exchange('code', back, 'verifier');
await client.refresh('refresh');
seen('asked, and as whom', requests.splice(0), [['/token', 'client'], ['/token', null]]);

const refusals = [];
for (const [status, error] of [[400, 'invalid_grant'], [401, 'invalid_client'], [503, 'temporarily_unavailable']]) {
  answer = [status, { error, error_description: `Because of ${error}.` }];
  const { err } = await client.refresh('refresh');
  refusals.push([err.constructor.name, err.message]);
}
seen('three refusals of a refresh', refusals, Array(3).fill(['InvalidRefreshTokenError', 'Invalid refresh token']));
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
