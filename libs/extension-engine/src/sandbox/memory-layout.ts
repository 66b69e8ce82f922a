import { Memory, type WasmModule } from './web-assembly.ts';
import { INITIAL_PAGES, instantiateQuickJs } from './quickjs-module.ts';

/** Where things are in the memory of this build: static data, then the stack growing downwards, then the heap. */
export interface MemoryLayout {
  /** Static data ends before this address. */
  dataEnd: number;
  /** The heap begins at most one small page after this address; the stack below it belongs to no one between two calls. */
  heapBase: number;
  /** Index, in 32-bit words, of the variable that holds the end of the heap. */
  heapEndWord: number;
}

const STACK_USED_AT_START = 65_536;

/**
 * Finds the layout by watching an instance that is thrown away. The build exports none of this, and to clear only what a
 * run can have written one must know how far its heap reached.
 * @throws Error when the build does not behave as expected: then nothing may be restored, so nothing may run.
 */
export async function findMemoryLayout(compiled: WasmModule): Promise<MemoryLayout> {
  const memory = new Memory({ initial: INITIAL_PAGES, maximum: INITIAL_PAGES });
  const quickJs = await instantiateQuickJs(compiled, memory);
  const words = new Uint32Array(memory.buffer);
  const first = quickJs._malloc(16);
  const heapBase = first & ~0xfff;
  let dataEnd = heapBase;
  // The stack has not been used yet beyond its uppermost part.
  dataEnd -= STACK_USED_AT_START;
  while (dataEnd > 0 && words[dataEnd / 4 - 1] === 0) dataEnd -= 4;
  dataEnd = (dataEnd + 0x4fff) & ~0xfff; // up to 16 KiB of variables that are zero at first

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
    // The beginning of the last free chunk follows the heap too; the end is the higher of the two.
    if (follows && seen[2]! > highest) [heapEndWord, highest] = [index, seen[2]!];
  }
  if (heapEndWord < 0 || dataEnd >= heapBase) throw new Error('The memory layout of this QuickJS build is unknown.');
  return { dataEnd, heapBase, heapEndWord };
}
