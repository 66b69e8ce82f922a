import { renderFiles } from '@passant/configuration-files';
import { strToU8, zipSync } from 'fflate';

/** The first moment that a .zip file can name: the same configuration gives the same bytes. */
const NO_TIME = new Date(1980, 0, 1);

/** The files of a configuration in a .zip file, in a folder called as the command calls it. */
export function zipOf(configuration: object): { zip: Uint8Array<ArrayBuffer>; count: number } {
  const files = [...renderFiles(configuration)];
  const packed = Object.fromEntries(files.map(([path, content]) => [`passant/${path}`, strToU8(content)]));
  return { zip: zipSync(packed, { mtime: NO_TIME }), count: files.length };
}
