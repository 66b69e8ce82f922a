#!/usr/bin/env bash
# passport-zitadel 1.2.3 with a private key: one assertion without an identifier is sent with every introspection of an hour.
#
# Guess: it works with any issuer that has a discovery document. Each introspection is authenticated by an assertion of its own,
# which lives for a minute or so and has a jti (OpenID Connect Core 9, private_key_jwt: required, used once).
# Seen: it finds the endpoint, and names the issuer alone as audience. But the assertion has no jti, is good for an hour and the
# same for all requests. A server that wants a jti, or takes an assertion once, refuses it; then every request to the
# resource server ends in an error of 500, the first one too, or all but the first one.
# Who is hurt: resource servers built with Nest or Express that introspect at another server than the one it was made for: nothing
# in its options changes it. With "type: basic" it introspects anywhere.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts passport-zitadel@1.2.3 passport@0.7.0 express@5.3.0
cat > probe.mjs <<'PROBE'
import { generateKeyPairSync } from 'node:crypto';
import http from 'node:http';
import express from 'express';
import passport from 'passport';
import { ZitadelIntrospectionStrategy } from 'passport-zitadel';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}
const listening = (server) => new Promise((done) => server.listen(0, '127.0.0.1', () => done(server.address().port)));
const claimsOf = (assertion) => JSON.parse(Buffer.from(assertion.split('.')[1], 'base64url'));

const assertions = [];
let once = false;
const server = http.createServer(async (request, response) => {
  response.setHeader('content-type', 'application/json');
  if (request.method === 'GET') return response.end(JSON.stringify({ issuer, introspection_endpoint: `${issuer}/introspect` }));
  let form = '';
  for await (const part of request) form += part;
  const assertion = new URLSearchParams(form).get('client_assertion');
  const isUsed = assertions.includes(assertion);
  assertions.push(assertion);
  if (once && isUsed) return response.writeHead(401).end('{"error":"invalid_client"}');
  response.end('{"active":true,"sub":"anybody"}');
});
const issuer = `http://127.0.0.1:${await listening(server)}`;

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});
const profile = { type: 'application', keyId: 'key', key: privateKey, appId: 'app', clientId: 'client' };
const authorization = { type: 'jwt-profile', profile };
passport.use('bearer', new ZitadelIntrospectionStrategy({ authority: issuer, authorization }));
const app = express();
app.get('/', passport.authenticate('bearer', { session: false }), (_request, response) => response.send('let in'));
app.use((_error, _request, response, _next) => response.status(500).send('error'));
const api = http.createServer(app);
const address = `http://127.0.0.1:${await listening(api)}/`;
const statusOf = async () => (await fetch(address, { headers: { authorization: 'Bearer token' } })).status;

seen('where a server takes an assertion again', [await statusOf(), await statusOf()], [200, 200]);
seen('assertions sent', new Set(assertions).size, 1);
const { aud, jti, iat, exp } = claimsOf(assertions[0]);
seen('audience is the issuer', aud === issuer, true);
seen('identifier', jti ?? null, null);
seen('seconds that it is good for', exp - iat, 3600);
once = true;
assertions.length = 0;
seen('where a server takes it once', [await statusOf(), await statusOf(), await statusOf()], [200, 500, 500]);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
