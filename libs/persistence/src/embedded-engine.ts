import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { PGlite } from '@electric-sql/pglite';
import { SYNCING, SyncedFiles } from './synced-files.js';

/**
 * Enough for one session on a small database. The memory that PostgreSQL reserves by default would never be released.
 */
const SMALL = ['shared_buffers=16MB', 'wal_buffers=1MB', 'min_wal_size=32MB', 'max_wal_size=64MB'];

/**
 * Every opening is told from all others. The engine brings its cluster with it, so all embedded databases have the same
 * system identifier, and files that were copied go on where the copy was made without anybody noticing.
 */
const opening = () => `passant.opening=${randomUUID()}`;

/**
 * Starts the embedded database with little memory.
 * @param files its directory, or {@link SyncedFiles} if what it acknowledges has to be on the disk; in memory if absent
 * @param template a prepared, empty directory, gzipped, to start from
 */
export async function startEngine(
  files: string | SyncedFiles | undefined,
  template: string | undefined,
): Promise<PGlite> {
  const synced = files instanceof SyncedFiles ? files : undefined;
  const settings = [...SMALL, opening(), ...(synced ? SYNCING : [])];
  const engine = await withoutOptimiser(async () =>
    PGlite.create({
      ...(synced ? { fs: synced } : { dataDir: (files as string | undefined) ?? 'memory://' }),
      startParams: [...PGlite.defaultStartParams, ...settings.flatMap((setting) => ['-c', setting])],
      ...(template === undefined ? {} : { loadDataDir: new Blob([await readFile(template)]) }),
    }),
  );
  synced?.syncAll();
  return engine;
}

/**
 * PostgreSQL's expression interpreter is one function, so long that V8 takes 600 MB and more than a second of CPU time
 * to optimise it, with no measurable benefit. Code that first runs while the optimiser is off is never optimised; that
 * function is among the first to run. Code that first runs later is optimised as usual, and so are the scripts.
 */
export async function withoutOptimiser<Result>(work: () => Promise<Result>): Promise<Result> {
  const flags = ['wasm-tier-up', 'wasm-dynamic-tiering'];
  for (const flag of flags) setFlagsFromString(`--no-${flag}`);
  try {
    return await work();
  } finally {
    for (const flag of flags) setFlagsFromString(`--${flag}`);
  }
}
