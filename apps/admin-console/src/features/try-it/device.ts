import { JWT_BEARER_ASSERTION_TYPE } from '@passant/contracts';
import { SignJWT } from 'jose';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' };

/** What a client assertion says, as claims before they are signed. */
export type AssertionClaims = Record<'iss' | 'sub' | 'aud' | 'jti', string> & Record<'iat' | 'exp', number>;

/** An assertion, and what it says, so that it can be shown. */
export interface Assertion {
  text: string;
  claims: AssertionClaims;
}

/** Signs claims with ES256. */
export function signEs256(header: object, claims: Record<string, unknown>, key: CryptoKey): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', ...header }).sign(key);
}

/**
 * Whether this page may make keys at all: browsers offer WebCrypto only over https or on a loopback address.
 */
export function canMakeKeys(): boolean {
  return (globalThis.crypto?.subtle as SubtleCrypto | undefined) !== undefined;
}

/** The key of a trial phone, made in this browser. The private half cannot be exported, not even by this page. */
export class Device {
  private constructor(
    readonly kid: string,
    private readonly keys: CryptoKeyPair,
    /** What the installation registers. */
    readonly publicJwk: { kty: string; crv: string; kid: string; use: string; alg: string; x: string; y: string },
  ) {}

  /** @param kid of a key that this one replaces without the server being told */
  static async make(kid: string = crypto.randomUUID()): Promise<Device> {
    const keys = await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
    const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', keys.publicKey);
    return new Device(kid, keys, { kty: 'EC', crv: 'P-256', kid, use: 'sig', alg: 'ES256', x, y });
  }

  /**
   * A client assertion for one request (RFC 7523 §3, RFC 10070), valid for five minutes.
   * @param issuer the only audience
   * @param now the phone's clock, epoch seconds
   */
  async assertion(clientId: string, issuer: string, now: number): Promise<Assertion> {
    const claims = {
      iss: clientId,
      sub: clientId,
      aud: issuer,
      iat: now,
      exp: now + 300,
      jti: crypto.randomUUID(),
    };
    const header = { kid: this.kid, typ: 'client-authentication+jwt' };
    return { text: await signEs256(header, claims, this.keys.privateKey), claims };
  }
}

/** The members that authenticate a request of custom registration v2. */
export function authenticationWith({ text }: Assertion) {
  return { client_assertion_type: JWT_BEARER_ASSERTION_TYPE, client_assertion: text };
}
