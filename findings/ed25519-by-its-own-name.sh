#!/usr/bin/env bash
# Verifiers of JWTs and the algorithm Ed25519: jose 6.2.18 signs with a name that four others do not know.
#
# Guess: RFC 9864 has given the algorithm its own name, Ed25519, and deprecated EdDSA, which does not say which curve.
# Libraries that verify EdDSA with such keys, and say "Ed25519" in their documentation, take the new name for the same
# thing.
# Seen: jose does. express-oauth2-jwt-bearer 1.10.0, hono 4.13.19, aws-jwt-verify 5.2.1 and fast-jwt 6.3.6 refuse it, and
# take the same token under the old name. To the first, it makes no difference that it is built on jose.
# Who is hurt: servers that name their keys as the standard now has it; they cannot serve APIs built on these.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts jose@6.2.18 \
  express-oauth2-jwt-bearer@1.10.0 express@5.3.0 hono@4.13.19 aws-jwt-verify@5.2.1 fast-jwt@6.3.6
cat > probe.mjs <<'PROBE'
import { JwtVerifier } from 'aws-jwt-verify';
import express from 'express';
import { auth } from 'express-oauth2-jwt-bearer';
import { createVerifier } from 'fast-jwt';
import { Hono } from 'hono';
import { jwk } from 'hono/jwk';
import * as jose from 'jose';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const pair = await jose.generateKeyPair('Ed25519', { extractable: true });
const publicJwk = await jose.exportJWK(pair.publicKey);
const pem = await jose.exportSPKI(pair.publicKey);
let keys;
const app = express();
const server = await new Promise((done) => {
  const listening = app.listen(0, '127.0.0.1', () => done(listening));
});
const issuer = `http://127.0.0.1:${server.address().port}`;
app.get('/.well-known/openid-configuration', (_, response) => response.json({ issuer, jwks_uri: `${issuer}/jwks` }));
app.get('/jwks', (_, response) => response.json({ keys }));

const verifiers = {
  jose: (token) => jose.jwtVerify(token, jose.createLocalJWKSet({ keys })),
  async 'express-oauth2-jwt-bearer'(token) {
    const api = express().get('/', auth({ issuerBaseURL: issuer, audience: 'api' }), (_, response) => response.end());
    api.use((error, _request, response, _next) => response.sendStatus(error.status ?? 500));
    const listening = await new Promise((done) => {
      const started = api.listen(0, '127.0.0.1', () => done(started));
    });
    const headers = { authorization: `Bearer ${token}` };
    const { status } = await fetch(`http://127.0.0.1:${listening.address().port}/`, { headers });
    listening.close();
    if (status !== 200) throw new Error(status);
  },
  async hono(token, alg) {
    const api = new Hono().use(jwk({ keys, alg: [alg] })).get('/', (context) => context.text(''));
    api.onError((_, context) => context.text('', 401));
    const response = await api.request('/', { headers: { authorization: `Bearer ${token}` } });
    if (!response.ok) throw new Error(response.status);
  },
  async 'aws-jwt-verify'(token) {
    const verifier = JwtVerifier.create({ issuer, audience: 'api', jwksUri: 'https://server.example/jwks' });
    verifier.cacheJwks({ keys });
    await verifier.verify(token);
  },
  'fast-jwt': async (token) => createVerifier({ key: pem })(token),
};

/** Who takes a token that is signed by the same key under this name. */
async function takers(alg) {
  keys = [{ ...publicJwk, kid: 'key', use: 'sig', alg }];
  const header = { alg, kid: 'key', typ: 'JWT' };
  const jwt = new jose.SignJWT().setIssuer(issuer).setSubject('somebody').setAudience('api').setIssuedAt();
  const token = await jwt.setExpirationTime('5m').setProtectedHeader(header).sign(pair.privateKey);
  const taken = [];
  for (const [name, verify] of Object.entries(verifiers)) {
    await verify(token, alg).then(
      () => taken.push(name),
      () => {},
    );
  }
  return taken;
}

seen('EdDSA', await takers('EdDSA'), Object.keys(verifiers));
seen('Ed25519', await takers('Ed25519'), ['jose']);
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
