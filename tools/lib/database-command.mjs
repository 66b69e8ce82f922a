import { buildStale } from './build.mjs';
import { installPackages } from './install.mjs';
import { foreground } from './run.mjs';
import { at } from './workspace.mjs';

/**
 * Runs a command of the built server on its database, with the settings of `npm start`.
 * @param {string} name
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code
 */
export const databaseCommand = (name, args) => command('db', name, args);

/**
 * Runs a command of the built server, with the settings of `npm start`.
 * @param {'db' | 'audit'} family
 * @param {string} name
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code
 */
export async function command(family, name, args) {
  await installPackages();
  await buildStale();
  return foreground(process.execPath, [at('apps/auth-api/dist/main.js'), family, name, ...args]);
}
