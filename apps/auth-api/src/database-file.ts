import { createReadStream } from 'node:fs';
import {
  type ChainKey,
  type Database,
  exportDatabase,
  type FileEnd,
  importDatabase,
  MoveRefusedError,
} from '@passant/persistence';
import { Secrets } from './credentials/secrets.js';
import { type Config, StartError } from './platform/config.js';
import { knownMasterKeys } from './platform/data-directory.js';
import { writeNewFile } from './platform/new-file.js';

/**
 * Writes the content of a database into a {@link writeNewFile new file}. Throws a {@link StartError} if nothing can be
 * exported.
 */
export function exportTo(file: string, database: Database, config: Config): Promise<FileEnd> {
  return writeNewFile(file, (write) =>
    inWords(exportDatabase(database, chainKeyOf(config), Math.floor(Date.now() / 1000), write)),
  );
}

/**
 * Fills an empty database with the content of a file that {@link exportTo} wrote. Throws a {@link StartError}, and leaves
 * the database as it was, if that cannot be done.
 */
export async function importFrom(file: string, database: Database, config: Config): Promise<FileEnd> {
  return inWords(importDatabase(database, chainKeyOf(config), () => linesOf(file)));
}

/** Generates no master key where there is none: the file has its own. */
function chainKeyOf(config: Config): ChainKey {
  const known = knownMasterKeys(config);
  if (!known) return () => undefined;
  const secrets = new Secrets(known.masterKey, known.previous);
  return (check) => secrets.exportKey(check);
}

async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(file, 'utf8')) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== '') yield rest;
}

async function inWords<Result>(moving: Promise<Result>): Promise<Result> {
  try {
    return await moving;
  } catch (error) {
    throw error instanceof MoveRefusedError ? new StartError(error.message, { cause: error }) : error;
  }
}
