import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder that only its owner can open, and those above it that are missing. What is there stays as it is. Throws
 * the system's error, also on file systems in which nobody can make anything: each folder is asked for once, which Node's
 * recursive `mkdir` does not promise.
 */
export function makeFolder(folder: string): void {
  const isThere = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isThere(folder)) return;
  const above = dirname(folder);
  if (above !== folder) makeFolder(above);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process has made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !isThere(folder)) throw error;
  }
}
