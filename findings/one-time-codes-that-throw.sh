#!/usr/bin/env bash
# otplib 13.5.0 and otpauth 9.5.2: a mistyped one-time code is wrong, or an error, and the two disagree when.
#
# Guess: a function that verifies what a person typed answers yes or no. Both say so in their types: otplib resolves to
# { valid: boolean }, otpauth returns a number or null.
# Seen: otplib says { valid: false } only to six digits. A digit too few, a letter or a blank behind it rejects with an error
# of a class of its own. otpauth says null to all of those, and throws a RangeError about buffers for six digits that a
# keyboard of another script writes, which is the one case where a person typed the right thing.
# Who is hurt: sign-in pages whose server answers 500 to a typing mistake, and says in its log that there was a fault.
# Whoever moves from one library to the other carries the wrong guard along.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts otplib@13.5.0 otpauth@9.5.2
cat > probe.mjs <<'PROBE'
import { Secret, TOTP } from 'otpauth';
import { verify } from 'otplib';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const totp = new TOTP({ secret: new Secret({ size: 20 }) });
const attempt = async (work) => {
  try {
    return await work();
  } catch ({ name, message }) {
    return `${name}: ${message}`;
  }
};
const byOtpauth = (token) => attempt(() => totp.validate({ token, window: 0 }));
const byOtplib = (token) => attempt(async () => (await verify({ secret: totp.secret.base32, token })).valid);

// A code that is wrong now, and stays so for the half minute of this run.
const wrong = (code) => String((Number(code) + 500_000) % 1_000_000).padStart(6, '0');
const six = wrong(totp.generate());
for (const [what, token, otpauth, otplib] of [
  ['six digits', six, null, false],
  ['five digits', six.slice(1), null, 'TokenLengthError: Token must be 6 digits, got 5'],
  ['a blank behind', `${six.slice(1)} `, null, 'TokenFormatError: Token must contain only digits'],
  ['nothing', '', null, 'TokenLengthError: Token must be 6 digits, got 0'],
  [
    'digits of Arabic',
    [...totp.generate()].map((digit) => String.fromCodePoint(0x660 + Number(digit))).join(''),
    'RangeError: Input buffers must have the same byte length',
    'TokenFormatError: Token must contain only digits',
  ],
]) {
  seen(`otpauth, ${what}`, await byOtpauth(token), otpauth);
  seen(`otplib, ${what}`, await byOtplib(token), otplib);
}
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
