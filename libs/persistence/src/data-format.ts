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
      `of Passant brings PostgreSQL ${EMBEDDED_MAJOR}, which cannot read it. Export it with the version of Passant ` +
      'that made it ("db export FILE"), move the folder away, and import the file here ("db import FILE").',
  );
}

/** The files of an embedded database are damaged. */
export class FilesDamagedError extends Error {
  constructor(files: string, options: ErrorOptions) {
    super(
      `The embedded database in ${files} does not open: its files are damaged, as they may be after a power failure. ` +
        'Move the folder away, then put back a copy of it that was made while no server was running, ' +
        'or fill a new database from the last exported file ("db import FILE").',
      options,
    );
  }
}
