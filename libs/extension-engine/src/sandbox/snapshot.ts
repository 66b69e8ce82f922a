import type { CappedMemory } from './capped-memory.ts';
import type { MemoryLayout } from './memory-layout.ts';

/**
 * A copy of everything nonzero in a sandbox's memory between calls. It can be restored to any instance of the build.
 */
export interface Snapshot {
  data: Uint8Array;
  heap: Uint8Array;
  /** End address of the heap when the snapshot was taken. */
  heapEnd: number;
}

/** The interpreter's stack limit is at most 256 KiB, and C functions may exceed it somewhat. */
const STACK_BYTES = 384 * 1024;

export function heapEndOf(memory: CappedMemory, layout: MemoryLayout): number {
  return memory.words[layout.heapEndWord]!;
}

/** Takes a snapshot. Also clears the stack, which holds nothing between calls. */
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
 * Restores the memory to its state at the snapshot: writes back data and heap, and clears the stack and the part into
 * which the heap has grown since. All of that growth lies below the heap's current end, because the end never
 * decreases.
 */
export function restoreSnapshot(memory: CappedMemory, layout: MemoryLayout, snapshot: Snapshot) {
  const grownTo = heapEndOf(memory, layout);
  const bytes = memory.bytes;
  bytes.set(snapshot.data, 0);
  bytes.fill(0, layout.heapBase - STACK_BYTES, layout.heapBase);
  bytes.set(snapshot.heap, layout.heapBase);
  if (grownTo > snapshot.heapEnd) bytes.fill(0, snapshot.heapEnd, grownTo);
}
