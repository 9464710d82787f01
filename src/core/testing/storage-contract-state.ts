import type { Changeset, LostEntry } from '../../shared/model.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { OpenedStorage, StorageError } from '../ports.ts';
import {
  equal,
  filled,
  intent,
  lossOf,
  opened,
  pastAt,
  reopened,
  seqs,
  valueIn,
  type StorageCase,
} from './storage-contract-support.ts';
import { ANY, keyOf, peerIdOf, peerOf, STAMP, StepMaker, valueOf } from './stored-steps.ts';

/** What a storage gives back when it opens. */
export const opening: StorageCase[] = [
  {
    title: '[CH1] opens empty',
    run: async (create) => {
      const { lastSeq, intents, facts, setAside, state, epoch } = await opened(await create());
      equal({ lastSeq, intents, setAside }, { lastSeq: 0, intents: [], setAside: null }, 'an empty storage');
      equal(facts, { lastContact: null, peers: [] }, 'facts');
      equal([state.all, state.allGraves], [[], []], 'state');
      equal(/^[0-9a-f]{32}$/.test(epoch), true, 'the epoch is 16 bytes as hex');
    },
  },
  {
    title: '[CH1] gives back the latest entry of each key, the last number and the epoch',
    run: async (create) => {
      const { storage, maker } = await filled(create);
      const first = await reopened(storage);
      equal(first.state.texts, ['__proto__=3', 'a={"colour":"Grün"}'], 'entries');
      const whole = first.state.all.find(({ key }) => key === 'a');
      equal(whole, maker.entries.get(keyOf('a')), 'the whole entry');
      equal(first.lastSeq, 3, 'last number');
      equal((await reopened(storage)).epoch, first.epoch, 'epoch');
    },
  },
  {
    title: '[LM2] gives back the state in chunks of at most 1,000',
    run: async (create) => {
      const storage = await create();
      await opened(storage);
      const writes = Object.fromEntries(Array.from({ length: 2_500 }, (_, i) => [`k${i}`, `${i}`]));
      const buried = Array.from({ length: 1_200 }, (_, i) => {
        const { key, ts, hash } = valueOf(`g${i}`, '0');
        return { key, ts, deleted: false, hash, buriedAt: STAMP + i };
      });
      storage.commit(new StepMaker().step(writes, { buried }));
      const { state } = await reopened(storage);
      equal([state.all.length, state.allGraves.length], [2_500, 1_200], 'counts');
      equal(state.largestChunk <= 1_000, true, 'chunks are small');
      equal(valueIn(await storage.changes(1, 2_400, 500))?.changes.length, 100, 'last page of the changes');
    },
  },
  {
    title: '[ST2] keeps every number exactly, up to the largest stamp and ttl',
    run: async (create) => {
      const storage = await create();
      await opened(storage);
      const key = keyOf('edge');
      const entry = { ...valueOf('edge', '1', Number.MAX_SAFE_INTEGER), ttl: 3_153_600_000_000 };
      const { changeset, ...rest } = new StepMaker().step({});
      storage.commit({ ...rest, changeset: { ...changeset, changes: [{ key, before: null, after: entry }] } });
      equal((await reopened(storage)).state.all, [entry], 'entry');
      equal(valueIn(await storage.changes(1, 0, 1))?.changes[0]?.after, entry, 'change');
    },
  },
  {
    title: '[ST9] keeps graves until they end',
    run: async (create) => {
      const storage = await create();
      await opened(storage);
      const maker = new StepMaker();
      const { key, ts, hash } = valueOf('gone', '1');
      const grave = { key, ts, deleted: true, hash, buriedAt: STAMP + 9 };
      storage.commit(maker.step({}, { buried: [grave] }));
      equal((await reopened(storage)).state.allGraves, [grave], 'dug');
      storage.commit(maker.step({}, { unburied: [key] }));
      equal((await reopened(storage)).state.allGraves, [], 'ended');
    },
  },
  {
    title: '[ST10] keeps the facts that were remembered last',
    run: async (create) => {
      const storage = await create();
      await opened(storage);
      storage.remember({ lastContact: 1, peers: [] });
      const peer = { id: '7'.repeat(32), name: 'n', host: '::1', port: 4097 };
      const facts = { lastContact: STAMP, peers: [peer] } as OpenedStorage['facts'];
      storage.remember(facts);
      equal((await reopened(storage)).facts, facts, 'facts');
    },
  },
];

