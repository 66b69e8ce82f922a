#!/usr/bin/env bash
# @stoplight/spectral-cli 6.16.3, ruleset spectral:oas: every scope of an API that is protected by OpenID Connect is
# missing, and there is nowhere to put it.
#
# Guess: the rule oas3-operation-security-defined finds requirements that name a scheme which is not defined, and for flows
# of OAuth, which list their scopes, a scope that no flow has. A scheme of type openIdConnect has no list: it is in the
# metadata that it points to. Its requirements name scopes all the same (OpenAPI 3.1, Security Requirement Object), and those
# of http or mutualTLS may name roles "not otherwise defined". None of that can be said to be wrong.
# Seen: each such scope and each such role "must be listed among scopes". The one type for which that can be done is
# oauth2. The empty list passes, so that the document is quiet as soon as it no longer says what a caller needs.
# Who is hurt: who describes an API with discovery: as soon as warnings count, the scopes go, or the rule, and with it the
# requirement that is misspelt.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @stoplight/spectral-cli@6.16.3
cat > probe.mjs <<'PROBE'
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const rules = { 'oas3-operation-security-defined': 'warn' };
writeFileSync('ruleset.json', JSON.stringify({ extends: [['spectral:oas', 'off']], rules }));
const flows = { clientCredentials: { tokenUrl: 'https://server.example/token', scopes: { 'notes:read': 'read' } } };
const securitySchemes = {
  discovered: { type: 'openIdConnect', openIdConnectUrl: 'https://server.example/.well-known/openid-configuration' },
  flows: { type: 'oauth2', flows },
  token: { type: 'http', scheme: 'bearer' },
  certificate: { type: 'mutualTLS' },
};

const requirements = {
  'oauth2, scope of a flow': { flows: ['notes:read'] },
  'oauth2, another scope': { flows: ['notes:write'] },
  'openIdConnect, scope': { discovered: ['notes:read'] },
  'openIdConnect, the scope that all know': { discovered: ['openid'] },
  'openIdConnect, nothing': { discovered: [] },
  'http, role': { token: ['reader'] },
  'mutualTLS, role': { certificate: ['reader'] },
};
const operation = (requirement) => ({ get: { security: [requirement], responses: { 200: { description: 'Notes' } } } });
const paths = Object.fromEntries(Object.entries(requirements).map(([what, one]) => [`/${what}`, operation(one)]));
const info = { title: 'Notes', version: '1' };
writeFileSync('api.json', JSON.stringify({ openapi: '3.1.0', info, paths, components: { securitySchemes } }));
const args = ['node_modules/.bin/spectral', 'lint', '--quiet', '--format=json', '--ruleset=ruleset.json', 'api.json'];
const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
const report = JSON.parse(stdout.slice(0, stdout.lastIndexOf(']') + 1));
const judged = (what) => report.filter(({ path }) => path[1] === `/${what}`).map(({ message }) => message);

const missing = (scope) => [`"${scope}" must be listed among scopes.`];
for (const [what, then] of Object.entries({
  'oauth2, scope of a flow': [],
  'oauth2, another scope': missing('notes:write'),
  'openIdConnect, scope': missing('notes:read'),
  'openIdConnect, the scope that all know': missing('openid'),
  'openIdConnect, nothing': [],
  'http, role': missing('reader'),
  'mutualTLS, role': missing('reader'),
}))
  seen(what, judged(what), then);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
