#!/usr/bin/env bash
# @modelcontextprotocol/sdk 1.32.2, mcpAuthRouter: a second resource makes the request malformed.
#
# Guess: RFC 8707, 2, lets a client name several resources by repeating the parameter. A server that has only one token
# for one resource says invalid_target, which is the error of that standard, and the client asks for one at a time.
# Seen: invalid_request, at the authorization endpoint and at the token endpoint. The description is the list of faults
# of the schema as JSON, with line breaks and quotation marks, which RFC 6749, 4.1.2.1, leaves out of error_description.
# Who is hurt: clients that fall back to one resource on invalid_target; they stop. People who read the description.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @modelcontextprotocol/sdk@1.32.2 express@5.3.0
cat > probe.mjs <<'PROBE'
import { mcpAuthRouter } from '@modelcontextprotocol/sdk/server/auth/router.js';
import express from 'express';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const client = { client_id: 'client', client_secret: 'secret', redirect_uris: ['http://127.0.0.1/back'] };
const provider = {
  clientsStore: { getClient: () => client },
  authorize: async (_, { redirectUri }, response) => response.redirect(`${redirectUri}?code=code`),
  challengeForAuthorizationCode: async () => 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  exchangeAuthorizationCode: async () => ({ access_token: 'token', token_type: 'bearer' }),
};
const app = express();
const server = await new Promise((done) => {
  const listening = app.listen(0, '127.0.0.1', () => done(listening));
});
const issuer = `http://127.0.0.1:${server.address().port}`;
app.use(mcpAuthRouter({ provider, issuerUrl: new URL(issuer) }));

const resources = (count) => ['https://a.example', 'https://b.example'].slice(0, count).map((uri) => ['resource', uri]);
async function authorize(count) {
  const parameters = new URLSearchParams([
    ['client_id', 'client'],
    ['response_type', 'code'],
    ['code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'],
    ['code_challenge_method', 'S256'],
    ...resources(count),
  ]);
  const response = await fetch(`${issuer}/authorize?${parameters}`, { redirect: 'manual' });
  return Object.fromEntries(new URL(response.headers.get('location')).searchParams);
}
async function exchange(count) {
  const body = new URLSearchParams([
    ['grant_type', 'authorization_code'],
    ['client_id', 'client'],
    ['client_secret', 'secret'],
    ['code', 'code'],
    ['code_verifier', 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'],
    ...resources(count),
  ]);
  return (await fetch(`${issuer}/token`, { method: 'POST', body })).json();
}

seen('authorization, one resource', (await authorize(1)).code, 'code');
const refused = await authorize(2);
seen('authorization, two', refused.error, 'invalid_request');
seen('token, one resource', (await exchange(1)).access_token, 'token');
seen('token, two', (await exchange(2)).error, 'invalid_request');
const allowed = /^[\x20-\x21\x23-\x5B\x5D-\x7E]*$/;
seen('description of allowed characters only', allowed.test(refused.error_description), false);
console.log(refused.error_description);
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
