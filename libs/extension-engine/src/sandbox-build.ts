import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { findMemoryLayout, type MemoryLayout } from './sandbox/memory-layout.ts';
import { compile, type WasmModule } from './sandbox/web-assembly.ts';

/**
 * Entry point of the worker. It is next to this file, as `.ts` in the source tree and as `.js` in a bundle; if the
 * bundler has put this file into a chunk directory, it is one directory up.
 */
export const WORKER_URL = findWorker();

function findWorker(): URL {
  if (import.meta.url.endsWith('.ts')) return new URL('./sandbox.worker.ts', import.meta.url);
  const beside = new URL('./sandbox.worker.js', import.meta.url);
  const above = new URL('../sandbox.worker.js', import.meta.url);
  return !existsSync(beside) && existsSync(above) ? above : beside;
}

/** QuickJS, compiled once per process. The threads share the machine code. */
export interface SandboxBuild {
  compiled: WasmModule;
  layout: MemoryLayout;
}

let build: Promise<SandboxBuild> | undefined;

/**
 * Loads and compiles QuickJS on the first call, and again after a failure.
 * @throws if the npm package with the WebAssembly file is missing or is not the expected build.
 */
export function sandboxBuild(): Promise<SandboxBuild> {
  build ??= load().catch((error: unknown) => {
    build = undefined;
    throw error;
  });
  return build;
}

async function load(): Promise<SandboxBuild> {
  const file = createRequire(import.meta.url).resolve('@jitl/quickjs-ng-wasmfile-release-sync/wasm');
  const compiled = await compile(await readFile(file));
  return { compiled, layout: await findMemoryLayout(compiled) };
}
