import { randomUUID, webcrypto } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

/** Claims and header members of an assertion; whatever is given replaces what would be sent. */
export interface AssertionChanges {
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
}

/** The P-256 key of one installation. The private half never leaves it. */
export class DeviceKey {
  private constructor(
    readonly kid: string,
    private readonly privateKey: webcrypto.CryptoKey,
    readonly publicJwk: JWK,
  ) {}

  static async generate(): Promise<DeviceKey> {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const kid = randomUUID();
    return new DeviceKey(kid, privateKey, { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' });
  }

  /**
   * Signs a client assertion (RFC 7523 §3): good for five minutes and one use.
   * @param issuer the server's issuer, the only audience
   * @param now epoch seconds
   */
  async assertion(clientId: string, issuer: string, now: number, changes: AssertionChanges = {}): Promise<string> {
    const claims = { iss: clientId, sub: clientId, aud: issuer, iat: now, exp: now + 300, jti: randomUUID() };
    return new SignJWT({ ...claims, ...changes.claims })
      .setProtectedHeader({ alg: 'ES256', kid: this.kid, ...changes.header })
      .sign(this.privateKey);
  }

  /** ES256 over the UTF-8 bytes of a text: both halves of the signature, 64 bytes (RFC 7518 §3.4), base64url. */
  async sign(text: string): Promise<string> {
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
    const signature = await webcrypto.subtle.sign(algorithm, this.privateKey, new TextEncoder().encode(text));
    return Buffer.from(signature).toString('base64url');
  }
}
