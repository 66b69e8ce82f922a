/** Control characters but the line feed, and those that turn the direction of a text around. */
const UNPRINTABLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text for a terminal, in which nothing is obeyed: a message may repeat a path, or what another server said, and a
 * control character in it would colour, move or overwrite what the reader sees. Each is shown as `\\u001b`.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
