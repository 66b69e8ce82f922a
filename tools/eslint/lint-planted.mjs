/**
 * Lints texts as if they stood in the given files, with the rules of this repository, and prints what was found.
 *
 * Reads from standard input a JSON array of `{ path, text }` (`path` relative to the repository, need not exist) and
 * prints a JSON array of the same length: per text the array of `{ ruleId, message }`.
 *
 * Rules that need types are left out, because a file that does not exist has none.
 */
import { json } from 'node:stream/consumers';
import { resolve } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const root = resolve(import.meta.dirname, '../..');
const eslint = new ESLint({
  cwd: root,
  overrideConfig: [
    tseslint.configs.disableTypeChecked,
    { languageOptions: { parserOptions: { projectService: false, project: false } } },
  ],
});

/** @type {{ path: string, text: string }[]} */
const planted = /** @type {any} */ (await json(process.stdin));

const findings = [];
for (const { path, text } of planted) {
  const results = await eslint.lintText(text, { filePath: resolve(root, path), warnIgnored: true });
  findings.push(results.flatMap((result) => result.messages.map(({ ruleId, message }) => ({ ruleId, message }))));
}
process.stdout.write(JSON.stringify(findings));
