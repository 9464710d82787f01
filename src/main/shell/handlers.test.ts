import { expect, it } from 'vitest';
import type { GrapevineNode } from '../../core/node-api.ts';
import type { HistoryQuery } from '../../core/ports.ts';
import type { RequestOf } from '../../shared/ipc.ts';
import type { Key, NodeId } from '../../shared/model.ts';
import { err, ok } from '../../shared/result.ts';
import { historyQuery } from '../../core/state/history-query.ts';
import { Imports } from '../transfer/imports.ts';
import { createHandlers, type HandlerTarget, type StageTarget } from './handlers.ts';
import { aChangeset, anEntry, aSelf, aStatus, NOBODY } from './testing/fixtures.ts';

const ENTRY = anEntry('desks/1', '"é"');

/** Of a file that would delete the entry. */
const anImport = (node: GrapevineNode): Imports =>
  new Imports(
    {
      node,
      chooseFile: () => Promise.resolve('/state.json'),
      readEntries: () => Promise.resolve(ok([{ key: ENTRY.key, text: 'null', ttl: null, ts: undefined }])),
      pause: () => Promise.resolve(),
    },
    { defaultTtlMs: null },
  );

const NO_STAGES: Omit<StageTarget, 'target'> = {
  stage: () => ({ kind: 'running' }),
  choose: () => Promise.resolve(ok(null)),
  leave: () => Promise.resolve(ok(null)),
};

/** Asks for the history with nothing but what is given. */
const historyOf = (over: Partial<RequestOf<'listHistory'>>): RequestOf<'listHistory'> => ({
  ...{ before: null, limit: 5, key: null, kind: null, peer: null, from: null, to: null, text: '' },
  ...over,
});

function setUp() {
  const log: unknown[] = [];
  const node: Partial<GrapevineNode> = {
    entry: (key) => (key === ENTRY.key ? ENTRY : null),
    list: (query) => ({ total: 3, matching: 1, offset: query.offset, entries: [ENTRY] }),
    closePast: () => void log.push('close-past'),
    history: (query: HistoryQuery) => {
      log.push(query);
      return Promise.resolve(ok({ changesets: [aChangeset(4)], more: true }));
    },
    changes: (seq) => Promise.resolve(ok(seq === 4 ? { changes: [], lost: [], total: 0 } : null)),
    comparePeer: (rowId) => Promise.resolve(err(`${rowId} did not answer.`)),
    syncNow: () => void log.push('sync'),
    notice: (id, notice) => void log.push(['notice', id, notice]),
  };
  const { digest, c19Version, entries, sync, notices } = aStatus();
  const snapshot = {
    seq: 7,
    self: aSelf(),
    live: { digest, c19Version, entries, sync, notices },
    peers: [],
    outsiders: NOBODY,
  };
  const target = Promise.withResolvers<HandlerTarget>();
  const start = (): void => {
    target.resolve({
      node: node as GrapevineNode,
      snapshot: () => snapshot,
      addPeer: (address) => (log.push(['add', address]), ok(null)),
      forgetPeer: (rowId) => void log.push(['forget', rowId]),
      blockPeer: (rowId) => (log.push(['block', rowId]), err('It is full.')),
      unblockPeer: (rowId) => void log.push(['unblock', rowId]),
      imports: anImport(node as GrapevineNode),
      keptIn: () => 'file',
      exportEntries: (prefix) => Promise.resolve({ kind: 'saved', file: `${prefix}.json`, entries: 3 }),
    });
  };
  const handlers = createHandlers({ ...NO_STAGES, target: () => target.promise }, (text) => {
    log.push(['copy', text]);
    return Promise.resolve();
  });
  return { handlers, log, start, snapshot };
}

function started() {
  const parts = setUp();
  parts.start();
  return parts;
}

it('[ARCH] answers a snapshot as soon as the node has started', async () => {
  const { handlers, start, snapshot } = setUp();
  let answered = false;
  const answer = Promise.resolve(handlers.getSnapshot(undefined)).then((value) => ((answered = true), value));
  await Promise.resolve();
  expect(answered).toBe(false);
  start();
  expect(await answer).toBe(snapshot);
});

it('[ARCH] copies without waiting for the node', async () => {
  const { handlers, log } = setUp();
  expect(await handlers.copyText({ text: 'x' })).toBeNull();
  expect(log).toEqual([['copy', 'x']]);
});

