import { findOnPath, isExecutable } from './executables.mjs';
import { installSystemPackage } from './system-package.mjs';

/** Debian installs it where only root's PATH looks. */
const PLACES = ['/usr/sbin/pgbouncer', '/usr/local/sbin/pgbouncer'];

const find = () => findOnPath(['pgbouncer']) ?? PLACES.find(isExecutable);

/**
 * Finds a pgbouncer for tests, or installs it: the one that TEST_PGBOUNCER names, else one installed on the system.
 * @returns {Promise<{ path: string } | { reason: string }>} `reason`: why there is none, as half a sentence
 */
export async function provideBouncer() {
  const given = process.env.TEST_PGBOUNCER;
  if (given)
    return isExecutable(given) ? { path: given } : { reason: `TEST_PGBOUNCER names ${given}, which is no program` };
  const failure = find() ? undefined : await installSystemPackage('pgbouncer');
  const path = find();
  return path ? { path } : { reason: failure ?? 'no pgbouncer was found after installing it' };
}
