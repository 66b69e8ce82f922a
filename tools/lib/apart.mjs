import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmCi } from './npm.mjs';
import { elapsed, say } from './say.mjs';
import { at } from './workspace.mjs';

/** File that records the hash of the lockfile from which the packages were installed. */
const STAMP = 'node_modules/.passant-install';

/**
 * Installs packages that are kept apart from those of the server, unless those of the current lockfile are installed
 * already. Several processes may do so at once.
 * @param {string} folder relative to the repository, with a package.json and a lockfile
 * @param {string} what they are, to begin a sentence
 */
export async function installApart(folder, what) {
  const stamp = createHash('sha256')
    .update(readFileSync(at(folder, 'package-lock.json')))
    .digest('hex');
  const isInstalled = () => existsSync(at(folder, STAMP)) && readFileSync(at(folder, STAMP), 'utf8') === stamp;
  if (isInstalled()) return;
  const since = performance.now();
  say(`Installing ${what.toLowerCase()} (once) …`);
  // Installed in a folder of its own and moved into place in one go: nobody ever sees half of it.
  const making = mkdtempSync(at(folder, '.installing-'));
  try {
    // The settings belong to it: a lockfile that was made with some fits no others.
    for (const file of ['package.json', 'package-lock.json', '.npmrc'].filter((name) => existsSync(at(folder, name)))) {
      copyFileSync(at(folder, file), join(making, file));
    }
    await npmCi(`${what} could not be installed`, making);
    writeFileSync(join(making, STAMP), stamp);
    if (!isInstalled()) rmSync(at(folder, 'node_modules'), { recursive: true, force: true });
    renameSync(join(making, 'node_modules'), at(folder, 'node_modules'));
  } catch (error) {
    // Another process was first.
    if (!isInstalled()) throw error;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  say(`${what} installed in ${elapsed(since)}.`);
}
