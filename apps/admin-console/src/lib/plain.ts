/**
 * Characters that are not seen but change how the text around them is displayed: controls except tab and line break,
 * line separators, and bidirectional overrides.
 */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text that others wrote, with such characters as escapes: `\u202e`. In JSON they occur in strings only, so JSON stays
 * the same document.
 */
export function plain(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
