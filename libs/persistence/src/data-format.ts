import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The major version of PostgreSQL in PGlite, which cannot read the files of any other. */
export const EMBEDDED_MAJOR = 18;

/** An embedded database was created by another major version of PostgreSQL. */
export class DataFormatError extends Error {}

/** Throws {@link DataFormatError} if the files of a database cannot be read by this version. */
export function requireReadableDirectory(files: string): void {
  const major = readFileSync(join(files, 'PG_VERSION'), 'utf8').trim();
  if (major === String(EMBEDDED_MAJOR)) return;
  const theirs = /^\d+$/.test(major) ? `PostgreSQL ${major}` : 'an unknown version of PostgreSQL';
  throw new DataFormatError(
    `The embedded database in ${files} was made with ${theirs}, and this version ` +
      `of Passant brings PostgreSQL ${EMBEDDED_MAJOR}, which cannot read it. Start the version of Passant that made it, ` +
      'or move the folder away to begin with an empty database.',
  );
}