it('[ARCH] lists entries by size, without their values', async () => {
  const { handlers } = started();
  expect(await handlers.listEntries({ filter: 'd', offset: 0, limit: 10 })).toEqual({
    total: 3,
    matching: 1,
    offset: 0,
    entries: [{ key: ENTRY.key, ts: ENTRY.ts, ttl: null, sizeBytes: 4 }],
  });
});

it('[ARCH] shows an entry with who changed it last', async () => {
  const { handlers, log } = started();
  expect(await handlers.getEntry({ key: 'desks/1' })).toEqual({
    entry: ENTRY,
    changedBy: { origin: { kind: 'user' }, time: 1004, seq: 4 },
  });
  expect(log).toEqual([historyQuery(1, { key: 'desks/1' as Key })]);
});

it.each(['missing', '', 'a\0b'])('[ARCH] shows nothing for %j', async (key) => {
  const { handlers } = started();
  expect(await handlers.getEntry({ key })).toBeNull();
});

it('[ARCH] lists the history, of all or of one key', async () => {
  const { handlers, log } = started();
  expect(await handlers.listHistory(historyOf({ before: 9 }))).toEqual({ changesets: [aChangeset(4)], more: true });
  await handlers.listHistory(historyOf({ key: 'a' }));
  expect(await handlers.listHistory(historyOf({ key: '' }))).toEqual({ changesets: [], more: false });
  expect(log).toEqual([historyQuery(5, { before: 9 }), historyQuery(5, { key: 'a' as Key })]);
});

it('[CH2] passes every filter of the history on', async () => {
  const { handlers, log } = started();
  const filter = { kind: 'peer', peer: 'ab'.repeat(16), from: 5, to: 9, text: 'desk' } as const;
  await handlers.listHistory(historyOf(filter));
  expect(log).toEqual([historyQuery(5, { ...filter, peer: filter.peer as NodeId })]);
});

it('[UI] imports, exports and counts', async () => {
  const { handlers } = started();
  const choice = await handlers.chooseImport(undefined);
  const token = choice.kind === 'preview' ? choice.preview.token : '';
  expect(choice).toMatchObject({ preview: { removed: 1 } });
  const list = () => handlers.listImport({ token, only: 'all', offset: 0, limit: 1 });
  expect(await list()).toMatchObject({ total: 1, rows: [{ key: ENTRY.key }] });
  expect(await handlers.applyImport({ token: 'x' })).toMatchObject({ kind: 'failed' });
  expect(await handlers.closeImport({ token })).toBeNull();
  expect(await list()).toBeNull();
  expect(await handlers.exportEntries({ prefix: 'd' })).toEqual({ kind: 'saved', file: 'd.json', entries: 3 });
  expect(await handlers.countEntries({ prefix: 'desks/2' })).toBe(0);
});

it('[ARCH] opens a changeset, or says that it is not kept', async () => {
  const { handlers } = started();
  expect(await handlers.getChanges({ seq: 4, offset: 0, limit: 10 })).toEqual({ changes: [], lost: [], total: 0 });
  expect(await handlers.getChanges({ seq: 1, offset: 0, limit: 10 })).toBeNull();
});

it('[RE4] compares with a peer', async () => {
  const { handlers } = started();
  expect(await handlers.comparePeer({ rowId: 'p1' })).toEqual({ kind: 'failed', reason: 'p1 did not answer.' });
  expect(await handlers.countDifferences(undefined)).toBe(0);
  expect(await handlers.cancelCompare(undefined)).toBeNull();
});

it('[ARCH] passes commands on', async () => {
  const { handlers, log } = started();
  expect(await handlers.addPeer({ address: 'pc-7:4097' })).toEqual(ok(null));
  expect(await handlers.forgetPeer({ rowId: 'p1' })).toBeNull();
  expect(await handlers.blockPeer({ rowId: 'p1' })).toEqual(err('It is full.'));
  expect(await handlers.unblockPeer({ rowId: 'p1' })).toBeNull();
  expect(await handlers.syncNow(undefined)).toBeNull();
  expect(await handlers.closePast(undefined)).toBeNull();
  expect(await handlers.dismissNotice({ id: 'port' })).toBeNull();
  expect(log).toEqual([
    ['add', 'pc-7:4097'],
    ['forget', 'p1'],
    ['block', 'p1'],
    ['unblock', 'p1'],
    'sync',
    'close-past',
    ['notice', 'port', null],
  ]);
});
