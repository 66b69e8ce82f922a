/**
 * A message of the contract as a sentence. Its messages are predicates without a subject ("is required"), because the
 * same words follow a member's name in the API's answers.
 */
export function sentence(message: string, subject = 'This'): string {
  if (/^Invalid input: expected (number|int)/.test(message)) return `${subject} must be a whole number.`;
  const text = /^[a-z]/.test(message) ? `${subject} ${message}` : message;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** "one, two and three" */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** "1 provider", "2 providers" */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
