import type { JsonWebKeySet } from '@passant/contracts';

/** A P-256 key pair as JWKs: the public key for the registration, the private key for whoever tries it out. */
export interface TrialKey {
  publicKey: JsonWebKeySet['keys'][number];
  privateKey: JsonWebKeySet['keys'][number];
}

/**
 * Generates a key in this browser. It leaves the browser only if the user copies it. `undefined` if the page is not a
 * secure context: browsers generate keys only over https or on a loopback address.
 */
export async function makeTrialKey(): Promise<TrialKey | undefined> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (!subtle) return undefined;
  const pair = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const { x, y, d } = await subtle.exportKey('jwk', pair.privateKey);
  if (x === undefined || y === undefined || d === undefined) return undefined;
  const publicKey = { kty: 'EC', crv: 'P-256', use: 'sig', alg: 'ES256', kid: 'trial-1', x, y };
  return { publicKey, privateKey: { ...publicKey, d } };
}

/** Placeholder for the app's own key, where no key can be generated. */
export const KEY_PLACEHOLDER: TrialKey['publicKey'] = {
  kty: 'EC',
  crv: 'P-256',
  use: 'sig',
  alg: 'ES256',
  kid: 'key-1',
  x: "the app's x",
  y: "the app's y",
};
