import { DEMO_PERSON, DEMO_SCHEME_KEY, type IdentityProvider } from '@passant/contracts';
import { signEs256 } from './device.js';

/**
 * How the phone's scheme app can answer. `signs`: the scripts trust the demo scheme, whose key everybody has.
 * `typed`: it is a real scheme, and whoever tries it out says what the app would bring back.
 */
export type SchemeKind = 'signs' | 'typed';

type Scripts = Pick<IdentityProvider, 'scripts'>;

export function schemeOf({ scripts }: Scripts): SchemeKind {
  return scripts.complete.includes(DEMO_SCHEME_KEY.x) ? 'signs' : 'typed';
}

/** What a scheme app brings back when the scheme cannot be reached. */
export const SCHEME_DOWN = JSON.stringify({ error: 'scheme_unavailable' });

/** How long a statement of the simulated scheme is valid, in seconds. */
const VALIDITY = 300;

/** Reads the challenge out of what *init* answered. */
export function challengeIn(data: string | undefined): string | undefined {
  try {
    const { challenge } = JSON.parse(data ?? '') as { challenge?: unknown };
    return typeof challenge === 'string' ? challenge : undefined;
  } catch {
    return undefined;
  }
}

async function schemeKey(extractable = false): Promise<CryptoKey> {
  return crypto.subtle.importKey('jwk', DEMO_SCHEME_KEY, { name: 'ECDSA', namedCurve: 'P-256' }, extractable, ['sign']);
}

/**
 * What the simulated scheme signs for a challenge, as the app brings it back.
 * @param now epoch seconds
 */
export async function signedAnswer(challenge: string, now: number): Promise<string> {
  const claims = { challenge, ...DEMO_PERSON, iat: now, exp: now + VALIDITY };
  return JSON.stringify({ statement: await signEs256({}, claims, await schemeKey()) });
}

/** The key of the simulated scheme for programs that read PEM (RFC 7468), such as openssl. */
export async function schemeKeyAsPem(): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.exportKey('pkcs8', await schemeKey(true)));
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return `-----BEGIN PRIVATE KEY-----\n${text.replace(/.{64}/g, '$&\n').trimEnd()}\n-----END PRIVATE KEY-----`;
}
