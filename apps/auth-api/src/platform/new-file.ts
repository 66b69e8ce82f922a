import { open, rm } from 'node:fs/promises';
import { StartError } from './config.js';

type Write = (text: string) => Promise<void>;

/** What asks a program to end, and what is being written to stop. */
const SIGNALS: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Writes a new file that only its owner can read. One that does not become whole is removed, also if the process is asked
 * to end meanwhile; whoever asks twice ends it at once. Throws a {@link StartError} if there is such a file already, or if
 * it cannot be written, and otherwise what `fill` throws.
 */
export async function writeNewFile<Result>(file: string, fill: (write: Write) => Promise<Result>): Promise<Result> {
  const unwritable = (error: unknown): never => {
    const { code, message } = error as NodeJS.ErrnoException;
    const problem = code === 'EEXIST' ? 'is there already: name another file.' : `cannot be written: ${message}`;
    throw new StartError(`${file} ${problem}`, { cause: error });
  };
  const handle = await open(file, 'wx', 0o600).catch(unwritable);
  let isEnded = false;
  const end = () => {
    isEnded = true;
    for (const signal of SIGNALS) process.off(signal, end);
  };
  for (const signal of SIGNALS) process.on(signal, end);
  const requireTime = () => {
    if (isEnded) throw new StartError(`This was ended before ${file} was whole, so it was removed.`);
  };
  try {
    const result = await fill(async (text) => {
      requireTime();
      await handle.writeFile(text).catch(unwritable);
    });
    await handle.sync().catch(unwritable);
    requireTime();
    return result;
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    for (const signal of SIGNALS) process.off(signal, end);
    await handle.close();
  }
}
