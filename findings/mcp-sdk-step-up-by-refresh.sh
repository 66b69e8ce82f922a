#!/usr/bin/env bash
# @modelcontextprotocol/sdk 1.32.2, client: who has a refresh token is never asked for more rights.
# 
# Guess: a tool answers 403 insufficient_scope and names the scope it wants (RFC 6750, 3.1). The client asks the person for
# what it has and this scope, refresh token or not: a refresh may not have a scope that was not granted before (RFC 6749, 6).
# Seen: with a refresh token, it refreshes, without a scope, gets the rights that it had, is answered 403 again and gives
# up: "403 after trying upscoping". Nobody was asked. Without a refresh token the person is asked, but for the new scope
# alone, so that what could be done before cannot be done with the new token.
# Who is hurt: MCP servers that ask for rights when they are needed: it works at servers without refresh tokens and fails
# at the others.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @modelcontextprotocol/sdk@1.32.2
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const granted = { access_token: 'reader', token_type: 'Bearer', expires_in: 300, scope: 'files:read' };
const refreshes = [];
let refreshed;
const messages = {
  initialize: ({ params }) => ({
    protocolVersion: params.protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: 'files', version: '1' },
  }),
};
const server = http.createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString();
  const answer = (status, value, headers = {}) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
  if (request.url === '/.well-known/oauth-protected-resource') {
    return answer(200, { resource: `${origin}/mcp`, authorization_servers: [origin] });
  }
  if (request.url === '/.well-known/oauth-authorization-server') return answer(200, metadata);
  if (request.url === '/token') {
    const { grant_type, scope } = Object.fromEntries(new URLSearchParams(body));
    refreshes.push([grant_type, scope ?? null]);
    return answer(200, refreshed);
  }
  if (request.url !== '/mcp' || request.method !== 'POST') return answer(405, {});
  const message = JSON.parse(body);
  if (!('id' in message)) return response.writeHead(202).end();
  const result = messages[message.method]?.(message);
  if (result) return answer(200, { jsonrpc: '2.0', id: message.id, result });
  const where = `resource_metadata="${origin}/.well-known/oauth-protected-resource"`;
  answer(403, {}, { 'www-authenticate': `Bearer error="insufficient_scope", scope="files:write", ${where}` });
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const origin = `http://127.0.0.1:${server.address().port}`;
const metadata = {
  issuer: origin,
  authorization_endpoint: `${origin}/authorize`,
  token_endpoint: `${origin}/token`,
  response_types_supported: ['code'],
  code_challenge_methods_supported: ['S256'],
};

/** What comes of a call of a tool that wants more than these tokens allow. */
async function call(given) {
  const tokens = { ...given, issuer: origin };
  refreshed = given;
  refreshes.length = 0;
  const asked = [];
  const authProvider = {
    redirectUrl: 'http://127.0.0.1/back',
    clientMetadata: { redirect_uris: ['http://127.0.0.1/back'] },
    clientInformation: () => ({ client_id: 'client', issuer: origin }),
    tokens: () => tokens,
    saveTokens() {},
    saveCodeVerifier() {},
    redirectToAuthorization: (url) => void asked.push(url.searchParams.get('scope')),
  };
  const client = new Client({ name: 'client', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${origin}/mcp`), { authProvider }));
  const thrown = await client.callTool({ name: 'write', arguments: {} }).then(
    () => 'nothing',
    ({ message }) => message,
  );
  await client.close();
  return { refreshes: [...refreshes], asked, thrown };
}

const error = 'Streamable HTTP error: Server returned 403 after trying upscoping';
const refreshing = { refreshes: [['refresh_token', null]], asked: [], thrown: error };
seen('with a refresh token', await call({ ...granted, refresh_token: 'good' }), refreshing);
seen('without', await call(granted), { refreshes: [], asked: ['files:write'], thrown: 'Unauthorized' });
server.close();
server.closeAllConnections();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
