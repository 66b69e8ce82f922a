/** The part of WebAssembly that is used here, typed: the type library for browsers is not wanted in a server. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
export interface WasmInstance {
  readonly exports: object;
}
/** A compiled module; it may be sent to other threads. */
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
