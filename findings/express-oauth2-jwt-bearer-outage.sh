#!/usr/bin/env bash
# express-oauth2-jwt-bearer 1.10.0: while keys cannot be fetched, every token is invalid.
#
# Guess: an API that cannot reach its authorization server knows nothing about the token: it answers 5xx, as RFC 6750,
# 3.1, keeps invalid_token for a token that "is expired, revoked, malformed, or invalid for other reasons".
# Seen: 401 with error="invalid_token", whether the metadata or the keys are away, and the same token is let in as soon
# as they are back.
# Who is hurt: clients, which throw good tokens away (RFC 6750: "the client MAY request a new access token") and go for
# new ones to the server that is in trouble; and those who watch for 5xx, since there are none.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts express-oauth2-jwt-bearer@1.10.0 express@5.3.0 jose@6.2.18
cat > probe.mjs <<'PROBE'
import { auth } from 'express-oauth2-jwt-bearer';
import express from 'express';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const { publicKey, privateKey } = await generateKeyPair('ES256');
let away = '';
const app = express();
const server = await new Promise((done) => {
  const listening = app.listen(0, '127.0.0.1', () => done(listening));
});
const issuer = `http://127.0.0.1:${server.address().port}`;
const unlessAway = (what, body) => async (_, response) =>
  away === what ? response.status(503).end() : response.json(await body());
app.get('/.well-known/openid-configuration', unlessAway('metadata', () => ({ issuer, jwks_uri: `${issuer}/jwks` })));
app.get('/jwks', unlessAway('keys', async () => ({ keys: [{ ...(await exportJWK(publicKey)), kid: 'key' }] })));

const token = await new SignJWT({})
  .setProtectedHeader({ alg: 'ES256', kid: 'key' })
  .setIssuer(issuer)
  .setAudience('api')
  .setExpirationTime('5m')
  .sign(privateKey);

/** What an API that has just started says to the token while something is away, and once it is back. */
async function answers(what) {
  const api = express().get('/', auth({ issuerBaseURL: issuer, audience: 'api' }), (_, response) => response.end());
  api.use((error, _request, response, _next) => response.status(error.status ?? 500).json({ error: error.code }));
  const listening = await new Promise((done) => {
    const started = api.listen(0, '127.0.0.1', () => done(started));
  });
  const ask = async () => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`http://127.0.0.1:${listening.address().port}/`, { headers });
    const text = await response.text();
    return text ? [response.status, JSON.parse(text).error] : [response.status];
  };
  away = what;
  const meanwhile = await ask();
  away = '';
  const afterwards = await ask();
  listening.close();
  return [meanwhile, afterwards];
}

seen('nothing is away', await answers(''), [[200], [200]]);
seen('metadata is away, then back', await answers('metadata'), [[401, 'invalid_token'], [200]]);
seen('keys are away, then back', await answers('keys'), [[401, 'invalid_token'], [200]]);
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
