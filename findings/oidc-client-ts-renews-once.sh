#!/usr/bin/env bash
# oidc-client-ts 3.5.0: with automaticSilentRenew, a token is renewed in one attempt or not at all.
# 
# Guess: renewal begins a minute before the token ends, so that there is time for another attempt: if the token endpoint
# answers 503, or the network is away for a moment, it is asked again before the end. The refresh token is still good.
# Seen: there is one attempt. If it fails, silentRenewError is told, and nothing is tried any more, neither before the end
# nor at the end of the token, although the next answer would have been a new one. Only a time-out of the library itself is
# tried again, every five seconds.
# Who is hurt: people with a page open while the server restarts for two seconds: a minute later they are signed out, with
# a refresh token that is good for weeks. What helps is a handler that calls signinSilent() again.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts oidc-client-ts@3.5.0
cat > probe.mjs <<'PROBE'
import http from 'node:http';
import { InMemoryWebStorage, Log, User, UserManager, WebStorageStateStore } from 'oidc-client-ts';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

let answers;
let asked = 0;
const server = http.createServer((_, response) => {
  asked++;
  const [status, type, body] = answers.shift() ?? token;
  response.writeHead(status, { 'content-type': type }).end(body);
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const authority = `http://127.0.0.1:${server.address().port}`;
const token = [200, 'application/json', '{"access_token":"new","token_type":"Bearer","expires_in":3600}'];
const busy = [503, 'text/plain', 'busy'];
globalThis.window = globalThis;
Log.setLevel(Log.NONE);

/** What the page has after the old token, which has 4 seconds, if the token endpoint gives these answers. */
async function renew(...given) {
  answers = given;
  asked = 0;
  const store = new WebStorageStateStore({ store: new InMemoryWebStorage() });
  const manager = new UserManager({
    authority,
    client_id: 'client',
    redirect_uri: `${authority}/back`,
    metadata: { issuer: authority, token_endpoint: authority },
    userStore: store,
    stateStore: store,
    automaticSilentRenew: true,
    accessTokenExpiringNotificationTimeInSeconds: 3,
  });
  const told = [];
  manager.events.addSilentRenewError(() => told.push('silentRenewError'));
  const ended = new Promise((done) => setTimeout(done, 7000));
  const expires_at = Math.floor(Date.now() / 1000) + 4;
  const old = { access_token: 'old', token_type: 'Bearer', refresh_token: 'good', profile: { sub: 'me' }, expires_at };
  await manager.storeUser(new User(old));
  await manager.getUser();
  await ended;
  manager.stopSilentRenew();
  const { access_token, expired } = await manager.getUser();
  return [access_token, expired ? 'expired' : 'good', `asked ${asked} times`, ...told];
}

seen('well', await renew(token), ['new', 'good', 'asked 1 times']);
seen('503 and then well', await renew(busy, token), ['old', 'expired', 'asked 1 times', 'silentRenewError']);
server.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
