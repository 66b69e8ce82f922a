/** Where the choice of a language is kept, in this browser. */
const STORED = 'passant-language';

/** The languages of the console, by their tags (BCP 47): English, in which it is written, and those with a catalog. */
export const LANGUAGES: readonly string[] = import.meta.env?.CONSOLE_LANGUAGES?.split(' ') ?? ['en'];

/** The language that the console runs in. It does not change until the page is loaded anew. */
export function language(): string {
  return globalThis.document?.documentElement.lang || 'en';
}

/** The locale for dates, numbers and lists. English is written as in Britain, with the day before the month. */
export function locale(): string {
  return language() === 'en' ? 'en-GB' : language();
}

/** What stands between the digits of a number in the language of the console: "1,205.5", "1.205,5". */
export function separators(): { group: string; decimal: string } {
  const parts = new Intl.NumberFormat(locale()).formatToParts(12_345.5);
  const of = (type: 'group' | 'decimal') => parts.find((part) => part.type === type)!.value;
  return { group: of('group'), decimal: of('decimal') };
}

/** The language to start in: the one chosen before, or else the first that the browser asks for and the console knows. */
export function preferredLanguage(): string {
  const wanted = [stored(), ...navigator.languages.flatMap((tag) => [tag, tag.split('-', 1)[0]!])];
  return wanted.find((tag) => tag !== null && LANGUAGES.includes(tag)) ?? 'en';
}

/** Chooses a language, and loads the page in it. A form with unsaved changes lets the browser ask first. */
export function chooseLanguage(chosen: string): void {
  try {
    localStorage.setItem(STORED, chosen);
  } catch {
    // Where nothing may be stored, the choice cannot be remembered, and the page stays as it is.
    return;
  }
  location.reload();
}

/** The name of a language in that language: "Nederlands". */
export function nameOfLanguage(tag: string): string {
  const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}
