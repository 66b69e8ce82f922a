import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * Absolute path of a file or folder in the repository.
 * @param {...string} parts path below the root
 */
export const at = (...parts) => resolve(ROOT, ...parts);

/** True in continuous integration, which sets CI. Nobody watches there, so nothing may be skipped silently. */
export const IN_CI = !['', '0', 'false', undefined].includes(process.env.CI);
