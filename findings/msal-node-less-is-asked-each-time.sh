#!/usr/bin/env bash
# @azure/msal-node 7.2.3, protocol mode OIDC: a client that was granted less than it asked for never uses a token twice.
#
# Guess: acquireTokenByClientCredential() keeps its tokens and is meant to be called before each request. A server may grant
# less than was asked for, and says so in `scope` (RFC 6749, 3.3 and 5.1). That token is kept as well, since it is all there
# is: asked again, the server would give the same.
# Seen: it is kept under what was granted, and looked for under what was asked, so it is never found: each call is a request
# for a token, and each token is good for an hour. The result has fromCache: false and the scopes granted, and nothing
# warns. With exactly these scopes, or with a server that does not say, one token serves all calls. More than was asked for
# is found, and the order does not matter.
# Who is hurt: services whose rights were narrowed at the server: they work on as before, twice as slowly, and the token
# endpoint gets as much traffic as their API, until a limit for this client says no.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @azure/msal-node@7.2.3
cat > probe.mjs <<'PROBE'
import { ConfidentialClientApplication, ProtocolMode } from '@azure/msal-node';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const issuer = 'https://auth.example/oauth';
const metadata = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
};
const asked = ['notes:read', 'notes:write'];

/** Requests for a token in five calls of a client, if the server says that it grants this scope. */
async function requests(scope) {
  let count = 0;
  const networkClient = {
    sendGetRequestAsync: async () => ({ status: 200, headers: {}, body: metadata }),
    sendPostRequestAsync: async () => ({
      status: 200,
      headers: {},
      body: { access_token: `token ${++count}`, token_type: 'Bearer', expires_in: 3600, ...(scope && { scope }) },
    }),
  };
  const client = new ConfidentialClientApplication({
    auth: { clientId: 'client', clientSecret: 'secret', authority: issuer, knownAuthorities: ['auth.example'] },
    system: { networkClient, protocolMode: ProtocolMode.OIDC },
  });
  const results = [];
  for (let call = 0; call < 5; call++) results.push(await client.acquireTokenByClientCredential({ scopes: asked }));
  return [count, results.at(-1).fromCache, results.at(-1).scopes];
}

seen('the server does not say', await requests(), [1, true, asked]);
seen('what was asked for, in another order', (await requests('notes:write notes:read')).slice(0, 2), [1, true]);
seen('more', (await requests('notes:read notes:write profile')).slice(0, 2), [1, true]);
seen('less', await requests('notes:read'), [5, false, ['notes:read']]);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
