/** What the window can ask, answered from the running node. */
import type { GrapevineNode } from '../../core/node-api.ts';
import { historyQuery } from '../../core/state/history-query.ts';
import { checkKey } from '../../core/state/key.ts';
import type { EntryDetail, EntryPage, RequestOf, Responses, Snapshot } from '../../shared/ipc.ts';
import type { Key } from '../../shared/model.ts';
import type { Imports } from '../transfer/imports.ts';
import { countLive } from '../transfer/live-range.ts';
import { Comparing } from './comparing.ts';
import { eraseHistory, getChanges, listHistory, listPast, openPast, restorePast } from './history-handlers.ts';
import type { Handlers } from './ipc.ts';
import { deleteEntry, restoreValue, writeEntry } from './write-entry.ts';

/** What the answers are made from. */
export interface HandlerTarget {
  node: GrapevineNode;
  snapshot(): Snapshot;
  addPeer(address: string): Responses['addPeer'];
  forgetPeer(rowId: string): void;
  blockPeer(rowId: string): Responses['blockPeer'];
  unblockPeer(rowId: string): void;
  imports: Imports;
  exportEntries(prefix: string): Promise<Responses['exportEntries']>;
}

/** Every call waits for `target`, so that the window can open while the node starts. */
export function createHandlers(target: Promise<HandlerTarget>, copy: (text: string) => Promise<void>): Handlers {
  const ask =
    <Q, A>(answer: (node: GrapevineNode, request: Q) => A | Promise<A>) =>
    async (request: Q): Promise<A> =>
      answer((await target).node, request);

  const command =
    <Q>(act: (node: GrapevineNode, request: Q) => void) =>
    async (request: Q): Promise<null> => {
      act((await target).node, request);
      return null;
    };

  const comparing = new Comparing();

  return {
    getSnapshot: async () => (await target).snapshot(),
    listEntries: ask(listEntries),
    getEntry: ask(getEntry),
    writeEntry: ask(writeEntry),
    deleteEntry: ask(deleteEntry),
    listHistory: ask(listHistory),
    getChanges: ask(getChanges),
    openPast: ask(openPast),
    listPast: ask(listPast),
    closePast: command((node) => node.closePast()),
    restorePast: ask(restorePast),
    restoreValue: ask(restoreValue),
    eraseHistory: ask(eraseHistory),
    ...transferHandlers(target),
    countEntries: ask((node, { prefix }) => countLive(node, prefix)),
    addPeer: async ({ address }) => (await target).addPeer(address),
    forgetPeer: async ({ rowId }) => {
      (await target).forgetPeer(rowId);
      return null;
    },
    blockPeer: async ({ rowId }) => (await target).blockPeer(rowId),
    unblockPeer: async ({ rowId }) => {
      (await target).unblockPeer(rowId);
      return null;
    },
    comparePeer: ask((node, { rowId }) => comparing.run(node, rowId)),
    countDifferences: ask(() => comparing.found),
    cancelCompare: command(() => comparing.cancel()),
    syncNow: command((node) => node.syncNow()),
    dismissNotice: command((node, { id }) => node.notice(id, null)),
    copyText: async ({ text }) => {
      await copy(text);
      return null;
    },
  };
}

type TransferChannel = 'chooseImport' | 'listImport' | 'applyImport' | 'closeImport' | 'exportEntries';

function transferHandlers(target: Promise<HandlerTarget>): Pick<Handlers, TransferChannel> {
  return {
    chooseImport: async () => (await target).imports.choose(),
    listImport: async (request) => (await target).imports.list(request),
    applyImport: async ({ token }) => (await target).imports.apply(token),
    closeImport: async ({ token }) => {
      (await target).imports.close(token);
      return null;
    },
    exportEntries: async ({ prefix }) => (await target).exportEntries(prefix),
  };
}

/** A text that is no key names nothing. */
function asKey(text: string): Key | null {
  const checked = checkKey(text);
  return checked.ok ? checked.value : null;
}

function listEntries(node: GrapevineNode, query: RequestOf<'listEntries'>): EntryPage {
  const page = node.list(query);
  const entries = page.entries.map(({ key, ts, ttl, text }) => ({ key, ts, ttl, sizeBytes: Buffer.byteLength(text) }));
  return { ...page, entries };
}

async function getEntry(node: GrapevineNode, request: RequestOf<'getEntry'>): Promise<EntryDetail | null> {
  const key = asKey(request.key);
  if (key === null) return null;
  const history = await node.history(historyQuery(1, { key }));
  const entry = node.entry(key);
  if (entry === null) return null;
  const last = history.ok ? history.value.changesets[0] : undefined;
  return { entry, changedBy: last === undefined ? null : { origin: last.origin, time: last.time, seq: last.seq } };
}
