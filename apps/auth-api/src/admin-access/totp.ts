import { hashOf } from '@passant/protocol';
import { Secret, TOTP } from 'otpauth';
import { renderSVG } from 'uqr';

/** RFC 4226 §4: at least 128 bits, 160 recommended. */
export const SECRET_BYTES = 20;
/** Steps of thirty seconds that a clock may be ahead or behind. RFC 6238 §5.2 recommends one at most. */
const WINDOW = 1;
const RECOVERY_BYTES = 10;
export const RECOVERY_CODES = 10;

/** What a person typed, read as one of the two kinds of codes. */
export type ReadCode = { kind: 'CODE'; code: string } | { kind: 'RECOVERY_CODE'; hash: Buffer } | undefined;

function generatorOf(secret: Uint8Array): TOTP {
  return new TOTP({ secret: base32Secret(secret), algorithm: 'SHA1', digits: 6, period: 30 });
}

// A Buffer may be a part of a larger memory, which the library would take as a whole.
const base32Secret = (bytes: Uint8Array) => new Secret({ buffer: Uint8Array.from(bytes).buffer });

/**
 * The step of time (RFC 6238 §4) of a code, if it is one of now, or of the step before or after.
 * @param code six digits
 * @param now milliseconds since the epoch
 */
export function stepOfCode(secret: Uint8Array, code: string, now: number): number | undefined {
  const generator = generatorOf(secret);
  const delta = generator.validate({ token: code, timestamp: now, window: WINDOW });
  return delta === null ? undefined : generator.counter({ timestamp: now }) + delta;
}

/** The code of a moment, as an authenticator app shows it. @param now milliseconds since the epoch */
export function codeOf(secret: Uint8Array, now: number): string {
  return generatorOf(secret).generate({ timestamp: now });
}

/** Takes what was typed apart: people add blanks and dashes, and leave out the latter. */
export function readCode(typed: string): ReadCode {
  const text = typed.replace(/[\s-]/g, '').toUpperCase();
  // Only ASCII digits: the library throws at others.
  if (/^[0-9]{6}$/.test(text)) return { kind: 'CODE', code: text };
  return /^[A-Z2-7]{16}$/.test(text) ? { kind: 'RECOVERY_CODE', hash: hashOf(text) } : undefined;
}

/** How an authenticator app gets a secret. @param issuer the name of the server there, without a colon */
export function renderSecret(secret: Uint8Array, issuer: string, account: string) {
  const encoded = base32Secret(secret);
  const uri = new TOTP({ issuer, label: account, secret: encoded }).toString();
  return { secret: encoded.base32, uri, qr_code: renderSVG(uri, { ecc: 'M', border: 4 }) };
}

/** New recovery codes of 80 bits each, which is too many to find one by its hash. */
export function drawRecoveryCodes(randomBytes: (bytes: number) => Buffer): { codes: string[]; hashes: Buffer[] } {
  const plain = Array.from({ length: RECOVERY_CODES }, () => base32Secret(randomBytes(RECOVERY_BYTES)).base32);
  return { codes: plain.map((code) => code.match(/.{4}/g)!.join('-')), hashes: plain.map(hashOf) };
}
