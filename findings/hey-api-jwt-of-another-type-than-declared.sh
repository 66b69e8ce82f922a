#!/usr/bin/env bash
# @hey-api/openapi-ts 0.99.0, client-fetch (typescript 5.9.3): a JWT is a string in the types and a Blob at run time, and nobody
# asks for it.
#
# Guess: an OpenAPI document says that 200 has the media type application/token-introspection+jwt (RFC 9701), or
# application/jwt as a userinfo response may be (OpenID Connect Core, 5.3.2), with the schema "string". The client that is
# made from it has that type, so the value is a string, as it is for text/plain; and since the document names
# the one media type that there is, the request asks for it, which RFC 9701, 4, needs for an answer of this kind.
# Seen: the types say string and the value is a Blob, because at run time the header decides, and all of application/ that
# is not JSON is taken for a file. The request says "Accept: */*", for which a server that has both sends JSON. With
# parseAs: 'text' and an Accept of one's own, it is as declared. What the types say is the same in each case.
# Who is hurt: resource servers with a generated client: jwtVerify(data) compiles and fails with an error about its
# input, and with a server that has both kinds, the signed answer never comes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @hey-api/openapi-ts@0.99.0 typescript@5.9.3
cat > api.json <<'API'
{
  "openapi": "3.1.0",
  "info": { "title": "Introspection", "version": "1" },
  "paths": {
    "/introspect": {
      "post": {
        "operationId": "introspect",
        "requestBody": {
          "required": true,
          "content": {
            "application/x-www-form-urlencoded": {
              "schema": { "type": "object", "required": ["token"], "properties": { "token": { "type": "string" } } }
            }
          }
        },
        "responses": {
          "200": {
            "description": "A signed answer",
            "content": { "application/token-introspection+jwt": { "schema": { "type": "string" } } }
          }
        }
      }
    }
  }
}
API
npx --no-install openapi-ts --silent --input api.json --output made --client @hey-api/client-fetch >/dev/null
npx --no-install tsc --outDir client --module commonjs --target es2022 --lib es2022,dom,dom.iterable --skipLibCheck made/index.ts
echo '{"type":"commonjs"}' > client/package.json
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import { readFileSync } from 'node:fs';
import made from './client/client.gen.js';
import { introspect } from './client/sdk.gen.js';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

let type;
let accept;
const server = http.createServer((request, response) => {
  accept = request.headers.accept;
  request.resume().on('end', () => response.writeHead(200, { 'content-type': type }).end('eyJhbGciOiJFUzI1NiJ9.e30.AA'));
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
made.client.setConfig({ baseUrl: `http://127.0.0.1:${server.address().port}` });

/** The class of the value, and what the request asked for, if the answer has this media type. */
async function answered(answer, options) {
  type = answer;
  const { data } = await introspect({ body: { token: 'token' }, ...options });
  return [data.constructor.name, accept];
}
const [, declared] = readFileSync('made/types.gen.ts', 'utf8').match(/IntrospectResponses = \{.*?\b200: (\w+)/s);
seen('declared', declared, 'string');
const signed = 'application/token-introspection+jwt';
seen('text/plain', await answered('text/plain'), ['String', '*/*']);
seen(signed, await answered(signed), ['Blob', '*/*']);
seen('application/jwt', await answered('application/jwt'), ['Blob', '*/*']);
const helped = { parseAs: 'text', headers: { Accept: signed } };
seen('with options of our own', await answered(signed, helped), ['String', signed]);
server.closeAllConnections();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
