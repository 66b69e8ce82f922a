import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { npmCi } from './npm.mjs';
import { elapsed, say } from './say.mjs';
import { at } from './workspace.mjs';

/** File that records the hash of the lockfile from which the packages were installed. */
const STAMP = 'node_modules/.passant-install';

/**
 * Installs packages that are kept apart from those of the server, unless those of the current lockfile are installed
 * already.
 * @param {string} folder relative to the repository, with a package.json and a lockfile
 * @param {string} what they are, to begin a sentence
 */
export async function installApart(folder, what) {
  const stamp = createHash('sha256')
    .update(readFileSync(at(folder, 'package-lock.json')))
    .digest('hex');
  if (existsSync(at(folder, STAMP)) && readFileSync(at(folder, STAMP), 'utf8') === stamp) return;
  const since = performance.now();
  say(`Installing ${what.toLowerCase()} (once) …`);
  await npmCi(`${what} could not be installed`, at(folder));
  writeFileSync(at(folder, STAMP), stamp);
  say(`${what} installed in ${elapsed(since)}.`);
}
