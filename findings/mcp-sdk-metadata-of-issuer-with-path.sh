#!/usr/bin/env bash
# @modelcontextprotocol/sdk 1.32.2, mcpAuthRouter: an issuer with a path has its metadata where nobody may look for it.
#
# Guess: mcpAuthRouter takes any issuer, and serves its metadata where RFC 8414, 3.1, has it: the path of the issuer
# comes behind /.well-known/oauth-authorization-server. The function that the same package has for the metadata of
# resources (RFC 9728) does so with theirs.
# Seen: it is at /.well-known/oauth-authorization-server without the path, and names the issuer with it. oauth4webapi,
# which follows the standard, gets 404.
# Who is hurt: servers with several tenants, or behind a prefix. Their clients find no metadata.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @modelcontextprotocol/sdk@1.32.2 express@5.3.0 oauth4webapi@3.8.8
cat > probe.mjs <<'PROBE'
import { mcpAuthRouter } from '@modelcontextprotocol/sdk/server/auth/router.js';
import express from 'express';
import * as oauth from 'oauth4webapi';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const app = express();
const server = await new Promise((done) => {
  const listening = app.listen(0, '127.0.0.1', () => done(listening));
});
const origin = `http://127.0.0.1:${server.address().port}`;
const issuer = new URL(`${origin}/tenant`);
app.use(mcpAuthRouter({ provider: { clientsStore: {} }, issuerUrl: issuer, baseUrl: new URL(origin) }));

const metadata = await fetch(`${origin}/.well-known/oauth-authorization-server`);
seen('without the path', metadata.status, 200);
seen('and it says it is that of the issuer with the path', (await metadata.json()).issuer === issuer.href, true);
const options = { algorithm: 'oauth2', [oauth.allowInsecureRequests]: true };
const looked = await oauth.discoveryRequest(issuer, options);
seen('where a client looks', new URL(looked.url).pathname, '/.well-known/oauth-authorization-server/tenant');
seen('what it gets', looked.status, 404);
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
