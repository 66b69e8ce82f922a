/**
 * Says where the text of Swift and Kotlin files is not Swift or Kotlin. It parses them, with the grammars that editors
 * use; it does not compile them.
 *
 *   node tools/grammars/check-syntax.mjs FILE…
 */
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installApart } from '../lib/apart.mjs';

await installApart('tools/grammars', 'Grammars');

const packages = join(import.meta.dirname, 'node_modules');
/** @type {Record<string, string>} */
const GRAMMARS = {
  '.swift': '@repomix/tree-sitter-wasms/out/tree-sitter-swift.wasm',
  '.kt': '@tree-sitter-grammars/tree-sitter-kotlin/tree-sitter-kotlin.wasm',
};

// Installed apart, so the compiler does not know its types.
const { Language, Parser } = await import(pathToFileURL(join(packages, 'web-tree-sitter/web-tree-sitter.js')).href);
await Parser.init();

/** @typedef {{ isError: boolean, isMissing: boolean, startPosition: { row: number }, children: Node[] }} Node */

/** @param {Node} node @returns {number[]} lines, from 1, at which something is wrong or missing */
const mistakesIn = (node) => [
  ...(node.isError || node.isMissing ? [node.startPosition.row + 1] : []),
  ...node.children.flatMap(mistakesIn),
];

/** By extension. */
const languages = new Map();
for (const file of process.argv.slice(2)) {
  const extension = extname(file);
  const grammar = GRAMMARS[extension];
  if (!grammar) throw new Error(`There is no grammar for ${file}.`);
  const language = languages.get(extension) ?? (await Language.load(join(packages, grammar)));
  languages.set(extension, language);
  const parser = new Parser();
  parser.setLanguage(language);
  const mistakes = mistakesIn(parser.parse(readFileSync(file, 'utf8')).rootNode);
  for (const line of new Set(mistakes)) process.stdout.write(`${file}:${line} cannot be read.\n`);
  if (mistakes.length > 0) process.exitCode = 1;
}
