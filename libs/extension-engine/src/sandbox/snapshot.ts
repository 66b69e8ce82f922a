import type { CappedMemory } from './capped-memory.ts';
import type { MemoryLayout } from './memory-layout.ts';

/** A copy of all that is not zero in a sandbox's memory between two calls. It fits every instance of the same build. */
export interface Snapshot {
  data: Uint8Array;
  heap: Uint8Array;
  /** Address at which the heap ended. */
  heapEnd: number;
}

/** The interpreter's stack limit is at most 256 KiB, and functions of C may go some way beyond it. */
const STACK_BYTES = 384 * 1024;

export function heapEndOf(memory: CappedMemory, layout: MemoryLayout): number {
  return memory.words[layout.heapEndWord]!;
}

/** Also clears the stack, which holds nothing between two calls. */
export function takeSnapshot(memory: CappedMemory, layout: MemoryLayout): Snapshot {
  const heapEnd = heapEndOf(memory, layout);
  const bytes = memory.bytes;
  bytes.fill(0, layout.heapBase - STACK_BYTES, layout.heapBase);
  return {
    data: Uint8Array.prototype.slice.call(bytes, 0, layout.dataEnd),
    heap: Uint8Array.prototype.slice.call(bytes, layout.heapBase, heapEnd),
    heapEnd,
  };
}

/**
 * Makes the memory what it was when the snapshot was taken: data and heap are written back, the stack and whatever the
 * heap grew into since are cleared. All of the heap's later growth lies below its present end, which never falls.
 */
export function restoreSnapshot(memory: CappedMemory, layout: MemoryLayout, snapshot: Snapshot) {
  const grownTo = heapEndOf(memory, layout);
  const bytes = memory.bytes;
  bytes.set(snapshot.data, 0);
  bytes.fill(0, layout.heapBase - STACK_BYTES, layout.heapBase);
  bytes.set(snapshot.heap, layout.heapBase);
  if (grownTo > snapshot.heapEnd) bytes.fill(0, snapshot.heapEnd, grownTo);
}
