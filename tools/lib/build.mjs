import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { NX_ENV, nx } from './nx.mjs';
import { quietly } from './run.mjs';
import { elapsed, say } from './say.mjs';
import { ROOT, at } from './workspace.mjs';

/** Records which sources the current output was built from. */
const STAMP = at('.cache/build.json');

/** Files that must exist for the server to start. */
const OUTPUT = ['apps/auth-api/dist/main.js', 'apps/admin-console/dist/index.html', 'apps/docs/dist/index.html'];

const PROJECTS = ['@passant/auth-api', '@passant/admin-console', '@passant/docs'];

const SOURCES = [
  ...['apps', 'libs', 'package.json', 'package-lock.json', 'nx.json', 'tsconfig.base.json'],
  // The documents, which the site is made from.
  ...['docs', ...readdirSync(ROOT).filter((name) => name.endsWith('.md'))],
];

/** Paths to ignore: files that tools write, and files that only tests need. */
const NOT_BUILT = /(^|\/)(node_modules|dist)$|\.spec\.tsx?$|^\w+\/[^/]+\/(data|coverage|test|test-results)$/;

/**
 * @param {string} path file or folder, relative to the repository
 * @returns {string[]} it, or the files below it, in a stable order
 */
function filesBelow(path) {
  if (statSync(at(path)).isFile()) return [path];
  return readdirSync(at(path))
    .sort()
    .map((name) => `${path}/${name}`)
    .filter((inner) => !NOT_BUILT.test(inner))
    .flatMap(filesBelow);
}

/** @returns {string} hash of the names and contents of everything that the build depends on */
function hashSources() {
  const hash = createHash('sha256').update(process.version);
  for (const file of SOURCES.flatMap(filesBelow)) hash.update(`\0${file}\0`).update(readFileSync(at(file)));
  return hash.digest('hex');
}

/** @returns {string} changes when somebody else has rebuilt or deleted the output */
const describeOutput = () =>
  OUTPUT.map((file) =>
    existsSync(at(file)) ? `${statSync(at(file)).mtimeMs}:${statSync(at(file)).size}` : 'none',
  ).join();

/** Builds API, console and documentation unless the output is up to date. Nx rebuilds only what changed. */
export async function buildStale() {
  const sources = hashSources();
  const built = existsSync(STAMP) ? JSON.parse(readFileSync(STAMP, 'utf8')) : {};
  if (built.sources === sources && built.output === describeOutput()) return;

  const since = performance.now();
  say('Building …');
  await quietly('The build failed', ...nx(['run-many', '-t', 'build', '-p', ...PROJECTS, '--output-style=static']), {
    env: NX_ENV,
  });
  say(`Built in ${elapsed(since)}.`);
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, JSON.stringify({ sources, output: describeOutput() }));
}
