import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import PO from 'pofile';

/** Where the catalogs are that people edit: `nl.json` holds English words and their Dutch. */
const CATALOGS = join(import.meta.dirname, 'src/languages');

/** Where the build keeps what it makes of them, relative to the console's folder. */
export const GENERATED = process.env.PASSANT_CONSOLE_WORDS ?? '.cache/languages';

/** The module with which the console loads what the build made of a catalog. Vite knows it as `console-catalogs`. */
export const LOADED = join(import.meta.dirname, GENERATED, '.wuchale/console.proxy.js');

/** The languages that have a catalog. English is in the source. */
export const TRANSLATED = readdirSync(CATALOGS)
  .filter((name) => /^[a-z]{2,3}(-[A-Z]{2})?\.json$/.test(name))
  .map((name) => name.slice(0, -'.json'.length))
  .sort();

/** Files whose texts are code that people copy. */
export const CODE_FILES = [
  'resource-server-example',
  'introspection-example',
  'registration-example',
  'script-templates',
  'simulated-scheme',
  'statement-snippets',
  'exchange',
];

/**
 * A catalog: English words and what they are in its language. A noun that is counted has all its forms, joined by `|`, as
 * many as `Intl.PluralRules` tells apart in the language, in its order.
 * @param {string} language
 * @returns {Record<string, string>}
 */
export function readCatalog(language) {
  return JSON.parse(readFileSync(join(CATALOGS, `${language}.json`), 'utf8'));
}

/** Writes a catalog, ordered, so that two people who add words change different lines. */
export function writeCatalog(language, words) {
  const ordered = Object.fromEntries(Object.entries(words).sort(([one], [other]) => (one < other ? -1 : 1)));
  writeFileSync(join(CATALOGS, `${language}.json`), `${JSON.stringify(ordered, null, 2)}\n`);
}

/** Puts the catalogs where the build looks for them, in its format. */
export function provideCatalogs() {
  // With a loader of our own nobody else makes the folder.
  mkdirSync(join(import.meta.dirname, GENERATED, '.wuchale'), { recursive: true });
  // The build looks for the loader beside the catalogs, and it is source.
  const loader = relative(join(import.meta.dirname, GENERATED), join(CATALOGS, 'loader.ts'));
  writeFileSync(join(import.meta.dirname, GENERATED, 'console.loader.js'), `export * from '${loader}';\n`);
  // The build fills it with the words that it finds, and nothing is left of those that it found before.
  writeFileSync(join(import.meta.dirname, GENERATED, 'en.po'), new PO().toString());
  for (const language of TRANSLATED) {
    const po = new PO();
    for (const [english, words] of Object.entries(readCatalog(language))) {
      const item = new PO.Item();
      item.msgid = english;
      item.msgstr = [words];
      item.references = ['src/app/app.tsx'];
      po.items.push(item);
    }
    writeFileSync(join(import.meta.dirname, GENERATED, `${language}.po`), po.toString());
  }
}

/**
 * Finds the words of the source, as the build does.
 * @param {string} folder where to leave what is made of the catalogs, relative to the console's folder
 * @returns {Map<string, string[]>} English words, as a catalog names them, and the files they stand in
 */
export function findWords(folder) {
  const program = join(createRequire(import.meta.url).resolve('wuchale'), '../cli/index.js');
  const env = { ...process.env, PASSANT_CONSOLE_WORDS: folder };
  execFileSync(process.execPath, [program, '--log-level', 'error'], { cwd: import.meta.dirname, env, stdio: 'pipe' });
  const { items } = PO.parse(readFileSync(join(import.meta.dirname, folder, 'en.po'), 'utf8'));
  return new Map(items.map(({ msgid, references }) => [msgid, references]));
}
