#!/usr/bin/env bash
# @modelcontextprotocol/sdk 1.32.2, mcpAuthRouter: it registers clients for a method that its token endpoint refuses.
#
# Guess: a server that only knows client_secret_post and none refuses to register anything else (invalid_client_metadata)
# or registers another value and says so in its answer: RFC 7591, 3.2.1, has it return "all registered metadata" and
# allows it to replace values. A client that states no method has client_secret_basic by default (RFC 7591, 2).
# Seen: a client that asks for client_secret_basic gets 201, the same value and a secret. With this secret in the way
# that was registered, the token endpoint says 400 invalid_request, because it looks for client_id in the form. Neither
# 401 nor invalid_client says that the method is the trouble. With the same secret in the form it works.
# Who is hurt: clients that trust the answer to their registration, such as those built on oauth4webapi.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @modelcontextprotocol/sdk@1.32.2 express@5.3.0 oauth4webapi@3.8.8
cat > probe.mjs <<'PROBE'
import { createHash } from 'node:crypto';
import { mcpAuthRouter } from '@modelcontextprotocol/sdk/server/auth/router.js';
import express from 'express';
import * as oauth from 'oauth4webapi';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const verifier = oauth.generateRandomCodeVerifier();
const clients = new Map();
const provider = {
  clientsStore: {
    getClient: (id) => clients.get(id),
    registerClient(client) {
      const registered = { ...client, client_id: `client-${clients.size}` };
      clients.set(registered.client_id, registered);
      return registered;
    },
  },
  challengeForAuthorizationCode: async () => createHash('sha256').update(verifier).digest('base64url'),
  exchangeAuthorizationCode: async () => ({ access_token: 'token', token_type: 'bearer' }),
};
const app = express();
const server = await new Promise((done) => {
  const listening = app.listen(0, '127.0.0.1', () => done(listening));
});
const issuer = `http://127.0.0.1:${server.address().port}/`;
app.use(mcpAuthRouter({ provider, issuerUrl: new URL(issuer) }));

const insecure = { [oauth.allowInsecureRequests]: true };
const as = await oauth.processDiscoveryResponse(
  new URL(issuer),
  await oauth.discoveryRequest(new URL(issuer), { algorithm: 'oauth2', ...insecure }),
);
const wish = { redirect_uris: ['http://127.0.0.1/back'], token_endpoint_auth_method: 'client_secret_basic' };
const client = await oauth.processDynamicClientRegistrationResponse(
  await oauth.dynamicClientRegistrationRequest(as, wish, insecure),
);
seen('methods in the metadata', as.token_endpoint_auth_methods_supported, ['client_secret_post', 'none']);
seen('method in the answer to the registration', client.token_endpoint_auth_method, 'client_secret_basic');

/** What the token endpoint says to a code with the secret sent like this. */
async function exchange(authentication) {
  const parameters = new URLSearchParams({ code: 'code', code_verifier: verifier });
  const response = await oauth.genericTokenEndpointRequest(
    as,
    client,
    authentication,
    'authorization_code',
    parameters,
    insecure,
  );
  const { error = 'none' } = await response.json();
  return [response.status, error];
}
seen('secret as registered', await exchange(oauth.ClientSecretBasic(client.client_secret)), [400, 'invalid_request']);
seen('secret in the form', await exchange(oauth.ClientSecretPost(client.client_secret)), [200, 'none']);
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
