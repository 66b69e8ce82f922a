#!/usr/bin/env bash
# mcp-auth 0.2.0 (express 5.2.1, @modelcontextprotocol/sdk 1.32.2): too few rights have a code that no client knows.
#
# Guess: who has a good token with too few rights is answered 403 with error="insufficient_scope" and the scopes that are
# wanted (RFC 6750, 3.1), which a client of MCP needs to ask the person for more.
# Seen: 403, and the code is the library's own word, "missing_required_scopes", in header and body; no scope is named in the
# header, and resource_metadata, which the 401 has, is left out. Without a token, where RFC 6750, 3.1, has no code, there is
# one: "missing_auth_header".
# Who is hurt: servers that give rights step by step. The SDK's client goes for more rights on "insufficient_scope" only: here
# it has an error like any other, and the person is never asked.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps \
  mcp-auth@0.2.0 express@5.2.1 @modelcontextprotocol/sdk@1.32.2
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import express from 'express';
import { handleBearerAuth } from 'mcp-auth/handlers/handle-bearer-auth.js';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const issuer = 'https://issuer.example';
const verifyAccessToken = async (token) => ({ issuer, token, clientId: 'client', scopes: ['notes:read'], claims: {} });
const app = express();
const protect = handleBearerAuth({
  verifyAccessToken,
  issuer,
  requiredScopes: ['notes:write'],
  resource: 'https://api.example/mcp',
});
app.post('/mcp', protect, (_request, response) => response.json({}));
app.post('/standard', (_request, response) =>
  response.status(403).set('www-authenticate', 'Bearer error="insufficient_scope", scope="notes:write"').json({}),
);
const server = http.createServer(app);
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const api = `http://127.0.0.1:${server.address().port}`;

/** Status, members of the challenge, and the code in header and body, of the answer to a POST with these headers. */
async function answer(headers) {
  const response = await fetch(`${api}/mcp`, { method: 'POST', headers });
  const challenge = response.headers.get('www-authenticate');
  const members = [...challenge.matchAll(/(\w+)="/g)].map(([, name]) => name);
  return [response.status, members, challenge.match(/ error="(.*?)"/)?.[1], (await response.json()).error];
}

/** Whether the SDK's client began to ask for more rights: it then reads what it knows of the client that asks. */
async function asksForMore(path) {
  let asked = false;
  const authProvider = {
    redirectUrl: 'https://client.example/callback',
    clientMetadata: { redirect_uris: ['https://client.example/callback'] },
    tokens: () => ({ access_token: 'token', token_type: 'Bearer' }),
    clientInformation: () => ((asked = true), undefined),
  };
  const transport = new StreamableHTTPClientTransport(new URL(api + path), { authProvider });
  await transport.start();
  await transport.send({ jsonrpc: '2.0', id: 1, method: 'tools/list' }).catch(() => {});
  await transport.close();
  return asked;
}

const missing = 'missing_auth_header';
seen('without a token', await answer({}), [401, ['error', 'error_description', 'resource_metadata'], missing, missing]);
const few = 'missing_required_scopes';
seen('with too few rights', await answer({ authorization: 'Bearer token' }), [403, ['error', 'error_description'], few, few]);
seen('the client asks for more, by the standard', await asksForMore('/standard'), true);
seen('the client asks for more, here', await asksForMore('/mcp'), false);
server.close();
server.closeAllConnections();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
