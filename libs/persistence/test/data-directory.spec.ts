import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePrivateDirectory } from '../src/private-directory.js';
import {
  DataFormatError,
  DirectoryLockedError,
  DirectoryOpenError,
  EMBEDDED_MAJOR,
  Store,
  isStoreOutage,
  lockDirectory,
  migrate,
  openDatabase,
} from '../src/index.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'passant-data-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('A data directory', () => {
  const file = () => join(directory, 'passant.lock');
  /** What this process writes into a lock file, with another PID. */
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
  });

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
  });

  it.each(['16', '19', 'x'])(
    'with files of another version, %p, is refused in words, and left as it is',
    async (major) => {
      const version = join(directory, 'database', 'PG_VERSION');
      mkdirSync(join(directory, 'database'));
      writeFileSync(version, `${major}\n`);
      for (let attempt = 0; attempt < 2; attempt += 1) {
        const problem: unknown = await openDatabase({ kind: 'embedded', directory }).catch((error: unknown) => error);
        expect(problem).toBeInstanceOf(DataFormatError);
        expect((problem as Error).message).toMatch(
          major === 'x'
            ? /made with an unknown version of PostgreSQL/
            : `made with PostgreSQL ${major}, and this version`,
        );
      }
      expect(readFileSync(version, 'utf8')).toBe(`${major}\n`);
    },
  );

  const isClosed = (folder: string) => (statSync(folder).mode & 0o077) === 0;

  it('that everybody may read holds a database that nobody else may, one that was open before, too', async () => {
    chmodSync(directory, 0o755);
    const files = join(directory, 'database');
    await (await openDatabase({ kind: 'embedded', directory })).close();
    expect(isClosed(files)).toBe(true);
    chmodSync(files, 0o755);
    await (await openDatabase({ kind: 'embedded', directory })).close();
    expect(isClosed(files)).toBe(true);
  });

  it('that cannot be closed to others is refused in words', () => {
    // A system directory whose permissions not even root can change.
    const open = process.platform === 'linux' ? '/proc/self/task' : '/usr';
    expect(() => makePrivateDirectory(open)).toThrow(DirectoryOpenError);
    expect(() => makePrivateDirectory(open)).toThrow(/Other users of this machine may open .* with the rights 700/);
  });

  it('is read by the version that is asked for', async () => {
    const database = await openDatabase({ kind: 'embedded' });
    const [row] = await database.dataSource.query<[{ server_version: string }]>('SHOW server_version');
    expect(row.server_version).toMatch(new RegExp(`^${EMBEDDED_MAJOR}\\.`));
    await database.close();
  });

  it('that is deleted under a running database is noticed', async () => {
    const database = await openDatabase({ kind: 'embedded', directory });
    await migrate(database);
    const store = Store.of(database);
    await store.requireReady();
    rmSync(join(directory, 'database'), { recursive: true, force: true });
    const failure = await store.requireReady().catch((error: unknown) => error);
    expect(isStoreOutage(failure)).toBe(true);
    await database.close().catch(() => {});
  });
});
