import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { historyQuery } from '../../../core/state/history-query.ts';
import { DEFAULT_HISTORY_LIMITS } from '../../../core/state/history-limits.ts';
import { MemoryStorage } from '../../../core/state/memory-storage.ts';
import { keyOf, peerIdOf, peerOf, STAMP, StepMaker, USER, valueOf } from '../../../core/testing/stored-steps.ts';
import type { Commit, HistoryPage, HistoryQuery } from '../../../core/ports.ts';
import type { Origin } from '../../../shared/model.ts';
import { connectInMemory } from './connect.ts';
import type { Database } from './database.ts';
import { stepOf } from './pieces.ts';
import { readHistory } from './read-history.ts';
import { migrate, MIGRATIONS } from './schema.ts';
import { DEFAULT_SEARCH_LIMITS, type SearchLimits } from './search-history.ts';
import { valueIn } from './testing/writes.ts';
import { writeStep } from './write-step.ts';

/** So small that each search takes several looks. */
const SMALL: SearchLimits = {
  plain: { read: 2, chars: 20, numbers: 3 },
  firstLook: 2,
  changesets: 3,
  changes: 3,
  passed: 1,
};

/** Nothing is found without the index of words. */
const INDEX_ONLY: SearchLimits = { ...DEFAULT_SEARCH_LIMITS, plain: { read: 0, chars: 0, numbers: 0 } };

const ORIGINS: Origin[] = [USER, { kind: 'seed' }, peerOf('1'), peerOf('2')];
const KEYS = ['desks/1', 'desks/2', 'rooms/north', 'north'];
const TEXTS = ['"Anna Ek"', '"anna of the north"', '{"desk":"Grün"}', 'null', '17'];

const writes = fc.dictionary(fc.constantFrom(...KEYS), fc.option(fc.constantFrom(...TEXTS)), { minKeys: 1 });

/** A step of a node whose clock jumps. */
const stepOfHistory = fc.record({
  writes,
  origin: fc.constantFrom(...ORIGINS),
  time: fc.integer({ min: 0, max: 12 }),
  loses: fc.option(fc.constantFrom(...KEYS, 'only/lost'), { freq: 4 }),
});
type HistoryStep = typeof stepOfHistory extends fc.Arbitrary<infer T> ? T : never;

const maybe = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(one, { freq: 2 });

const query: fc.Arbitrary<HistoryQuery> = fc.record({
  text: fc.oneof(
    { weight: 2, arbitrary: fc.constant('') },
    fc.constantFrom('desk', 'north', 'an', 'n', 'anna north', 'desks 1', 'gru', 'anna ek', 'desks/1', 'never', '17'),
  ),
  key: maybe(fc.constantFrom(...KEYS, 'only/lost', 'never').map(keyOf)),
  kind: maybe(fc.constantFrom('user', 'seed', 'peer', 'restore')),
  peer: maybe(fc.constantFrom('1', '2', '3').map(peerIdOf)),
  from: maybe(fc.integer({ min: -1, max: 14 }).map((time) => STAMP + time)),
  to: maybe(fc.integer({ min: -1, max: 14 }).map((time) => STAMP + time)),
  before: maybe(fc.integer({ min: 0, max: 45 })),
  limit: fc.integer({ min: 1, max: 6 }),
});

function commits(steps: HistoryStep[]): Commit[] {
  const maker = new StepMaker();
  return steps.map(({ writes: texts, origin, time, loses }) => {
    const [entry, winner] = [valueOf(loses ?? '', '"old"', 1), valueOf(loses ?? '', '"new"', 2)];
    const lost = loses === null ? [] : [{ entry, winner, reason: 'older' as const }];
    return maker.step(texts, { origin, time: STAMP + time, lost });
  });
}

function written(all: Commit[]): Database {
  const database = connectInMemory();
  migrate(database, MIGRATIONS);
  database.transaction(() => {
    for (const commit of all) writeStep(database, stepOf(commit));
  });
  return database;
}

function read(database: Database, wanted: HistoryQuery, limits: SearchLimits): { page: HistoryPage; looks: number } {
  const search = readHistory(database, wanted, limits);
  for (let looks = 1; ; looks += 1) {
    const look = search.next();
    if (look.done === true) return { page: look.value, looks };
  }
}

