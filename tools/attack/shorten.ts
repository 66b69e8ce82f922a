/** A run of characters that may be a secret: long, and made of what tokens are made of. */
const LONG = /[\w+/~-]{20,}=*/g;

/** Names of the suite's own things, of settings and of members, which may be as long as a token. */
const PLAIN = /^(attack-[\w-]*|[A-Z]+(_[A-Z]+)+|[a-z]+([_-][a-z]+)+)$/;

const SHOWN = 6;

/**
 * A text for people, with everything shortened that could be a secret. A report goes to others, so it is better to
 * shorten too much.
 * @param limit characters after which the text is cut
 */
export function shortened(text: string, limit = 400): string {
  const safe = text.replace(LONG, (word) => (PLAIN.test(word) ? word : `${word.slice(0, SHOWN)}…`));
  // Control characters would reach the terminal of whoever runs the suite.
  const printable = safe.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
  return printable.length > limit ? `${printable.slice(0, limit)}…` : printable;
}
