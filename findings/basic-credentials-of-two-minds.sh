#!/usr/bin/env bash
# @badgateway/oauth2-client 3.3.1 and simple-oauth2 5.1.0 as clients, @node-oauth/oauth2-server 5.3.0 and
# @jmondi/oauth2-server 4.3.7 as servers: a client whose identifier is an address is somebody else.
#
# Guess: all four are kept and used together, and RFC 6749, 2.3.1, says what happens to a client identifier in the Basic
# scheme: it is form-encoded before the colon is set, and decoded behind it. So an identifier that is an address, as of
# clients that describe themselves in a document, arrives as it was sent.
# Seen: both clients encode, neither server decodes. Both servers ask their model for https%3A%2F%2F…, with a secret in
# which the plus sign is %2B. @badgateway/oauth2-client encodes dots and hyphens as well, which form encoding leaves as
# they are, so that there even "weather-app" is unknown. Identifiers of letters and digits hide all of it.
# Who is hurt: whoever lets such clients authenticate with a secret; the error says "invalid client" and nothing more.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @badgateway/oauth2-client@3.3.1 simple-oauth2@5.1.0 \
  @node-oauth/oauth2-server@5.3.0 @jmondi/oauth2-server@4.3.7
cat > probe.mjs <<'PROBE'
import { createServer } from 'node:http';
import { once } from 'node:events';
import { OAuth2Client } from '@badgateway/oauth2-client';
import simple from 'simple-oauth2';
import NodeOAuth from '@node-oauth/oauth2-server';
import { AuthorizationServer, DateInterval, JwtService, OAuthRequest } from '@jmondi/oauth2-server';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const id = 'https://app.example/client.json';
const secret = 'plus+sign';

// What the clients send.
const sent = [];
const endpoint = createServer((request, response) => {
  sent.push(request.headers.authorization);
  response.setHeader('content-type', 'application/json');
  response.end('{ "access_token": "t", "token_type": "Bearer", "expires_in": 60 }');
}).listen(0, '127.0.0.1');
await once(endpoint, 'listening');
const server = `http://127.0.0.1:${endpoint.address().port}`;
await new OAuth2Client({
  server,
  clientId: id,
  clientSecret: secret,
  tokenEndpoint: '/token',
  authenticationMethod: 'client_secret_basic',
}).clientCredentials();
await new simple.ClientCredentials({ client: { id, secret }, auth: { tokenHost: server, tokenPath: '/token' } }).getToken({});
endpoint.close();
const encoded = 'https%3A%2F%2Fapp%2Eexample%2Fclient%2Ejson:plus%2Bsign';
const plain = (header) => Buffer.from(header.slice('Basic '.length), 'base64').toString();
seen('@badgateway/oauth2-client sends', plain(sent[0]), encoded);
seen('simple-oauth2 sends', plain(sent[1]), encoded.replaceAll('%2E', '.'));

// Whom the servers look for when they get exactly what the first of them sent.
const headers = { authorization: sent[0], 'content-type': 'application/x-www-form-urlencoded', 'content-length': '29' };
const body = { grant_type: 'client_credentials' };
const asked = [];
const model = {
  getClient: (...given) => (asked.push(given), Promise.resolve({ id: given[0], grants: ['client_credentials'] })),
  getUserFromClient: () => Promise.resolve({}),
  saveToken: (token, client, user) => Promise.resolve({ ...token, client, user }),
};
await new NodeOAuth({ model })
  .token(new NodeOAuth.Request({ method: 'POST', query: {}, headers, body }), new NodeOAuth.Response({ headers: {} }))
  .catch(() => {});
seen('@node-oauth/oauth2-server looks for', asked[0], encoded.split(':'));

const jmondi = new AuthorizationServer(
  {
    getByIdentifier: (name) => Promise.resolve({ id: name, allowedGrants: ['client_credentials'], scopes: [] }),
    isClientValid: (grant, client, given) => (asked.push([client.id, given]), Promise.resolve(true)),
  },
  { issueToken: (client, scopes) => ({ accessToken: 't', accessTokenExpiresAt: new Date(Date.now() + 60_000), client, scopes }), persist: () => {} },
  { getAllByIdentifiers: () => [], finalize: (scopes) => scopes },
  new JwtService('a secret of this probe, of no use'),
  {},
);
jmondi.enableGrantTypes(['client_credentials', new DateInterval('1m')]);
await jmondi.respondToAccessTokenRequest(new OAuthRequest({ method: 'POST', headers, body, query: {} })).catch(() => {});
seen('@jmondi/oauth2-server looks for', asked[1], encoded.split(':'));
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
