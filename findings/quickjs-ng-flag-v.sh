#!/usr/bin/env bash
# @jitl/quickjs-ng-wasmfile-release-sync 0.32.0 (QuickJS-ng 0.12.1): the flag v is there, and takes Unicode away.
#
# Guess: an engine that has Iterator.concat and RegExp.escape, which are younger, has the flag v of ES2024. Or it refuses
# a flag that it does not know, as ECMAScript has it, so that a script fails when it is saved and not when it runs.
# Seen: flags and unicodeSets say that v is there. But the pattern is read as one without u: \p{L} means one of the
# letters p and L and the braces, and "." is half of a character outside the basic plane. Nothing is thrown; the same
# pattern with u is right. Only the new set operations are a syntax error.
# Who is hurt: scripts that were tried in a browser or in Node.js and run in QuickJS: no name matches any more.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts \
  quickjs-emscripten-core@0.32.0 @jitl/quickjs-ng-wasmfile-release-sync@0.32.0
cat > probe.mjs <<'PROBE'
import variant from '@jitl/quickjs-ng-wasmfile-release-sync';
import { newQuickJSWASMModuleFromVariant } from 'quickjs-emscripten-core';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const quickjs = await newQuickJSWASMModuleFromVariant(variant);
seen('younger features', quickjs.evalCode('typeof Iterator.concat + typeof RegExp.escape'), 'functionfunction');
seen('unicodeSets', quickjs.evalCode('/a/v.unicodeSets'), true);

const patterns = [
  ['/^[\\p{L}]+$/u', 'Zoë', true, true],
  ['/^[\\p{L}]+$/v', 'Zoë', true, false],
  ['/^[\\p{L}]+$/v', 'Lp', true, true],
  ['/^.$/u', '\u{1D4B3}', true, true],
  ['/^.$/v', '\u{1D4B3}', true, false],
];
for (const [pattern, text, node, other] of patterns) {
  const code = `${pattern}.test(${JSON.stringify(text)})`;
  seen(`${code} in V8 and in QuickJS`, [eval(code), quickjs.evalCode(code)], [node, other]);
}
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
