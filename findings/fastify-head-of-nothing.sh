#!/usr/bin/env bash
# fastify 5.12.8: a hook that leaves the body out answers GET with 200, and HEAD with 500.
#
# Guess: HEAD is answered as GET would be, without the body (RFC 9110, 9.3.2), also where an onSend hook has replaced the
# body by null, which is how Fastify's documentation has a hook leave it out, for a 304 for example.
# Seen: the route for HEAD that Fastify adds to each GET has a hook of its own that runs last, and looks for a method of
# the body without looking whether there is one. The answer is 500, and the log has a TypeError of the framework. A hook
# that gives an empty text instead of null is answered 200.
# Who is hurt: servers that answer conditional requests or leave bodies out in one hook for everything: monitors and
# link checkers, which send HEAD, say that they are down, and everybody else is served.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts fastify@5.12.8
cat > probe.mjs <<'PROBE'
import fastify from 'fastify';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

async function statuses(payload) {
  const app = fastify();
  app.addHook('onSend', async () => payload);
  app.get('/', async () => ({ keys: [] }));
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const found = {};
  for (const method of ['GET', 'HEAD']) found[method] = (await fetch(address, { method })).status;
  await app.close();
  return found;
}
seen('null', await statuses(null), { GET: 200, HEAD: 500 });
seen('empty text', await statuses(''), { GET: 200, HEAD: 200 });
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
