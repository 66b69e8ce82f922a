#!/usr/bin/env bash
# @sd-jwt/core 0.19.0 (SD-JWT, RFC 9901): who names nothing reveals everything, and an object that is named arrives empty.
#
# Guess: the frame given to present() says what is revealed, and everything else stays hidden: without a frame, nothing that can
# be hidden is in the presentation. {address: true} reveals the address, of which the parts can be hidden, too, and as nobody
# has chosen among them, all of them; a list likewise.
# Seen: without a frame, all is revealed; with an empty one, nothing is. {address: true} reveals an object without members, and
# the list without those members that can be hidden: so the verifier gets an address that has no street, signed. The
# members have to be named one by one, also when presentableKeys() lists the parent as a key of its own. To name a member
# reveals its parent.
# Who is hurt: wallets whose person agreed to show the address, and whose verifier answers that there is none; and those that make
# the frame only if something was chosen, and so show everything to whoever asked for nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @sd-jwt/core@0.19.0
cat > probe.mjs <<'PROBE'
import { SDJwtInstance } from '@sd-jwt/core';
import crypto from 'node:crypto';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

class Credential extends SDJwtInstance {
  type = 'dc+sd-jwt';
  validateReservedFields() {}
}
const { publicKey, privateKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
const dsaEncoding = 'ieee-p1363';
const wallet = new Credential({
  signAlg: 'ES256',
  signer: async (data) =>
    crypto.sign('sha256', Buffer.from(data), { key: privateKey, dsaEncoding }).toString('base64url'),
  verifier: async (data, signature) =>
    crypto.verify('sha256', Buffer.from(data), { key: publicKey, dsaEncoding }, Buffer.from(signature, 'base64url')),
  hashAlg: 'sha-256',
  hasher: async (data) => new Uint8Array(crypto.createHash('sha256').update(data).digest()),
  saltGenerator: async () => crypto.randomBytes(16).toString('base64url'),
});
const claims = { name: 'Juniper', address: { street: 'Elm 1', city: 'Oakham' }, languages: ['en', 'nl', 'de'] };
const credential = await wallet.issue(claims, {
  _sd: ['name', 'address', 'languages'],
  address: { _sd: ['street', 'city'] },
  languages: { _sd: [0, 2] },
});
/** What a verifier learns from a presentation with these arguments. */
async function revealed(...frame) {
  const { payload } = await wallet.verify(await wallet.present(credential, ...frame));
  return payload;
}
/** In an order of its own, as members come back in that of their digests, which is drawn by lot. */
const sorted = (object) => JSON.stringify(object, ['address', 'city', 'languages', 'name', 'street']);

seen('no frame', sorted(await revealed()), sorted(claims));
seen('an empty frame', await revealed({}), {});
seen('the address', await revealed({ address: true }), { address: {} });
seen('its street', await revealed({ address: { street: true } }), { address: { street: 'Elm 1' } });
seen('the languages', await revealed({ languages: true }), { languages: ['nl'] });
seen('the first of them', await revealed({ languages: { 0: true } }), { languages: ['en', 'nl'] });
const keys = ['address', 'address.city', 'address.street', 'languages', 'languages.0', 'languages.2', 'name'];
seen('keys', (await wallet.presentableKeys(credential)).sort(), keys);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
