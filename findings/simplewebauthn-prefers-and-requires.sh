#!/usr/bin/env bash
# @simplewebauthn/server 14.0.3: what the options prefer, the verification requires.
# 
# Guess: the options of a registration and of a sign-in, and their verification, are functions of one package, and fit one
# another without further words. User verification is "preferred" in the options, which lets an authenticator do without
# (Web Authentication, 5.8.6), so whoever has pressed the button of a security key without a PIN is let in.
# Seen: the verification requires it. Such a key answers as it was asked, and the registration throws; so does the sign-in.
# With requireUserVerification: false in both, all is well. Phones and laptops, which verify, do not show it.
# Who is hurt: sites that take the defaults, and their users with plain security keys, who have done all they were asked for.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @simplewebauthn/server@14.0.3
cat > probe.mjs <<'PROBE'
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import * as webauthn from '@simplewebauthn/server';
import { isoCBOR } from '@simplewebauthn/server/helpers';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const rpID = 'site.example';
const origin = `https://${rpID}`;
const encoded = (bytes) => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes) => createHash('sha256').update(bytes).digest();

/** An authenticator with one key, which sets these flags. */
function authenticator(verified) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = publicKey.export({ format: 'jwk' });
  const [x1, y1] = [x, y].map((part) => new Uint8Array(Buffer.from(part, 'base64url')));
  const key = Buffer.from(isoCBOR.encode(new Map([[1, 2], [3, -7], [-1, 1], [-2, x1], [-3, y1]])));
  const id = Buffer.from('credential');
  const data = (flags, ...rest) =>
    Buffer.concat([sha256(rpID), Buffer.from([flags | 1 | (verified ? 4 : 0)]), Buffer.alloc(4), ...rest]);
  const clientData = (type, challenge) => Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const answer = (response) => {
    const all = Object.entries(response).map(([name, bytes]) => [name, encoded(bytes)]);
    const common = { id: encoded(id), rawId: encoded(id), type: 'public-key', clientExtensionResults: {} };
    return { ...common, response: Object.fromEntries(all) };
  };
  return {
    create(challenge) {
      const authData = data(0x40, Buffer.alloc(16), Buffer.from([0, id.length]), id, key);
      const object = { fmt: 'none', attStmt: new Map(), authData: new Uint8Array(authData) };
      const attestationObject = isoCBOR.encode(new Map(Object.entries(object)));
      return answer({ clientDataJSON: clientData('webauthn.create', challenge), attestationObject });
    },
    get(challenge) {
      const [authenticatorData, clientDataJSON] = [data(0), clientData('webauthn.get', challenge)];
      const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(clientDataJSON)]), privateKey);
      return answer({ clientDataJSON, authenticatorData, signature });
    },
  };
}

const expected = { expectedOrigin: origin, expectedRPID: rpID };
const outcome = (promise) =>
  promise.then(
    ({ verified }) => verified,
    ({ message }) => message,
  );
for (const [what, verifies, ofRegistration, ofSignIn] of [
  ['with verification', true, true, true],
  [
    'without',
    false,
    'User verification was required, but user could not be verified',
    'User verification required, but user could not be verified',
  ],
]) {
  const key = authenticator(verifies);
  const creation = await webauthn.generateRegistrationOptions({ rpName: 'Site', rpID, userName: 'me' });
  seen('registration, options', creation.authenticatorSelection.userVerification, 'preferred');
  const made = { ...expected, response: key.create(creation.challenge), expectedChallenge: creation.challenge };
  seen(`registration ${what}`, await outcome(webauthn.verifyRegistrationResponse(made)), ofRegistration);
  const stated = await webauthn.verifyRegistrationResponse({ ...made, requireUserVerification: false });
  seen(`registration ${what}, not required`, stated.verified, true);

  const request = await webauthn.generateAuthenticationOptions({ rpID });
  seen('sign-in, options', request.userVerification, 'preferred');
  const { credential } = stated.registrationInfo;
  const signed = { ...expected, response: key.get(request.challenge), expectedChallenge: request.challenge, credential };
  seen(`sign-in ${what}`, await outcome(webauthn.verifyAuthenticationResponse(signed)), ofSignIn);
  const optional = { ...signed, requireUserVerification: false };
  seen(`sign-in ${what}, not required`, await outcome(webauthn.verifyAuthenticationResponse(optional)), true);
}
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
