#!/usr/bin/env bash
# oauth2orize 1.12.0 and arctic 3.7.0: what the server says about a refused grant does not arrive at the client.
#
# Guess: both keep to RFC 6749, 5.2, which gives every error of the token endpoint the status 400 (or 401 for
# invalid_client), so a client of the one hears from a server of the other that its refresh token is no longer good.
# Seen: the server answers invalid_grant with 403 and unsupported_grant_type with 501, the right code in the body. The
# client reads bodies of 400 and 401 only: it throws an UnexpectedResponseError with the status and without the code.
# Each is nearly right alone. Together, "sign in again" cannot be told from any other trouble.
# Who is hurt: programs that ask the person again on invalid_grant; they never do.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts oauth2orize@1.12.0 arctic@3.7.0 express@5.3.0
cat > probe.mjs <<'PROBE'
import { OAuth2Client } from 'arctic';
import express from 'express';
import oauth2orize from 'oauth2orize';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const orize = oauth2orize.createServer();
orize.exchange(oauth2orize.exchange.refreshToken((_client, _token, done) => done(null, false)));
const app = express();
app.use(express.urlencoded({ extended: false }));
app.post('/token', (request, _, next) => next(void (request.user = {})), orize.token(), orize.errorHandler());
app.post('/standard', (_, response) => response.status(400).json({ error: 'invalid_grant' }));
const server = await new Promise((done) => {
  const listening = app.listen(0, '127.0.0.1', () => done(listening));
});
const origin = `http://127.0.0.1:${server.address().port}`;

async function refusal(grant) {
  const body = new URLSearchParams({ grant_type: grant, refresh_token: 'expired' });
  const response = await fetch(`${origin}/token`, { method: 'POST', body });
  return [response.status, (await response.json()).error];
}
async function refresh(path) {
  const client = new OAuth2Client('client', 'secret', null);
  return client.refreshAccessToken(`${origin}${path}`, 'expired', []).then(
    () => 'refreshed',
    (error) => [error.constructor.name, error.status ?? null, error.code ?? null],
  );
}

seen('server, expired refresh token', await refusal('refresh_token'), [403, 'invalid_grant']);
seen('server, unknown grant', await refusal('urn:example:grant'), [501, 'unsupported_grant_type']);
seen('client, at 400', await refresh('/standard'), ['OAuth2RequestError', null, 'invalid_grant']);
seen('client, at this server', await refresh('/token'), ['UnexpectedResponseError', 403, null]);
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
