/** Most entries in one message (LM2). */
export const CHUNK_ENTRIES = 1_000;
/** About the most characters of text in one message: large values make for fewer entries. */
export const CHUNK_CHARS = 1024 * 1024;

/** Cuts a sequence into pieces of at most so many items, and of about so much weight. None is empty. */
export function* chunks<T>(
  items: Iterable<T>,
  weigh: (item: T) => number,
  most: { count: number; weight: number } = { count: CHUNK_ENTRIES, weight: CHUNK_CHARS },
): Generator<T[]> {
  let chunk: T[] = [];
  let weight = 0;
  for (const item of items) {
    chunk.push(item);
    weight += weigh(item);
    if (chunk.length < most.count && weight < most.weight) continue;
    yield chunk;
    chunk = [];
    weight = 0;
  }
  if (chunk.length > 0) yield chunk;
}
