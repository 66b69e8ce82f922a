import type { WasmModule } from './web-assembly.ts';
import { CappedMemory } from './capped-memory.ts';
import type { MemoryLayout } from './memory-layout.ts';
import { instantiateQuickJs, type Pointer, type QuickJsModule } from './quickjs-module.ts';
import { PRELUDE, PRELUDE_FILE, SCRIPT_FILE } from './prelude.ts';
import { heapEndOf, restoreSnapshot, takeSnapshot, type Snapshot } from './snapshot.ts';

/** Handles a sandbox's calls while it executes. */
export interface Guard {
  /** Handles a request of the script. Returns `V<json>`, `E<json text>` (an Error) or `T<json text>` (a TypeError). */
  call(request: string): string;
  /** Called every few thousand steps. Returning true ends the script, which cannot catch that. */
  shouldStop(): boolean;
}

/** Maximum length in bytes of a single text that leaves the sandbox. A longer one ends the run. */
const LONGEST_TEXT = 32 * 1024 * 1024;
const COMPILE_ONLY = 1 << 5;
const BACKTRACE_BARRIER = 1 << 6;
const HOST_FUNCTION_ID = 1;
const UNDESCRIBED = 'E["The script failed.",null,null]';

/** The WebAssembly code failed in the middle of a call. The instance must not be used again. */
export class SandboxBrokenError extends Error {
  override readonly name = 'SandboxBrokenError';
}

/**
 * One QuickJS instance on one capped memory. All its state is in that memory, including what the addresses below point
 * to, so a snapshot restores everything.
 */
export class Sandbox {
  readonly memory: CappedMemory;
  broken = false;
  readonly #layout: MemoryLayout;
  readonly #js: QuickJsModule;
  #guard: Guard | undefined;
  #runtime: Pointer = 0;
  #context: Pointer = 0;
  #enter: Pointer = 0;
  #undefined: Pointer = 0;
  /** Space for one argument, and for the output parameter of executing jobs. */
  #slot: Pointer = 0;

  private constructor(memory: CappedMemory, layout: MemoryLayout, js: QuickJsModule) {
    this.memory = memory;
    this.#layout = layout;
    this.#js = js;
    js.callbacks = {
      callFunction: (_, _context, _self, count, argv) => this.#answer(count, argv),
      shouldInterrupt: () => (this.#guard === undefined || this.#guard.shouldStop() ? 1 : 0),
      freeHostRef: () => {},
    };
  }

  /** Creates a sandbox with all globals and no script. */
  static async create(compiled: WasmModule, layout: MemoryLayout, memoryBytes: number): Promise<Sandbox> {
    const memory = new CappedMemory(memoryBytes);
    const sandbox = new Sandbox(memory, layout, await instantiateQuickJs(compiled, memory.wasm));
    sandbox.#build();
    return sandbox;
  }

  #build() {
    const js = this.#js;
    this.#runtime = js._QTS_NewRuntime();
    this.#context = js._QTS_NewContext(this.#runtime, 0);
    js._QTS_RuntimeEnableInterruptHandler(this.#runtime);
    this.#slot = js._malloc(16);
    this.#undefined = js._QTS_GetUndefined();
    this.#guard = { call: () => 'V0', shouldStop: () => false };
    const install = this.#evaluate(PRELUDE, PRELUDE_FILE, 0);
    const name = this.#write('host');
    const host = js._QTS_NewFunction(this.#context, name, 1, false, HOST_FUNCTION_ID);
    js._free(name);
    this.#enter = this.#require(this.#invoke(install, host));
    js._QTS_FreeValuePointer(this.#context, install);
    js._QTS_FreeValuePointer(this.#context, host);
    this.#guard = undefined;
  }

  /** The highest end address of the heap since the last restoration. */
  get heapEnd(): number {
    return heapEndOf(this.memory, this.#layout);
  }

  /** Size of the heap in bytes, up to `heapEnd`. */
  get heapBytes(): number {
    return this.heapEnd - this.#layout.heapBase;
  }

  snapshot(): Snapshot {
    return takeSnapshot(this.memory, this.#layout);
  }

  restore(snapshot: Snapshot) {
    restoreSnapshot(this.memory, this.#layout, snapshot);
  }

  /**
   * Compiles a script into the sandbox in its current state, without executing any of it.
   * @returns the result of `enter`: `U`, or `E[message, line, name]` for a syntax error
   */
  compile(script: string, stackBytes: number, guard: Guard): string {
    return this.#guarded(guard, () => {
      this.#js._QTS_RuntimeSetMaxStackSize(this.#runtime, stackBytes);
      // First compile it unwrapped, so that the text cannot close the function that is wrapped around it below.
      const checked = this.#evaluate(script, SCRIPT_FILE, COMPILE_ONLY | BACKTRACE_BARRIER);
      const mistake = this.#failureOf(checked);
      if (mistake !== undefined) return mistake;
      this.#js._QTS_FreeValuePointer(this.#context, checked);
      // Wrapped, the top level runs in every run, after the snapshot. The wrapper starts on the script's first line, so
      // that line numbers do not change.
      const wrapped = `(function(){${script}\n;return typeof execute==='function'?execute:undefined})`;
      const value = this.#evaluate(wrapped, SCRIPT_FILE, BACKTRACE_BARRIER);
      const failure = this.#failureOf(value);
      if (failure !== undefined) return failure;
      const answer = this.#text(this.#invoke(this.#enter, value));
      this.#js._QTS_FreeValuePointer(this.#context, value);
      return answer;
    });
  }

  /** Calls the prelude's `enter` with a text. See there for inputs and results. */
  enter(input: string, guard: Guard): string {
    return this.#guarded(guard, () => this.#text(this.#invokeWithText(input)));
  }

  /** Executes at most `most` pending jobs (promise reactions). Returns whether more are pending. */
  executeJobs(most: number, guard: Guard): boolean {
    return this.#guarded(guard, () => {
      const done = this.#js._QTS_ExecutePendingJob(this.#runtime, most, this.#slot);
      this.#js._QTS_FreeValuePointerRuntime(this.#runtime, done);
      return this.#js._QTS_IsJobPending(this.#runtime) !== 0;
    });
  }

  #guarded<T>(guard: Guard, action: () => T): T {
    if (this.broken) throw new SandboxBrokenError('The sandbox is broken.');
    this.#guard = guard;
    try {
      return action();
    } catch (cause) {
      this.broken = true;
      throw new SandboxBrokenError('The sandbox broke.', { cause });
    } finally {
      this.#guard = undefined;
    }
  }

  #invoke(fn: Pointer, argument: Pointer): Pointer {
    this.memory.words[this.#slot / 4] = argument;
    return this.#js._QTS_Call(this.#context, fn, this.#undefined, 1, this.#slot);
  }

  #invokeWithText(input: string): Pointer {
    const text = this.#write(input);
    const value = this.#js._QTS_NewString(this.#context, text);
    this.#js._free(text);
    const result = this.#invoke(this.#enter, value);
    this.#js._QTS_FreeValuePointer(this.#context, value);
    return result;
  }

  #evaluate(code: string, file: string, flags: number): Pointer {
    const text = this.#write(code);
    const name = this.#write(file);
    const value = this.#js._QTS_Eval(this.#context, text, Buffer.byteLength(code), name, 0, flags);
    this.#js._free(text);
    this.#js._free(name);
    return value;
  }

