import { accessSync, constants, globSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @param {string} path @returns {boolean} true if it is an executable file */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * @param {readonly string[]} names
 * @returns {string | undefined} absolute path of the first of these programs that is on PATH
 */
export function findOnPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/**
 * @param {readonly string[]} patterns globs of absolute paths
 * @returns {string[]} what exists; for each pattern, the highest version number first
 */
export const findByPattern = (patterns) =>
  patterns.flatMap((pattern) =>
    globSync(pattern).sort((one, other) => other.localeCompare(one, 'en', { numeric: true })),
  );
