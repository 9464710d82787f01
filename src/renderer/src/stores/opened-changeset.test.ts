import { beforeEach, describe, expect, it } from 'vitest';
import type { RequestOf, Responses } from '../../../shared/ipc.ts';
import type { Change, Key } from '../../../shared/model.ts';
import { OpenedChangeset } from './opened-changeset.ts';
import { manualTimers } from './testing/manual-timers.ts';
import { anEntry } from './testing/samples.ts';

const { settle } = manualTimers();
const CHANGES: Change[] = Array.from({ length: 30 }, (_, n) => ({
  key: `k${n}` as Key,
  before: null,
  after: anEntry(`k${n}`),
}));

let opened: OpenedChangeset;
let kept: boolean;

beforeEach(() => {
  kept = true;
  const getChanges = ({ offset, limit }: RequestOf<'getChanges'>): Promise<Responses['getChanges']> =>
    Promise.resolve(kept ? { changes: CHANGES.slice(offset, offset + limit), total: CHANGES.length } : null);
  opened = new OpenedChangeset({ bridge: { getChanges } });
});

describe('the open changeset', () => {
  it('[CH2] shows its changes a page at a time', async () => {
    opened.toggle(5);
    await settle();
    expect(opened.store.getState()).toMatchObject({ seq: 5, phase: 'ready', total: 30, lost: [] });
    expect(opened.store.getState().changes).toHaveLength(20);
    await opened.loadMore();
    expect(opened.store.getState().changes).toEqual(CHANGES);
  });

  it('[UI] opening another closes it, opening it again closes it too', async () => {
    opened.toggle(5);
    opened.toggle(6);
    await settle();
    expect(opened.store.getState()).toMatchObject({ seq: 6, phase: 'ready' });
    opened.toggle(6);
    expect(opened.store.getState().seq).toBeNull();
  });

  it('[CH3] says when the values are not kept any more', async () => {
    kept = false;
    opened.toggle(5);
    await settle();
    expect(opened.store.getState().phase).toBe('gone');
  });
});
