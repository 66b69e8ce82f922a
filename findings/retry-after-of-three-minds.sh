#!/usr/bin/env bash
# ofetch 1.5.1, ky 2.1.0 and undici 8.14.0 (RetryAgent): what a request that was refused with Retry-After waits for.
#
# Guess: all three try a refused GET again by themselves, and all three wait for as long as Retry-After says: seconds, or until
# a date, which is meant by the clock in the Date header of the same answer.
# Seen: ofetch tries 429 and 503 again, at once: it does not read Retry-After. undici waits for it, but never longer than its
# maxTimeout (30 s unless set), after which it asks a server that wanted more. ky and undici subtract their own clock from a date:
# of a server whose clock is behind they wait not at all, although the answer says what time it is there.
# Who is hurt: resource servers that fetch keys, metadata or answers of a server that limits them: the second request comes
# within the time in which it is refused again, and counts against the same limit.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts ofetch@1.5.1 ky@2.1.0 undici@8.14.0
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import ky from 'ky';
import { ofetch } from 'ofetch';
import { Agent, RetryAgent, request } from 'undici';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${now}`);
  if (now === then) return;
  console.error(`This has changed: "${then}" was seen.`);
  changed = true;
}

const PAUSE = 3;
const HOUR = 3_600_000;
let status;
let headers;
let requests = [];
const server = http.createServer((_request, response) => {
  requests.push(Date.now());
  response.setHeader('content-type', 'application/json');
  if (requests.length > 1) return response.end('{}');
  response.sendDate = false;
  response.writeHead(status, headers()).end('{}');
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const url = `http://127.0.0.1:${server.address().port}/`;

const agent = new RetryAgent(new Agent());
const hasty = new RetryAgent(new Agent(), { maxTimeout: 1000 });
const WAYS = {
  ofetch: () => ofetch(url),
  ky: () => ky(url).json(),
  undici: () => request(url, { dispatcher: agent }).then(({ body }) => body.json()),
  'undici, maxTimeout of a second': () => request(url, { dispatcher: hasty }).then(({ body }) => body.json()),
};

async function attempt(ask, refusal, answered) {
  status = refusal;
  headers = answered;
  requests = [];
  await ask();
  // Timers of Node may be a little early.
  return requests[1] - requests[0] >= PAUSE * 1000 - 100 ? 'asks after the pause' : 'asks before its end';
}

const seconds = () => ({ 'retry-after': String(PAUSE) });
const date = () => ({
  date: new Date(Date.now() - HOUR).toUTCString(),
  'retry-after': new Date(Date.now() - HOUR + (PAUSE + 1) * 1000).toUTCString(),
});
const WAITS = 'asks after the pause';
const HURRIES = 'asks before its end';
for (const refusal of [429, 503]) {
  for (const [name, then] of [
    ['ofetch', HURRIES],
    ['ky', WAITS],
    ['undici', WAITS],
    ['undici, maxTimeout of a second', HURRIES],
  ])
    seen(`${name}, ${refusal}, seconds`, await attempt(WAYS[name], refusal, seconds), then);
}
for (const name of ['ofetch', 'ky', 'undici'])
  seen(`${name}, 503, a date of a server an hour behind`, await attempt(WAYS[name], 503, date), HURRIES);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
