import { Memory, type WasmMemory } from './web-assembly.ts';
import { INITIAL_PAGES, PAGE_BYTES } from './quickjs-module.ts';

/** Emscripten tries to grow up to three times, by less each time, before it tells the allocator that memory is full. */
const ATTEMPTS = 3;

/** A WebAssembly memory with a hard maximum, which records whether the maximum was ever reached. */
export class CappedMemory {
  readonly wasm: WasmMemory;
  /** Whether an allocation failed because the maximum was reached. */
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

  /** The entire memory. Views taken earlier become invalid when the memory grows. */
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
