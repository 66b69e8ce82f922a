import { base64url } from './base64url.js';

/**
 * An identifier that nobody else has: 128 random bits in base64url. `getRandomValues` also exists on pages without
 * https, where `randomUUID` does not, and React Native has a package that adds it.
 */
export function randomId(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(16)));
}
