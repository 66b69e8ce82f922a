/**
 * Lints texts with this repository's rules, as if they were the contents of the given files, and prints the findings.
 *
 * Reads a JSON array of `{ path, text }` from standard input (`path` is relative to the repository and need not exist)
 * and prints a JSON array of the same length: for each text, an array of `{ ruleId, message }`.
 *
 * Type-aware rules are disabled, because a file that does not exist has no type information. `--types` enables them;
 * the files must then exist.
 */
import { json } from 'node:stream/consumers';
import { resolve } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const root = resolve(import.meta.dirname, '../..');
const withTypes = process.argv.includes('--types');
const eslint = new ESLint({
  cwd: root,
  overrideConfig: withTypes
    ? []
    : [
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
