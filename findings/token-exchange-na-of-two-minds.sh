#!/usr/bin/env bash
# oauth4webapi 3.8.8, openid-client 6.9.0: the token type of an exchange that gives no access token is refused, or renamed.
#
# Guess: RFC 8693, 2.2.1, has token_type "N_A" where what was issued is no access token, as an ID token. Both libraries write
# of the grant's URN, and the second is made of the first: generic processing takes such an answer.
# Seen: oauth4webapi calls it an unsupported type, unless the caller declares a handler for it, under the name "n_a".
# openid-client declares that for itself, for this grant only, and what it gives back is "n_a", which is in no standard.
# Who is hurt: programs that go from openid-client to the smaller library: an exchange that was good is now an error. And
# those that compare with the value of the standard, which never comes, to tell an ID token from what goes into a header.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts oauth4webapi@3.8.8 openid-client@6.9.0
cat > probe.mjs <<'PROBE'
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const issuer = 'https://issuer.example';
const server = { issuer, token_endpoint: `${issuer}/token` };
const idToken = 'urn:ietf:params:oauth:token-type:id_token';
const exchange = 'urn:ietf:params:oauth:grant-type:token-exchange';
/** The answer of the token endpoint, without a network. */
const answer = (token_type) => Response.json({ access_token: 'issued', issued_token_type: idToken, token_type, expires_in: 60 });
const outcome = (promise) =>
  promise.then(
    (tokens) => tokens.token_type,
    ({ code, message }) => [code, message],
  );

const small = (type, options) =>
  outcome(oauth.processGenericTokenEndpointResponse(server, { client_id: 'client' }, answer(type), options));
const large = (type, grant) => {
  const configuration = new openid.Configuration(server, 'client', 'secret');
  configuration[openid.customFetch] = async () => answer(type);
  const parameters = { subject_token: 'token', subject_token_type: 'urn:ietf:params:oauth:token-type:access_token' };
  return outcome(openid.genericGrantRequest(configuration, grant, parameters));
};

seen('oauth4webapi, Bearer', await small('Bearer'), 'bearer');
const refused = ['OAUTH_UNSUPPORTED_OPERATION', 'unsupported `token_type` value'];
seen('oauth4webapi, N_A', await small('N_A'), refused);
seen('the same, declared as N_A', await small('N_A', { recognizedTokenTypes: { N_A: () => {} } }), refused);
seen('the same, declared as n_a', await small('N_A', { recognizedTokenTypes: { n_a: () => {} } }), 'n_a');
seen('openid-client, N_A', await large('N_A', exchange), 'n_a');
seen('the same, of another grant', await large('N_A', 'urn:example:exchange'), ['OAUTH_UNSUPPORTED_OPERATION', 'unsupported operation']);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
