#!/usr/bin/env bash
# http-auth-utils 6.0.1: one parameter that it has not listed, and a challenge cannot be read; written, it is dropped.
#
# Guess: the package has the schemes Basic and Bearer with what their standards define, and what else stands in a challenge
# it passes on or leaves out: RFC 7617, 2, has unknown parameters of Basic ignored ("MUST"), and Bearer is open for more (RFC
# 6750, 3). "Strict" is about upper and lower case, as its documentation says. What is read can be written, and the reverse.
# Seen: to read a name that is not in its list throws E_UNAUTHORIZED_KEY, strict or not. The lists lack parameters of the
# very standards: charset, the only one that Basic has beside realm, and error_uri of Bearer; and what came later for Bearer,
# resource_metadata (RFC 9728, 5.1) and acr_values (RFC 9470, 3). To write one is no error: the parameter is left out.
# Who is hurt: clients that are built with it, on the day a server says more than before: realm, error and scope are lost
# with the rest. And servers, whose own hint never leaves them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts http-auth-utils@6.0.1
cat > probe.mjs <<'PROBE'
import { BASIC, BEARER, buildWWWAuthenticateHeader, parseWWWAuthenticateHeader } from 'http-auth-utils';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const attempt = (work) => {
  try {
    return work();
  } catch (error) {
    return error.code;
  }
};
const read = (header, strict) => attempt(() => parseWWWAuthenticateHeader(header, undefined, { strict }).data);
const refused = 'E_UNAUTHORIZED_KEY';
for (const strict of [true, false]) {
  const mode = strict ? 'strict' : 'not strict';
  const known = 'Bearer realm="notes", error="insufficient_scope", scope="notes:read"';
  seen(`Bearer, ${mode}`, read(known, strict), { realm: 'notes', error: 'insufficient_scope', scope: 'notes:read' });
  seen(`Basic, ${mode}`, read('Basic realm="notes"', strict), { realm: 'notes' });
  for (const [standard, header] of [
    ['RFC 7617', 'Basic realm="notes", charset="UTF-8"'],
    ['RFC 6750', `${known}, error_uri="https://api.example/help"`],
    ['RFC 9728', `${known}, resource_metadata="https://api.example/.well-known/oauth-protected-resource"`],
    ['RFC 9470', `${known}, acr_values="gold"`],
  ])
    seen(`${header} (${standard}), ${mode}`, read(header, strict), 'E_UNAUTHORIZED_KEY');
}
const written = (scheme, more) => buildWWWAuthenticateHeader(scheme, { realm: 'notes', ...more });
seen('written, with error', written(BEARER, { error: 'invalid_token' }), 'Bearer realm="notes", error="invalid_token"');
seen('written, with error_uri', written(BEARER, { error_uri: 'https://api.example/help' }), 'Bearer realm="notes"');
seen('written, with charset', written(BASIC, { charset: 'UTF-8' }), 'Basic realm="notes"');
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
