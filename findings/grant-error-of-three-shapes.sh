#!/usr/bin/env bash
# grant 5.4.24: what went wrong is in one place, in three shapes.
#
# Guess: the site looks at response.error after the callback. It is the code of RFC 6749 as a string, whether the person
# said no (access_denied) or the code was refused (invalid_grant), and something else than a code in an outage.
# Seen: a string in the first case, an object with another error in it in the second. In the third, the text of the proxy
# is read as a form, so that error is an object whose only key is that text. The status 503 is nowhere.
# Who is hurt: sites that compare error with a string; they have met the first case when they were tried, and the others
# fall through.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts grant@5.4.24
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import Grant from 'grant';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

let answer;
const server = http.createServer((_, response) => {
  const [status, type, body] = answer;
  response.writeHead(status, { 'content-type': type }).end(body);
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const issuer = `http://127.0.0.1:${server.address().port}`;

const op = { oauth: 2, authorize_url: `${issuer}/authorize`, access_url: `${issuer}/token`, key: 'client', secret: 'secret' };
const defaults = { origin: 'http://127.0.0.1', transport: 'state', state: true, response: ['tokens'] };
const grant = Grant({ handler: 'node', session: { secret: 'a long random string' }, config: { defaults, op } });
const site = http.createServer(async (request, response) => {
  const result = await grant(request, response);
  if (!result.redirect) response.end(JSON.stringify(result.response));
});
await new Promise((done) => site.listen(0, '127.0.0.1', done));
const origin = `http://127.0.0.1:${site.address().port}`;

/** What the site learns if the person comes back with this, and the token endpoint answers so. */
async function callback(query, ...tokenAnswer) {
  answer = tokenAnswer;
  const start = await fetch(`${origin}/connect/op`, { redirect: 'manual' });
  const cookie = start.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  const state = new URL(start.headers.get('location')).searchParams.get('state');
  const end = await fetch(`${origin}/connect/op/callback?${query}&state=${state}`, { headers: { cookie } });
  const { error, access_token } = await end.json();
  return error ?? access_token;
}

const json = 'application/json';
seen('well', await callback('code=good', 200, json, '{"access_token":"token","token_type":"Bearer"}'), 'token');
seen('the person says no', await callback('error=access_denied', 500, json, '{}'), 'access_denied');
const refused = await callback('code=used', 400, json, '{"error":"invalid_grant"}');
seen('the code is refused', refused, { error: 'invalid_grant' });
seen('the server is away', await callback('code=good', 503, 'text/plain', 'busy'), { busy: '' });
server.close();
site.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
