#!/usr/bin/env bash
# node-jose 2.2.0: one key of a kind that it does not know, and no key of the set is known any more.
# 
# Guess: RFC 7517, 5, has implementations ignore keys whose kty they do not understand, so that a server may add a key of a
# new kind beside the old ones. A library from before Ed25519 reads the P-256 key of such a set and verifies with it.
# Seen: asKeyStore() fails with "unsupported key type" as soon as the set has an Ed25519 key (OKP) or one of ML-DSA (AKP),
# wherever it stands, and says neither which key nor which type. jose 6.2.18, jwks-rsa 4.1.0 and aws-jwt-verify 5.2.1 go
# on with the key they know.
# Who is hurt: APIs that verify with it, on the day their server publishes a second kind of key, whatever its tokens are
# signed with; and the server, which will be asked what it has broken.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts \
  node-jose@2.2.0 jose@6.2.18 jwks-rsa@4.1.0 aws-jwt-verify@5.2.1
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import { JwtVerifier } from 'aws-jwt-verify';
import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import jwksRsa from 'jwks-rsa';
import nodeJose from 'node-jose';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const { publicKey, privateKey } = await generateKeyPair('ES256');
const { publicKey: other } = await generateKeyPair('Ed25519');
const known = { ...(await exportJWK(publicKey)), kid: 'known', alg: 'ES256', use: 'sig' };
const ed25519 = { ...(await exportJWK(other)), kid: 'other', alg: 'Ed25519', use: 'sig' };
const mlDsa = { kty: 'AKP', alg: 'ML-DSA-44', kid: 'other', use: 'sig', pub: 'A'.repeat(1750) };
let keys;
const server = http.createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const issuer = `http://127.0.0.1:${server.address().port}`;
const token = await new SignJWT()
  .setProtectedHeader({ alg: 'ES256', kid: 'known' })
  .setIssuer(issuer)
  .setAudience('api')
  .setExpirationTime('5m')
  .sign(privateKey);

const verifiers = {
  jose: () => jwtVerify(token, createRemoteJWKSet(new URL(issuer))),
  'jwks-rsa': () => jwksRsa({ jwksUri: issuer }).getSigningKey('known'),
  'aws-jwt-verify': () => {
    const verifier = JwtVerifier.create({ issuer, audience: 'api', jwksUri: 'https://api.example/jwks' });
    verifier.cacheJwks({ keys });
    return verifier.verify(token);
  },
  'node-jose': async () => nodeJose.JWS.createVerify(await nodeJose.JWK.asKeyStore({ keys })).verify(token),
};
const sets = { alone: [known], 'before Ed25519': [known, ed25519], 'behind Ed25519': [ed25519, known] };
for (const [where, set] of Object.entries({ ...sets, 'before ML-DSA': [known, mlDsa] })) {
  keys = set;
  for (const [name, verify] of Object.entries(verifiers)) {
    const now = await verify().then(
      () => 'well',
      ({ message }) => message,
    );
    seen(`${name}, ${where}`, now, name === 'node-jose' && where !== 'alone' ? 'unsupported key type' : 'well');
  }
}
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
