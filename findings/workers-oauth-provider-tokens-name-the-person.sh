#!/usr/bin/env bash
# @cloudflare/workers-oauth-provider 1.2.3, on Node.js from 22.15 on: every code and every token begins with the user.
#
# Guess: a code, an access token and a refresh token are random strings that say nothing to who does not hold the store
# (RFC 6749, 1.4 and 1.5: opaque to the client). The library says that it stores tokens only as hashes, and encrypts what
# it is given about a person under the token; so the userId that the application passes to completeAuthorization() is
# inside as well.
# Seen: all three are userId, grant and secret with colons between. So the userId is in the redirect's address, in the
# browser's history, and in each log that shortens tokens to their first letters.
# Who is hurt: applications whose userId is an e-mail address or a number of an external scheme, and that hide everything
# else about the person. A pseudonym of their own as userId helps.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @cloudflare/workers-oauth-provider@1.2.3
cat > probe.mjs <<'PROBE'
import { createHash } from 'node:crypto';
import { registerHooks } from 'node:module';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

// What the runtime of workers provides: a class to extend, and a store of keys and values.
const runtime = 'export class WorkerEntrypoint { constructor(ctx, env) { this.ctx = ctx; this.env = env; } }; export const env = {};';
registerHooks({
  resolve: (name, context, next) =>
    name === 'cloudflare:workers' ? { url: `data:text/javascript,${runtime}`, shortCircuit: true } : next(name, context),
});
const stored = new Map();
const OAUTH_KV = {
  get: async (key, options) => {
    const value = stored.get(key) ?? null;
    return value !== null && (options === 'json' || options?.type === 'json') ? JSON.parse(value) : value;
  },
  put: async (key, value) => void stored.set(key, value),
  delete: async (key) => void stored.delete(key),
  list: async ({ prefix }) => ({
    keys: [...stored.keys()].filter((name) => name.startsWith(prefix)).map((name) => ({ name })),
    list_complete: true,
  }),
};

const { OAuthProvider } = await import('@cloudflare/workers-oauth-provider');
const issuer = 'https://issuer.example';
const provider = new OAuthProvider({
  apiRoute: '/api/',
  apiHandler: { fetch: () => new Response('data') },
  authorizeEndpoint: '/authorize',
  tokenEndpoint: '/token',
  clientRegistrationEndpoint: '/register',
  resourceMetadata: { resource: `${issuer}/api` },
  defaultHandler: {
    async fetch(request, { OAUTH_PROVIDER }) {
      const asked = await OAUTH_PROVIDER.parseAuthRequest(request);
      const person = { userId: 'anna@people.example', metadata: {}, props: {} };
      const done = await OAUTH_PROVIDER.completeAuthorization({ request: asked, scope: asked.scope, ...person });
      return Response.redirect(done.redirectTo, 302);
    },
  },
});
const call = (path, init) =>
  provider.fetch(new Request(issuer + path, init), { OAUTH_KV }, { waitUntil() {}, passThroughOnException() {}, props: {} });

const redirect_uri = 'https://app.example/back';
const metadata = { redirect_uris: [redirect_uri], token_endpoint_auth_method: 'none' };
const headers = { 'content-type': 'application/json' };
const registered = await call('/register', { method: 'POST', headers, body: JSON.stringify(metadata) });
const { client_id } = await registered.json();
const code_verifier = 'a-verifier-that-is-an-example-and-long-enough';
const query = new URLSearchParams({
  response_type: 'code',
  client_id,
  redirect_uri,
  state: 'state',
  code_challenge: createHash('sha256').update(code_verifier).digest('base64url'),
  code_challenge_method: 'S256',
});
const location = (await call(`/authorize?${query}`)).headers.get('location');
const code = new URL(location).searchParams.get('code');
const form = { grant_type: 'authorization_code', client_id, redirect_uri, code, code_verifier };
const tokens = await (await call('/token', { method: 'POST', body: new URLSearchParams(form) })).json();

const shape = (text) => text.replace(/^(.*):([\w-]+):([\w-]+)$/, (_all, user, a, b) => `${user}:${a.length}:${b.length}`);
seen('code', shape(code), 'anna@people.example:16:32');
seen('access token', shape(tokens.access_token), 'anna@people.example:16:32');
seen('refresh token', shape(tokens.refresh_token), 'anna@people.example:16:32');
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
