import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from './config.js';

/**
 * The master key: as configured, or the one in the data directory, made at the first start and readable by its owner
 * only. Throws {@link ConfigError} if the file cannot be used.
 */
export function masterKeyOf(configured: Buffer | undefined, directory: string): Buffer {
  if (configured) return configured;
  const file = join(directory, 'master-key');
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw new ConfigError(`The data directory ${directory} cannot be written: ${(error as Error).message}`);
    }
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  if (key.length !== 32) throw new ConfigError(`${file} does not hold a master key of 32 bytes in base64.`);
  return key;
}
