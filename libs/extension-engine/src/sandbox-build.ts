import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { findMemoryLayout, type MemoryLayout } from './sandbox/memory-layout.ts';
import { compile, type WasmModule } from './sandbox/web-assembly.ts';

/**
 * The worker's entry: beside this file, `.ts` in the source tree and `.js` in a bundle; one folder up where the bundler has
 * put this file into a folder of chunks.
 */
export const WORKER_URL = findWorker();

function findWorker(): URL {
  if (import.meta.url.endsWith('.ts')) return new URL('./sandbox.worker.ts', import.meta.url);
  const beside = new URL('./sandbox.worker.js', import.meta.url);
  const above = new URL('../sandbox.worker.js', import.meta.url);
  return !existsSync(beside) && existsSync(above) ? above : beside;
}

/** QuickJS compiled once for the process; threads share the machine code. */
export interface SandboxBuild {
  compiled: WasmModule;
  layout: MemoryLayout;
}

let build: Promise<SandboxBuild> | undefined;

/** @throws when the npm package with the WebAssembly file is missing or is not the build that is expected. */
export function sandboxBuild(): Promise<SandboxBuild> {
  build ??= load();
  return build;
}

async function load(): Promise<SandboxBuild> {
  const file = createRequire(import.meta.url).resolve('@jitl/quickjs-ng-wasmfile-release-sync/wasm');
  const compiled = await compile(await readFile(file));
  return { compiled, layout: await findMemoryLayout(compiled) };
}
