import { closeSync, openSync, readFileSync, readlinkSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Another process uses the data directory. The embedded database would not notice, and would be damaged. */
export class DirectoryLockedError extends Error {}

/** Milliseconds between the heartbeats of the process that holds a directory. */
const HEARTBEAT = 2_000;
/** Milliseconds without a heartbeat after which a holder that cannot be checked directly counts as gone. */
const SILENCE = 4 * HEARTBEAT;
const LOOK_AGAIN = 500;

/** Identifies where process identifiers are comparable: on one machine and, on Linux, in one container. */
function processSpace(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false; // our own PID, left by an earlier process
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process exists, but belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Creates the lock file if there is none. */
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

/** Time of the holder's last heartbeat, in milliseconds since the epoch; `undefined` if the file is gone. */
function lastSign(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

/** Whether the holder of a lock is gone: checks the process if possible, otherwise waits for a heartbeat. */
async function isAbandoned(file: string): Promise<boolean> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return false; // just released; the next attempt takes it
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
 * Locks a data directory for this process with a file that it keeps touching. A file left by a dead process is ignored;
 * if that process was in another container and cannot be checked, detecting this takes some seconds.
 * Throws {@link DirectoryLockedError}.
 * @returns releases the directory
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
      throw new DirectoryLockedError(
        `The data directory ${directory} is in use by process ${owner}. ` +
          'Stop it first; a server beside it needs a folder of its own, PASSANT_DATA_DIR.',
      );
    }
  }
  throw new DirectoryLockedError(`The data directory ${directory} is being taken by another process.`);
}

function touch(file: string): void {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // The directory was deleted while in use; the health check reports that.
  }
}
