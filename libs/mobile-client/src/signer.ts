/** A P-256 public key (RFC 7518 §6.2.1). Coordinates are 32 bytes each, in base64url. */
export type PublicKey = { kty: 'EC'; crv: 'P-256'; x: string; y: string };

/**
 * What holds a P-256 private key and signs with it: WebCrypto, the Keychain of iOS, the Keystore of Android. Implement
 * it where there is no WebCrypto, as in React Native.
 */
export interface Signer {
  readonly publicKey: PublicKey;
  /**
   * Signs with ECDSA and SHA-256.
   * @returns R and S, 32 bytes each (RFC 7518 §3.4), or the DER form (RFC 3279 §2.2.3) that keystores return
   */
  readonly sign: (data: Uint8Array) => Promise<Uint8Array>;
}

/** A key pair of WebCrypto. IndexedDB can store it although its private key cannot be read. */
export interface KeyPair {
  privateKey: CryptoKeyOfPlatform;
  publicKey: CryptoKeyOfPlatform;
}

/** `CryptoKey`, whose name not every environment knows. */
type CryptoKeyOfPlatform = Parameters<typeof crypto.subtle.sign>[1];

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Generates a key pair whose private key cannot be extracted. */
export async function generateKeyPair(): Promise<KeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
}

/** A signer whose private key WebCrypto holds. */
export async function webCryptoSigner({ privateKey, publicKey }: KeyPair): Promise<Signer> {
  const { x, y } = await crypto.subtle.exportKey('jwk', publicKey);
  return {
    publicKey: { kty: 'EC', crv: 'P-256', x: x!, y: y! },
    sign: async (data) => new Uint8Array(await crypto.subtle.sign(ALGORITHM, privateKey, new Uint8Array(data))),
  };
}

/** Bytes of R, and of S. */
const HALF = 32;

/**
 * R and S of a signature, 32 bytes each, from either form. The two forms are told apart by their lengths: no valid DER
 * signature that a key makes in practice has exactly 64 bytes.
 * @throws {TypeError} if it is neither
 */
export function rawSignature(signature: Uint8Array): Uint8Array {
  if (signature.length === 2 * HALF) return signature;
  const raw = new Uint8Array(2 * HALF);
  // SEQUENCE, its length, and two INTEGERs, each with a tag, a length and its bytes.
  let offset = 2;
  for (const end of [HALF, 2 * HALF]) {
    const length = signature[offset + 1] ?? 0;
    const bytes = signature.subarray(offset + 2, offset + 2 + length);
    // A leading zero keeps an INTEGER positive; short ones have none at all.
    const significant = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
    if (signature[offset] !== 0x02 || bytes.length !== length || significant.length > HALF) throw notASignature();
    raw.set(significant, end - significant.length);
    offset += 2 + length;
  }
  if (signature[0] !== 0x30 || signature[1] !== offset - 2 || signature.length !== offset) throw notASignature();
  return raw;
}

const notASignature = () => new TypeError('This is no ECDSA signature of a P-256 key.');
