#!/usr/bin/env bash
# @modelcontextprotocol/sdk 1.32.2, requireBearerAuth: a token without a time of expiry is an invalid token.
#
# Guess: the verifier returns what introspection said. "exp" is optional there (RFC 7662, 2.2), as expiresAt is in the
# type AuthInfo of the SDK, so a token that has none is let in for as long as the server calls it active.
# Seen: 401 invalid_token, "Token has no expiration time". The member that may be left out has to be there.
# Who is hurt: MCP servers behind authorization servers whose introspection leaves "exp" out. Their clients are told
# that a token is invalid which the server has just called active, fetch a new one, and are told so again.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @modelcontextprotocol/sdk@1.32.2 express@5.3.0
cat > probe.mjs <<'PROBE'
import { readFileSync } from 'node:fs';
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import express from 'express';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

/** What a protected address answers if the verifier says this about every token. */
async function answer(about) {
  const verifier = { verifyAccessToken: async (token) => ({ token, clientId: 'client', scopes: [], ...about }) };
  const app = express().get('/', requireBearerAuth({ verifier }), (_, response) => response.send('let in'));
  const server = await new Promise((done) => {
    const listening = app.listen(0, '127.0.0.1', () => done(listening));
  });
  const response = await fetch(`http://127.0.0.1:${server.address().port}/`, {
    headers: { authorization: 'Bearer token' },
  });
  server.close();
  return [response.status, response.ok ? 'let in' : (await response.json()).error_description];
}

const types = readFileSync('node_modules/@modelcontextprotocol/sdk/dist/esm/server/auth/types.d.ts', 'utf8');
seen('the type says that it may be left out', types.includes('expiresAt?: number'), true);
seen('in a minute', await answer({ expiresAt: Math.floor(Date.now() / 1000) + 60 }), [200, 'let in']);
seen('left out', await answer({}), [401, 'Token has no expiration time']);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
