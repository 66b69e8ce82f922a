import type { SetProviderProperty } from '@passant/contracts';
import { OAuthError } from './errors.js';
import type { EpochSeconds, ProviderProperty } from './records.js';

/** Encrypts the value of a sensitive property under a server key. @returns base64 */
export type SealProperty = (identifier: string, value: string) => string;

/**
 * The properties of a provider after they were set: a sensitive one without a value keeps the value it has.
 * Throws `invalid_request`, naming the field, where there is none to keep.
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
      const field = `properties.${index}.value`;
      throw new OAuthError('invalid_request', `${field}: is required`, { fields: { [field]: 'is required' } });
    }
    return sensitive
      ? { identifier, sensitive, value: null, sealedValue: seal(identifier, content), updatedAt: now }
      : { identifier, sensitive, value: content, sealedValue: null, updatedAt: now };
  });
}

/** What stands where a sensitive value stood. */
export const MASK = '•••';

/** Letters that a piece of a secret has at least: fewer stand in many a text by chance, and tell nothing. */
const SHORTEST_PIECE = 4;

/** What stands at the end of a text that was longer. */
const CUT = '…';

/**
 * Takes secrets out of a text: as they are and in letters of one size, as they stand in JSON, in a URL and in Base64,
 * and where the end of the text cut one off. It guards against accidents; whoever writes a script can always spell a
 * secret in a way of their own.
 */
export function masking(secrets: readonly string[]): (text: string) => string {
  const forms = secrets.filter((secret) => secret !== '').flatMap(formsOf);
  // Longest first: a secret that begins like another must not leave its end behind.
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

/** In Base64 a text looks different after a number of bytes that three does not divide: after a name and a colon, say. */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((before) => {
    const bits = 8 * (before + bytes.length);
    // Only the digits that are made of the secret alone.
    const [from, to] = [Math.ceil((8 * before) / 6), Math.floor(bits / 6)];
    if (to - from < SHORTEST_PIECE) return [];
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    return [padded.toString('base64').slice(from, to), padded.toString('base64url').slice(from, to)];
  });
}

/** How many letters of a secret the text ends with, where it was cut off in the middle of one; 0 for a few. */
function pieceAtEnd(text: string, form: string): number {
  const beginning = form.slice(0, SHORTEST_PIECE);
  let at = text.indexOf(beginning, Math.max(0, text.length - form.length + 1));
  while (at >= 0 && !form.startsWith(text.slice(at))) at = text.indexOf(beginning, at + 1);
  return at < 0 ? 0 : text.length - at;
}
