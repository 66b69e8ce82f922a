#!/usr/bin/env bash
# @better-auth/oauth-provider 1.7.5: who comes to the userinfo endpoint without a token is not told what to bring.
#
# Guess: a request without an access token gets 401 with "WWW-Authenticate: Bearer" and no error code, as RFC 6750, 3, has
# it for every protected resource. It is what makes a program fetch its first token.
# Seen: 401 with error=invalid_request in the body, which is the error of status 400 in the same standard, and without the
# header, which RFC 9110, 15.5.2, wants with every 401. For a token that is not good, the same endpoint sends the header.
# Who is hurt: clients that wait for the challenge; the one request that needs it most does not get it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts \
  better-auth@1.7.5 @better-auth/core@1.7.5 @better-auth/oauth-provider@1.7.5 oauth4webapi@3.8.8
cat > probe.mjs <<'PROBE'
import { oauthProvider } from '@better-auth/oauth-provider';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { jwt } from 'better-auth/plugins';
import * as oauth from 'oauth4webapi';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const tables = ['user', 'session', 'account', 'verification', 'jwks', 'oauthClient', 'oauthConsent'];
tables.push('oauthAccessToken', 'oauthRefreshToken', 'oauthResource', 'oauthClientResource');
const { handler } = betterAuth({
  baseURL: 'http://127.0.0.1:3000',
  secret: 'a long random string that only this server knows',
  database: memoryAdapter(Object.fromEntries(tables.map((name) => [name, []]))),
  logger: { disabled: true },
  plugins: [
    jwt(),
    oauthProvider({
      loginPage: '/login',
      consentPage: '/consent',
      allowDynamicClientRegistration: true,
      allowUnauthenticatedClientRegistration: true,
    }),
  ],
});
// Requests go straight into the server, without a port.
const options = {
  [oauth.allowInsecureRequests]: true,
  [oauth.customFetch]: (url, init) => handler(new Request(url, init)),
};

const issuer = new URL('http://127.0.0.1:3000/api/auth');
const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options));
const without = await handler(new Request(as.userinfo_endpoint));
const challenge = (response) => response.headers.get('www-authenticate') ?? 'no challenge';
seen('no token', [without.status, challenge(without), (await without.json()).error], [401, 'no challenge', 'invalid_request']);
const bad = await oauth.userInfoRequest(as, { client_id: 'client' }, 'expired', options);
seen('a token that is not good', [bad.status, challenge(bad).split(',')[0]], [401, 'Bearer error="invalid_token"']);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
