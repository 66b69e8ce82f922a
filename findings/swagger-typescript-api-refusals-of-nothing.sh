#!/usr/bin/env bash
# swagger-typescript-api 13.13.0 (typescript 5.9.3): where success has no body, refusals have none either, whatever is declared.
#
# Guess: the client throws what the document declares for an error. Revocation answers 200 without a body, and 400 or 401 with
# a JSON object that has the member error (RFC 7009, 2.2.1): its type is generated, so that object is in the member `error`
# of what is thrown, as for introspection, whose errors are declared in the same words.
# Seen: the types have it for both. At run time, how an answer is read depends on the body of success: introspection throws
# the object, revocation throws an answer with error null. The text is still unread in it, for whoever knows to fetch it.
# Who is hurt: whoever asks for error.error after a refused revocation, as the types tell: that is a TypeError, and whether
# the secret was wrong or the server too busy is lost.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts swagger-typescript-api@13.13.0 typescript@5.9.3
cat > api.mjs <<'PROBE'
const json = (properties) => ({ 'application/json': { schema: { type: 'object', required: Object.keys(properties), properties } } });
const refusal = { description: 'Refused', content: json({ error: { type: 'string' } }) };
const form = { type: 'object', required: ['token'], properties: { token: { type: 'string' } } };
const operation = (operationId, content) => ({
  post: {
    operationId,
    requestBody: { required: true, content: { 'application/x-www-form-urlencoded': { schema: form } } },
    responses: { 200: { description: 'Done', ...content }, 401: refusal },
  },
});
export const api = {
  openapi: '3.0.3',
  info: { title: 'Server', version: '1' },
  paths: {
    '/introspect': operation('introspect', { content: json({ active: { type: 'boolean' } }) }),
    '/revoke': operation('revoke', {}),
  },
};
PROBE
cat > generate.mjs <<'PROBE'
import { generateApi } from 'swagger-typescript-api';
import ts from 'typescript';
import { writeFile } from 'node:fs/promises';
import { api } from './api.mjs';

const { files } = await generateApi({ spec: api, output: false, silent: true });
const source = files[0].fileContent;
await writeFile('client.ts', source);
const { outputText } = ts.transpileModule(source, { compilerOptions: { module: 'esnext', target: 'es2022' } });
await writeFile('client.mjs', outputText);
PROBE
node generate.mjs >/dev/null
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import { readFile } from 'node:fs/promises';
import { Api } from './client.mjs';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const server = http.createServer((request, response) => {
  request.resume();
  response.writeHead(401, { 'content-type': 'application/json', 'www-authenticate': 'Basic realm="clients"' });
  response.end('{"error":"invalid_client"}');
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const client = new Api({ baseUrl: `http://127.0.0.1:${server.address().port}` });

const source = (await readFile('client.ts', 'utf8')).replace(/\s+/g, ' ');
const declared = [...source.matchAll(/\.request<(.*?)>\(/g)].map(([, types]) => types.trim());
seen('types of success and refusal', declared, [
  '{ active: boolean; }, { error: string; }',
  'void, { error: string; }',
]);
for (const [name, call, error] of [
  ['introspection', (form) => client.introspect.introspect(form), { error: 'invalid_client' }],
  ['revocation', (form) => client.revoke.revoke(form), null],
]) {
  const thrown = await call({ token: 'token' }).catch((answer) => answer);
  seen(name, [thrown.status, thrown.error], [401, error]);
}
server.close();
server.closeAllConnections();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
