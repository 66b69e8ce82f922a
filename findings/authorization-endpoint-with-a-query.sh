#!/usr/bin/env bash
# @badgateway/oauth2-client 3.3.1, @openid/appauth 1.4.0 and grant 5.4.24: an authorization endpoint with a query of its own gets
# two question marks, and no client.
#
# Guess: the address of an authorization endpoint may have a query, and that "MUST be retained when adding additional query
# parameters" (RFC 6749, 3.1), as for servers that tell their tenants or policies by it. Whoever builds the address from it looks
# for a question mark first, or has URL do it, as simple-oauth2, passport-oauth2 and oidc-client-ts do.
# Seen: these three write a second question mark behind it. The first parameter of the request becomes the end of the value that
# was there: the tenant is called "blue?client_id=client" in two of them, and there is no client_id; in the third it swallows
# redirect_uri. The token endpoint, which may have a query, too (3.2), is asked as it was given.
# Who is hurt: people who are sent to such a server and read there that there is no such tenant, or that the program is unknown.
# Without a client or an address that it knows, a server does not send them back (RFC 6749, 4.1.2.1), so that the program never
# hears of it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
# AppAuth names its own files without their endings, so that Node.js cannot load it and a bundler has to.
npm install --silent --no-audit --no-fund --ignore-scripts @badgateway/oauth2-client@3.3.1 @openid/appauth@1.4.0 esbuild@0.28.2 \
  grant@5.4.24 simple-oauth2@5.1.0 passport-oauth2@1.8.0 oidc-client-ts@3.5.0 express@5.3.0 express-session@1.19.0
cat > appauth.mjs <<'APPAUTH'
export * from '@openid/appauth';
APPAUTH
npx esbuild appauth.mjs --bundle --platform=node --format=esm --log-level=error --outfile=appauth.bundle.mjs
cat > probe.mjs <<'PROBE'
import { OAuth2Client } from '@badgateway/oauth2-client';
import express from 'express';
import session from 'express-session';
import grant from 'grant';
import { InMemoryWebStorage, OidcClient, WebStorageStateStore } from 'oidc-client-ts';
import OAuth2Strategy from 'passport-oauth2';
import { AuthorizationCode } from 'simple-oauth2';
import * as appauth from './appauth.bundle.mjs';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}
/** What the server reads of an address to which somebody was sent. */
function read(address) {
  const { searchParams } = new URL(address);
  return [searchParams.get('tenant'), searchParams.get('client_id'), searchParams.get('redirect_uri')];
}

let tokenRequest;
const app = express();
app.post('/token', (request, response) => {
  tokenRequest = request.url;
  response.json({ access_token: 'token', token_type: 'Bearer' });
});
app.use(session({ secret: 'a secret of this probe, which is of no use', saveUninitialized: true, resave: false }));
const listening = await new Promise((done) => {
  const started = app.listen(0, '127.0.0.1', () => done(started));
});
const site = `http://127.0.0.1:${listening.address().port}`;
const [client, secret, back] = ['client', 'secret', 'https://app.example/back'];
const authorize = 'https://server.example/authorize?tenant=blue';
const token = `${site}/token?tenant=blue`;
const good = ['blue', client, back];

const simple = new AuthorizationCode({
  client: { id: client, secret },
  auth: { authorizeHost: 'https://server.example', authorizePath: '/authorize?tenant=blue', tokenHost: site },
});
seen('simple-oauth2', read(simple.authorizeURL({ redirect_uri: back })), good);
const strategy = new OAuth2Strategy(
  { authorizationURL: authorize, tokenURL: token, clientID: client, clientSecret: secret, callbackURL: back },
  () => {},
);
strategy.redirect = (address) => seen('passport-oauth2', read(address), good);
strategy.authenticate({ headers: {}, query: {} });
const oidc = new OidcClient({
  authority: 'https://server.example',
  client_id: client,
  redirect_uri: back,
  metadata: { issuer: 'https://server.example', authorization_endpoint: authorize, token_endpoint: token },
  stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
});
seen('oidc-client-ts', read((await oidc.createSigninRequest({})).url), good);

const badgateway = new OAuth2Client({
  clientId: client,
  clientSecret: secret,
  server: site,
  authorizationEndpoint: authorize,
  tokenEndpoint: token,
});
const asked = await badgateway.authorizationCode.getAuthorizeUri({ redirectUri: back });
seen('@badgateway/oauth2-client', read(asked), ['blue?client_id=client', null, back]);
await badgateway.clientCredentials();
seen('@badgateway/oauth2-client, token request', tokenRequest, '/token?tenant=blue');

const print = console.log;
console.log = () => {}; // AppAuth writes the whole request there.
const visited = await new Promise((done) => {
  const storage = new (class extends appauth.StorageBackend {
    async setItem() {}
  })();
  const handler = new appauth.RedirectRequestHandler(storage, new appauth.BasicQueryStringUtils(), { assign: done }, {
    generateRandom: () => 'random',
  });
  const configuration = new appauth.AuthorizationServiceConfiguration({
    authorization_endpoint: authorize,
    token_endpoint: token,
  });
  const request = { client_id: client, redirect_uri: back, scope: 'read', response_type: 'code', state: 'state' };
  handler.performAuthorizationRequest(configuration, new appauth.AuthorizationRequest(request, undefined, false));
});
console.log = print;
seen('@openid/appauth', read(visited), [`blue?redirect_uri=${back}`, client, null]);

app.use(
  grant.express({
    defaults: { origin: site, transport: 'session' },
    other: { oauth: 2, key: client, secret, authorize_url: authorize, access_url: token, redirect_uri: back },
  }),
);
const sent = await fetch(`${site}/connect/other`, { redirect: 'manual' });
seen('grant', read(sent.headers.get('location')), ['blue?client_id=client', null, back]);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
