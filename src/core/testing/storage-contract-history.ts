import { summarize } from '../state/changeset.ts';
import { isErased } from '../state/erased.ts';
import {
  equal,
  filled,
  opened,
  pastAt,
  reopened,
  seqs,
  valueIn,
  type StorageCase,
} from './storage-contract-support.ts';
import { ANY, keyOf, peerIdOf, peerOf, STAMP, USER, valueOf, StepMaker } from './stored-steps.ts';

/** What a storage tells of its history. */
export const reading: StorageCase[] = [
  {
    title: '[CH2] lists changesets newest first, in pages',
    run: async (create) => {
      const { storage } = await filled(create);
      const again = new StepMaker();
      const oldest = again.step({ a: '1', b: '"two words"' }).changeset;
      const next = again.step({ a: '{"colour":"Grün"}' }, { origin: peerOf('7') }).changeset;
      const first = valueIn(await storage.history({ ...ANY, limit: 2 }));
      equal([first.more, first.changesets.length], [true, 2], 'first page');
      equal(first.changesets[1], summarize(next), 'summary');
      const second = valueIn(await storage.history({ ...ANY, before: 2, limit: 2 }));
      equal(second, { changesets: [summarize(oldest)], more: false }, 'second page');
    },
  },
  {
    title: '[CH2] filters by key, kind, peer and time, alone and together',
    run: async (create) => {
      const { storage } = await filled(create);
      equal(await seqs(storage, { key: keyOf('a') }), [2, 1], 'a');
      equal(await seqs(storage, { key: keyOf('__proto__') }), [3], '__proto__');
      equal(await seqs(storage, { key: keyOf('never') }), [], 'a key never written');
      equal(await seqs(storage, { kind: 'expiry' }), [3], 'kind');
      equal(await seqs(storage, { peer: peerIdOf('7') }), [2], 'peer');
      equal(await seqs(storage, { peer: peerIdOf('8') }), [], 'another peer');
      equal(await seqs(storage, { from: STAMP + 2, to: STAMP + 2 }), [2], 'time window, ends included');
      equal(await seqs(storage, { from: STAMP + 4 }), [], 'after everything');
      equal(await seqs(storage, { key: keyOf('a'), kind: 'user', to: STAMP + 5, before: 9 }), [1], 'together');
      equal(await seqs(storage, { key: keyOf('a'), limit: 1 }), [2], 'limit');
    },
  },
  {
    title: '[CH2] finds words in keys and values as prefixes, and takes no text for syntax',
    run: async (create) => {
      const { storage, maker } = await filled(create);
      storage.commit(maker.step({ 'desks/3-114': '"Anna Ek"', other: '"anna"' }));
      equal(await seqs(storage, { text: 'two wor' }), [1], 'both words in one value');
      equal(await seqs(storage, { text: 'GRU' }), [2], 'case and accents do not count');
      equal(await seqs(storage, { text: 'proto' }), [3], 'in a key');
      equal(await seqs(storage, { text: 'desk 3-11' }), [4], 'punctuation');
      equal(await seqs(storage, { text: 'desks ek' }), [], 'not over key and value');
      equal(await seqs(storage, { text: 'ann' }), [4], 'a changeset once');
      equal(await seqs(storage, { text: 'ann', key: keyOf('other'), kind: 'user' }), [4], 'with other filters');
      equal(await seqs(storage, { text: 'ann', key: keyOf('a') }), [], 'with a key that is not in it');
      equal(await seqs(storage, { text: ' ' }), [4, 3, 2, 1], 'nothing');
      for (const text of ['" OR 1', "a' OR '1", 'key:a', 'NOT a', '*', '^a', '{key} : a', 'a AND', '(']) {
        valueIn(await storage.history({ ...ANY, text }));
      }
    },
  },
  {
    title: '[CH2] gives the changes of a changeset in pages with what was lost, and null of one that is not kept',
    run: async (create) => {
      const { storage, maker } = await filled(create);
      const [entry, winner] = [valueOf('x', '"old"', 1), valueOf('x', '"new"', 2)];
      const step = maker.step({ y: '1', z: '2' }, { lost: [{ entry, winner, reason: 'older' }] });
      storage.commit(step);
      const { changes, lost } = step.changeset;
      equal(valueIn(await storage.changes(4, 0, 5)), { changes, lost, total: 2 }, 'whole');
      equal(valueIn(await storage.changes(4, 1, 5)), { changes: changes.slice(1), lost: [], total: 2 }, 'second page');
      equal(valueIn(await storage.changes(77, 0, 5)), null, 'unknown changeset');
      equal(await seqs(storage, { key: keyOf('x') }), [4], 'found by the key that lost');
      equal(valueIn(await storage.history({ ...ANY, limit: 1 })).changesets[0]?.lost, 1, 'count');
    },
  },
  {
    title: '[CH4] tells the number at a time, also when the clock jumped back',
    run: async (create) => {
      const { storage, maker } = await filled(create);
      storage.commit(maker.step({ a: '9' }, { time: STAMP + 1 }));
      equal(valueIn(await storage.seqAt(STAMP)), 0, 'before everything');
      equal(valueIn(await storage.seqAt(STAMP + 1)), 4, 'the last by its number');
      equal(valueIn(await storage.seqAt(STAMP + 99)), 4, 'now');
    },
  },
  {
    title: '[CH4] tells which keys were changed after a changeset and what they held then, in pages',
    run: async (create) => {
      const { storage, maker } = await filled(create);
      equal(await pastAt(storage, 3), [], 'now');
      equal(await pastAt(storage, 2), ['__proto__=none', 'b="two words"'], 'before the last');
      equal(await pastAt(storage, 1), ['__proto__=none', 'a=1', 'b="two words"'], 'after the first');
      equal(await pastAt(storage, 0), ['__proto__=none', 'a=none', 'b=none'], 'the empty state; b is again as it was');
      storage.commit(maker.step({ ['\u{1F347}']: '1', '\uFF5E': '2' }));
      const first = valueIn(await storage.since(1, keyOf('__proto__'), 2));
      equal([first.past.map(({ key }) => key), first.more], [['a', 'b'], true], 'first page');
      const second = valueIn(await storage.since(1, keyOf('b'), 2));
      equal([second.past.map(({ key }) => key), second.more], [['\uFF5E', '\u{1F347}'], false], 'by code points');
    },
  },
  {
    title: '[CH4] tells pages of many changed keys without a gap, wherever they begin',
    run: async (create) => {
      const storage = await create();
      await opened(storage);
      const maker = new StepMaker();
      const keys = Array.from({ length: 15_000 }, (_, i) => `k${String(i).padStart(5, '0')}`);
      storage.commit(maker.step({ k07500: '"first"', last: '"old"' }));
      storage.commit(maker.step(Object.fromEntries(keys.map((key) => [key, '1']))));
      storage.commit(maker.step({ k07500: '2', k07501: '2' }));
      const page = valueIn(await storage.since(1, keyOf('k07498'), 3));
      equal(
        page.past.map(({ key, then }) => `${key}=${then?.text ?? 'none'}`),
        ['k07499=none', 'k07500="first"', 'k07501=none'],
        'the first later change counts',
      );
      const told: string[] = [];
      for (let more = true, after = null; more;) {
        const next = valueIn(await storage.since(1, after, 4_000));
        for (const { key } of next.past) told.push(key);
        more = next.more;
        after = keyOf(told.at(-1) ?? '');
      }
      equal(told, keys, 'all pages');
    },
  },
];

