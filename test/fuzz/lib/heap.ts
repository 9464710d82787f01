import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What streams hold outside of the heap is let go in turns of the loop after they were collected. */
const TURNS = 4;

/** Bytes in use by this thread after garbage was collected, memory outside of the heap included. */
export async function usedBytes(): Promise<number> {
  for (let turn = 0; turn < TURNS; turn += 1) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
  return heap + external;
}
