import loadEmscripten from '@jitl/quickjs-ng-wasmfile-release-sync/emscripten-module';
import { Instance, type WasmInstance, type WasmMemory, type WasmModule } from './web-assembly.ts';

/** Address in the WebAssembly memory of a JSValue cell, a C string, a runtime or a context. */
export type Pointer = number;

/**
 * The functions of the QuickJS build that the sandbox uses. They are called without the handle layer of
 * quickjs-emscripten-core: handles are state outside the WebAssembly memory, which restoring the memory does not undo.
 */
export interface QuickJsModule {
  callbacks: HostCallbacks;
  _malloc(size: number): Pointer;
  _free(pointer: Pointer): void;
  _QTS_NewRuntime(): Pointer;
  _QTS_NewContext(runtime: Pointer, intrinsics: number): Pointer;
  _QTS_RuntimeSetMaxStackSize(runtime: Pointer, bytes: number): void;
  _QTS_RuntimeEnableInterruptHandler(runtime: Pointer): void;
  _QTS_NewFunction(context: Pointer, name: Pointer, length: number, isConstructor: boolean, id: number): Pointer;
  _QTS_ArgvGetJSValueConstPointer(argv: Pointer, index: number): Pointer;
  _QTS_NewString(context: Pointer, text: Pointer): Pointer;
  _QTS_GetString(context: Pointer, value: Pointer): Pointer;
  _QTS_FreeCString(context: Pointer, text: Pointer): void;
  _QTS_GetUndefined(): Pointer;
  _QTS_Eval(c: Pointer, code: Pointer, length: number, file: Pointer, detectModule: number, flags: number): Pointer;
  _QTS_Call(context: Pointer, fn: Pointer, self: Pointer, count: number, argv: Pointer): Pointer;
  _QTS_ResolveException(context: Pointer, value: Pointer): Pointer;
  _QTS_IsJobPending(runtime: Pointer): number;
  _QTS_ExecutePendingJob(runtime: Pointer, most: number, contextOut: Pointer): Pointer;
  _QTS_FreeValuePointer(context: Pointer, value: Pointer): void;
  _QTS_FreeValuePointerRuntime(runtime: Pointer, value: Pointer): void;
}

/** Functions that the WebAssembly code calls. The first argument is unused in this build. */
export interface HostCallbacks {
  callFunction(_: undefined, context: Pointer, self: Pointer, count: number, argv: Pointer, id: number): Pointer;
  shouldInterrupt(_: undefined, runtime: Pointer): number;
  freeHostRef(_: undefined, runtime: Pointer, id: number): void;
}

export const PAGE_BYTES = 65_536;

/** The build requires 16 MiB from the start. */
export const INITIAL_PAGES = 256;

const quiet = () => {};

/** Instantiates QuickJS on `memory`. All of its output is discarded. */
export async function instantiateQuickJs(compiled: WasmModule, memory: WasmMemory): Promise<QuickJsModule> {
  const load = loadEmscripten as unknown as (options: object) => Promise<QuickJsModule>;
  return load({
    wasmMemory: memory,
    print: quiet,
    printErr: quiet,
    instantiateWasm(imports: object, done: (instance: WasmInstance) => void) {
      const instance = new Instance(compiled, imports);
      done(instance);
      return instance.exports;
    },
  });
}
