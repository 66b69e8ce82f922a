#!/usr/bin/env bash
# zod 4.6.7, z.jwt(): a JWT that says what it is for is no JWT.
#
# Guess: z.jwt() looks whether a string has the form of a JWT: three parts, a header with an algorithm. The member typ is
# optional (RFC 7519, 5.1), and RFC 8725, 3.11, wants it to be explicit: at+jwt for access tokens (RFC 9068), dpop+jwt
# for proofs (RFC 9449), token-introspection+jwt (RFC 9701). They pass.
# Seen: if typ is there, it has to be JWT, in capitals. All explicit types are refused, and so is "jwt", although media
# types have no case. A header without typ passes. The option that there is, alg, does not help.
# Who is hurt: forms and APIs that check tokens before they use them. They fail on the day the server follows RFC 9068.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts zod@4.6.7
cat > probe.mjs <<'PROBE'
import { z } from 'zod';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const passes = (typ) => {
  const token = [part({ alg: 'ES256', typ }), part({ sub: 'somebody' }), 'c2lnbmF0dXJl'].join('.');
  return z.jwt().safeParse(token).success;
};
seen('no typ', passes(undefined), true);
seen('JWT', passes('JWT'), true);
for (const typ of ['jwt', 'at+jwt', 'dpop+jwt', 'token-introspection+jwt', 'logout+jwt']) seen(typ, passes(typ), false);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
