import { startCluster } from './postgres-cluster.mjs';

/**
 * @typedef {object} TestDatabase
 * @property {string} url connection string of a database with which tests may do anything
 * @property {() => Promise<void>} stop stops what was started for the tests and removes its files
 */

/**
 * Finds or starts a PostgreSQL server for tests: the one that TEST_DATABASE_URL names, else a temporary cluster on a
 * free port, with binaries found on this machine or installed for it.
 * @param {{ durable?: boolean, settings?: string[] }} [options] of a temporary cluster; they do not apply to the server
 *   that TEST_DATABASE_URL names. See {@link startCluster}.
 * @returns {Promise<TestDatabase | { reason: string }>} `reason`: why there is none, as half a sentence
 */
export async function provideDatabase(options) {
  const given = process.env.TEST_DATABASE_URL;
  return given ? { url: given, stop: () => Promise.resolve() } : startCluster(options);
}
