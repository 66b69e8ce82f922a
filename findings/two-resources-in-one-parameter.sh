#!/usr/bin/env bash
# simple-oauth2 5.1.0, @auth/core 0.41.3 and grant 5.4.24: a list of two resources goes out as one resource, or under other
# names.
#
# Guess: a client asks for a token for two APIs by repeating the parameter resource (RFC 8707, 2). Each of these takes
# further parameters for the authorization request, of any name, and a list as the value of one; a list is repeated, as
# node:querystring, the query of URL templates and passport-oauth2 1.8.0 have it.
# Seen: simple-oauth2 and @auth/core join them with a comma, which makes one address, and a good one: nothing tells the
# server that it was two. grant sends resource[0] and resource[1]. And simple-oauth2 does it right in the token request,
# so that the two requests of one sign-in name different resources.
# Who is hurt: people who are sent to the server and come back with invalid_target, or, from grant, with a token for
# no resource in particular, which the API refuses later. Where an address may be given, one with the query in it helps.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts simple-oauth2@5.1.0 @auth/core@0.41.3 grant@5.4.24 \
  passport-oauth2@1.8.0 express@5.3.0 express-session@1.19.0
cat > probe.mjs <<'PROBE'
import { Auth } from '@auth/core';
import express from 'express';
import session from 'express-session';
import grant from 'grant';
import OAuth2Strategy from 'passport-oauth2';
import { AuthorizationCode } from 'simple-oauth2';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const resource = ['https://a.example/', 'https://b.example/'];
const [clientId, secret] = ['client', 'a secret of this probe, which is of no use'];
const server = 'https://server.example';
let tokenRequest;
const app = express();
app.post('/token', express.urlencoded({ extended: false }), (request, response) => {
  tokenRequest = Object.entries(request.body).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  response.json({ access_token: 'token', token_type: 'Bearer' });
});
app.use(session({ secret, saveUninitialized: true, resave: false }));
const listening = await new Promise((done) => {
  const started = app.listen(0, '127.0.0.1', () => done(started));
});
const site = `http://127.0.0.1:${listening.address().port}`;
app.use(
  grant.express({
    defaults: { origin: site, transport: 'session' },
    other: {
      oauth: 2,
      key: clientId,
      secret,
      authorize_url: `${server}/authorize`,
      access_url: `${server}/token`,
      custom_params: { resource },
    },
  }),
);
const named = (parameters) => [...parameters].filter(([name]) => name.startsWith('resource'));
const asked = (address) => named(new URL(address).searchParams);
const twice = resource.map((one) => ['resource', one]);
const joined = [['resource', resource.join(',')]];

const simple = new AuthorizationCode({ client: { id: clientId, secret }, auth: { tokenHost: site, tokenPath: '/token' } });
seen('simple-oauth2', asked(simple.authorizeURL({ redirect_uri: site, resource })), joined);
await simple.getToken({ code: 'code', redirect_uri: site, resource });
seen('simple-oauth2, token request', named(tokenRequest), twice);

const authorization = { url: `${server}/authorize`, params: { scope: 'read', resource } };
const config = {
  secret,
  trustHost: true,
  basePath: '/auth',
  providers: [{ id: 'other', name: 'Other', type: 'oauth', clientId, authorization, token: `${server}/token`, userinfo: server }],
};
const form = await Auth(new Request(`${site}/auth/csrf`), config);
const cookie = form.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
const body = new URLSearchParams(await form.json());
const signIn = new Request(`${site}/auth/signin/other`, { method: 'POST', headers: { cookie }, body });
seen('@auth/core', asked((await Auth(signIn, config)).headers.get('location')), joined);

const sent = await fetch(`${site}/connect/other`, { redirect: 'manual' });
const numbered = resource.map((one, index) => [`resource[${index}]`, one]);
seen('grant', asked(sent.headers.get('location')), numbered);

const options = { authorizationURL: `${server}/authorize`, tokenURL: `${server}/token`, clientID: clientId, clientSecret: secret };
const strategy = new OAuth2Strategy(options, () => {});
strategy.authorizationParams = () => ({ resource });
strategy.redirect = (address) => seen('passport-oauth2', asked(address), twice);
strategy.authenticate({ headers: {}, query: {} });
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
