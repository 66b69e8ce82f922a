import { randomUUID } from 'node:crypto';
import { SignJWT, generateKeyPair } from 'jose';
import type { Phone } from '../parts/mobile.js';
import type { World } from '../world.js';

export const REFUSED = { status: [400, 401], error: ['invalid_client', 'invalid_request'] };

export interface Forging {
  phone: Phone;
  neighbour: Phone;
  stranger: Phone;
  world: World;
}

export const encoded = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

export const headerOf = (phone: Phone) => ({ alg: 'ES256', kid: phone.key.kid, typ: 'client-authentication+jwt' });

export const claimsOf = ({ phone, world }: Forging, changes: object = {}) => ({
  iss: phone.clientId,
  sub: phone.clientId,
  aud: `${world.url}/oauth`,
  iat: world.now(),
  exp: world.now() + 300,
  jti: randomUUID(),
  ...changes,
});

/** Signs any two texts with the phone's own key: what no JOSE library would write. */
export async function signedAs(phone: Phone, header: string, claims: string): Promise<string> {
  const text = `${encoded(header)}.${encoded(claims)}`;
  return `${text}.${await phone.key.sign(text)}`;
}

/** Signs with a key of the attacker, in the name of the phone. */
export async function foreign(forging: Forging, alg: string, header: object = {}): Promise<string> {
  const { privateKey } = await generateKeyPair(alg);
  const complete = { ...headerOf(forging.phone), alg, ...header };
  return new SignJWT(claimsOf(forging)).setProtectedHeader(complete).sign(privateKey);
}

/** Takes the public key for the secret of a MAC. */
export async function confused(forging: Forging, secretOf: (forging: Forging) => Promise<Buffer>): Promise<string> {
  const header = { ...headerOf(forging.phone), alg: 'HS256' };
  return new SignJWT(claimsOf(forging)).setProtectedHeader(header).sign(await secretOf(forging));
}

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The other signature that ECDSA takes for the same text: `s` replaced by its negative. */
export function malleated(assertion: string): string {
  const [header, claims, signature = ''] = assertion.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  const s = BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const negative = (ORDER - s).toString(16).padStart(64, '0');
  return `${header}.${claims}.${Buffer.concat([bytes.subarray(0, 32), Buffer.from(negative, 'hex')]).toString('base64url')}`;
}

/** The same signature as ASN.1 writes it, which JWS does not use. */
export function inDer(signature: Buffer): Buffer {
  const integer = (bytes: Buffer) => {
    const positive = bytes[0]! > 127 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes;
    return Buffer.concat([Buffer.from([2, positive.length]), positive]);
  };
  const both = Buffer.concat([integer(signature.subarray(0, 32)), integer(signature.subarray(32))]);
  return Buffer.concat([Buffer.from([0x30, both.length]), both]);
}
