#!/usr/bin/env bash
# mcp-handler 2.4.0 (@modelcontextprotocol/server 2.4.0): resourceUrl is a resource in one function and an origin in the other.
#
# Guess: withMcpAuth and protectedResourceHandler both have the option resourceUrl, for servers behind a proxy. It is the
# resource identifier, which the metadata has as "resource" (RFC 9728, 2), and the challenge names the address that follows
# from it: the well-known part between host and path (RFC 9728, 3.1).
# Seen: in withMcpAuth the well-known part comes after the path, where no metadata is. The metadata of the same resource is
# at the standard's address, and a client that gets no hint finds it there; a client that follows the challenge, as RFC 9728,
# 5.1, has it, finds nothing. The challenge is right only with an origin, and then "resource" would be wrong with the same value.
# Who is hurt: MCP servers with a path behind a proxy, whose two lines of configuration say the same: to a client they are
# servers without metadata, which never learns where to sign in. Without the challenge it would have.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps \
  mcp-handler@2.4.0 @modelcontextprotocol/server@2.4.0 @modelcontextprotocol/sdk@1.32.2
cat > probe.mjs <<'PROBE'
import { discoverOAuthProtectedResourceMetadata, extractWWWAuthenticateParams } from '@modelcontextprotocol/sdk/client/auth.js';
import { protectedResourceHandler, withMcpAuth } from 'mcp-handler';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const resourceUrl = 'https://api.example/mcp';
const place = 'https://api.example/.well-known/oauth-protected-resource/mcp';
const metadata = protectedResourceHandler({ authServerUrls: ['https://issuer.example'], resourceUrl });
const verify = (_request, token) => (token ? { token, clientId: 'client', scopes: [] } : undefined);

/** The site, asked without a network: the metadata is where RFC 9728, 3.1, has it, and nowhere else. */
const site = async (url) => (String(url) === place ? metadata(new Request(url)) : new Response('', { status: 404 }));

/** What a client reads that follows this address, or finds its own way. */
const found = (resourceMetadataUrl) =>
  discoverOAuthProtectedResourceMetadata(resourceUrl, { resourceMetadataUrl }, site).then(
    ({ resource }) => resource,
    ({ message }) => message,
  );
async function hint(value) {
  const protect = withMcpAuth(() => new Response('data'), verify, { required: true, resourceUrl: value });
  const answer = await protect(new Request('http://10.0.0.7:3000/mcp'));
  return extractWWWAuthenticateParams(answer).resourceMetadataUrl.href;
}

seen('the metadata', (await (await site(place)).json()).resource, resourceUrl);
seen('a client without a hint', await found(undefined), resourceUrl);
const named = await hint(resourceUrl);
seen('the hint', named, 'https://api.example/mcp/.well-known/oauth-protected-resource');
const lost = 'Resource server does not implement OAuth 2.0 Protected Resource Metadata.';
seen('a client that follows it', await found(named), lost);
seen(
  'the hint, of the origin',
  await hint('https://api.example'),
  'https://api.example/.well-known/oauth-protected-resource',
);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
