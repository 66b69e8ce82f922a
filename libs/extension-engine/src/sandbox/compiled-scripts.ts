import { LruMap } from '../lru-map.ts';
import type { Cell } from './sandbox-pool.ts';
import type { Guard } from './sandbox.ts';
import type { Snapshot } from './snapshot.ts';

export type Compiled = { snapshot: Snapshot } | { mistake: string };

/** Limit on the size of a compiled script. Every restoration copies it, so a larger one would be slow to restore. */
const LARGEST_COMPILED = 4 * 1024 * 1024;
const MOST_SCRIPTS = 16;

/** The scripts that a worker has compiled, each as a snapshot of a sandbox that is ready to run it. */
export class CompiledScripts {
  readonly #known = new LruMap<string, Compiled>(MOST_SCRIPTS);

  find(key: string): Compiled | undefined {
    return this.#known.get(key);
  }

  /**
   * Compiles into `cell`, after restoring `base`. Unless compilation fails, `cell` then holds the script's snapshot.
   */
  compile(key: string, script: string, stackBytes: number, cell: Cell, base: Snapshot, guard: Guard): Compiled {
    if (cell.loaded !== base) cell.sandbox.restore(base);
    cell.loaded = base;
    const answer = cell.sandbox.compile(script, stackBytes, guard);
    let compiled: Compiled;
    if (answer !== 'U') compiled = { mistake: answer };
    else if (cell.sandbox.heapEnd - base.heapEnd > LARGEST_COMPILED) {
      compiled = { mistake: 'E["The script is too large.",null,null]' };
    } else {
      cell.loaded = cell.sandbox.snapshot();
      compiled = { snapshot: cell.loaded };
    }
    // If a limit stopped the compilation, the result says nothing about the script itself, so it is not cached.
    if (!guard.shouldStop()) this.#known.set(key, compiled);
    return compiled;
  }
}
