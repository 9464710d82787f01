/**
 * Live values whose key begins with a prefix. Keys are listed in the order of their UTF-16 units, so these stand together; where they begin
 * is looked up by halving, which holds the event loop for no longer than a few look-ups (LM2).
 */
import type { GrapevineNode } from '../../core/node-api.ts';
import type { EntryView, Key } from '../../shared/model.ts';

type Lister = Pick<GrapevineNode, 'list'>;

const PAGE = 500;

export function countLive(node: Lister, prefix: string): number {
  const first = firstIndex(node, (key) => key >= prefix);
  return firstIndex(node, (key) => key >= prefix && !key.startsWith(prefix)) - first;
}

/** In key order; between two pages the state may change, and what is there all the while comes once. */
export function* livePages(node: Lister, prefix: string): Generator<EntryView[]> {
  let isWanted = (key: Key): boolean => key >= prefix;
  for (;;) {
    const offset = firstIndex(node, isWanted);
    const { entries } = node.list({ filter: '', offset, limit: PAGE });
    const page = entries.filter(({ key }) => key.startsWith(prefix));
    const last = page.at(-1)?.key;
    if (last === undefined) return;
    yield page;
    isWanted = (key) => key > last;
  }
}

/** The index of the first live key that `isWanted`, which all behind it are too. */
function firstIndex(node: Lister, isWanted: (key: Key) => boolean): number {
  let low = 0;
  let high = node.list({ filter: '', offset: 0, limit: 0 }).total;
  while (low < high) {
    const middle = (low + high) >> 1;
    const key = node.list({ filter: '', offset: middle, limit: 1 }).entries[0]?.key;
    if (key === undefined || isWanted(key)) high = middle;
    else low = middle + 1;
  }
  return low;
}
