#!/usr/bin/env bash
# openid-client 6.9.0: whether a refused client finds invalid_client in the error depends on a header, not on the answer.
#
# Guess: a client whose secret is not right (any more) gets 401 and {"error":"invalid_client"}, and, if it came with Basic,
# a WWW-Authenticate, which RFC 6749, 5.2, makes a duty then. The error that is thrown has the code in its member `error`
# and the words of the server in `error_description`, as that of any other refusal has.
# Seen: without the header it does. With it, the class is another one and the body stays unread: `error` and
# `error_description` are undefined, the message speaks of a challenge, and `cause` has the challenge, which has no room
# for the code of a client. So a server that does its duty is the one whose reason is lost. The same for a token, a refresh
# and an introspection. What helps is to read the body oneself, from the `response` of the error.
# Who is hurt: programs that tell by the code whether a secret was rotated, a grant has ended or the server is in trouble;
# who moved from client_secret_post, where servers need not send the header, loses the branch without a test noticing it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts openid-client@6.9.0
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import * as client from 'openid-client';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

let challenge;
const server = http.createServer((_, response) => {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  response.writeHead(401, challenge ? { ...headers, 'www-authenticate': 'Basic realm="clients"' } : headers);
  response.end('{"error":"invalid_client","error_description":"The secret has ended."}');
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const issuer = `http://127.0.0.1:${server.address().port}`;
const metadata = { issuer, token_endpoint: `${issuer}/token`, introspection_endpoint: `${issuer}/introspect` };
const configuration = new client.Configuration(metadata, 'client', {}, client.ClientSecretBasic('old secret'));
client.allowInsecureRequests(configuration);

const requests = {
  'a token': () => client.clientCredentialsGrant(configuration),
  'a refresh': () => client.refreshTokenGrant(configuration, 'refresh token'),
  'an introspection': () => client.tokenIntrospection(configuration, 'token'),
};
for (const [name, request] of Object.entries(requests)) {
  challenge = false;
  const plain = await request().catch((error) => error);
  seen(`${name}, refused without the header`, [plain.constructor.name, plain.error, plain.error_description], [
    'ResponseBodyError',
    'invalid_client',
    'The secret has ended.',
  ]);
  challenge = true;
  const error = await request().catch((error) => error);
  seen(`${name}, refused with it`, [error.constructor.name, error.error ?? null, error.error_description ?? null], [
    'WWWAuthenticateChallengeError',
    null,
    null,
  ]);
  seen('cause', error.cause, [{ scheme: 'basic', parameters: { realm: 'clients' } }]);
  seen('what nobody has read', (await error.response.json()).error, 'invalid_client');
}
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
