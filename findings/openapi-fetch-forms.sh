#!/usr/bin/env bash
# openapi-fetch 0.17.0: a form whose media type has a parameter is sent as JSON, and a list in a form is one value.
#
# Guess: a body for application/x-www-form-urlencoded is sent as a form, whether or not charset=UTF-8 stands behind the
# name: RFC 9110, 8.3.1, has parameters beside the type. A list becomes one pair for each of its values, as OpenAPI's
# default for forms (style form, explode true) has it and as this client itself does it in the query.
# Seen: with the parameter, the header says form and the body is JSON. Without it, the values of a list are joined by
# commas into one.
# Who is hurt: callers of an introspection or token endpoint whose OpenAPI document was made by a tool that writes the
# charset: they are told that the parameter token is missing, which they did send. And clients that ask for two resources
# (RFC 8707): the server sees a single one with a comma in it, invalid_target.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts openapi-fetch@0.17.0
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import createClient from 'openapi-fetch';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

let arrived;
const server = http.createServer(async (request, response) => {
  arrived = [request.headers['content-type'], Buffer.concat(await request.toArray()).toString(), request.url];
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const client = createClient({ baseUrl: `http://127.0.0.1:${server.address().port}` });

const FORM = 'application/x-www-form-urlencoded';
async function post(type, body) {
  await client.POST('/token', { body, headers: { 'content-type': type } });
  return arrived.slice(0, 2);
}
const resource = ['https://one.example', 'https://two.example'];
const joined = 'resource=https%3A%2F%2Fone.example%2Chttps%3A%2F%2Ftwo.example';

seen('form', await post(FORM, { token: 'a b' }), [FORM, 'token=a+b']);
seen('form with charset', await post(`${FORM};charset=UTF-8`, { token: 'a b' }), [
  `${FORM};charset=UTF-8`,
  '{"token":"a b"}',
]);
seen('list in a form', await post(FORM, { resource }), [FORM, joined]);
await client.GET('/authorize', { params: { query: { resource } } });
seen('list in the query', new URL(arrived[2], 'http://x').searchParams.getAll('resource'), resource);
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
