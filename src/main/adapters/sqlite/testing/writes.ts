import type { Intent, Storage, StorageError } from '../../../../core/ports.ts';
import { ANY, Received, STAMP, USER, valueOf } from '../../../../core/testing/stored-steps.ts';
import type { Result } from '../../../../shared/result.ts';
import type { OpenedStorage } from '../../../../core/ports.ts';

export const intentOf = (id: number, key = 'a', text = '1'): Intent => ({
  id,
  time: STAMP + id,
  origin: USER,
  entries: [valueOf(key, text, STAMP + id)],
});

export function valueIn<T>(result: Result<T, StorageError>): T {
  if (!result.ok) throw new Error(`${result.error.kind}: ${result.error.detail}`);
  return result.value;
}

export async function openFully(storage: Storage): Promise<OpenedStorage & { state: Received }> {
  const state = new Received();
  return { ...valueIn(await storage.open(state)), state };
}

export async function seqsIn(storage: Storage): Promise<number[]> {
  return valueIn(await storage.history(ANY)).changesets.map(({ seq }) => seq);
}

/** Collects what a storage tells of its health. */
export function healthOf(storage: Storage): (StorageError['kind'] | null)[] {
  const told: (StorageError['kind'] | null)[] = [];
  storage.onHealth((fault) => told.push(fault?.kind ?? null));
  return told;
}
