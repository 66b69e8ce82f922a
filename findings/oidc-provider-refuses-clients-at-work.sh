#!/usr/bin/env bash
# oidc-provider 9.13.3: a client that is configured for an algorithm the server has no key for is refused when it asks for
# something, not when the server starts; and a server without an RSA key has every client say how ID tokens are signed.
#
# Guess: what a client does not say is what the server can do (RFC 7591, 2: the server may fill in what is left out), so a
# server with one ES256 key signs with ES256; that a client never gets an ID token settles the question anyway. And clients
# that are part of the configuration are judged when the server starts, as the rest of the configuration is.
# Seen: metadata names ES256 alone, yet a client for client credentials that says nothing is taken for one that wants
# RS256. The constructor takes it; each of its token requests, with the right secret, is answered 400
# invalid_client_metadata, an error that RFC 6749, 5.2 does not have, and RFC 7591 has for registration alone. A client
# beside it that names ES256 is served.
# Who is hurt: whoever leaves RSA behind: the server starts, its health is good, and some of the clients get nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts oidc-provider@9.13.3
cat > probe.mjs <<'PROBE'
import { generateKeyPairSync } from 'node:crypto';
import http from 'node:http';
import Provider from 'oidc-provider';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const secret = 'an-example-of-a-secret-of-some-length';
const server = http.createServer();
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const issuer = `http://127.0.0.1:${server.address().port}`;
console.warn = console.info = () => {};
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const client = (client_id, more) => ({
  client_id,
  client_secret: secret,
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
  ...more,
});
const provider = new Provider(issuer, {
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' }] },
  clients: [client('says-nothing'), client('says-it', { id_token_signed_response_alg: 'ES256' })],
  features: { clientCredentials: { enabled: true } },
  ttl: { ClientCredentials: 600 },
});
server.on('request', provider.callback());

const metadata = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
seen('algorithms of ID tokens', metadata.id_token_signing_alg_values_supported, ['ES256']);
async function tokenOf(id) {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { error, error_description: why, token_type: type } = await response.json();
  return [response.status, error ?? type, why ?? ''];
}
seen('a client that says nothing', await tokenOf('says-nothing'), [
  400,
  'invalid_client_metadata',
  "id_token_signed_response_alg must be 'ES256'",
]);
seen('a client that says ES256', await tokenOf('says-it'), [200, 'Bearer', '']);
server.close();
server.closeAllConnections();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs 2>/dev/null
