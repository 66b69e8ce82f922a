import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { npmCi } from './npm.mjs';
import { StepFailed } from './run.mjs';
import { elapsed, say } from './say.mjs';
import { ROOT, at } from './workspace.mjs';

/** Records the lockfile and platform from which the packages in node_modules were installed. */
const STAMP = at('node_modules/.passant-install');

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {boolean} [link] a workspace of this repository
 * @property {boolean} [optional] only for some platforms
 */

/** @param {string} file @returns {Record<string, LockedPackage>} the packages, keyed by folder */
const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/** Installs the packages unless those of the current lockfile are already installed. */
export async function installPackages() {
  const lockfile = readFileSync(at('package-lock.json'));
  const stamp = createHash('sha256').update(`${process.platform}-${process.arch}`).update(lockfile).digest('hex');
  const locked = packagesOf(at('package-lock.json'));

  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp && foldersOf(locked).every(existsSync)) return;
  if (!wasInstalledByHand(locked)) {
    // A test that runs a command depends on these packages itself, so they must not be replaced while it runs.
    if (process.env['JEST_WORKER_ID'] !== undefined)
      throw new StepFailed('The packages are not those of the lockfile: run npm ci first.');
    const since = performance.now();
    say('Installing packages (once, about a minute) …');
    await npmCi('The packages could not be installed', ROOT);
    say(`Packages installed in ${elapsed(since)}.`);
  }
  writeFileSync(STAMP, stamp);
}

/**
 * Every node_modules folder that the lockfile populates, at the root and in the workspaces.
 * @param {Record<string, LockedPackage>} locked
 */
function foldersOf(locked) {
  const folders = Object.keys(locked).flatMap((key) => {
    const end = key.indexOf('node_modules/');
    return end < 0 || locked[key]?.optional ? [] : [key.slice(0, end + 'node_modules'.length)];
  });
  return [...new Set(folders)].map((folder) => at(folder));
}

/**
 * True if `npm install` or `npm ci` was run by hand since the lockfile changed: npm's own list of what it installed
 * then contains every package that the lockfile requires.
 * @param {Record<string, LockedPackage>} locked
 */
function wasInstalledByHand(locked) {
  const list = at('node_modules/.package-lock.json');
  if (!existsSync(list)) return false;
  const installed = packagesOf(list);
  return Object.entries(locked).every(
    ([key, { version, optional, link }]) =>
      !key.includes('node_modules/') ||
      optional ||
      (installed[key] !== undefined && (link || installed[key].version === version) && existsSync(at(key))),
  );
}
