import { createPrivateKey, sign } from 'node:crypto';

/** @param {object} part of a JWS */
const encoded = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');

/**
 * Signs claims as a compact JWS (RFC 7515 §7.1) with ES256 (RFC 7518 §3.4).
 * @param {object} header further members of the JOSE header; `alg` is set here
 * @param {object} claims
 * @param {import('node:crypto').JsonWebKey} privateJwk EC key on P-256 with `d`
 * @returns {string}
 */
export function signEs256(header, claims, privateJwk) {
  const signed = `${encoded({ alg: 'ES256', ...header })}.${encoded(claims)}`;
  const key = createPrivateKey({ key: privateJwk, format: 'jwk' });
  // JOSE requires the two halves of the signature concatenated, not the ASN.1 encoding that crypto produces by default.
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}
