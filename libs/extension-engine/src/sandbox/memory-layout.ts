import { Memory, type WasmModule } from './web-assembly.ts';
import { INITIAL_PAGES, instantiateQuickJs } from './quickjs-module.ts';

/** The memory layout of this build: static data, then the stack, which grows downwards, then the heap. */
export interface MemoryLayout {
  /** Address just beyond the static data. */
  dataEnd: number;
  /** The heap begins at most 4 KiB above this address. The stack below it is unused between calls. */
  heapBase: number;
  /** Index of the variable that holds the end of the heap, in 32-bit words. */
  heapEndWord: number;
}

const STACK_USED_AT_START = 65_536;

/**
 * Determines the layout by observing a throw-away instance. The build does not export these values, and clearing only
 * what a run can have written requires knowing how far its heap extends.
 * @throws Error if the build does not behave as expected. Restoring would then be unsafe, so nothing may run.
 */
export async function findMemoryLayout(compiled: WasmModule): Promise<MemoryLayout> {
  const memory = new Memory({ initial: INITIAL_PAGES, maximum: INITIAL_PAGES });
  const quickJs = await instantiateQuickJs(compiled, memory);
  const words = new Uint32Array(memory.buffer);
  const first = quickJs._malloc(16);
  const heapBase = first & ~0xfff;
  let dataEnd = heapBase;
  // So far, only the top part of the stack has been used.
  dataEnd -= STACK_USED_AT_START;
  while (dataEnd > 0 && words[dataEnd / 4 - 1] === 0) dataEnd -= 4;
  dataEnd = (dataEnd + 0x4fff) & ~0xfff; // allow for 16 KiB of variables that are initially zero

  const BLOCK = 512 * 1024;
  const take = () => {
    const end = quickJs._malloc(BLOCK) + BLOCK;
    return { end, words: words.slice(0, dataEnd / 4) };
  };
  const steps = [take(), take(), take()];
  let heapEndWord = -1;
  let highest = 0;
  for (let index = 0; index < dataEnd / 4; index += 1) {
    const seen = steps.map((step) => step.words[index] ?? 0);
    const follows = steps.every(
      (step, i) => seen[i]! >= step.end && seen[i]! <= step.end + BLOCK && seen[i]! > (seen[i - 1] ?? 0),
    );
    // The start of the last free chunk also moves with the heap; the heap's end is the higher of the two.
    if (follows && seen[2]! > highest) [heapEndWord, highest] = [index, seen[2]!];
  }
  if (heapEndWord < 0 || dataEnd >= heapBase) throw new Error('The memory layout of this QuickJS build is unknown.');
  return { dataEnd, heapBase, heapEndWord };
}
