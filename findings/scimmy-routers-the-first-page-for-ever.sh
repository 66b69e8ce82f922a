#!/usr/bin/env bash
# scimmy-routers 1.3.2 (scimmy 1.3.5) with express 5.3.0: whichever page is asked for by GET, the first twenty come.
#
# Guess: startIndex and count choose a page (RFC 7644, 3.4.2.4), and count=0 asks for totalResults only. Where the handler gives
# everybody, the library cuts the page out of it, as it sorts, whether the question is a GET or a POST to /.search, and with
# each Express that its peer dependency takes, which is 4.18 and whatever is newer.
# Seen: with Express 4.21.2 it does. With Express 5, GET ignores both: twenty from the first on, also for count=0, and the
# answer says startIndex 1, whatever was asked. The router makes numbers of the two by writing into request.query, which
# Express 5 reads from the address anew each time, so that words arrive where only numbers are taken. sortBy, which is a
# word, works, and so does the same question as a POST.
# Who is hurt: directories of more than twenty people, once the service goes from Express 4 to 5. A client that takes whoever it
# did not get for gone has twenty left; one that asks for the next page until it has them all never comes to an end.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > probe.mjs <<'PROBE'
import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';

const version = process.argv[2];
let changed = false;
function seen(what, now, then) {
  console.log(`Express ${version}, ${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const everybody = Array.from({ length: 25 }, (_, index) => ({
  id: String(index + 1),
  userName: `person ${String(index + 1).padStart(2, '0')}`,
}));
SCIMMY.Resources.declare(SCIMMY.Resources.User)
  .ingress(() => {})
  .egress(() => [...everybody])
  .degress(() => {});
const app = express();
app.use(new SCIMMYRouters({ type: 'bearer', handler: () => 'service' }));
const server = await new Promise((done) => {
  const started = app.listen(0, '127.0.0.1', () => done(started));
});
const site = `http://127.0.0.1:${server.address().port}`;
/** How many came, who is the first of them, and what the answer says of itself. */
async function page(request) {
  const { Resources = [], startIndex, totalResults } = await (await request).json();
  return [Resources.length, Resources[0]?.id ?? null, startIndex, totalResults];
}
const get = (query) => page(fetch(`${site}/Users?${query}`));
const search = (question) =>
  page(
    fetch(`${site}/Users/.search`, {
      method: 'POST',
      headers: { 'content-type': 'application/scim+json' },
      body: JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'], ...question }),
    }),
  );

const five = version.startsWith('5');
const first = [20, '1', 1, 25];
seen('from the 21st on', await get('startIndex=21'), five ? first : [5, '21', 21, 25]);
seen('two from the third on', await get('startIndex=3&count=2'), five ? first : [2, '3', 3, 25]);
seen('none of them', await get('count=0'), five ? first : [0, null, 1, 25]);
seen('the last first', await get('sortBy=userName&sortOrder=descending'), [20, '25', 1, 25]);
seen('two from the third on, as a POST', await search({ startIndex: 3, count: 2 }), [2, '3', 3, 25]);
server.close();
process.exit(changed ? 1 : 0);
PROBE
for version in 4.21.2 5.3.0; do
  mkdir "express-$version"
  cp probe.mjs "express-$version"
  (
    cd "express-$version"
    npm init -y >/dev/null
    npm install --silent --no-audit --no-fund --ignore-scripts scimmy@1.3.5 scimmy-routers@1.3.2 "express@$version"
    node probe.mjs "$version"
  )
done
