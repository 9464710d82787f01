import type { Commit, HistoryQuery, Storage } from '../../src/core/ports.ts';
import { ANY, keyOf, peerIdOf, STAMP, StepMaker } from '../../src/core/testing/stored-steps.ts';
import { DEFAULT_STORAGE_SETTINGS } from '../../src/main/adapters/sqlite/sqlite-storage.ts';
import { measure, medianOf, RUNS, timed, type Measured } from '../lib/measure.ts';
import { databaseIn, openedOn, store, VALUE } from '../lib/stored.ts';

const KEYS = 20_000;

/** Changesets of one change each: every tenth by seed, the rest by a program; each says `odd` or `even`, its own number and one of 977 words. */
function* changesetsOf(count: number): Generator<Commit> {
  const maker = new StepMaker();
  for (let i = 0; i < count; i += 1) {
    const origin = i % 10 === 0 ? ({ kind: 'seed' } as const) : ({ kind: 'api', label: 'shop' } as const);
    const text = `"${VALUE.slice(1, 50)} word${i % 977} ${i % 2 === 0 ? 'even' : 'odd'} id${i}"`;
    yield maker.step({ [`desks/${i % KEYS}`]: text }, { origin });
  }
}

function pages(changesets: number): [string, Partial<HistoryQuery>][] {
  const middle = changesets / 2;
  return [
    ['newest', {}],
    ['by key', { key: keyOf('desks/77') }],
    ['by kind, from the middle', { kind: 'seed', before: middle }],
    ['by time window', { from: STAMP + 100, to: STAMP + 5_000 }],
    ['by a rare word', { text: 'word97' }],
    ['by a word in all', { text: 'desks' }],
    ['by a word in all, from the middle', { text: 'desks', before: middle }],
    ['by the beginning of many words', { text: 'i' }],
    ['by two words never together', { text: 'odd even' }],
    ['by a word in all, and a kind', { text: 'desks', kind: 'seed' }],
    ['by a word in all, and a kind that none has', { text: 'desks', kind: 'restore' }],
    ['by a frequent word never with that kind', { text: 'odd', kind: 'seed' }],
    ['by a word in all, and a key', { text: 'desks', key: keyOf('desks/77') }],
    ['by a word in all, and a peer without changes', { text: 'desks', peer: peerIdOf('1') }],
    ['by a word in all, and a time window', { text: 'desks', from: STAMP + 100, to: STAMP + middle }],
  ];
}

/** Goes through what the state was after a changeset, as opening a past does. */
async function walkSince(storage: Storage, seq: number): Promise<void> {
  for (let after = null; ;) {
    const page = await storage.since(seq, after, 1_000);
    if (!page.ok) throw new Error(page.error.detail);
    if (!page.value.more) return;
    after = page.value.past.at(-1)?.key ?? null;
  }
}

/** Pages of history, states of the past, erasing and trimming. */
export async function measureHistory(folder: string, changesets: number): Promise<Measured[]> {
  const storage = await openedOn(databaseIn(folder, `history-${changesets}`));
  await store(storage, changesetsOf(changesets));
  const results: Measured[] = [];
  for (const [name, filter] of pages(changesets)) {
    const page = (): Promise<unknown> => storage.history({ ...ANY, ...filter });
    results.push(await measure(`history page: ${name}`, 'ms', () => medianOf(page, RUNS * 3)));
  }
  for (const back of [100, changesets / 2, changesets]) {
    const walk = (): Promise<void> => walkSince(storage, changesets - back);
    results.push(await measure(`state of the past: ${back} changesets back`, 'ms', () => medianOf(walk)));
  }
  const half = STAMP + changesets / 2 + DEFAULT_STORAGE_SETTINGS.limits.maxAgeMs;
  results.push(await measure('erase one key', 'ms', () => timed(() => storage.erase(keyOf('desks/77')))));
  results.push(await measure('trim half of the history', 'ms', () => timed(() => storage.trim(half))));
  await storage.close();
  return results;
}
