import { closeSync, openSync, readFileSync, readlinkSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Another process works on the data directory; the embedded database would not notice and would be damaged. */
export class DirectoryLockedError extends Error {}

/** Milliseconds between signs of life of whoever holds a directory. */
const HEARTBEAT = 2_000;
/** Without a sign of life for so long, a holder that cannot be asked is gone. */
const SILENCE = 4 * HEARTBEAT;
const LOOK_AGAIN = 500;

/** Where process identifiers mean the same: one machine, and on Linux one container of it. */
function processSpace(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false; // our own number, left by a process before us
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: there is such a process, of another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Writes the lock file if there is none. */
function take(file: string): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  writeSync(descriptor, `${process.pid} ${processSpace()}`);
  closeSync(descriptor);
  return true;
}

/** When the holder last gave a sign of life, in milliseconds since the epoch; `undefined` if the file is gone. */
function lastSign(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

/** Whether the holder of a lock is gone: asked where that is possible, else judged by its silence. */
async function isAbandoned(file: string): Promise<boolean> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return false; // just given back: the next try takes it
  }
  const [pid = '', ...space] = text.split(' ');
  if (space.join(' ') === processSpace()) return !isAlive(Number(pid));
  const first = lastSign(file);
  for (const until = Date.now() + SILENCE; Date.now() < until;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
    if (lastSign(file) !== first) return false;
  }
  return true;
}

/**
 * Takes a data directory for this process by a file that it keeps fresh. A file left by a process that is gone counts
 * for nothing; in another container, where it cannot be asked, that takes some seconds to find out.
 * Throws {@link DirectoryLockedError}.
 * @returns gives the directory back
 */
export async function lockDirectory(directory: string): Promise<() => void> {
  const file = join(directory, 'passant.lock');
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (take(file)) {
      const heartbeat = setInterval(() => touch(file), HEARTBEAT);
      heartbeat.unref();
      return () => {
        clearInterval(heartbeat);
        rmSync(file, { force: true });
      };
    }
    if (await isAbandoned(file)) rmSync(file, { force: true });
    else if (lastSign(file) !== undefined) {
      const [owner] = readFileSync(file, 'utf8').split(' ');
      throw new DirectoryLockedError(`The data directory ${directory} is in use by process ${owner}.`);
    }
  }
  throw new DirectoryLockedError(`The data directory ${directory} is being taken by another process.`);
}

function touch(file: string): void {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // The directory was deleted under us; health says so.
  }
}
