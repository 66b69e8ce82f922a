#!/usr/bin/env bash
# @openid/appauth 1.4.0: an access token that lives for less than ten minutes is never valid.
#
# Guess: isValid() of a token that has come this second with expires_in=300 is true, and false from some seconds before
# the five minutes are over.
# Seen: it is false at once. By default the token counts as expired ten minutes before it is, so the shortest life with
# which it is valid at all is ten minutes and a bit. A margin can be given, in seconds and with its sign turned: with
# isValid(30) a token is valid for 30 seconds after its end, and isValid(-30) is what was wanted.
# Who is hurt: apps of servers whose tokens live for minutes: they fetch a new one before every single request.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
# The package names its own files without their endings, so that Node.js cannot load it and a bundler has to.
npm install --silent --no-audit --no-fund --ignore-scripts @openid/appauth@1.4.0 esbuild@0.28.2
cat > probe.mjs <<'PROBE'
import { TokenResponse } from '@openid/appauth';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const fresh = (expires_in) => new TokenResponse({ access_token: 'token', token_type: 'bearer', expires_in });
seen('lives for an hour', fresh(3600).isValid(), true);
seen('lives for eleven minutes', fresh(660).isValid(), true);
seen('lives for five minutes', fresh(300).isValid(), false);
seen('lives for five minutes, with 30', fresh(300).isValid(30), true);
seen('lives for 20 seconds, with 30', fresh(20).isValid(30), true);
seen('lives for 20 seconds, with -30', fresh(20).isValid(-30), false);
process.exit(changed ? 1 : 0);
PROBE
npx esbuild probe.mjs --bundle --platform=node --log-level=error --outfile=probe.cjs
node probe.cjs
