#!/usr/bin/env bash
# @better-auth/oauth-provider 1.7.5: revoking a token that is not there any more is an error.
#
# Guess: RFC 7009, 2.2, answers 200 for a token that the server does not know, because the client wanted it gone and can
# do nothing about such an error. The endpoint is called the revocation_endpoint in the metadata, so it does so.
# Seen: 400 invalid_request, "token not found". oauth4webapi, which signs somebody out, throws.
# Who is hurt: clients that sign out after the token has expired and was swept, or that repeat a request whose answer
# was lost on the way. Introspection of the same token says {"active":false}, as it should.
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
const wish = { redirect_uris: ['https://app.example/back'] };
const client = await oauth.processDynamicClientRegistrationResponse(
  await oauth.dynamicClientRegistrationRequest(as, wish, options),
);
const proof = oauth.ClientSecretBasic(client.client_secret);
const token = 'swept-a-minute-ago';
const introspection = await oauth.introspectionRequest(as, client, proof, token, options);
seen('introspection', [introspection.status, await introspection.json()], [200, { active: false }]);
const revocation = await oauth.revocationRequest(as, client, proof, token, options);
const { error, error_description } = await revocation.clone().json();
seen('revocation', [revocation.status, error, error_description], [400, 'invalid_request', 'token not found']);
const thrown = await oauth.processRevocationResponse(revocation).then(
  () => 'nothing',
  ({ name }) => name,
);
seen('thrown by the client', thrown, 'ResponseBodyError');
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
