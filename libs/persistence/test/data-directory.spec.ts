import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectoryLockedError, Store, isStoreOutage, lockDirectory, migrate, openDatabase } from '../src/index.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'passant-data-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('A data directory', () => {
  const file = () => join(directory, 'passant.lock');
  /** What this process writes into a lock, with another number in front. */
  const ofProcess = async (pid: number) => {
    const release = await lockDirectory(directory);
    const text = readFileSync(file(), 'utf8').replace(/^\d+/, String(pid));
    release();
    return text;
  };

  it('is refused while a living process holds it', async () => {
    writeFileSync(file(), await ofProcess(process.ppid));
    await expect(lockDirectory(directory)).rejects.toThrow(DirectoryLockedError);
  });

  it('is taken over from a process that is gone, and from one that had our own number', async () => {
    for (const pid of [4_194_399, process.pid]) {
      writeFileSync(file(), await ofProcess(pid));
      (await lockDirectory(directory))();
    }
  });

  it('is refused while a process in another container gives signs of life, and taken over when it falls silent', async () => {
    writeFileSync(file(), `${process.pid} elsewhere pid:[1]`);
    const alive = setInterval(() => utimesSync(file(), new Date(), new Date()), 200);
    await expect(lockDirectory(directory)).rejects.toThrow(DirectoryLockedError);
    clearInterval(alive);
    (await lockDirectory(directory))();
  }, 30_000);

  it('keeps everything from one start to the next', async () => {
    const first = await openDatabase({ kind: 'embedded', directory });
    await migrate(first);
    const version = await Store.of(first).configuration.version();
    expect(first.isNew).toBe(true);
    await first.close();
    const second = await openDatabase({ kind: 'embedded', directory });
    await migrate(second);
    expect(second.isNew).toBe(false);
    expect(await Store.of(second).configuration.version()).toBe(version);
    await second.close();
  }, 60_000);

  it('that is deleted under a running database is noticed', async () => {
    const database = await openDatabase({ kind: 'embedded', directory });
    await migrate(database);
    const store = Store.of(database);
    await store.ping();
    rmSync(join(directory, 'database'), { recursive: true, force: true });
    const failure = await store.ping().catch((error: unknown) => error);
    expect(isStoreOutage(failure)).toBe(true);
    await database.close().catch(() => {});
  }, 60_000);
});
