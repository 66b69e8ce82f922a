/**
 * Native packages are published once per platform, as optional dependencies of a common parent. If the registry offers
 * only some of them, npm leaves the others out of package-lock.json: `npm ci` then rejects the lockfile, and other
 * platforms lack their package. This tool adds the missing entries, using the names and exact versions that the parents
 * ask for.
 *
 * Run `npm run lockfile` after every change of dependencies. `--check` changes nothing; it fails if an entry is missing
 * or if the lockfile contains the host of a registry.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { completeLockfile, packagesWithHost } from './lib/lockfile.mjs';
import { StepFailed } from './lib/run.mjs';
import { say } from './lib/say.mjs';
import { tool } from './lib/tool.mjs';
import { at } from './lib/workspace.mjs';

/** The lockfile of the server, and those of packages that are kept apart: clients of others, and grammars. */
const LOCKFILES = ['package-lock.json', 'tools/interop/clients/package-lock.json', 'tools/grammars/package-lock.json'];

/** @param {string} name of the file @param {{ packages: Record<string, import('./lib/lockfile.mjs').Entry> }} lock */
function check(name, lock) {
  const hosts = packagesWithHost(lock.packages);
  if (hosts.length) throw new StepFailed(`${name} names a registry host; .npmrc should prevent it.`, hosts.join('\n'));
  const added = completeLockfile(lock.packages);
  if (added.length)
    throw new StepFailed(`${name} misses packages of other systems: npm run lockfile adds them.`, added.join('\n'));
}

/** @param {string} name of the file @param {{ packages: Record<string, import('./lib/lockfile.mjs').Entry> }} lock */
function complete(name, lock) {
  const added = completeLockfile(lock.packages);
  if (added.length) {
    lock.packages = Object.fromEntries(
      Object.entries(lock.packages).sort(([one], [other]) => one.localeCompare(other, 'en')),
    );
    writeFileSync(at(name), `${JSON.stringify(lock, null, 2)}\n`);
  }
  say(added.length ? `Added to ${name}:\n  ${added.join('\n  ')}` : `${name} is complete.`);
}

await tool(import.meta.url, async () => {
  const treat = process.argv.includes('--check') ? check : complete;
  for (const name of LOCKFILES) treat(name, JSON.parse(readFileSync(at(name), 'utf8')));
});
