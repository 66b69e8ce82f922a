import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { npmCi } from './npm.mjs';
import { elapsed, say } from './say.mjs';
import { ROOT, at } from './workspace.mjs';

/** Says which lockfile, on which system, the packages in node_modules were installed from. */
const STAMP = at('node_modules/.passant-install');

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {boolean} [link] a workspace of this repository
 * @property {boolean} [optional] for some systems only
 */

/** @param {string} file @returns {Record<string, LockedPackage>} the packages by their folder */
const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/** Installs the packages unless those of the present lockfile are there. */
export async function installPackages() {
  const lockfile = readFileSync(at('package-lock.json'));
  const stamp = createHash('sha256').update(`${process.platform}-${process.arch}`).update(lockfile).digest('hex');
  const locked = packagesOf(at('package-lock.json'));

  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp && foldersOf(locked).every(existsSync)) return;
  if (!wasInstalledByHand(locked)) {
    const since = performance.now();
    say('Installing packages (once, about a minute) …');
    await npmCi('The packages could not be installed', ROOT);
    say(`Packages installed in ${elapsed(since)}.`);
  }
  writeFileSync(STAMP, stamp);
}

/**
 * Every node_modules folder that the lockfile fills, at the root and in the workspaces.
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
 * True when `npm install` or `npm ci` has been run by hand since the lockfile changed: npm keeps its own list of what
 * it installed, and it names every package that the lockfile demands.
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
