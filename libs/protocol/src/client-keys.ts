import { createPublicKey } from 'node:crypto';
import type { JsonWebKeySet } from '@passant/contracts';
import { OAuthError } from './errors.js';

/** Names of this machine (RFC 6761 §6.3), and its addresses as URLs print them. */
const LOOPBACK_NAME = /^(.+\.)?localhost\.?$|^127(\.\d+){3}$|^\[::1\]$/;

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/**
 * The public keys a client registers, reduced to the members a verifier needs. Only P-256 keys with a `kid` are taken:
 * assertions are ES256 and name their key.
 * Throws `invalid_client_metadata` that says which key and why.
 */
export function readClientKeys(jwks: JsonWebKeySet): JsonWebKeySet {
  const seen = new Set<string>();
  const keys = jwks.keys.map((key, index) => {
    const at = `jwks.keys[${index}]`;
    const refuse = (why: string) => new OAuthError('invalid_client_metadata', `${at} ${why}.`);
    if (PRIVATE_MEMBERS.some((member) => member in key)) throw refuse('contains private key material');
    if (key.kty !== 'EC' || key.crv !== 'P-256') throw refuse('must be an EC key on the curve P-256');
    if (key.alg !== undefined && key.alg !== 'ES256') throw refuse('must have the algorithm ES256');
    if (key.use !== undefined && key.use !== 'sig') throw refuse('must be for signatures');
    if (typeof key.kid !== 'string' || key.kid === '' || key.kid.length > 255) throw refuse('needs a kid');
    if (seen.has(key.kid)) throw refuse('repeats the kid of another key');
    seen.add(key.kid);
    const { x, y, kid } = key;
    if (typeof x !== 'string' || typeof y !== 'string') throw refuse('needs the coordinates x and y');
    try {
      createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
    } catch {
      throw refuse('is not a point on the curve');
    }
    return { kty: 'EC', crv: 'P-256', x, y, kid, alg: 'ES256', use: 'sig' };
  });
  return { keys };
}

/**
 * What is wrong with an address that a client wants its keys to be fetched from, as the end of a sentence; `undefined`
 * if nothing is. Whether the address is reachable, and where its name leads, is looked at when the keys are fetched.
 * @param allowPrivate addresses of this machine and its network may be named, and need no TLS on loopback
 */
export function jwksUriProblem(uri: string, allowPrivate: boolean): string | undefined {
  if (!URL.canParse(uri) || uri.length > 2048) return 'must be an absolute URL';
  const url = new URL(uri);
  const loopback = LOOPBACK_NAME.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && allowPrivate && loopback)) return 'must be https';
  if (url.username !== '' || url.password !== '') return 'must hold no credentials';
  if (url.hash !== '') return 'must have no fragment';
  if (loopback && !allowPrivate) return 'must not name this machine';
  return undefined;
}
