#!/usr/bin/env bash
# @openid4vc/oauth2 0.4.6, verifyClientAttestationJwt(): an attestation has to name an issuer, which the draft has taken out.
#
# Guess: attestations are taken as draft-ietf-oauth-attestation-based-client-auth describes them since -08: sub, exp and cnf.jwk,
# and no iss, as trust is in the key (or its x5c) and not in a name.
# Seen: without iss the schema refuses the attestation before its signature is looked at. With any iss, which nothing compares
# with anything, the same attestation is verified.
# Who is hurt: servers built with this package refuse wallets and apps that follow the newer text, and whoever attests for both
# has to put a name in it that means nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @openid4vc/oauth2@0.4.6 jose@6.2.18
cat > probe.mjs <<'PROBE'
import { verifyClientAttestationJwt } from '@openid4vc/oauth2';
import { SignJWT, exportJWK, generateKeyPair, jwtVerify } from 'jose';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${now}`);
  if (now === then) return;
  console.error(`This has changed: "${then}" was seen.`);
  changed = true;
}

const attester = await generateKeyPair('ES256', { extractable: true });
const app = await generateKeyPair('ES256', { extractable: true });
const jwk = await exportJWK(attester.publicKey);
const confirmed = await exportJWK(app.publicKey);

async function attempt(issuer) {
  let looked = false;
  const callbacks = {
    verifyJwt: async (_signer, { compact }) => {
      looked = true;
      await jwtVerify(compact, attester.publicKey);
      return { verified: true, signerJwk: jwk };
    },
  };
  const jwt = new SignJWT({ cnf: { jwk: confirmed }, ...issuer })
    .setProtectedHeader({ alg: 'ES256', typ: 'oauth-client-attestation+jwt', jwk })
    .setSubject('client')
    .setIssuedAt()
    .setExpirationTime('5m');
  const clientAttestationJwt = await jwt.sign(attester.privateKey);
  const outcome = await verifyClientAttestationJwt({ clientAttestationJwt, callbacks }).then(
    () => 'verified',
    ({ message }) => message.split('\n').at(-1),
  );
  return `${outcome}; signature ${looked ? 'looked at' : 'not looked at'}`;
}

seen('an attestation with an issuer', await attempt({ iss: 'https://anybody.example' }), 'verified; signature looked at');
seen(
  'the same without one',
  await attempt({}),
  '✖ Expected string, received undefined at "iss"; signature not looked at',
);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
