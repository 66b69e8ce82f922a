/** The module with which the console loads what the build made of a catalog. */
export const LOADED: string;

/** The languages that have a catalog. English is in the source. */
export const TRANSLATED: string[];

/** Files whose texts are code that people copy. */
export const CODE_FILES: string[];

/** Where the build keeps what it makes of the catalogs, relative to the console's folder. */
export const GENERATED: string;

/** A catalog: English words and what they are in its language. */
export function readCatalog(language: string): Record<string, string>;

/** Writes a catalog, ordered, so that two people who add words change different lines. */
export function writeCatalog(language: string, words: Record<string, string>): void;

/** The words of the source, as the build finds them, and the files they stand in. */
export function findWords(folder: string): Map<string, string[]>;
