#!/usr/bin/env bash
# @modelcontextprotocol/sdk 1.32.2, PrivateKeyJwtProvider: a key that has a name signs without it.
#
# Guess: the key may be given as a JWK. If the JWK has a kid, the header of the assertion has it, too: it is how a server
# finds the key in the client's JWK set (OpenID Connect Core, 10.1), and must be there if the set has several.
# Seen: the header has alg and typ only. There is no option for the kid, either: claims can be added, headers cannot.
# Who is hurt: clients that rotate their key, and so have two in their set, at servers that keep to that rule.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @modelcontextprotocol/sdk@1.32.2 jose@6.2.18
cat > probe.mjs <<'PROBE'
import { PrivateKeyJwtProvider } from '@modelcontextprotocol/sdk/client/auth-extensions.js';
import { decodeProtectedHeader, exportJWK, generateKeyPair } from 'jose';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const issuer = 'https://server.example';
const pair = await generateKeyPair('ES256', { extractable: true });
const privateKey = { ...(await exportJWK(pair.privateKey)), kid: 'key-of-june', alg: 'ES256' };
const options = { clientId: 'client', privateKey, algorithm: 'ES256', expectedIssuer: issuer };
const form = new URLSearchParams();
const metadata = { issuer, token_endpoint: `${issuer}/token`, response_types_supported: ['code'] };
await new PrivateKeyJwtProvider(options).addClientAuthentication(new Headers(), form, metadata.token_endpoint, metadata);
const header = decodeProtectedHeader(form.get('client_assertion'));
seen('members of the header', Object.keys(header).sort(), ['alg', 'typ']);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
