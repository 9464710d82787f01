import { setImmediate as nextTurn } from 'node:timers/promises';
import { ok, type Result } from '../../../shared/result.ts';
import type { StorageError } from '../../../core/ports.ts';
import type { Database } from './database.ts';
import type { DatabaseHolder } from './database-holder.ts';

/** Reads what takes long a look at a time, so that writes get their turns between (CH1). */
export async function inLooks<T>(
  holder: DatabaseHolder,
  begin: (database: Database) => Generator<void, T>,
): Promise<Result<T, StorageError>> {
  const begun = holder.read((database) => ok(begin(database)));
  if (!begun.ok) return begun;
  for (;;) {
    const look = holder.read(() => ok(begun.value.next()));
    if (!look.ok) return look;
    if (look.value.done === true) return ok(look.value.value);
    await nextTurn();
  }
}
