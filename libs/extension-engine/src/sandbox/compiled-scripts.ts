import { LruMap } from '../lru-map.ts';
import type { Cell } from './sandbox-pool.ts';
import type { Guard } from './sandbox.ts';
import type { Snapshot } from './snapshot.ts';

export type Compiled = { snapshot: Snapshot } | { mistake: string };

/** A compiled script is part of every restoration: this much would make that slow. */
const LARGEST_COMPILED = 4 * 1024 * 1024;
const MOST_SCRIPTS = 16;

/** The scripts one worker has compiled, each as the snapshot of a sandbox that is about to run it. */
export class CompiledScripts {
  readonly #known = new LruMap<string, Compiled>(MOST_SCRIPTS);

  find(key: string): Compiled | undefined {
    return this.#known.get(key);
  }

  /** Compiles into `cell`, which holds the base snapshot and, unless there is a mistake, the script's afterwards. */
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
    // What a limit stopped says nothing about the script's text.
    if (!guard.shouldStop()) this.#known.set(key, compiled);
    return compiled;
  }
}
