import type { LostEntry } from '../../shared/model.ts';
import type { Result } from '../../shared/result.ts';
import { isErased } from '../state/erased.ts';
import type { HistoryQuery, Intent, OpenedStorage, Storage, StorageError } from '../ports.ts';
import { ANY, peerOf, Received, STAMP, StepMaker, valueOf } from './stored-steps.ts';

/** One promise of the Storage port; `create` gives an empty storage that is not open yet, and that can be opened again once closed. */
export interface StorageCase {
  title: string;
  run(create: () => Promise<Storage>): Promise<void>;
}

export function equal(actual: unknown, expected: unknown, what: string): void {
  const [is, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== wanted) throw new Error(`${what}: expected ${wanted}, got ${is}`);
}

export function valueIn<T>(result: Result<T, StorageError>): T {
  if (!result.ok) throw new Error(`${result.error.kind}: ${result.error.detail}`);
  return result.value;
}

export async function opened(storage: Storage, state = new Received()): Promise<OpenedStorage & { state: Received }> {
  return { ...valueIn(await storage.open(state)), state };
}

export async function reopened(storage: Storage): Promise<OpenedStorage & { state: Received }> {
  await storage.close();
  return opened(storage);
}

export const intent = (id: number, key: string, text: string): Intent => ({
  id,
  time: STAMP + id,
  origin: { kind: 'api', label: 'shop' },
  entries: [valueOf(key, text)],
});

export const lossOf = (key: string): LostEntry => ({
  entry: valueOf(key, '"old"', 1),
  winner: valueOf(key, '"new"', 2),
  reason: 'older',
});

/** Three steps: a and b; a again from a peer; `__proto__` by expiry takes b out. */
export async function filled(create: () => Promise<Storage>): Promise<{ storage: Storage; maker: StepMaker }> {
  const storage = await create();
  await opened(storage);
  const maker = new StepMaker();
  storage.commit(maker.step({ a: '1', b: '"two words"' }));
  storage.commit(maker.step({ a: '{"colour":"Grün"}' }, { origin: peerOf('7') }));
  storage.commit(maker.step({ ['__proto__']: '3', b: null }, { origin: { kind: 'expiry' } }));
  return { storage, maker };
}

export async function seqs(storage: Storage, query: Partial<HistoryQuery>): Promise<number[]> {
  return valueIn(await storage.history({ ...ANY, ...query })).changesets.map(({ seq }) => seq);
}

export async function pastAt(storage: Storage, seq: number): Promise<string[]> {
  const { past } = valueIn(await storage.since(seq, null, 100));
  return past.map(({ key, then }) => `${key}=${then === null ? 'none' : isErased(then) ? 'erased' : then.text}`);
}
