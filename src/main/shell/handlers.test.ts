import { expect, it } from 'vitest';
import type { GrapevineNode } from '../../core/node-api.ts';
import type { HistoryQuery } from '../../core/ports.ts';
import type { Key } from '../../shared/model.ts';
import { ok } from '../../shared/result.ts';
import { historyQuery } from '../../core/state/history-query.ts';
import { createHandlers, type HandlerTarget } from './handlers.ts';
import { aChangeset, anEntry, aSelf, aStatus } from './testing/fixtures.ts';

const ENTRY = anEntry('desks/1', '"é"');

function setUp() {
  const log: unknown[] = [];
  const node: Partial<GrapevineNode> = {
    entry: (key) => (key === ENTRY.key ? ENTRY : null),
    list: (query) => ({ total: 3, matching: 1, offset: query.offset, entries: [ENTRY] }),
    history: (query: HistoryQuery) => {
      log.push(query);
      return Promise.resolve(ok({ changesets: [aChangeset(4)], more: true }));
    },
    changes: (seq) => Promise.resolve(ok(seq === 4 ? { changes: [], lost: [], total: 0 } : null)),
    syncNow: () => void log.push('sync'),
    notice: (id, notice) => void log.push(['notice', id, notice]),
  };
  const { digest, c19Version, entries, sync, notices } = aStatus();
  const snapshot = { seq: 7, self: aSelf(), live: { digest, c19Version, entries, sync, notices }, peers: [] };
  const target = Promise.withResolvers<HandlerTarget>();
  const start = (): void => {
    target.resolve({
      node: node as GrapevineNode,
      snapshot: () => snapshot,
      addPeer: (address) => (log.push(['add', address]), ok(null)),
      forgetPeer: (rowId) => void log.push(['forget', rowId]),
    });
  };
  const handlers = createHandlers(target.promise, (text) => {
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
  expect(await handlers.listHistory({ before: 9, limit: 5, key: null })).toEqual({
    changesets: [aChangeset(4)],
    more: true,
  });
  await handlers.listHistory({ before: null, limit: 5, key: 'a' });
  expect(await handlers.listHistory({ before: null, limit: 5, key: '' })).toEqual({ changesets: [], more: false });
  expect(log).toEqual([historyQuery(5, { before: 9 }), historyQuery(5, { key: 'a' as Key })]);
});

it('[ARCH] opens a changeset, or says that it is not kept', async () => {
  const { handlers } = started();
  expect(await handlers.getChanges({ seq: 4, offset: 0, limit: 10 })).toEqual({ changes: [], lost: [], total: 0 });
  expect(await handlers.getChanges({ seq: 1, offset: 0, limit: 10 })).toBeNull();
});

it('[ARCH] passes commands on', async () => {
  const { handlers, log } = started();
  expect(await handlers.addPeer({ address: 'pc-7:4097' })).toEqual(ok(null));
  expect(await handlers.forgetPeer({ rowId: 'p1' })).toBeNull();
  expect(await handlers.syncNow(undefined)).toBeNull();
  expect(await handlers.dismissNotice({ id: 'port' })).toBeNull();
  expect(log).toEqual([['add', 'pc-7:4097'], ['forget', 'p1'], 'sync', ['notice', 'port', null]]);
});
