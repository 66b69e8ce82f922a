import { access, constants, stat } from 'node:fs/promises';
import { StartError } from './config.js';

/** Throws a {@link StartError} if a file cannot be read, or only once, as a pipe: what is checked first is read twice. */
export async function requireFile(file: string): Promise<void> {
  const unreadable = (problem: string, cause?: unknown) =>
    new StartError(`${file} cannot be read: ${problem}`, { cause });
  try {
    await access(file, constants.R_OK);
  } catch (error) {
    throw unreadable((error as Error).message, error);
  }
  if (!(await stat(file)).isFile()) throw unreadable('it is no file.');
}
