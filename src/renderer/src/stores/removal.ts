import type { GrapevineBridge } from '../../../shared/ipc.ts';
import type { EntryView } from '../../../shared/model.ts';
import { visibleKey } from '../format/key.ts';
import { ask } from './ask.ts';
import { outcomeOf } from './outcome.ts';
import type { Timers } from './timers.ts';
import type { Toasts } from './toasts.ts';

export interface RemovalParts {
  bridge: Pick<GrapevineBridge, 'deleteEntry' | 'writeEntry'>;
  timers: Timers;
  toasts: Toasts;
}

/** Deletes at once and offers to undo it. True when the entry is gone. */
export async function removeEntry(parts: RemovalParts, entry: EntryView): Promise<boolean> {
  const { key, ts, hash } = entry;
  const done = outcomeOf(await ask(parts.bridge.deleteEntry({ key, expect: { ts, hash } })));
  if (!done.ok) {
    parts.toasts.error(`Not deleted. ${done.error}`, visibleKey(key));
    return false;
  }
  parts.toasts.push({
    text: 'Deleted',
    subject: visibleKey(key),
    action: { label: 'Undo', run: () => void bringBack(parts, entry) },
  });
  return true;
}

/** Writes the old value again with what was left of its lifetime, unless somebody wrote the key meanwhile. */
async function bringBack(parts: RemovalParts, entry: EntryView): Promise<void> {
  const { key, text } = entry;
  const ttl = entry.ttl === null ? null : entry.ts + entry.ttl - parts.timers.now();
  if (ttl !== null && ttl < 1) {
    parts.toasts.error('Not brought back: it would have expired by now.', visibleKey(key));
    return;
  }
  const done = outcomeOf(await ask(parts.bridge.writeEntry({ key, text, ttl, expect: 'absent' })));
  if (done.ok) parts.toasts.push({ text: 'Brought back', subject: visibleKey(key) });
  else parts.toasts.error(`Not brought back. ${done.error}`, visibleKey(key));
}
