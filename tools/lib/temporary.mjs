import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Creates a folder for as long as the body runs, and removes it afterwards, even if the process exits earlier.
 * @template T
 * @param {string} name what the folder is for
 * @param {(folder: string) => Promise<T>} body
 * @returns {Promise<T>} what the body returns
 */
export async function withTemporaryFolder(name, body) {
  const folder = mkdtempSync(join(tmpdir(), `passant-${name}-`));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    return await body(folder);
  } finally {
    process.off('exit', remove);
    remove();
  }
}
