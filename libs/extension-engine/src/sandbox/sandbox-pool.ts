import type { WasmModule } from './web-assembly.ts';
import type { MemoryLayout } from './memory-layout.ts';
import { Sandbox } from './sandbox.ts';
import type { Snapshot } from './snapshot.ts';

/** A sandbox, and the snapshot that its memory equals while nothing runs in it. */
export interface Cell {
  readonly sandbox: Sandbox;
  readonly memoryBytes: number;
  loaded: Snapshot;
}

/** A run whose heap grew by more than this makes its sandbox fat: the process keeps the pages until it is dropped. */
export const FAT_BYTES = 1024 * 1024;
const MOST_IDLE = 4;

/** The sandboxes of one worker. Idle ones are always clean. */
export class SandboxPool {
  readonly #compiled: WasmModule;
  readonly #layout: MemoryLayout;
  #idle: Cell[] = [];
  #fat: Cell | undefined;
  #base: Snapshot | undefined;

  constructor(compiled: WasmModule, layout: MemoryLayout) {
    this.#compiled = compiled;
    this.#layout = layout;
  }

  /** The snapshot of a sandbox without a script. Available once the first cell has been added. */
  get base(): Snapshot {
    if (this.#base === undefined) throw new Error('There is no sandbox yet.');
    return this.#base;
  }

  /**
   * Takes an idle, clean cell with this memory limit, if there is one. Cells with other limits stay idle until dropped.
   */
  take(memoryBytes: number): Cell | undefined {
    for (let index = this.#idle.length - 1; index >= 0; index -= 1) {
      const cell = this.#idle[index]!;
      if (cell.memoryBytes !== memoryBytes) continue;
      this.#idle.splice(index, 1);
      return cell;
    }
    return undefined;
  }

  /** Creates a cell and adds it to the idle ones. */
  async add(memoryBytes: number): Promise<void> {
    const sandbox = await Sandbox.create(this.#compiled, this.#layout, memoryBytes);
    const loaded = sandbox.snapshot();
    this.#base ??= loaded;
    this.#keep({ sandbox, memoryBytes, loaded });
  }

  /**
   * Takes a cell back after a run and cleans it.
   * @returns false if the cell was not kept, so its memory should be returned to the system
   */
  release(cell: Cell, snapshot: Snapshot): boolean {
    const { sandbox } = cell;
    if (sandbox.broken || sandbox.memory.exhausted) return false;
    const wrote = sandbox.heapEnd - snapshot.heapEnd;
    if (wrote > FAT_BYTES) {
      // Keep one fat sandbox, so that a script which needs this much memory does not need a new sandbox for every run.
      if (this.#fat !== undefined && this.#fat !== cell) return false;
      this.#fat = cell;
    }
    sandbox.restore(snapshot);
    cell.loaded = snapshot;
    this.#keep(cell);
    return true;
  }

  #keep(cell: Cell) {
    this.#idle.push(cell);
    if (this.#idle.length <= MOST_IDLE) return;
    const dropped = this.#idle.shift();
    if (dropped === this.#fat) this.#fat = undefined;
  }
}
