import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './make-folder.js';

/** Other users of the machine have access to the database directory, and it cannot be revoked. */
export class DirectoryOpenError extends Error {}

const OTHERS = 0o077;

/**
 * Creates a directory that only its owner can access, or restricts an existing one: anyone who can read the database
 * files can read the registered data, and anyone who can write them can sign in as anybody. A mounted volume may have
 * been created with access for everybody.
 * Throws {@link DirectoryOpenError}.
 */
export function makePrivateDirectory(folder: string): void {
  makeFolder(folder);
  // On Windows, access is controlled by ACLs, which the mode does not show.
  if (process.platform === 'win32') return;
  let reason = 'its rights do not change';
  try {
    if ((statSync(folder).mode & OTHERS) === 0) return;
    chmodSync(folder, 0o700);
    if ((statSync(folder).mode & OTHERS) === 0) return;
  } catch (error) {
    reason = (error as Error).message;
  }
  throw new DirectoryOpenError(
    `Other users of this machine may open ${folder}, and this process cannot keep them out (${reason}). ` +
      'Give the folder to the user of the server, with the rights 700.',
  );
}

/**
 * Takes the rights of others from a file, such as one that came back from a backup. Throws the system's error if that
 * cannot be done.
 */
export function closeFile(file: string): void {
  // On Windows, access is controlled by ACLs, which the mode does not show.
  if (process.platform === 'win32') return;
  const { mode } = statSync(file);
  if ((mode & OTHERS) !== 0) chmodSync(file, mode & ~OTHERS & 0o777);
}

/**
 * Removes the permissions of others from all files in a directory, since they would take effect once a file is copied.
 */
export function closeFiles(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) closeFile(join(folder, entry));
}
