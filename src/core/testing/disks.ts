import type { Key } from '../../shared/model.ts';
import type { Rank } from '../state/entry.ts';
import type { Machine } from './simulated-office.ts';

/** What would be there, or be remembered, if all machines lost their power now: entries, writes on their way, and graves. */
export async function ranksOnDisks(machines: readonly Machine[]): Promise<Map<Key, Rank[]>> {
  const found: (Rank & { key: Key })[] = [];
  const add = (ranks: readonly (Rank & { key: Key })[]): void => void found.push(...ranks);
  for (const { disk } of machines) {
    const opened = await disk.open({ entries: add, graves: add });
    if (opened.ok) for (const { entries } of opened.value.intents) add(entries);
  }
  return Map.groupBy(found, ({ key }) => key);
}
