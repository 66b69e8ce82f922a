import { type KeyObject, createPrivateKey, randomUUID, sign } from 'node:crypto';
import type { Credentials } from './options.js';

/** Lifetime of an assertion in seconds: just long enough for it to reach the server. */
const ASSERTION_LIFE = 60;

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** RFC 6749 §2.3.1: client ID and secret are form-encoded before they are joined. */
function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}

function readKey(key: KeyObject | string | object): KeyObject {
  if (typeof key === 'string') return createPrivateKey(key);
  if ('type' in key && key.type === 'private') return key;
  return createPrivateKey({ key: key as never, format: 'jwk' });
}

function algorithmOf(key: KeyObject): 'ES256' | 'RS256' {
  if (key.asymmetricKeyType === 'rsa') return 'RS256';
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ES256';
  throw new TypeError('privateKey must be a P-256 or an RSA key.');
}

/**
 * Returns a function that produces the `Authorization` header value of a request. The value is created anew for each
 * request, because an assertion can be used only once. Throws `TypeError` if the credentials are unusable.
 * @param issuer the server's issuer, which is the only audience of the assertion
 */
export function authorizationOf(credentials: Credentials, issuer: string): () => string {
  const { clientId } = credentials;
  if (typeof clientId !== 'string' || clientId === '') throw new TypeError('clientId must name the API client.');
  if (credentials.privateKey === undefined) {
    if (typeof credentials.clientSecret !== 'string' || credentials.clientSecret === '')
      throw new TypeError('clientSecret must be the secret of the API client.');
    const pair = `${formEncoded(clientId)}:${formEncoded(credentials.clientSecret)}`;
    const basic = `Basic ${Buffer.from(pair).toString('base64')}`;
    return () => basic;
  }
  const key = readKey(credentials.privateKey);
  const alg = algorithmOf(key);
  // RFC 10070: explicit typing, so that the assertion cannot be mistaken for any other kind of JWT.
  const typ = 'client-authentication+jwt';
  const header = encoded({ alg, typ, ...(credentials.kid === undefined ? {} : { kid: credentials.kid }) });
  return () => {
    const iat = Math.floor(Date.now() / 1000);
    const claims = { iss: clientId, sub: clientId, aud: issuer, jti: randomUUID(), iat, exp: iat + ASSERTION_LIFE };
    const text = `${header}.${encoded(claims)}`;
    // RFC 7518 §3.4: R and S are concatenated, not DER-encoded.
    const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
    return `Bearer ${text}.${signature.toString('base64url')}`;
  };
}
