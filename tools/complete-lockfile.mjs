/**
 * Native packages come one per system, as optional dependencies of a common parent. A registry that offers only some
 * of them leaves the others out of package-lock.json: `npm ci` then refuses the file, and other systems miss theirs.
 * This adds what is missing, from the names and exact versions that the parents ask for.
 *
 * `npm run lockfile` after every change of dependencies; `--check` changes nothing and fails when something is missing,
 * or when the file names the host of a registry.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { completeLockfile, packagesWithHost } from './lib/lockfile.mjs';
import { StepFailed } from './lib/run.mjs';
import { say } from './lib/say.mjs';
import { tool } from './lib/tool.mjs';
import { at } from './lib/workspace.mjs';

await tool(import.meta.url, async () => {
  const file = at('package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const added = completeLockfile(lock.packages);

  if (process.argv.includes('--check')) {
    const hosts = packagesWithHost(lock.packages);
    if (hosts.length)
      throw new StepFailed('package-lock.json names a registry host; .npmrc should prevent it.', hosts.join('\n'));
    if (added.length)
      throw new StepFailed(
        'package-lock.json misses packages of other systems: npm run lockfile adds them.',
        added.join('\n'),
      );
    return;
  }
  if (added.length) {
    lock.packages = Object.fromEntries(
      Object.entries(lock.packages).sort(([one], [other]) => one.localeCompare(other, 'en')),
    );
    writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  }
  say(added.length ? `Added to package-lock.json:\n  ${added.join('\n  ')}` : 'package-lock.json is complete.');
});
