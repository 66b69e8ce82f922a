#!/usr/bin/env bash
# @modelcontextprotocol/sdk 1.32.2, client: of several challenges, only the first is looked at.
#
# Guess: WWW-Authenticate is a list (RFC 9110, 11.6.1), and an API that also takes DPoP-bound tokens (RFC 9449, 7.1)
# sends two challenges. The client looks for the Bearer challenge among them and finds resource_metadata (RFC 9728, 5.1)
# wherever it stands, in one header line or two. Names of parameters have no case.
# Seen: it is found only if Bearer comes first, with the name in small letters. Otherwise nothing is found, and there is
# no error: the client goes on as if the API had not said where its metadata is.
# Who is hurt: APIs whose metadata is not at the well-known place, as soon as they offer DPoP before Bearer.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @modelcontextprotocol/sdk@1.32.2
cat > probe.mjs <<'PROBE'
import { extractWWWAuthenticateParams } from '@modelcontextprotocol/sdk/client/auth.js';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const metadata = 'https://api.example/metadata';
function found(...lines) {
  const headers = new Headers();
  for (const line of lines) headers.append('www-authenticate', line);
  const { resourceMetadataUrl } = extractWWWAuthenticateParams(new Response('', { status: 401, headers }));
  return resourceMetadataUrl?.href ?? 'nothing';
}

const bearer = `Bearer resource_metadata="${metadata}"`;
const dpop = 'DPoP algs="ES256"';
seen('Bearer alone', found(bearer), metadata);
seen('Bearer, then DPoP', found(`${bearer}, ${dpop}`), metadata);
seen('DPoP, then Bearer', found(`${dpop}, ${bearer}`), 'nothing');
seen('DPoP, then Bearer, in two lines', found(dpop, bearer), 'nothing');
seen('name in another case', found(`Bearer Resource_Metadata="${metadata}"`), 'nothing');
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
