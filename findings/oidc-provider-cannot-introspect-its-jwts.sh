#!/usr/bin/env bash
# oidc-provider 9.13.3: whoever introspects or revokes an access token of its own that is a JWT gets an error.
#
# Guess: a resource server need not know what an access token looks like (RFC 6749, 1.4): it sends it to the
# introspection endpoint and learns whether it is active. That a token cannot be looked up is {"active": false} (RFC 7662,
# 2.2); a token that cannot be revoked is an error only by its type hint's kind (RFC 7009, 2.2.1).
# Seen: for the same client and grant, it depends on the format that the resource has been given. A JWT is answered 400
# unsupported_token_type at both endpoints, an error that RFC 7662 does not have, and stays good until it runs out.
# Who is hurt: a gateway that introspects everything, as soon as one resource is switched to JWTs: it takes the 400 for
# a fault of its own request, or for an outage.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts oidc-provider@9.13.3
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import Provider from 'oidc-provider';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const secret = 'an-example-of-a-secret-of-some-length';
const server = http.createServer();
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const issuer = `http://127.0.0.1:${server.address().port}`;
console.warn = console.info = () => {};
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'gateway',
      client_secret: secret,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    },
  ],
  ttl: { ClientCredentials: 600 },
  features: {
    clientCredentials: { enabled: true },
    introspection: { enabled: true, allowedPolicy: () => true },
    revocation: { enabled: true, allowedPolicy: () => true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (_context, resource) => ({
        scope: 'read',
        accessTokenFormat: new URL(resource).pathname.slice(1),
      }),
    },
  },
});
server.on('request', provider.callback());

const authorization = `Basic ${Buffer.from(`gateway:${secret}`).toString('base64')}`;
async function post(path, form) {
  const body = new URLSearchParams(form);
  const response = await fetch(issuer + path, { method: 'POST', headers: { authorization }, body });
  return [response.status, await response.text()];
}
for (const [format, introspected, revoked] of [
  ['opaque', [200, true], [200, '']],
  ['jwt', [400, 'unsupported_token_type'], [400, 'unsupported_token_type']],
]) {
  const grant = { grant_type: 'client_credentials', scope: 'read', resource: `https://api.example/${format}` };
  const { access_token: token } = JSON.parse((await post('/token', grant))[1]);
  const [status, text] = await post('/token/introspection', { token });
  const { active, error } = JSON.parse(text);
  seen(`introspection, ${format}`, [status, error ?? active], introspected);
  const [code, body] = await post('/token/revocation', { token });
  seen(`revocation, ${format}`, [code, body && JSON.parse(body).error], revoked);
}
server.close();
server.closeAllConnections();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs 2>/dev/null
