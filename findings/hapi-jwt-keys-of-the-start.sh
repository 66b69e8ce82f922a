#!/usr/bin/env bash
# @hapi/jwt 3.2.4 (hapi 21): the keys behind an address are those of the moment the server started.
#
# Guess: with keys: { uri }, the key set is fetched when it is needed, kept for a while, and asked for again when a token
# names a key that is not in it, as OpenID Connect Core, 10.1.1, has it for the rotation of keys.
# Seen: it is fetched once, while the server starts. If that fails, the server does not start. A key that the authorization
# server adds later is never asked for: its tokens are refused, with a challenge that has neither error nor description,
# and a message that authentication is missing.
# Who is hurt: operators who rotate a signing key: the old key's tokens run out after minutes, and every hapi server
# behind it refuses everybody until it is restarted. And whoever starts both servers at the same time.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @hapi/jwt@3.2.4 @hapi/hapi@21.4.4 jose@6.2.18
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import Hapi from '@hapi/hapi';
import Jwt from '@hapi/jwt';
import * as jose from 'jose';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

async function pair(kid) {
  const { publicKey, privateKey } = await jose.generateKeyPair('RS256');
  return { kid, privateKey, jwk: { ...(await jose.exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } };
}
const [old, next] = [await pair('old'), await pair('next')];

let status = 503;
let asked = 0;
let keys = [old.jwk];
const issuer = http.createServer((_request, response) => {
  asked += 1;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
});
await new Promise((done) => issuer.listen(0, '127.0.0.1', done));

async function resourceServer() {
  const server = Hapi.server({ host: '127.0.0.1', port: 0 });
  await server.register(Jwt);
  server.auth.strategy('token', 'jwt', {
    keys: { uri: `http://127.0.0.1:${issuer.address().port}/jwks` },
    verify: { aud: 'api', iss: 'https://issuer.example', sub: false },
    validate: () => ({ isValid: true }),
  });
  server.auth.default('token');
  server.route({ method: 'GET', path: '/', handler: () => 'data' });
  await server.initialize();
  return server;
}
const token = ({ kid, privateKey }) =>
  new jose.SignJWT({})
    .setProtectedHeader({ alg: 'RS256', kid })
    .setIssuer('https://issuer.example')
    .setAudience('api')
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(privateKey);

seen('start without keys', await resourceServer().catch(({ message }) => message), 'JWKS endpoint error');
status = 200;
asked = 0;
const server = await resourceServer();
seen('asked at the start', asked, 1);
async function get(key) {
  const reply = await server.inject({ url: '/', headers: { authorization: `Bearer ${await token(key)}` } });
  return [reply.statusCode, reply.headers['www-authenticate'] ?? null, reply.payload];
}
seen('old key', await get(old), [200, null, 'data']);
keys = [old.jwk, next.jwk];
seen('new key', await get(next), [
  401,
  'Bearer',
  '{"statusCode":401,"error":"Unauthorized","message":"Missing authentication"}',
]);
seen('asked in all', asked, 1);
issuer.close();
issuer.closeAllConnections();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
