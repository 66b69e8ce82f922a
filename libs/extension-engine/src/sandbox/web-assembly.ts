/** Types for the part of WebAssembly that is used here, because a server should not depend on the DOM type library. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
export interface WasmInstance {
  readonly exports: object;
}
/** A compiled module, which can be sent to other threads. */
export interface WasmModule {
  readonly __compiled?: never;
}

interface WebAssemblyNamespace {
  Memory: { new (size: { initial: number; maximum: number }): WasmMemory; readonly prototype: WasmMemory };
  Instance: new (module: WasmModule, imports: object) => WasmInstance;
  compile: (bytes: Uint8Array) => Promise<WasmModule>;
}

export const { Memory, Instance, compile } = (globalThis as unknown as { WebAssembly: WebAssemblyNamespace })
  .WebAssembly;
