import { startCluster } from './postgres-cluster.mjs';

/**
 * @typedef {object} TestDatabase
 * @property {string} url connection string of a database that tests may do anything with
 * @property {() => Promise<void>} stop ends what was started for the tests and removes its files
 */

/**
 * Finds or starts a PostgreSQL server for tests: the one that TEST_DATABASE_URL names, else a temporary cluster on a
 * free port, from binaries found on this machine or installed for it.
 * @param {{ durable?: boolean, settings?: string[] }} [options] how a temporary cluster is to be: see
 *   {@link startCluster}; a server that is given stays as it is
 * @returns {Promise<TestDatabase | { reason: string }>} `reason`: half a sentence on why there is none
 */
export async function provideDatabase(options) {
  const given = process.env.TEST_DATABASE_URL;
  return given ? { url: given, stop: () => Promise.resolve() } : startCluster(options);
}
