import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, rmdirSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture } from '../../lib/run.mjs';
import { IS_ROOT } from '../../lib/users.mjs';

/** Bytes that are written at once: less than a database asks for, so that nothing is left that it could use. */
const BLOCK = 4096;

/** A disk of its own, in memory, that can be filled up. However this process ends, it is not left mounted. */
export class Disk {
  private readonly filler: string;
  private readonly abandon = () => {
    spawnSync('umount', ['--lazy', this.folder]);
    rmdirSync(this.folder);
  };

  private constructor(readonly folder: string) {
    this.filler = join(folder, 'filler');
    process.once('exit', this.abandon);
  }

  /** @returns `reason`: why there can be none, as half a sentence */
  static async mount(megabytes: number): Promise<Disk | { reason: string }> {
    if (!IS_ROOT) return { reason: 'only root can mount a disk that may be filled up' };
    // Not in a folder that only root may look into: PostgreSQL runs as somebody else.
    const folder = mkdtempSync(join(tmpdir(), 'passant-disk-'));
    const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'passant', folder];
    const { code, output } = await capture('mount', options);
    if (code === 0) return new Disk(folder);
    rmdirSync(folder);
    return { reason: `no disk could be mounted: ${output.trim()}` };
  }

  /** Leaves no room on it, not for a single page. */
  fill(): void {
    const descriptor = openSync(this.filler, 'a');
    try {
      for (const block of [1024 * BLOCK, BLOCK]) {
        const bytes = Buffer.alloc(block);
        while (isTaken(descriptor, bytes));
      }
    } finally {
      closeSync(descriptor);
    }
  }

  /** Makes room again. */
  clear(): void {
    rmSync(this.filler, { force: true });
  }

  async remove(): Promise<void> {
    process.off('exit', this.abandon);
    await capture('umount', ['--lazy', this.folder]);
    rmdirSync(this.folder);
  }
}

function isTaken(descriptor: number, bytes: Buffer): boolean {
  try {
    return writeSync(descriptor, bytes) === bytes.length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}
