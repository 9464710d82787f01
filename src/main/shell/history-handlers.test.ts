import { describe, expect, it } from 'vitest';
import { historyQuery } from '../../core/state/history-query.ts';
import { err } from '../../shared/result.ts';
import { loneNode, put, valuesOf } from '../transfer/testing/lone-node.ts';
import { eraseHistory, getChanges, listHistory, listPast, openPast, restorePast } from './history-handlers.ts';

const ALL = { filter: '', only: 'all', offset: 0, limit: 10 } as const;

/** Two keys were written, then one changed, one deleted and one added. */
async function changedNode() {
  const lone = await loneNode();
  await put(lone.node, { a: 1, b: 2 });
  const past = await lone.node.history(historyQuery(1));
  await put(lone.node, { a: 10, b: null, c: 3 });
  const seq = past.ok ? (past.value.changesets[0]?.seq ?? 0) : 0;
  return { ...lone, seq };
}

describe('the state as it was', () => {
  it('[CH4] is opened after a changeset or at a time, and listed beside now', async () => {
    await using lone = await changedNode();
    const { node, seq } = lone;
    const opened = await openPast(node, { seq });
    const view = { seq, time: expect.any(Number) as number, total: 2, differing: 3 };
    expect(opened).toEqual({ ok: true, value: view });
    const page = listPast(node, { ...ALL, seq });
    expect(page).toMatchObject({ view, matching: 2, offset: 0 });
    expect(page?.rows.map(({ key, then, now }) => [key, then?.text, now?.text ?? null])).toEqual([
      ['a', '1', '10'],
      ['b', '2', null],
    ]);
    expect(listPast(node, { ...ALL, seq, only: 'different' })?.rows).toHaveLength(3);
    expect(listPast(node, { ...ALL, seq: seq + 1 })).toBeNull();
    expect(await openPast(node, { time: 8.64e15 })).toMatchObject({ ok: true, value: { differing: 0 } });
  });

  it('[CH4] says why it cannot be opened', async () => {
    await using lone = await changedNode();
    await lone.node.stop();
    expect(await openPast(lone.node, { seq: lone.seq })).toEqual(err('The storage is closed.'));
  });

  it('[CH4] is restored by key or in whole, and says how many keys that wrote', async () => {
    await using lone = await changedNode();
    const { node, seq } = lone;
    await openPast(node, { seq });
    expect(await restorePast(node, { seq, key: 'b' })).toEqual({ ok: true, value: { changed: 1 } });
    expect(valuesOf(node)).toEqual({ a: '10', b: '2', c: '3' });
    expect(await restorePast(node, { seq, key: '' })).toEqual({ ok: true, value: { changed: 0 } });
    expect(await restorePast(node, { seq, key: null })).toEqual({ ok: true, value: { changed: 2 } });
    expect(valuesOf(node)).toEqual({ a: '1', b: '2' });
    const refused = await restorePast(node, { seq: seq + 7, key: null });
    expect(refused.ok ? '' : refused.error.reason).toMatch(/^[A-Z].*\.$/);
  });
});

describe('the history', () => {
  it("[CH5] takes a key's values out, and says of how many changes", async () => {
    await using lone = await changedNode();
    expect(await eraseHistory(lone.node, { key: 'a' })).toEqual({ ok: true, value: 2 });
    expect(await eraseHistory(lone.node, { key: 'a\0' })).toEqual(err('The key holds the character U+0000.'));
    lone.storage.fail({ kind: 'full', detail: 'The disk is full.' });
    expect(await eraseHistory(lone.node, { key: 'b' })).toEqual(err('The disk is full.'));
  });

  it('[ARCH] says in words why it cannot be read', async () => {
    await using lone = await changedNode();
    await lone.node.stop();
    const query = { before: null, limit: 5, key: null, kind: null, peer: null, from: null, to: null, text: '' };
    await expect(listHistory(lone.node, query)).rejects.toThrow('The storage is closed.');
    await expect(getChanges(lone.node, { seq: 1, offset: 0, limit: 5 })).rejects.toThrow('The storage is closed.');
  });
});
