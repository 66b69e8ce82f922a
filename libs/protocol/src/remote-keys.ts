import { JsonWebKeySet } from '@passant/contracts';
import { ASSERTION_ALGORITHMS, readClientKeys } from './client-keys.js';
import { OAuthError } from './errors.js';

/** Seconds a fetched key set is believed, whatever its server says: at least, at most, and where it says nothing. */
export const KEY_FRESHNESS = { least: 60, most: 86_400, unsaid: 600 } as const;

/**
 * The keys of a fetched JWK set that assertions can be verified with. Others in it (for encryption, of other kinds,
 * without `kid`) are somebody else's; one with private members is not to be trusted and is left out, too.
 * @returns `undefined` where the text is no JWK set or holds no usable key
 */
export function usableKeys(text: string): JsonWebKeySet | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  const members = (document as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(members)) return undefined;
  const seen = new Set<unknown>();
  const keys = members.flatMap((member: unknown) => {
    const set = JsonWebKeySet.safeParse({ keys: [member] });
    if (!set.success) return [];
    try {
      const usable = readClientKeys(set.data, ASSERTION_ALGORITHMS).keys;
      return usable.filter(({ kid }) => !seen.has(kid) && seen.add(kid));
    } catch (error) {
      if (error instanceof OAuthError) return [];
      throw error;
    }
  });
  return keys.length === 0 ? undefined : { keys };
}

/** Seconds an answer may be kept (RFC 9111 §4.2), within {@link KEY_FRESHNESS}. */
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
