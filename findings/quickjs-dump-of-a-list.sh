#!/usr/bin/env bash
# quickjs-emscripten-core 0.32.0, dump(): a list of one large integer is no list, and another integer.
# 
# Guess: dump() gives bigints as bigints. What is inside a list or an object goes through JSON, as the documentation says,
# and JSON knows no bigints: what "cannot be serialized to JSON" comes as a string, or it throws.
# Seen: alone, it is a bigint. In an object, the whole is the string "[object Object]". In a list of one, it is neither: it
# is a number, without the list, and rounded: [9007199254740993n] arrives as 9007199254740992. A list of two is a string.
# The same with both engines.
# Who is hurt: programs that take results of scripts, where an identifier of 64 bits is a bigint. It arrives, is a number,
# and is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts \
  quickjs-emscripten-core@0.32.0 @jitl/quickjs-wasmfile-release-sync@0.32.0 \
  @jitl/quickjs-ng-wasmfile-release-sync@0.32.0
cat > probe.mjs <<'PROBE'
import quickjsNg from '@jitl/quickjs-ng-wasmfile-release-sync';
import quickjs from '@jitl/quickjs-wasmfile-release-sync';
import { newQuickJSWASMModuleFromVariant } from 'quickjs-emscripten-core';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const shown = (value) => (typeof value === 'bigint' ? `${value}n` : value);
const cases = [
  ['9007199254740993n', '9007199254740993n'],
  ['[9007199254740993]', [9007199254740992]],
  ['[9007199254740993n]', 9007199254740992],
  ['[1n]', 1],
  ['[1n, 2n]', '1,2'],
  ['({ id: 1n })', '[object Object]'],
];
for (const [name, variant] of Object.entries({ quickjs, 'quickjs-ng': quickjsNg })) {
  const context = (await newQuickJSWASMModuleFromVariant(variant)).newContext();
  for (const [code, then] of cases) {
    const value = context.unwrapResult(context.evalCode(code)).consume((handle) => context.dump(handle));
    seen(`${name}, ${code}`, shown(value), then);
  }
  context.dispose();
}
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
