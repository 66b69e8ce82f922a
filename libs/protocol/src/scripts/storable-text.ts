/** Maximum nesting depth of a JSON document that is accepted, since readers may be recursive. */
export const MAX_JSON_DEPTH = 64;

/** How deeply arrays and objects are nested in a JSON text, without parsing it. */
export function depthOfJson(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (inString) {
      if (character === BACKSLASH) index += 1;
      else if (character === QUOTE) inString = false;
    } else if (character === QUOTE) inString = true;
    else if (character === OPEN_BRACKET || character === OPEN_BRACE) deepest = Math.max(deepest, (depth += 1));
    else if (character === CLOSE_BRACKET || character === CLOSE_BRACE) depth -= 1;
  }
  return deepest;
}

const [BACKSLASH, QUOTE, OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5c, 0x22, 0x5b, 0x5d, 0x7b, 0x7d];

/** JSON escapes that may stand for characters the database cannot store: NUL and lone surrogates. */
const SUSPICIOUS = /\\u0000|\\ud[89a-f]/i;

/** Whether the database can store and compare a text: it has neither a NUL nor half a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

function everyText(value: unknown): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(everyText);
  return Object.entries(value).every(([name, member]) => isStorable(name) && everyText(member));
}

/**
 * Whether every string of a parsed JSON document can be stored. PostgreSQL stores neither NUL nor lone surrogates; a
 * message that contains one is refused on receipt, not on storage.
 * @param source the text it was parsed from; for most texts, checking it is sufficient
 */
export function holdsStorableText(source: string, parsed: unknown): boolean {
  return !SUSPICIOUS.test(source) || everyText(parsed);
}
