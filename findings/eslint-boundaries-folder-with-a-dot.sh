#!/usr/bin/env bash
# eslint-plugin-boundaries 7.2.0 with eslint 10.15.0: a folder whose name begins with a dot may import whatever it likes.
#
# Guess: with the elements "src/*" and the rule "dependencies" that disallows by default, no folder below src/ imports from
# another one. A file that is linted is judged, and a name with a dot, as of folders for CI, stories or internal parts, is a
# name; the file's own rules say nothing else.
# Seen: the star does not take a dot. Such a folder is no element, and what is between it and the others, in both
# directions, is not looked at and not reported, as if it were allowed. no-unknown-files tells of the files,
# if somebody turned it on. Written out as ".parts" the folder is an element and is judged; but then a warning at each run
# says that this is a pattern for files, because of the dot.
# Who is hurt: who counts on "default: disallow": the folder that was added last, for something on the side, has no borders;
# and those who write it out, and take the warning for an error of theirs.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts eslint-plugin-boundaries@7.2.0 eslint@10.15.0
cat > probe.mjs <<'PROBE'
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

for (const folder of ['app', 'parts', '.parts']) {
  mkdirSync(`src/${folder}`, { recursive: true });
  writeFileSync(`src/${folder}/value.js`, 'export const value = 1;\n');
}
for (const [from, to] of [['app', 'parts'], ['app', '.parts'], ['parts', 'app'], ['.parts', 'app']]) {
  writeFileSync(`src/${from}/from-${to}.js`, `export { value } from '../${to}/value.js';\n`);
}

/** The files with imports that are refused, the exit code, and whether there was a warning about patterns for files. */
function lint(elements, rules = {}) {
  const settings = { 'boundaries/elements': elements };
  const all = { 'boundaries/dependencies': ['error', { default: 'disallow' }], ...rules };
  const config = [{ files: ['src/**/*.js'], settings, rules: all }];
  writeFileSync(
    'eslint.config.mjs',
    `import boundaries from 'eslint-plugin-boundaries';
     export default ${JSON.stringify(config)}.map((one) => ({ ...one, plugins: { boundaries } }));`,
  );
  const run = spawnSync('node_modules/.bin/eslint', ['--format', 'json', 'src'], { encoding: 'utf8' });
  const output = run.stdout.slice(run.stdout.indexOf('[{'));
  const refused = JSON.parse(output).filter(({ errorCount }) => errorCount > 0);
  const files = refused.map(({ filePath }) => filePath.split('/src/')[1]).sort();
  return [files, run.status, `${run.stdout}${run.stderr}`.includes('appear to use file patterns')];
}

const part = { type: 'part', pattern: 'src/*', capture: ['name'] };
const dotted = { type: 'dotted', pattern: 'src/.parts' };
const withoutDot = ['app/from-parts.js', 'parts/from-app.js'];
const all = ['.parts/from-app.js', 'app/from-.parts.js', ...withoutDot];
seen('a star', lint([part]), [withoutDot, 1, false]);
seen('written out', lint([dotted, part]), [all, 1, true]);
const unknown = lint([part], { 'boundaries/no-unknown-files': 'error' });
seen('a star, and no unknown files', unknown[0], ['.parts/from-app.js', '.parts/value.js', ...withoutDot]);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
