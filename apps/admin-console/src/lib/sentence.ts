/**
 * Converts a message of the contract to a sentence. The contract's messages are predicates without a subject ("is
 * required"), because in API responses they follow the name of the member.
 */
export function sentence(message: string, subject = 'This'): string {
  if (/^Invalid input: expected (number|int)/.test(message)) return `${subject} must be a whole number.`;
  const text = /^[a-z]/.test(message) ? `${subject} ${message}` : message;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Joins words as in "one, two and three". */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** A count with its noun: "1 provider", "2 providers". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
