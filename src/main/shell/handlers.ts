/** What the window can ask, answered from the running node. */
import type { GrapevineNode, GroupKeyControl } from '../../core/node-api.ts';
import { readInviteCode } from '../../core/group/invite-code.ts';
import { historyQuery } from '../../core/state/history-query.ts';
import { checkKey } from '../../core/state/key.ts';
import type { EntryDetail, EntryPage, RequestOf, Responses, Snapshot } from '../../shared/ipc.ts';
import type { ChoiceFault, Invite } from '../../shared/ipc-group.ts';
import type { Key } from '../../shared/model.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Imports } from '../transfer/imports.ts';
import { countLive } from '../transfer/live-range.ts';
import { choiceFault } from './choice-fault.ts';
import { Comparing } from './comparing.ts';
import { eraseHistory, getChanges, listHistory, listPast, openPast, restorePast } from './history-handlers.ts';
import type { Handlers } from './ipc.ts';
import type { Stages } from './stages.ts';
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
  /** Where the group's secret is kept (GR6). */
  keptIn(): Invite['keptIn'];
}

/** What is asked before there is a node, and when there is to be another. */
export type StageTarget = Pick<Stages, 'target' | 'stage' | 'choose' | 'leave'>;

/** Every call waits for the node, so that the window can open while it starts. */
export function createHandlers(stages: StageTarget, copy: (text: string) => Promise<void>): Handlers {
  const target = () => stages.target();
  const ask =
    <Q, A>(answer: (node: GrapevineNode, request: Q) => A | Promise<A>) =>
    async (request: Q): Promise<A> =>
      answer((await target()).node, request);

  const command =
    <Q>(act: (node: GrapevineNode, request: Q) => void) =>
    async (request: Q): Promise<null> => {
      act((await target()).node, request);
      return null;
    };

  const comparing = new Comparing();

  return {
    getSnapshot: async () => (await target()).snapshot(),
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
    addPeer: async ({ address }) => (await target()).addPeer(address),
    forgetPeer: async ({ rowId }) => {
      (await target()).forgetPeer(rowId);
      return null;
    },
    blockPeer: async ({ rowId }) => (await target()).blockPeer(rowId),
    unblockPeer: async ({ rowId }) => {
      (await target()).unblockPeer(rowId);
      return null;
    },
    comparePeer: ask((node, { rowId }) => comparing.run(node, rowId)),
    countDifferences: ask(() => comparing.found),
    cancelCompare: command(() => comparing.cancel()),
    syncNow: command((node) => node.syncNow()),
    getStage: () => stages.stage(),
    chooseGroup: (choice) => stages.choose(choice),
    checkInvite: ({ code }) => checkInvite(code),
    leaveGroup: () => stages.leave(),
    ...keyHandlers(target),
    dismissNotice: command((node, { id }) => node.notice(id, null)),
    copyText: async ({ text }) => {
      await copy(text);
      return null;
    },
  };
}

type TransferChannel = 'chooseImport' | 'listImport' | 'applyImport' | 'closeImport' | 'exportEntries';

type KeyChannel = 'getInvite' | 'changeKey' | 'enterKey' | 'endKeyChange';

/** The key of a private group (GR5). */
function keyHandlers(target: () => Promise<HandlerTarget>): Pick<Handlers, KeyChannel> {
  const withKeys = async (
    act: (keys: GroupKeyControl) => Promise<Result<void, string>>,
  ): Promise<Result<null, string>> => {
    const { keys } = (await target()).node;
    return keys === null ? err(NO_KEY) : nullOf(await act(keys));
  };
  return {
    getInvite: async () => {
      const { node, ...session } = await target();
      return node.keys === null ? err(NO_KEY) : ok({ code: node.keys.inviteCode(), keptIn: session.keptIn() });
    },
    changeKey: ({ handing }) => withKeys((keys) => keys.change(handing)),
    enterKey: async ({ code }) => {
      const secret = readInviteCode(code);
      if (!secret.ok) return err(choiceFault(secret.error));
      const entered = await withKeys((keys) => keys.enter(secret.value));
      return entered.ok ? entered : err({ field: 'code', reason: entered.error, groups: [] });
    },
    endKeyChange: () => withKeys((keys) => keys.end()),
  };
}

const NO_KEY = 'An open group has no key.';

/** What crosses the border is null rather than undefined. */
const nullOf = <E>(result: Result<void, E>): Result<null, E> => (result.ok ? ok(null) : result);

function checkInvite(code: string): Result<null, ChoiceFault> {
  const read = readInviteCode(code);
  return read.ok ? ok(null) : err(choiceFault(read.error));
}

function transferHandlers(target: () => Promise<HandlerTarget>): Pick<Handlers, TransferChannel> {
  return {
    chooseImport: async () => (await target()).imports.choose(),
    listImport: async (request) => (await target()).imports.list(request),
    applyImport: async ({ token }) => (await target()).imports.apply(token),
    closeImport: async ({ token }) => {
      (await target()).imports.close(token);
      return null;
    },
    exportEntries: async ({ prefix }) => (await target()).exportEntries(prefix),
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
