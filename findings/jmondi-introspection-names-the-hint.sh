#!/usr/bin/env bash
# @jmondi/oauth2-server 4.3.7, introspect(): token_type is the name of a hint, and a hint it does not know is an error.
#
# Guess: RFC 7662, 2.2: token_type is the type of RFC 6749, 5.1, so "Bearer", as the token answer of the same server says.
# A hint that the server does not know is no more than a hint (2.1): it looks the token up all the same. The answer
# forbids caches to keep it.
# Seen: token_type is "access_token", a value of token_type_hint. With the hint "pairwise_token" the whole request is
# refused with unsupported_token_type, the code that RFC 7009 has for tokens that cannot be revoked. A wrong hint of the
# two that it knows does no harm. There is no Cache-Control, where the token answer has no-store.
# Who is hurt: resource servers that compare token_type with the scheme of the request, as DPoP (RFC 9449, 6.2) has them
# do: they refuse every token.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @jmondi/oauth2-server@4.3.7
cat > probe.mjs <<'PROBE'
import { AuthorizationServer, DateInterval, JwtService, OAuthRequest } from '@jmondi/oauth2-server';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const tokens = new Map();
const server = new AuthorizationServer(
  {
    getByIdentifier: (id) => Promise.resolve({ id, allowedGrants: ['client_credentials'], scopes: [] }),
    isClientValid: () => Promise.resolve(true),
  },
  {
    issueToken: (client, scopes) => ({
      accessToken: 'the-token',
      accessTokenExpiresAt: new Date(Date.now() + 60_000),
      client,
      scopes,
    }),
    persist: (token) => void tokens.set(token.accessToken, token),
    getByAccessToken: (token) => Promise.resolve(tokens.get(token)),
    getByRefreshToken: () => Promise.reject(new Error('There are none.')),
    isRefreshTokenRevoked: () => Promise.resolve(false),
  },
  { getAllByIdentifiers: () => [], finalize: (scopes) => scopes },
  new JwtService('a secret of this probe, of no use'),
  {},
);
server.enableGrantTypes(['client_credentials', new DateInterval('1m')]);

const headers = {
  authorization: `Basic ${Buffer.from('client:secret').toString('base64')}`,
  'content-type': 'application/x-www-form-urlencoded',
};
const request = (body) => new OAuthRequest({ method: 'POST', headers, body, query: {} });

const given = await server.respondToAccessTokenRequest(request({ grant_type: 'client_credentials' }));
seen('token answer: token_type', given.body.token_type, 'Bearer');
seen('token answer: cache-control', given.headers['cache-control'], 'no-store');

const token = given.body.access_token;
const answer = await server.introspect(request({ token }));
seen('introspection: active', answer.body.active, true);
seen('introspection: token_type', answer.body.token_type, 'access_token');
seen('introspection: cache-control', answer.headers['cache-control'] ?? null, null);

const wrong = await server.introspect(request({ token, token_type_hint: 'refresh_token' }));
seen('with the hint refresh_token: active', wrong.body.active, true);
const unknown = await server.introspect(request({ token, token_type_hint: 'pairwise_token' })).catch((error) => error);
seen('with an unknown hint', [unknown.status, unknown.errorType], [400, 'unsupported_token_type']);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