describe('the search in the history', () => {
  it('[CH2] finds in any history, by whatever is asked together, what a plain look at every changeset finds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(stepOfHistory, { maxLength: 40 }),
        fc.array(query, { minLength: 8, maxLength: 8 }),
        async (steps, queries) => {
          const all = commits(steps);
          const database = written(all);
          const plain = new MemoryStorage({ limits: DEFAULT_HISTORY_LIMITS });
          await plain.open({ entries: () => undefined, graves: () => undefined });
          for (const commit of all) plain.commit(commit);
          for (const wanted of queries) {
            const expected = valueIn(await plain.history(wanted));
            expect(read(database, wanted, SMALL).page).toEqual(expected);
            expect(read(database, wanted, INDEX_ONLY).page).toEqual(expected);
            expect(read(database, wanted, DEFAULT_SEARCH_LIMITS).page).toEqual(expected);
          }
          database.close();
        },
      ),
      { numRuns: 150 },
    );
  });

  it('[CH2] finds a changeset of many changes once, and what lies behind it', () => {
    const maker = new StepMaker();
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`desks/${i}`, '1']));
    const database = written([maker.step({ 'desks/x': '2' }), maker.step(many), maker.step({ 'desks/y': '3' })]);
    for (const passed of [10, 100]) {
      for (const changes of [1, 7, 100]) {
        const { page } = read(database, historyQuery(5, { text: 'desk' }), { ...SMALL, changes, passed });
        expect(page.changesets.map(({ seq }) => seq)).toEqual([3, 2, 1]);
      }
    }
    database.close();
  });

  it('[CH2] fills a page of what is frequent, or of a key, without the index of words', () => {
    const maker = new StepMaker();
    const database = written(Array.from({ length: 600 }, (_, i) => maker.step({ [`desks/${i % 200}`]: '"Grün"' })));
    database.exec('DELETE FROM words');
    const seqs = (filter: Partial<HistoryQuery>): number[] =>
      read(database, historyQuery(5, filter), DEFAULT_SEARCH_LIMITS).page.changesets.map(({ seq }) => seq);
    expect(seqs({ text: 'grun' })).toEqual([600, 599, 598, 597, 596]);
    expect(seqs({ text: 'desk', before: 301 })).toEqual([300, 299, 298, 297, 296]);
    expect(seqs({ text: 'gr', key: keyOf('desks/4') })).toEqual([405, 205, 5]);
    database.close();
  });

  it('[LM2] reads little plainly: large values, and what the index cuts otherwise, are left to it', () => {
    const maker = new StepMaker();
    const large = JSON.stringify(`word ${'x'.repeat(100_000)}`);
    const database = written(Array.from({ length: 10 }, () => maker.step({ a: large, b: '"한국어"' })));
    const looks = (text: string): number => read(database, historyQuery(5, { text }), DEFAULT_SEARCH_LIMITS).looks;
    expect(looks('word')).toBeGreaterThan(1);
    expect(looks('한국어')).toBeGreaterThan(1);
    expect(looks('a')).toBe(1);
    database.close();
  });

  it('[LM2] knows at the first look that nothing can be found', () => {
    const maker = new StepMaker();
    const database = written(Array.from({ length: 100 }, (_, i) => maker.step({ a: `${i}` })));
    const filters = [
      { kind: 'seed' },
      { peer: peerIdOf('1') },
      { key: keyOf('b') },
      { from: STAMP + 1_000 },
      { kind: 'user', peer: peerIdOf('1') },
    ] as const;
    for (const filter of filters) {
      expect(read(database, historyQuery(5, { ...filter, text: 'a' }), SMALL)).toEqual({
        page: { changesets: [], more: false },
        looks: 1,
      });
    }
    database.close();
  });

  it('[CH2] is not misled by what is stored and trimmed between its looks', () => {
    const maker = new StepMaker();
    const database = written(Array.from({ length: 20 }, (_, i) => maker.step({ a: `"word ${i}"` })));
    const search = readHistory(database, historyQuery(20, { text: 'word' }), SMALL);
    search.next();
    writeStep(database, stepOf(maker.step({ a: '"word 20"' })));
    database.exec('DELETE FROM changesets WHERE seq <= 5');
    let look = search.next();
    while (look.done !== true) look = search.next();
    expect(look.value.changesets.map(({ seq }) => seq)).toEqual(Array.from({ length: 15 }, (_, i) => 20 - i));
    database.close();
  });
});
