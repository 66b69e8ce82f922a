import { randomBytes } from 'node:crypto';
import { copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeFile, makeFolder } from '@passant/persistence';
import { type Config, ConfigError } from './config.js';

/** The master key, and the previous one while it is still known. */
export interface MasterKeys {
  masterKey: Buffer;
  previous: Buffer | undefined;
}

type Where = Pick<Config, 'masterKey' | 'previousMasterKey' | 'dataDirectory'>;

const FILE = 'master-key';
/** Generated, but possibly not in use yet. */
const NEXT = 'master-key-next';
const PREVIOUS = 'master-key-previous';

/**
 * Returns the configured master keys or, if none is configured, those in the data directory. The first key is generated
 * at the first start. Key files are readable by their owner only; one that others may read, as after a restored backup, is closed
 * to them. Throws {@link ConfigError} if a file cannot be used.
 */
export function masterKeysOf({ masterKey, previousMasterKey: previous, dataDirectory: directory }: Where): MasterKeys {
  if (masterKey) return { masterKey, previous };
  const current = readKey(directory, FILE) ?? draw(directory, FILE);
  const next = readKey(directory, NEXT);
  return next ? { masterKey: next, previous: current } : { masterKey: current, previous: readKey(directory, PREVIOUS) };
}

/** The master keys as {@link masterKeysOf} returns them, but generates none; `undefined` if there is none yet. */
export function knownMasterKeys(where: Where): MasterKeys | undefined {
  return where.masterKey || readKey(where.dataDirectory, FILE) ? masterKeysOf(where) : undefined;
}

/**
 * The same for a database that was made with a master key: another one would not fit. Throws a {@link ConfigError} if
 * there is none.
 */
export function requireMasterKeys(where: Where): MasterKeys {
  const known = knownMasterKeys(where);
  if (known) return known;
  throw new ConfigError(
    `There is no master key in ${where.dataDirectory}, and this database was made with one: put the file ${FILE} back there.`,
  );
}

/**
 * Returns the master keys for a key change. If none is configured, a new key is generated, unless an earlier,
 * unfinished change already generated one.
 */
export function masterKeysForChange(where: Where): MasterKeys {
  requireMasterKeys(where);
  if (!where.masterKey && !readKey(where.dataDirectory, NEXT)) draw(where.dataDirectory, NEXT);
  return masterKeysOf(where);
}

/**
 * Moves the generated key into place in the data directory. From now on, the previous key is only needed to recognise
 * values made with it.
 */
export function settleMasterKey({ masterKey, dataDirectory: directory }: Where): void {
  if (masterKey || !readKey(directory, NEXT)) return;
  // Copy first, so that both keys still exist if the process is interrupted in between.
  copyFileSync(join(directory, FILE), join(directory, PREVIOUS));
  renameSync(join(directory, NEXT), join(directory, FILE));
}

function draw(directory: string, name: string): Buffer {
  try {
    makeFolder(directory);
    writeFileSync(join(directory, name), `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw new ConfigError(`The data directory ${directory} cannot be written: ${(error as Error).message}`);
    }
  }
  return readKey(directory, name)!;
}

function readKey(directory: string, name: string): Buffer | undefined {
  const file = join(directory, name);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new ConfigError(`${file} cannot be read: ${message}`, { cause: error });
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== 32) throw new ConfigError(`${file} does not hold a master key of 32 bytes in base64.`);
  try {
    closeFile(file);
  } catch (error) {
    const { message } = error as Error;
    throw new ConfigError(`Others may read ${file}, and this process cannot keep them out: ${message}`, {
      cause: error,
    });
  }
  return key;
}
