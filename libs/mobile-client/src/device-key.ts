import { base64url, base64urlOfText } from './base64url.js';
import { randomId } from './random-id.js';
import { type PublicKey, type Signer, generateKeyPair, rawSignature, webCryptoSigner } from './signer.js';

/** Claims and header parameters that replace the usual ones of an assertion. */
export interface AssertionChanges {
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
}

/** The public key as it is registered (RFC 7517). */
export type RegisteredKey = PublicKey & { kid: string; alg: 'ES256'; use: 'sig' };

/** Seconds for which an assertion is valid. */
const VALIDITY = 300;

/** The P-256 key of one installation. The private key never leaves what holds it. */
export class DeviceKey {
  private constructor(private readonly signer: Signer) {}

  /** Generates a key with WebCrypto. Its private key cannot be extracted. */
  static async generate(): Promise<DeviceKey> {
    return new DeviceKey(await webCryptoSigner(await generateKeyPair()));
  }

  /** A key that something else holds. */
  static of(signer: Signer): DeviceKey {
    return new DeviceKey(signer);
  }

  /** Identifier of the key: its x coordinate, so that it need not be stored beside it. */
  get kid(): string {
    return this.signer.publicKey.x;
  }

  get publicJwk(): RegisteredKey {
    const { kty, crv, x, y } = this.signer.publicKey;
    return { kty, crv, x, y, kid: this.kid, alg: 'ES256', use: 'sig' };
  }

  /**
   * Signs a client assertion (RFC 7523 §3, RFC 10070), valid for five minutes and for a single use.
   * @param issuer the server's issuer, the only audience
   * @param now epoch seconds
   */
  async assertion(clientId: string, issuer: string, now: number, changes: AssertionChanges = {}): Promise<string> {
    const header = { alg: 'ES256', kid: this.kid, typ: 'client-authentication+jwt', ...changes.header };
    const times = { iat: now, exp: now + VALIDITY };
    const claims = { iss: clientId, sub: clientId, aud: issuer, ...times, jti: randomId(), ...changes.claims };
    const signed = `${base64urlOfText(JSON.stringify(header))}.${base64urlOfText(JSON.stringify(claims))}`;
    return `${signed}.${await this.sign(signed)}`;
  }

  /**
   * Signs the UTF-8 bytes of a text with ES256. Returns R and S concatenated, 64 bytes (RFC 7518 §3.4), as base64url.
   */
  async sign(text: string): Promise<string> {
    return base64url(rawSignature(await this.signer.sign(new TextEncoder().encode(text))));
  }
}
