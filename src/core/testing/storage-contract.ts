import type { Changeset, Digest, EntryView, Key } from '../../shared/model.ts';
import type { Storage } from '../ports.ts';
import { makeEntry } from '../state/entry.ts';
import { summarize } from '../state/changeset.ts';

const DIGEST = '0'.repeat(32) as Digest;
const STAMP = 1_700_000_000_000;

const entryOf = (key: string, text: string, ts: number): EntryView => makeEntry(key as Key, text, ts, null);

/** A changeset that writes `text` to each key. */
function changeset(seq: number, keys: string[], text: string): Changeset {
  const changes = keys.map((key) => ({ key: key as Key, before: null, after: entryOf(key, text, STAMP + seq) }));
  const time = STAMP + seq;
  return { seq, time, origin: { kind: 'user' }, digestBefore: DIGEST, digestAfter: DIGEST, changes, lost: [] };
}

async function filled(storage: Storage): Promise<Storage> {
  await storage.open();
  await storage.append(changeset(1, ['a', 'b'], '1'), 'durable');
  await storage.append(changeset(2, ['a'], '2'), 'behind');
  await storage.append(changeset(3, ['__proto__'], '3'), 'durable');
  return storage;
}

function equal(actual: unknown, expected: unknown, what: string): void {
  const [is, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== wanted) throw new Error(`${what}: expected ${wanted}, got ${is}`);
}

const seqs = async (storage: Storage, query: Parameters<Storage['history']>[0]): Promise<number[]> =>
  (await storage.history(query)).changesets.map(({ seq }) => seq);

/** One promise of the Storage port; `create` gives an empty storage that is not open yet. */
export interface StorageCase {
  title: string;
  run(create: () => Promise<Storage>): Promise<void>;
}

/** What every Storage keeps to, whatever it is made of. */
export const storageContract: readonly StorageCase[] = [
  {
    title: '[CH1] opens empty',
    run: async (create) => {
      const opened = await (await create()).open();
      equal(opened, { ok: true, value: { entries: [], lastSeq: 0 } }, 'an empty storage');
    },
  },
  {
    title: '[CH1] gives back the latest entry of each key and the last number',
    run: async (create) => {
      const storage = await filled(await create());
      const opened = await storage.open();
      if (!opened.ok) throw new Error(opened.error.detail);
      const held = opened.value.entries.map(({ key, text }) => `${key}=${text}`).sort();
      equal(held, ['__proto__=3', 'a=2', 'b=1'], 'entries');
      equal(opened.value.lastSeq, 3, 'last number');
    },
  },
  {
    title: '[CH2] lists changesets newest first, in pages',
    run: async (create) => {
      const storage = await filled(await create());
      const first = await storage.history({ before: null, limit: 2, key: null });
      equal(first, { changesets: [3, 2].map((seq) => summarize(sample(seq))), more: true }, 'first page');
      equal(await seqs(storage, { before: 2, limit: 2, key: null }), [1], 'second page');
    },
  },
  {
    title: '[CH2] lists the changesets of one key',
    run: async (create) => {
      const storage = await filled(await create());
      equal(await seqs(storage, { before: null, limit: 9, key: 'a' as Key }), [2, 1], 'of a');
      equal(await seqs(storage, { before: null, limit: 9, key: '__proto__' as Key }), [3], 'of __proto__');
      equal(await seqs(storage, { before: null, limit: 9, key: 'never' as Key }), [], 'of a key never written');
    },
  },
  {
    title: '[CH2] gives the changes of a changeset in pages, and null of one that is not kept',
    run: async (create) => {
      const storage = await filled(await create());
      const page = await storage.changes(1, 1, 5);
      equal(page, { changes: sample(1).changes.slice(1), total: 2 }, 'changes');
      equal(await storage.changes(77, 0, 5), null, 'unknown changeset');
    },
  },
  {
    title: '[CH2] a changeset stored again under its number replaces the first',
    run: async (create) => {
      const storage = await filled(await create());
      await storage.append(changeset(2, ['a'], '9'), 'behind');
      equal(await seqs(storage, { before: null, limit: 9, key: null }), [3, 2, 1], 'numbers');
      equal((await storage.changes(2, 0, 1))?.changes[0]?.after?.text, '9', 'text');
    },
  },
];

const sample = (seq: number): Changeset =>
  seq === 1 ? changeset(1, ['a', 'b'], '1') : changeset(seq, [seq === 2 ? 'a' : '__proto__'], String(seq));
