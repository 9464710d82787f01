import type { GrapevineBridge } from '../../../shared/ipc.ts';
import type { Key } from '../../../shared/model.ts';
import { visibleKey } from '../format/key.ts';
import { plural } from '../format/number.ts';
import { ask } from './ask.ts';
import { outcomeOf } from './outcome.ts';
import type { Toasts } from './toasts.ts';

export interface ErasingParts {
  bridge: Pick<GrapevineBridge, 'eraseHistory'>;
  toasts: Toasts;
}

/** Takes a key's values out of this machine's history and says how many changes that concerned (CH5). Null when it is done; else why not. */
export async function eraseHistory({ bridge, toasts }: ErasingParts, key: Key): Promise<string | null> {
  const erased = outcomeOf(await ask(bridge.eraseHistory({ key })));
  if (!erased.ok) return erased.error;
  const count = erased.value;
  const text = count === 0 ? 'No values were kept of' : `Erased from ${plural(count, 'change', 'changes')}`;
  toasts.push({ text, subject: visibleKey(key) });
  return null;
}
