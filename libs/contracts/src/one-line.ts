/** Characters that affect how surrounding text is displayed: controls, line separators and bidirectional overrides. */
const UNRULY = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu;

/** Whether a text neither breaks its line nor reverses the text that follows it. */
export function isOneLine(text: string): boolean {
  return text.search(UNRULY) < 0;
}

/** A text for a terminal, with everything that is not {@link isOneLine} escaped as JSON does it, such as `\u001b`. */
export function inOneLine(text: string): string {
  return text.replace(UNRULY, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
