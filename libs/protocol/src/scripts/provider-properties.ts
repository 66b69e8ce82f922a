import type { SetProviderProperty } from '@passant/contracts';
import { invalidMember } from '../refusals/errors.js';
import type { ProviderProperty } from '../identity-providers/provider-records.js';
import type { EpochSeconds } from '../time.js';

/** Encrypts the value of a sensitive property with a server key. @returns base64 */
export type SealProperty = (identifier: string, value: string) => string;

/**
 * The properties of a provider after they were set: a sensitive one without a value keeps its value.
 * Throws `invalid_request`, naming the field, if there is no value to keep.
 */
export function setProperties(
  current: readonly ProviderProperty[],
  wanted: readonly SetProviderProperty[],
  seal: SealProperty,
  now: EpochSeconds,
): ProviderProperty[] {
  return wanted.map(({ identifier, sensitive, value }, index) => {
    const kept = current.find((property) => property.identifier === identifier);
    if (kept && kept.sensitive === sensitive && (value === undefined || value === kept.value)) return kept;
    const content = value ?? kept?.value ?? undefined;
    if (content === undefined) {
      throw invalidMember(`properties.${index}.value`, 'is required');
    }
    return sensitive
      ? { identifier, sensitive, value: null, sealedValue: seal(identifier, content), updatedAt: now }
      : { identifier, sensitive, value: content, sealedValue: null, updatedAt: now };
  });
}

/** Replaces a sensitive value. */
export const MASK = '•••';

/** Minimum length of a fragment of a secret: shorter ones occur in many texts by chance, and reveal nothing. */
const SHORTEST_PIECE = 4;

/** Marks the end of a truncated text. */
const CUT = '…';

/**
 * Removes secrets from a text: in their own form and in all lower or upper case, as encoded in JSON, URLs and Base64,
 * and when truncated at the end of the text. This prevents accidents; the author of a script can always encode a secret
 * in a way of their own.
 */
export function masking(secrets: readonly string[]): (text: string) => string {
  const forms = secrets.filter((secret) => secret !== '').flatMap(formsOf);
  // Longest first: otherwise masking a secret that is a prefix of another would leave the rest of the longer one.
  const unique = [...new Set(forms)].sort((one, other) => other.length - one.length);
  return (text) => {
    const masked = unique.reduce((rest, form) => rest.replaceAll(form, MASK), text);
    const [end, body] = masked.endsWith(CUT) ? [CUT, masked.slice(0, -CUT.length)] : ['', masked];
    const longest = unique.reduce((length, form) => Math.max(length, pieceAtEnd(body, form)), 0);
    return longest === 0 ? masked : body.slice(0, -longest) + MASK + end;
  };
}

function formsOf(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  const path = new URL('http://localhost');
  path.pathname = secret;
  return [
    secret,
    secret.toLowerCase(),
    secret.toUpperCase(),
    inJson,
    JSON.stringify(inJson).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
    path.pathname.slice(1),
    ...base64Forms(secret),
  ].filter((form) => form !== '');
}

/** The Base64 form of a text depends on how many bytes precede it, modulo 3: for instance, a user name and a colon. */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((before) => {
    const bits = 8 * (before + bytes.length);
    // Only the digits that encode bits of nothing but the secret.
    const [from, to] = [Math.ceil((8 * before) / 6), Math.floor(bits / 6)];
    if (to - from < SHORTEST_PIECE) return [];
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    return [padded.toString('base64').slice(from, to), padded.toString('base64url').slice(from, to)];
  });
}

/** How many characters of a truncated secret the text ends with; 0 if they are too few to matter. */
function pieceAtEnd(text: string, form: string): number {
  const beginning = form.slice(0, SHORTEST_PIECE);
  let at = text.indexOf(beginning, Math.max(0, text.length - form.length + 1));
  while (at >= 0 && !form.startsWith(text.slice(at))) at = text.indexOf(beginning, at + 1);
  return at < 0 ? 0 : text.length - at;
}
