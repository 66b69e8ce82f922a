#!/usr/bin/env bash
# express-openapi-validator 5.6.2 with express 5.3.0: what every form and every URLSearchParams sends is refused.
#
# Guess: an OpenAPI document of an authorization server is put in front of it, and ordinary requests pass. The query
# scope=openid+email is two scopes, as URLSearchParams and HTML forms write it. A form is read by its schema as a query is:
# "5" is good for an integer, and one value is good for a list (style form, explode true, the default of both), because a
# form has neither numbers nor lists of one.
# Seen: in a query the plus is "reserved" and 400, %20 passes. In a form, max_age=5 "must be integer" and resource=... "must
# be array", where the same two in a query are 5 and a list of one; only a resource that is sent twice is a list. And HEAD
# of a path that has GET is 405, which without the validator express answers.
# Who is hurt: who validates requests of OAuth: clients that ask for two scopes are told about encoding, those with one
# resource (RFC 8707) that it must be an array, which they cannot send. allowReserved and coercion of bodies help, once known.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts express-openapi-validator@5.6.2 express@5.3.0
cat > probe.mjs <<'PROBE'
import express from 'express';
import validator from 'express-openapi-validator';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const scope = { type: 'string' };
const max_age = { type: 'integer' };
const resource = { type: 'array', items: { type: 'string' } };
const properties = { scope, max_age, resource };
const responses = { 200: { description: 'Fine' } };
const parameters = Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }));
const form = { 'application/x-www-form-urlencoded': { schema: { type: 'object', properties } } };
const apiSpec = {
  openapi: '3.0.3',
  info: { title: 'An authorization server', version: '1' },
  paths: { '/authorize': { get: { parameters, responses }, post: { requestBody: { content: form }, responses } } },
};

/** A server with a validator for this document, or without one, which says what arrived. */
async function start(validators) {
  const app = express();
  app.use(express.urlencoded({ extended: false }), ...validators);
  app.get('/authorize', (request, response) => response.json(request.query));
  app.post('/authorize', (request, response) => response.json(request.body));
  app.use((error, request, response, next) => response.status(error.status).json(error.message));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  return `http://127.0.0.1:${server.address().port}/authorize`;
}
const bare = await start([]);
const place = await start([].concat(validator.middleware({ apiSpec })));
async function answer(address, init) {
  const response = await fetch(address, init);
  const text = await response.text();
  return [response.status, text && JSON.parse(text)];
}
const query = (text) => answer(`${place}?${text}`);
const body = (pairs) => answer(place, { method: 'POST', body: new URLSearchParams(pairs) });

const scopes = `${new URLSearchParams({ scope: 'openid email' })}`;
const reserved = "Parameter 'scope' must be url encoded. Its value may not contain reserved characters.";
seen('two scopes, without the validator', await answer(`${bare}?${scopes}`), [200, { scope: 'openid email' }]);
seen('two scopes in a query', await query(scopes), [400, reserved]);
seen('the same with %20', await query('scope=openid%20email'), [200, { scope: 'openid email' }]);
seen('two scopes in a form', await body({ scope: 'openid email' }), [200, { scope: 'openid email' }]);

seen('an integer in a query', await query('max_age=5'), [200, { max_age: 5 }]);
seen('an integer in a form', await body({ max_age: '5' }), [400, 'request/body/max_age must be integer']);
seen('a resource in a query', await query('resource=urn%3Aa'), [200, { resource: ['urn:a'] }]);
seen('a resource in a form', await body({ resource: 'urn:a' }), [400, 'request/body/resource must be array']);
const two = [['resource', 'urn:a'], ['resource', 'urn:b']];
seen('two resources in a form', await body(two), [200, { resource: ['urn:a', 'urn:b'] }]);

const head = { method: 'HEAD' };
seen('HEAD, without the validator and with it', [(await answer(bare, head))[0], (await answer(place, head))[0]], [200, 405]);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
