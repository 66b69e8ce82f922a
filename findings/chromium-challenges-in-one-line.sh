#!/usr/bin/env bash
# Chromium 156.0.8078.108 (Debian 12, package chromium, installed with apt) and playwright-core 1.65.1: of challenges in
# one line, the first one counts.
#
# Guess: a gateway answers 401 with "Bearer ..., Basic ..." in WWW-Authenticate, which is a list (RFC 9110, 11.6.1). For a
# browser the order makes no difference, and neither does one line or two: it knows Basic and not Bearer, asks for the
# password, and gets in.
# Seen: two lines work in this order, and one line works in the other order. One line with Bearer first ends at 401: the
# browser never asks, and sends nothing.
# Who is hurt: pages of administration that take a token from programs and a password from people. A proxy in between
# that joins two lines, which it may do (RFC 9110, 5.3), is enough.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
command -v chromium >/dev/null || { echo "This needs Chromium: apt-get install chromium"; exit 1; }
npm install --silent --no-audit --no-fund --ignore-scripts playwright-core@1.65.1
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import { chromium } from 'playwright-core';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

let challenges;
const server = http.createServer((request, response) => {
  if (request.headers.authorization) return response.end();
  response.writeHead(401, challenges.map((challenge) => ['www-authenticate', challenge]).flat()).end('no');
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
console.log('Chromium', browser.version());

/** The status at which somebody ends up who has the password, if the server sends these lines. */
async function visit(...lines) {
  challenges = lines;
  const context = await browser.newContext({ httpCredentials: { username: 'somebody', password: 'password' } });
  const page = await context.newPage();
  const response = await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await context.close();
  return response.status();
}

const bearer = 'Bearer realm="programs"';
const basic = 'Basic realm="people"';
seen('Basic', await visit(basic), 200);
seen('Basic, Bearer in one line', await visit(`${basic}, ${bearer}`), 200);
seen('Bearer, Basic in two lines', await visit(bearer, basic), 200);
seen('Bearer, Basic in one line', await visit(`${bearer}, ${basic}`), 401);
await browser.close();
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
