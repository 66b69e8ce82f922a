/**
 * `npm run words`: brings the catalogs of the console's languages up to date with its source. Words that are new get an
 * empty text, which a test does not let pass; words that are gone go. A new language begins with an empty catalog:
 * `echo '{}' > apps/admin-console/src/languages/de.json`.
 */
import { say } from './lib/say.mjs';
import { tool } from './lib/tool.mjs';

await tool(import.meta.url, async () => {
  const { GENERATED, TRANSLATED, findWords, readCatalog, writeCatalog } =
    await import('../apps/admin-console/catalogs.mjs');
  const words = [...findWords(GENERATED).keys()];
  for (const language of TRANSLATED) {
    const known = readCatalog(language);
    writeCatalog(language, Object.fromEntries(words.map((english) => [english, known[english] ?? ''])));
    const missing = words.filter((english) => !known[english]);
    say(`${language}: ${words.length} texts, ${missing.length} without words.`);
    for (const english of missing) say(`  ${english}`);
  }
});