/** How a storage takes writes. */
export const writing: StorageCase[] = [
  {
    title: '[CH5] gives back acknowledged intents in order until their step is stored',
    run: async (create) => {
      const storage = await create();
      await opened(storage);
      const given = [intent(1, 'a', '1'), intent(2, '__proto__', '"x"'), intent(3, 'c', 'null')];
      for (const done of await Promise.all(given.map((one) => storage.intend(one))))
        equal(done.ok, true, 'acknowledged');
      equal((await reopened(storage)).intents, given, 'all');
      storage.commit(new StepMaker().step({ ['__proto__']: '"x"' }, { intent: 2 }));
      equal((await reopened(storage)).intents, [given[0], given[2]], 'without the one made visible');
    },
  },
  {
    title: '[CH1] a step with the number of the newest changeset continues it',
    run: async (create) => {
      const { storage, maker } = await filled(create);
      maker.seq -= 1;
      const { changeset } = maker.step({ d: '4' });
      storage.commit({ changeset, intent: null, buried: [], unburied: [] });
      const [newest] = valueIn(await storage.history({ ...ANY, limit: 1 })).changesets;
      equal([newest?.seq, newest?.added, newest?.removed, newest?.digestAfter], [3, 2, 1, maker.digest], 'summary');
      equal(
        newest?.keys.map(({ key }) => key),
        ['__proto__', 'b', 'd'],
        'keys',
      );
      const page = valueIn(await storage.changes(3, 0, 9));
      equal(
        page?.changes.map(({ key }) => key),
        ['__proto__', 'b', 'd'],
        'changes',
      );
    },
  },
  {
    title: '[CH1] a changeset in parts is told as one, also where a key is in two of them',
    run: async (create) => {
      const { storage, maker } = await filled(create);
      const part = (writes: Record<string, string | null>, lost: LostEntry[]): Changeset => {
        const step = maker.step(writes, { origin: peerOf('8'), lost });
        storage.commit(step);
        return step.changeset;
      };
      const first = part({ a: '"first"', c: '1' }, [lossOf('x')]);
      maker.seq -= 1;
      part({ d: '"second"', a: null }, [lossOf('y')]);
      maker.seq -= 1;
      const third = part({ e: '"third"' }, []);
      storage.commit(maker.step({ c: '2' }));
      const { digestBefore, time, origin } = first;
      const page = valueIn(await storage.history({ ...ANY, before: 5, limit: 1 }));
      const [told] = page.changesets;
      equal([told?.digestBefore, told?.digestAfter], [digestBefore, third.digestAfter], 'digests');
      equal([told?.time, told?.origin], [time, origin], 'time and origin');
      equal([told?.added, told?.changed, told?.removed, told?.lost], [3, 1, 1, 2], 'counts');
      equal(await seqs(storage, {}), [5, 4, 3, 2, 1], 'once');
      equal(await seqs(storage, { text: 'third', peer: peerIdOf('8'), to: time }), [4], 'found by a later part');
      for (const key of ['a', 'd', 'y']) equal((await seqs(storage, { key: keyOf(key) }))[0], 4, `found by ${key}`);
      const { changes, lost, total } = valueIn(await storage.changes(4, 1, 3)) ?? { changes: [], lost: [] };
      equal([changes.map(({ key }) => key), total], [['c', 'd', 'a'], 5], 'a page over the parts');
      equal(
        lost.map(({ entry }) => entry.key),
        ['y'],
        'losses',
      );
      equal([await storage.seqAt(time - 1), await storage.seqAt(time)], [ok(3), ok(4)], 'number at its time');
      equal(await pastAt(storage, 3), ['a={"colour":"Grün"}', 'c=none', 'd=none', 'e=none'], 'before it');
      equal(await pastAt(storage, 4), ['c=1'], 'after it');
      equal((await reopened(storage)).lastSeq, 5, 'last number');
    },
  },
  {
    title: '[ST10] sets entries aside under a new name each time, and leaves everything else as it is',
    run: async (create) => {
      const { storage } = await filled(create);
      const entries = [valueOf('__proto__', '"kept"'), valueOf('b', 'null')];
      const names = await Promise.all([storage.setAside(entries), storage.setAside(entries), storage.setAside([])]);
      equal(new Set(names.map(valueIn)).size, 3, 'names');
      equal(await seqs(storage, {}), [3, 2, 1], 'history');
      equal((await reopened(storage)).state.texts, ['__proto__=3', 'a={"colour":"Grün"}'], 'state');
    },
  },
  {
    title: '[CH1] refuses everything while it is closed',
    run: async (create) => {
      const storage = await create();
      const kinds = async (): Promise<string[]> => {
        const answers: Result<unknown, StorageError>[] = [
          await storage.intend(intent(1, 'a', '1')),
          await storage.history(ANY),
          await storage.flush(),
          await storage.erase(keyOf('a')),
          await storage.setAside([valueOf('a', '1')]),
        ];
        return answers.map((answer) => (answer.ok ? 'ok' : answer.error.kind));
      };
      equal(await kinds(), Array(5).fill('closed'), 'before');
      await opened(storage);
      equal(await storage.flush(), ok(undefined), 'open');
      await storage.close();
      await storage.close();
      equal(await kinds(), Array(5).fill('closed'), 'after');
    },
  },
];
