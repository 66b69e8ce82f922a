#!/usr/bin/env bash
# openid-client 6.9.0, pollDeviceAuthorizationGrant(): one 503 in ten minutes, and the person has typed for nothing.
#
# Guess: it polls until the device code expires, or the server gives a final answer (RFC 8628, 3.5). authorization_pending
# and slow_down are none, and neither is 503 from a proxy while the server restarts: the next poll is due anyway.
# Seen: the first 503 ends it with OAUTH_RESPONSE_IS_NOT_CONFORM. The device code is still good, and the answer to the
# next poll would have been the token.
# Who is hurt: people who read a code off one screen and type it on another, when the server restarts meanwhile; programs
# that do not know that they may call the function again with the same answer.
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

let polls = 0;
let answers;
const server = http.createServer((_, response) => {
  const [status, body] = answers[polls++];
  const type = body.startsWith('{') ? 'application/json' : 'text/plain';
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const issuer = `http://127.0.0.1:${server.address().port}`;
const config = new client.Configuration({ issuer, token_endpoint: issuer }, 'client', undefined, client.None());
client.allowInsecureRequests(config);

/** What becomes of a device code that is good for a minute if the token endpoint gives these answers. */
async function poll(...given) {
  polls = 0;
  answers = given;
  const code = { device_code: 'device', user_code: 'USER', verification_uri: issuer, expires_in: 60, interval: 1 };
  const outcome = await client.pollDeviceAuthorizationGrant(config, code).then(
    ({ access_token }) => access_token,
    ({ code }) => code,
  );
  return [outcome, `${polls} polls`];
}

const pending = [400, '{"error":"authorization_pending"}'];
const token = [200, '{"access_token":"token","token_type":"bearer"}'];
seen('pending, pending, token', await poll(pending, pending, token), ['token', '3 polls']);
seen('pending, 503, token', await poll(pending, [503, 'busy'], token), ['OAUTH_RESPONSE_IS_NOT_CONFORM', '2 polls']);
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