const DAY = 24 * 3600 * 1000;

/** How a storage forgets. */
export const forgetting: StorageCase[] = [
  {
    title: '[CH3] drops what is older than 30 days, and says how far history reaches',
    run: async (create) => {
      const { storage, maker } = await filled(create);
      storage.commit(maker.step({ a: '"late"' }, { time: STAMP + 40 * DAY }));
      valueIn(await storage.trim(STAMP + 41 * DAY));
      equal(await seqs(storage, {}), [4], 'kept');
      equal(await seqs(storage, { text: 'words' }), [], 'found');
      equal(valueIn(await storage.changes(2, 0, 1)), null, 'changes of a dropped one');
      equal(valueIn(await storage.seqAt(STAMP + 2)), null, 'a time that is out of reach');
      equal(valueIn(await storage.seqAt(STAMP + 39 * DAY)), 3, 'the last one dropped can be told');
      equal(await pastAt(storage, 3), ['a={"colour":"Grün"}'], 'what was before the oldest kept');
      equal((await storage.since(2, null, 9)).ok, false, 'out of reach');
      const { state, lastSeq } = await reopened(storage);
      equal([state.texts, lastSeq], [['__proto__=3', 'a="late"'], 4], 'the state is whole');
    },
  },
  {
    title: '[CH5] takes the values of one key out of the history',
    run: async (create) => {
      const { storage, maker } = await filled(create);
      const lost = [{ entry: valueOf('a', '"s1"', 1), winner: valueOf('a', '"s2"', 2), reason: 'older' as const }];
      storage.commit(maker.step({ a: '"s3"', c: '"kept"' }, { origin: USER, lost }));
      equal(valueIn(await storage.erase(keyOf('a'))), 3, 'changes');
      const page = valueIn(await storage.changes(4, 0, 9));
      const told = [...(page?.changes ?? []), ...(page?.lost ?? [])];
      equal(/s1|s2|s3|Grün/.test(JSON.stringify(told)), false, 'no value is told');
      const [change] = page?.changes ?? [];
      equal(
        [change?.before, change?.after].map((one) => one && isErased(one)),
        [true, true],
        'marked',
      );
      equal(page?.changes[1]?.after?.text, '"kept"', 'others stay');
      equal(await seqs(storage, { text: 'grün' }), [], 'not found by its words');
      equal(await seqs(storage, { key: keyOf('a') }), [4, 2, 1], 'that it changed stays');
      equal(await pastAt(storage, 3), ['a=erased', 'c=none'], 'that there was a value stays');
      const [past] = valueIn(await storage.since(3, null, 1)).past;
      equal(past?.then?.ts, STAMP + 2, 'and when it was written');
      equal(valueIn(await storage.erase(keyOf('a'))), 0, 'again');
      equal((await reopened(storage)).state.texts, ['__proto__=3', 'a="s3"', 'c="kept"'], 'the state stays');
    },
  },
];
