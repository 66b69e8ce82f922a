import { type NewCredential, type PasskeyAnswer } from '@passant/contracts';
import { type OAuthError, invalidMember } from '@passant/protocol';
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { COSEALG, decodeAttestationObject, decodeClientDataJSON } from '@simplewebauthn/server/helpers';
import type { PasskeySite } from './passkey-site.js';

/** Algorithms of passkeys, the one we like best first: EdDSA and ES256, and RS256 for Windows Hello. */
export const ALGORITHMS: number[] = [COSEALG.EdDSA, COSEALG.ES256, COSEALG.RS256];

/** What is stored of a passkey. */
interface StoredPasskey {
  publicKey: Buffer;
  backupEligible: boolean;
}

/**
 * What the library refuses: a part of what it says, and our own words for it. It quotes what it was given, which belongs
 * in no cause.
 */
const FINDINGS = [
  ['top origin', 'it was used within a page of another origin'],
  ['origin', 'it was used at another origin'],
  ['RP ID', 'it is for another RP ID'],
  ['challenge', 'it answers another challenge'],
  ['response type', 'it is of another type'],
  ['verified', 'the user was not verified'],
  ['present', 'nobody was present'],
] as const;

/** Why a passkey was not accepted. For the operator alone. */
export type PasskeyFault =
  | (typeof FINDINGS)[number][1]
  | 'it cannot be read'
  | 'it comes with an attestation, which was not asked for'
  | 'its signature is wrong'
  | 'whether it may be on several devices has changed'
  | 'this browser was asked nothing, or too long ago'
  | 'this session was asked for none, or too long ago'
  | 'nobody has this passkey'
  | 'it is of another administrator'
  | 'it was made for another account'
  | 'the challenge was answered before'
  | 'its counter did not go on, so that somebody may have a copy of it';

/** The refusal of a passkey by somebody who is known by something else as well: their session, or their password. */
export const passkeyRefused = (cause: PasskeyFault): OAuthError =>
  invalidMember('passkey', 'was not accepted', { cause });

/** What is stored of a passkey when it is made. */
interface NewPasskey extends StoredPasskey {
  credentialId: Buffer;
  counter: number;
}

/** What came of a check. */
export type Checked<Result> = { passed: Result } | { failed: PasskeyFault };

/**
 * What an unknown passkey is checked with, so that the answer takes as long as that to a known one. It is the generator
 * of P-256 as a COSE key; a signature that it fits is nobody's.
 */
export const DECOY: StoredPasskey = {
  publicKey: Buffer.from(
    'a5010203262001215820' +
      '6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296' +
      '225820' +
      '4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
    'hex',
  ),
  backupEligible: false,
};

/**
 * Checks a new passkey (WebAuthn §7.1) with user verification and without attestation.
 * @param challenge Base64url
 */
export async function checkNewPasskey(
  given: NewCredential,
  challenge: string,
  site: PasskeySite,
): Promise<Checked<NewPasskey>> {
  try {
    if (hasCertificates(given)) return { failed: 'it comes with an attestation, which was not asked for' };
    const { registrationInfo: made } = await verifyRegistrationResponse({
      response: { ...given, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.name,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!made) return { failed: 'its signature is wrong' };
    if (isWithinAnother(given)) return { failed: 'it was used within a page of another origin' };
    return {
      passed: {
        credentialId: Buffer.from(made.credential.id, 'base64url'),
        publicKey: Buffer.from(made.credential.publicKey),
        counter: made.credential.counter,
        backupEligible: made.credentialDeviceType === 'multiDevice',
      },
    };
  } catch (thrown) {
    return { failed: faultOf(thrown) };
  }
}

/**
 * Checks the answer of a passkey (WebAuthn §7.2) with user verification, except for its counter, which is decided by the
 * statement that stores it.
 * @param challenge Base64url
 * @returns the counter of the authenticator
 */
export async function checkAnswer(
  given: PasskeyAnswer,
  { publicKey, backupEligible }: StoredPasskey,
  challenge: string,
  site: PasskeySite,
): Promise<Checked<{ counter: number }>> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...given, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.name,
      requireUserVerification: true,
      credential: { id: given.id, publicKey: Uint8Array.from(publicKey), counter: 0 },
    });
    if (!verified) return { failed: 'its signature is wrong' };
    if (isWithinAnother(given)) return { failed: 'it was used within a page of another origin' };
    if ((authenticationInfo.credentialDeviceType === 'multiDevice') !== backupEligible)
      return { failed: 'whether it may be on several devices has changed' };
    return { passed: { counter: authenticationInfo.newCounter } };
  } catch (thrown) {
    return { failed: faultOf(thrown) };
  }
}

/** Nobody asked for an attestation. To check one, the library would fetch what its certificates name. */
function hasCertificates({ response }: NewCredential): boolean {
  const attestation = decodeAttestationObject(Uint8Array.from(Buffer.from(response.attestationObject, 'base64url')));
  const format = attestation.get('fmt');
  const isSelfAttested = format === 'packed' && attestation.get('attStmt').get('x5c') === undefined;
  return format !== 'none' && !isSelfAttested;
}

/** No page of ours is shown within one of others. The library lets it pass where the browser does not name the other. */
function isWithinAnother({ response }: { response: { clientDataJSON: string } }): boolean {
  const { crossOrigin, topOrigin } = decodeClientDataJSON(response.clientDataJSON);
  return crossOrigin === true || topOrigin !== undefined;
}

function faultOf(thrown: unknown): PasskeyFault {
  const says = thrown instanceof Error ? thrown.message : '';
  return FINDINGS.find(([part]) => says.includes(part))?.[1] ?? 'it cannot be read';
}
