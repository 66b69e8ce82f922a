/**
 * `npm run words`: brings the catalogs of the console's languages up to date with its source. Words that are new get an
 * empty text, which a test does not let pass; words that are gone go. A new language begins with an empty catalog:
 * `echo '{}' > apps/admin-console/src/languages/de.json`.
 */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { say } from './lib/say.mjs';
import { tool } from './lib/tool.mjs';
import { at } from './lib/workspace.mjs';

await tool(import.meta.url, async () => {
  const { GENERATED, TRANSLATED, readCatalog, wordsOfSource, writeCatalog } =
    await import('../apps/admin-console/catalogs.mjs');
  const program = join(createRequire(import.meta.url).resolve('wuchale'), '../cli/index.js');
  execFileSync(process.execPath, [program, '--log-level', 'error'], { cwd: at('apps/admin-console'), stdio: 'pipe' });
  const words = [...wordsOfSource(at('apps/admin-console', GENERATED)).keys()];
  for (const language of TRANSLATED) {
    const known = readCatalog(language);
    writeCatalog(language, Object.fromEntries(words.map((english) => [english, known[english] ?? ''])));
    const missing = words.filter((english) => !known[english]);
    say(`${language}: ${words.length} texts, ${missing.length} without words.`);
    for (const english of missing) say(`  ${english}`);
  }
});
