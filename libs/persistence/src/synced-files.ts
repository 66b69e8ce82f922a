import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** Settings without which PostgreSQL would not ask for a file to be written to the disk, or not in the way it is answered here. */
export const SYNCING = ['fsync=on', 'full_page_writes=on', 'synchronous_commit=on', 'wal_sync_method=fsync'];

/** What the file system of the engine keeps of an open file or folder. Only files have a descriptor of the system. */
interface Opened {
  nfd?: number;
  node: object;
}

/** The part of Emscripten's file system for Node that is needed here. */
interface NodeFileSystem {
  stream_ops: { fsync?: (stream: Opened) => number };
  realPath: (node: object) => string;
  /** Turns an error of the system into one that the engine understands. */
  tryFSOperation: <Result>(work: () => Result) => Result;
}

type Prepared = Awaited<ReturnType<NodeFS['init']>>;

/**
 * The files of an embedded database that are on the disk when PostgreSQL thinks so: the engine's own file system does
 * nothing when it is asked for that, so a power failure may take what was acknowledged, and the order of writes with it.
 */
export class SyncedFiles extends NodeFS {
  /** @param directory of the database */
  constructor(private readonly directory: string) {
    super(directory);
  }

  override async init(engine: PGlite, options: Parameters<NodeFS['init']>[1]): Promise<Prepared> {
    const { emscriptenOpts } = await super.init(engine, options);
    const preRun = [...[emscriptenOpts.preRun ?? []].flat(), (module: object) => this.attach(module)];
    return { emscriptenOpts: { ...emscriptenOpts, preRun } };
  }

  /** Writes everything that is there to the disk, such as what was unpacked or recovered without being asked for it. */
  syncAll(): void {
    this.syncPath(this.directory);
    for (const entry of readdirSync(this.directory, { recursive: true, withFileTypes: true })) {
      if (entry.isFile() || entry.isDirectory()) this.syncPath(join(entry.parentPath, entry.name));
    }
  }

  /** Writes a file or a folder to the disk. Throws the error of the system. */
  protected sync(descriptor: number, _path: string): void {
    fsyncSync(descriptor);
  }

  private attach(module: object): void {
    const { NODEFS: files } = module as { NODEFS: NodeFileSystem };
    files.stream_ops.fsync = ({ nfd, node }) => {
      const path = files.realPath(node);
      files.tryFSOperation(() => (nfd === undefined ? this.syncPath(path) : this.sync(nfd, path)));
      return 0;
    };
  }

  private syncPath(path: string): void {
    let descriptor: number;
    try {
      descriptor = openSync(path, 'r');
    } catch (error) {
      // Windows opens no folders, and keeps their entries without being asked.
      if (process.platform === 'win32') return;
      throw error;
    }
    try {
      this.sync(descriptor, path);
    } finally {
      closeSync(descriptor);
    }
  }
}