  /**
   * Handles a request of the script. Must not throw: an exception through WebAssembly code would break the instance.
   */
  #answer(count: number, argv: Pointer): Pointer {
    try {
      if (count !== 1 || this.#guard === undefined) return 0;
      const text = this.#js._QTS_GetString(this.#context, this.#js._QTS_ArgvGetJSValueConstPointer(argv, 0));
      const request = this.#read(text);
      this.#js._QTS_FreeCString(this.#context, text);
      const answer = this.#write(this.#guard.call(request));
      const value = this.#js._QTS_NewString(this.#context, answer);
      this.#js._free(answer);
      return value;
    } catch {
      return 0; // undefined, which makes the prelude throw
    }
  }

  #require(value: Pointer): Pointer {
    const failure = this.#failureOf(value);
    if (failure !== undefined) throw new Error(failure);
    return value;
  }

  /** Returns the prelude's description of the exception that `value` represents, or undefined if it is not one. */
  #failureOf(value: Pointer): string | undefined {
    const error = this.#js._QTS_ResolveException(this.#context, value);
    if (error === 0) return undefined;
    const described = this.#enter === 0 ? 0 : this.#invoke(this.#enter, error);
    if (described === 0 || this.#js._QTS_ResolveException(this.#context, described) !== 0) return UNDESCRIBED;
    const text = this.#js._QTS_GetString(this.#context, described);
    return text === 0 ? UNDESCRIBED : this.#read(text);
  }

  /** Returns the text of a result or, for an exception, the prelude's description of it. */
  #text(value: Pointer): string {
    const failure = this.#failureOf(value);
    if (failure !== undefined) return failure;
    const text = this.#js._QTS_GetString(this.#context, value);
    const result = this.#read(text);
    this.#js._QTS_FreeCString(this.#context, text);
    this.#js._QTS_FreeValuePointer(this.#context, value);
    return result;
  }

  #write(value: string): Pointer {
    const size = Buffer.byteLength(value);
    const pointer = this.#js._malloc(size + 1);
    if (pointer === 0) throw new Error('out of memory');
    const bytes = this.memory.bytes;
    bytes.write(value, pointer, size, 'utf8');
    bytes[pointer + size] = 0;
    return pointer;
  }

  #read(pointer: Pointer): string {
    if (pointer === 0) throw new Error('out of memory');
    const bytes = this.memory.bytes;
    const end = bytes.indexOf(0, pointer);
    if (end < 0 || end - pointer > LONGEST_TEXT) throw new Error('The text is too long.');
    return bytes.toString('utf8', pointer, end);
  }
}
