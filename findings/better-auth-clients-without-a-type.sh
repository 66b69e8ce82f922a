#!/usr/bin/env bash
# @better-auth/oauth-provider 1.7.5: a client that does not say what it is, is a website, and may not be on this machine.
#
# Guess: RFC 7591 knows no application_type; OpenID Connect, which does, asks for https of websites that use the implicit
# flow, and this server has the code flow only. So a public client with PKCE registers a private-use scheme or a loopback
# address (RFC 8252, 7.1 and 7.3) without further words, and a website under development a loopback address.
# Seen: all three are refused with invalid_redirect_uri. With application_type=native, all three are taken, also the
# website's. The message speaks of websites, which the first two are not.
# Who is hurt: apps and command-line tools that are written against RFC 7591, and developers who try their site.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts \
  better-auth@1.7.5 @better-auth/core@1.7.5 @better-auth/oauth-provider@1.7.5
cat > probe.mjs <<'PROBE'
import { oauthProvider } from '@better-auth/oauth-provider';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { jwt } from 'better-auth/plugins';

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
async function register(metadata) {
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(metadata) };
  // Requests go straight into the server, without a port.
  const response = await handler(new Request('http://127.0.0.1:3000/api/auth/oauth2/register', init));
  return [response.status, (await response.json()).error ?? 'registered'];
}

const clients = {
  'app with a private-use scheme': { redirect_uris: ['com.example.app:/back'], token_endpoint_auth_method: 'none' },
  'tool on loopback': { redirect_uris: ['http://127.0.0.1:8080/back'], token_endpoint_auth_method: 'none' },
  'website under development': { redirect_uris: ['http://127.0.0.1:8080/back'] },
};
for (const [name, metadata] of Object.entries(clients)) {
  seen(name, await register(metadata), [400, 'invalid_redirect_uri']);
  seen(`${name}, as native`, await register({ ...metadata, application_type: 'native' }), [201, 'registered']);
}
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
