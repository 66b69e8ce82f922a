import { createHash } from 'node:crypto';
import {
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Program, startServerProcess } from './process.js';

/** Settings that are baked into the prepared data. */
export type PreparedWith = Record<string, string>;

/**
 * Prepares a data directory as a first start leaves it: migrated, with an administrator and keys. It is made once per
 * build and settings and kept in the temporary folder, so that no server has to go through a first start again.
 * @returns its path; copy it, never run a server on it
 */
export async function preparedData(program: Program, settings: PreparedWith): Promise<string> {
  const { mtimeMs, size } = statSync(program.path);
  const facts = JSON.stringify([program.path, mtimeMs, size, settings]);
  const name = createHash('sha256').update(facts).digest('hex').slice(0, 16);
  const folder = preparedFolder();
  requireOwnFolder(folder);
  const template = join(folder, name);
  if (existsSync(template)) {
    const now = new Date();
    utimesSync(template, now, now);
    return template;
  }
  forgetUnused(folder);
  // Prepared in a sibling folder and then renamed atomically, because another worker may be doing the same.
  const making = mkdtempSync(`${template}-`);
  try {
    const data = join(making, 'data');
    const server = await startServerProcess(
      program,
      { ...settings, PASSANT_DATA_DIR: data },
      join(making, 'server.log'),
    );
    const code = await server.stop();
    if (code !== 0) throw new Error(`The server that prepares data ended with code ${code}:\n${server.log()}`);
    try {
      renameSync(data, template);
    } catch (error) {
      if (!existsSync(template)) throw error;
    }
    return template;
  } finally {
    rmSync(making, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** Where prepared data is kept. Each user of a machine has their own: they can neither read nor replace each other's. */
const preparedFolder = () => join(tmpdir(), `passant-playwright-${process.getuid?.() ?? 'user'}`);

/** Bits of a mode: its group or everybody may write; of a folder, what is in it is removed and renamed by its owners alone. */
const OTHERS_WRITE = 0o022;
const STICKY = 0o1000;

/**
 * Makes the folder of prepared data, or makes sure of it: its name is known to everybody on the machine, and who could
 * write there would choose the keys and the administrator of every server that starts with it.
 * @param user whose it has to be; `undefined` on systems whose folders for temporary files are a user's own anyway
 * @throws a sentence for whoever runs the tests
 */
export function requireOwnFolder(folder: string, user = process.getuid?.()): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const found = lstatSync(folder);
  const refuse = (why: string): void => {
    throw new Error(
      `${folder}, where the kit keeps prepared data, ${why}: what servers begin with there could be somebody else’s. Remove ${folder}, or set TMPDIR to a folder of your own.`,
    );
  };
  if (!found.isDirectory()) refuse('is no folder');
  if (user === undefined) return;
  if (found.uid !== user) refuse('belongs to another user');
  const { mode: around } = statSync(dirname(folder));
  if ((around & OTHERS_WRITE) !== 0 && (around & STICKY) === 0) refuse('is not safe, because others may replace it');
  if ((found.mode & OTHERS_WRITE) !== 0) refuse('is not safe, because others may write into it');
  if ((found.mode & 0o077) !== 0) chmodSync(folder, 0o700);
}

/** Milliseconds after which prepared data that nobody has used is given up: every build has data of its own. */
const UNUSED = 7 * 24 * 3_600_000;

/** Removes prepared data that nobody has used for a week. */
export function forgetUnused(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const used = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (Date.now() - used > UNUSED) rmSync(path, { recursive: true, force: true });
  }
}

/** Copies prepared data, as a copy-on-write clone if the file system supports it. */
export function copyData(template: string, directory: string): void {
  cpSync(template, directory, { recursive: true, mode: constants.COPYFILE_FICLONE, preserveTimestamps: true });
}
