#!/usr/bin/env bash
# web-tree-sitter 0.27.2 and tree-sitter-wasms 0.1.13: grammars that worked are refused with an error that says nothing.
# 
# Guess: the grammars have ABI 14, and the library loads ABI 13 to 15, as before; both are the newest there are. If a grammar
# cannot be loaded, the error says what is the matter with it, as "Incompatible language version" does.
# Seen: 0.25.10 loads and parses. 0.27.2 throws an Error whose message is empty, for every grammar of the package: it is
# about the section of the file for dynamic linking, which has been renamed since (dylink, now dylink.0), not the ABI. It
# has no code and no cause either.
# Who is hurt: editors and linters that take their grammars ready-made: nothing in the error tells a broken file from an
# old one, nor that it has to be compiled again.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts \
  tree-sitter-wasms@0.1.13 web-tree-sitter@0.27.2 web-tree-sitter-25@npm:web-tree-sitter@0.25.10
cat > probe.mjs <<'PROBE'
import { readFileSync } from 'node:fs';
import * as now from 'web-tree-sitter';
import * as before from 'web-tree-sitter-25';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const file = (name) => `node_modules/tree-sitter-wasms/out/tree-sitter-${name}.wasm`;
async function parse({ Parser, Language }, name, text) {
  await Parser.init();
  try {
    const language = await Language.load(file(name));
    const parser = new Parser();
    parser.setLanguage(language);
    return [language.abiVersion, parser.parse(text).rootNode.type];
  } catch ({ name, message, code, cause }) {
    return { name, message, code, cause };
  }
}
const grammar = new WebAssembly.Module(readFileSync(file('json')));
const sections = (name) => WebAssembly.Module.customSections(grammar, name).length;
seen('sections dylink and dylink.0', [sections('dylink'), sections('dylink.0')], [1, 0]);
const texts = [
  ['json', '[1]', 'document'],
  ['javascript', 'a = 1', 'program'],
  ['bash', 'ls', 'program'],
];
for (const [name, text, root] of texts) {
  seen(`${name}, 0.25.10`, await parse(before, name, text), [14, root]);
  seen(`${name}, 0.27.2`, await parse(now, name, text), { name: 'Error', message: '' });
}
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
