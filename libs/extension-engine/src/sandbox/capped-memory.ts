import { Memory, type WasmMemory } from './web-assembly.ts';
import { INITIAL_PAGES, PAGE_BYTES } from './quickjs-module.ts';

/** Emscripten asks up to three times, for less each time, before it tells the allocator that there is no more. */
const ATTEMPTS = 3;

/** A WebAssembly memory with a hard maximum that knows whether it was ever too small. */
export class CappedMemory {
  readonly wasm: WasmMemory;
  /** An allocation failed because the maximum was reached. */
  exhausted = false;
  #bytes: Buffer;
  #words: Uint32Array;

  constructor(maximumBytes: number) {
    const maximum = Math.max(INITIAL_PAGES, Math.floor(maximumBytes / PAGE_BYTES));
    this.wasm = new Memory({ initial: INITIAL_PAGES, maximum });
    this.#bytes = Buffer.from(this.wasm.buffer);
    this.#words = new Uint32Array(this.wasm.buffer);
    let refused = 0;
    this.wasm.grow = (pages: number) => {
      try {
        const before = Memory.prototype.grow.call(this.wasm, pages);
        refused = 0;
        return before;
      } catch (error) {
        refused += 1;
        if (refused >= ATTEMPTS) this.exhausted = true;
        throw error;
      }
    };
  }

  /** The whole memory; a view taken earlier is void once the memory has grown. */
  get bytes(): Buffer {
    this.#refresh();
    return this.#bytes;
  }

  get words(): Uint32Array {
    this.#refresh();
    return this.#words;
  }

  #refresh() {
    if (this.#bytes.length !== 0) return;
    this.#bytes = Buffer.from(this.wasm.buffer);
    this.#words = new Uint32Array(this.wasm.buffer);
  }
}
