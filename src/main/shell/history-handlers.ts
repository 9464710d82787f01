/** What the window can ask of the history and of the state as it was, answered from the running node. */
import type { GrapevineNode, Moment } from '../../core/node-api.ts';
import type { HistoryQuery } from '../../core/ports.ts';
import { historyQuery } from '../../core/state/history-query.ts';
import { checkKey } from '../../core/state/key.ts';
import type { RequestOf, Responses } from '../../shared/ipc.ts';
import type { Key, NodeId } from '../../shared/model.ts';
import { err, ok } from '../../shared/result.ts';
import { Refusal } from './ipc.ts';
import { refusalOf, toSentence } from './write-entry.ts';

export async function listHistory(
  node: Pick<GrapevineNode, 'history'>,
  { key, peer, limit, ...filter }: RequestOf<'listHistory'>,
): Promise<Responses['listHistory']> {
  const asked: Partial<HistoryQuery> = { ...filter, peer: peer as NodeId | null };
  if (key !== null) {
    const checked = checkKey(key);
    // A text that is no key names nothing.
    if (!checked.ok) return { changesets: [], more: false };
    asked.key = checked.value;
  }
  const page = await node.history(historyQuery(limit, asked));
  if (!page.ok) throw new Refusal(page.error.detail);
  return page.value;
}

export async function getChanges(
  node: Pick<GrapevineNode, 'changes'>,
  { seq, offset, limit }: RequestOf<'getChanges'>,
): Promise<Responses['getChanges']> {
  const page = await node.changes(seq, offset, limit);
  if (!page.ok) throw new Refusal(page.error.detail);
  return page.value;
}

export async function openPast(node: Pick<GrapevineNode, 'openPast'>, moment: Moment): Promise<Responses['openPast']> {
  const opened = await node.openPast(moment);
  return opened.ok ? opened : err(opened.error.detail);
}

export function listPast(node: Pick<GrapevineNode, 'listPast'>, query: RequestOf<'listPast'>): Responses['listPast'] {
  const page = node.listPast(query);
  if (page === null) return null;
  const { summary: view, ...rest } = page;
  return { view, ...rest };
}

export async function restorePast(
  node: Pick<GrapevineNode, 'restore'>,
  { seq, key }: RequestOf<'restorePast'>,
): Promise<Responses['restorePast']> {
  const keys = key === null ? null : keysOf(key);
  const done = await node.restore(seq, keys);
  if (!done.ok) return err(refusalOf(done.error));
  const { added = 0, changed = 0, removed = 0 } = done.value.changeset ?? {};
  return ok({ changed: added + changed + removed });
}

export async function eraseHistory(
  node: Pick<GrapevineNode, 'erase'>,
  { key }: RequestOf<'eraseHistory'>,
): Promise<Responses['eraseHistory']> {
  const checked = checkKey(key);
  if (!checked.ok) return err(toSentence(checked.error));
  const erased = await node.erase(checked.value);
  return erased.ok ? erased : err(erased.error.detail);
}

function keysOf(text: string): Key[] {
  const checked = checkKey(text);
  return checked.ok ? [checked.value] : [];
}
