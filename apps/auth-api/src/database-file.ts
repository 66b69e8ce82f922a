import { createReadStream } from 'node:fs';
import { access, constants, open, rm } from 'node:fs/promises';
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

/**
 * Writes the content of a database into a new file that only its owner can read. A file that could not be written to its
 * end is removed. Throws a {@link StartError} if there is such a file already, or if nothing can be exported.
 */
export async function exportTo(file: string, database: Database, config: Config): Promise<FileEnd> {
  const handle = await open(file, 'wx', 0o600).catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new StartError(code === 'EEXIST' ? `${file} is there already: name another file.` : message, {
      cause: error,
    });
  });
  try {
    const write = async (text: string) => void (await handle.writeFile(text));
    const end = await inWords(exportDatabase(database, chainKeyOf(config), Math.floor(Date.now() / 1000), write));
    await handle.sync();
    return end;
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** Throws a {@link StartError} if a file cannot be read. */
export async function requireFile(file: string): Promise<void> {
  try {
    await access(file, constants.R_OK);
  } catch (error) {
    throw new StartError(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
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
