import type { JsonWebKeySet } from '@passant/contracts';
import { ASSERTION_ALGORITHMS, MOST_KEYS_READ, readClientKey } from './client-keys.js';

/**
 * Seconds a fetched key set is cached, whatever its server says: minimum, maximum, and default if the
 * server says nothing.
 */
export const KEY_FRESHNESS = { least: 60, most: 86_400, unsaid: 600 } as const;

const NO_KEY_SET = { problem: 'answered no key set' };

/**
 * The keys of a fetched JWK set that can verify assertions. Other keys in it (for encryption, of other types) are
 * ignored; a key with private members cannot be trusted and is ignored as well. A set without usable keys is valid: it
 * says that there are no keys any more (OpenID Connect Core §10.1.1).
 * @returns a problem, the end of a sentence about the server, if the text is not a JWK set, or one of more keys than are
 * read, and so says nothing
 */
export function usableKeys(text: string): { keys: JsonWebKeySet['keys'] } | { problem: string } {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return NO_KEY_SET;
  }
  const members = (document as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(members)) return NO_KEY_SET;
  if (members.length > MOST_KEYS_READ) return { problem: `answered more than ${MOST_KEYS_READ} keys` };
  const keys = members.flatMap((member: unknown) => {
    if (typeof member !== 'object' || member === null) return [];
    const read = readClientKey(member as Record<string, unknown>, ASSERTION_ALGORITHMS);
    return 'key' in read ? [read.key] : [];
  });
  return { keys };
}

/** Seconds a response may be cached (RFC 9111 §4.2), within the limits of {@link KEY_FRESHNESS}. */
export function freshnessOf(headers: { 'cache-control'?: string | undefined; age?: string | undefined }): number {
  const directives = (headers['cache-control'] ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => part.trim());
  if (directives.includes('no-store') || directives.includes('no-cache')) return KEY_FRESHNESS.least;
  const maxAge = directives
    .map((directive) => /^max-age="?(\d+)"?$/.exec(directive)?.[1])
    .find((age) => age !== undefined);
  const age = /^\d+$/.test(headers.age ?? '') ? Number(headers.age) : 0;
  const said = maxAge === undefined ? KEY_FRESHNESS.unsaid : Number(maxAge) - age;
  return Math.min(KEY_FRESHNESS.most, Math.max(KEY_FRESHNESS.least, said));
}
