import { predicateInWords } from './contract-words.js';
import { locale } from './language.js';

/**
 * Converts a message of the contract to a sentence. The contract's messages are predicates without a subject ("is
 * required"), because in API responses they follow the name of the member.
 */
export function sentence(message: string, about?: string): string {
  const subject = about ?? 'This';
  if (/^Invalid input: expected (number|int)/.test(message)) return `${subject} must be a whole number.`;
  const text = /^[a-z]/.test(message) ? `${subject} ${predicateInWords(message)}` : message;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/**
 * One small word that is read by people: "enabled". Whoever looks for words in the source would take it for a name
 * otherwise, and nobody would find out that it stays English.
 */
export const word = (text: string): string => text;

/** With a capital at its beginning: for what begins with a noun in some languages, as "applicatie aanmaken" does. */
export const withCapital = (text: string): string => text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1);

const list = new Intl.ListFormat(locale(), { type: 'conjunction' });
const plurals = new Intl.PluralRules(locale());
const categories = plurals.resolvedOptions().pluralCategories;

/** Joins words as in "one, two and three". */
export function listed(words: readonly string[]): string {
  return list.format(words);
}

/**
 * A count with its noun: "1 provider", "2 providers".
 * @param noun its forms, joined by `|`, in the order of the plural categories of the language: "provider|providers"
 */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString(locale())} ${formOf(count, noun)}`;
}

/** The form of a noun, as `counted` takes them, for one: "provider". */
export const singular = (noun: string): string => formOf(1, noun);

function formOf(count: number, noun: string): string {
  const forms = noun.split('|');
  return forms[categories.indexOf(plurals.select(count))] ?? forms.at(-1)!;
}
