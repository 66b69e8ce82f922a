#!/usr/bin/env bash
# oauth2-mock-server 9.3.0: every token is active, also a revoked one, and refusals are not those of OAuth.
#
# Guess: a server for tests that advertises introspection and revocation lets a test show that a token which it never
# issued, or which was revoked, is inactive (RFC 7662, 2.2). What it refuses, it refuses with the member error (RFC 6749,
# 5.2), since that is what programs under test read.
# Seen: introspection answers {"active": true} and nothing else for its own token, the same one after its revocation, a
# word and an empty form. A grant type that it does not know is a problem document (RFC 9457) without the member error.
# Who is hurt: testers of resource servers: the half of their code that lets nobody in never runs, unless they change
# each answer by hand (event beforeIntrospect), and the code that reads refusals is tested with a shape no server sends.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts oauth2-mock-server@9.3.0
cat > probe.mjs <<'PROBE'
import { OAuth2Server } from 'oauth2-mock-server';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const server = new OAuth2Server();
await server.issuer.keys.generate('RS256');
await server.start(0, '127.0.0.1');
const metadata = await (await fetch(`http://127.0.0.1:${server.address().port}/.well-known/openid-configuration`)).json();
async function post(endpoint, form) {
  const address = new URL(metadata[`${endpoint}_endpoint`]);
  address.hostname = '127.0.0.1';
  const response = await fetch(address, { method: 'POST', body: new URLSearchParams(form) });
  const text = await response.text();
  return [response.status, text ? JSON.parse(text) : ''];
}
const [, { access_token: token }] = await post('token', { grant_type: 'client_credentials', scope: 'read' });

seen('its own token', await post('introspection', { token }), [200, { active: true }]);
seen('revocation', await post('revocation', { token }), [200, '']);
seen('revoked', await post('introspection', { token }), [200, { active: true }]);
seen('a word', await post('introspection', { token: 'word' }), [200, { active: true }]);
seen('no token', await post('introspection', {}), [200, { active: true }]);
const [status, refusal] = await post('token', { grant_type: 'urn:example:unknown' });
seen('unknown grant type', [status, refusal.error ?? null, refusal.detail], [400, null, 'Invalid grant type']);
await server.stop();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
