#!/usr/bin/env bash
# express-oauth2-jwt-bearer 1.10.0: access tokens may only be signed as ID tokens are.
#
# Guess: id_token_signing_alg_values_supported is about ID tokens (OpenID Connect Discovery, 3). An API takes an access
# token (RFC 9068) that is signed with ES256 by a key of the server's JWK set, whatever ID tokens are signed with.
# Seen: as soon as this member is there and does not name ES256, the token is refused, "Unexpected 'alg' value". Without
# the member it is let in. No metadata exists for the algorithms of access tokens, so none could say it better.
# Who is hurt: servers that sign ID tokens with RS256 for old clients, and access tokens with ES256.
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
let algorithms;
const app = express();
const server = await new Promise((done) => {
  const listening = app.listen(0, '127.0.0.1', () => done(listening));
});
const issuer = `http://127.0.0.1:${server.address().port}`;
app.get('/.well-known/openid-configuration', (_, response) =>
  response.json({ issuer, jwks_uri: `${issuer}/jwks`, id_token_signing_alg_values_supported: algorithms }),
);
app.get('/jwks', async (_, response) =>
  response.json({ keys: [{ ...(await exportJWK(publicKey)), kid: 'key', alg: 'ES256', use: 'sig' }] }),
);

const token = await new SignJWT({ client_id: 'client', jti: 'one' })
  .setProtectedHeader({ alg: 'ES256', kid: 'key', typ: 'at+jwt' })
  .setIssuer(issuer)
  .setSubject('client')
  .setAudience('api')
  .setIssuedAt()
  .setExpirationTime('5m')
  .sign(privateKey);

/** What an API says to the access token if the server signs ID tokens with these algorithms. */
async function answer(idTokens) {
  algorithms = idTokens;
  const api = express();
  api.get('/', auth({ issuerBaseURL: issuer, audience: 'api', strict: true }), (_, response) => response.send('let in'));
  api.use((error, _request, response, _next) => response.status(error.status).send(error.message));
  const listening = await new Promise((done) => {
    const started = api.listen(0, '127.0.0.1', () => done(started));
  });
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`http://127.0.0.1:${listening.address().port}/`, { headers });
  const text = await response.text();
  listening.close();
  return [response.status, text];
}

seen('ID tokens: nothing said', await answer(undefined), [200, 'let in']);
seen('ID tokens: RS256, ES256', await answer(['RS256', 'ES256']), [200, 'let in']);
seen('ID tokens: RS256', await answer(['RS256']), [401, "Unexpected 'alg' value"]);
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
