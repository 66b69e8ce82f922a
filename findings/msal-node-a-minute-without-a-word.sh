#!/usr/bin/env bash
# @azure/msal-node 7.2.3, protocol mode OIDC: after one 503, a client refuses itself for a minute and does not say why.
#
# Guess: while the server restarts, a call fails with 503, and the next one, a second later, gets its token. If the server
# says how long to wait (Retry-After, seconds or a date: RFC 9110, 10.2.3), the library may keep to that, and an error that
# it makes itself says that it does.
# Seen: the first call fails with the code of the server. All calls for the same scopes in the next 60 seconds fail with a
# ServerError that has an empty code and an empty message, and nothing is sent, although the server is back. In seconds,
# Retry-After is heeded, and the error is as empty. As a date it is not read: a server that says "in two seconds" is left
# alone for a minute. The same after 429, and after a 500, which says nothing about waiting.
# Who is hurt: services whose own callers get 500 for a minute when the server was away for a second; and who reads their
# log, where there is a class, no code and no words.
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

let ahead = 0; // Seconds.
const clock = Date.now;
Date.now = () => clock() + ahead * 1000;

const issuer = 'https://auth.example/oauth';
const metadata = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
};
const good = { status: 200, headers: {}, body: { access_token: 'token', token_type: 'Bearer', expires_in: 3600 } };

/** What calls come to if the first is answered like this and all others well; each some seconds after the first. */
async function calls(first, seconds) {
  const answers = [first];
  let requests = 0;
  const networkClient = {
    sendGetRequestAsync: async () => ({ status: 200, headers: {}, body: metadata }),
    sendPostRequestAsync: async () => {
      requests++;
      return structuredClone(answers.shift() ?? good);
    },
  };
  const client = new ConfidentialClientApplication({
    auth: { clientId: 'client', clientSecret: 'secret', authority: issuer, knownAuthorities: ['auth.example'] },
    system: { networkClient, protocolMode: ProtocolMode.OIDC },
  });
  const outcomes = [];
  for (const later of [0, ...seconds]) {
    ahead = later;
    outcomes.push(
      await client.acquireTokenByClientCredential({ scopes: ['notes:read'] }).then(
        ({ accessToken }) => accessToken,
        (error) => [error.name, error.errorCode, error.errorMessage],
      ),
    );
  }
  return [outcomes.slice(1), requests];
}
const refused = (status, headers = {}) => ({ status, headers, body: { error: 'temporarily_unavailable' } });
const empty = ['ServerError', '', ''];

seen('503', await calls(refused(503), [1, 58, 61]), [[empty, empty, 'token'], 2]);
seen('500', await calls(refused(500), [1, 58, 61]), [[empty, empty, 'token'], 2]);
seen('429', await calls(refused(429), [1, 58, 61]), [[empty, empty, 'token'], 2]);
const soon = refused(503, { 'retry-after': '2' });
seen('503, in two seconds', await calls(soon, [1, 4]), [[empty, 'token'], 2]);
const date = refused(503, { 'retry-after': new Date(clock() + 2000).toUTCString() });
seen('503, a date in two seconds', await calls(date, [1, 4, 58, 61]), [[empty, empty, empty, 'token'], 2]);
seen('400', await calls(refused(400), [1]), [['token'], 2]);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
