import { beforeEach, describe, expect, it } from 'vitest';
import type { RequestOf, Responses } from '../../../shared/ipc.ts';
import type { Change, EntryView, Key } from '../../../shared/model.ts';
import { OpenedChangeset } from './opened-changeset.ts';
import { manualTimers } from './testing/manual-timers.ts';
import { aChangeset, anEntry } from './testing/samples.ts';

const timers = manualTimers();
const { settle } = timers;
const CHANGES: Change[] = Array.from({ length: 30 }, (_, n) => ({
  key: `k${n}` as Key,
  before: null,
  after: anEntry(`k${n}`),
}));

let opened: OpenedChangeset;
let kept: boolean;
let now: Map<string, EntryView>;

beforeEach(() => {
  kept = true;
  const getChanges = ({ offset, limit }: RequestOf<'getChanges'>): Promise<Responses['getChanges']> =>
    Promise.resolve(kept ? { changes: CHANGES.slice(offset, offset + limit), total: CHANGES.length } : null);
  now = new Map(CHANGES.map(({ key }) => [key, anEntry(key, { text: '"now"' })]));
  const getEntry = ({ key }: RequestOf<'getEntry'>): Promise<Responses['getEntry']> => {
    const entry = now.get(key);
    return Promise.resolve(entry ? { entry, changedBy: null } : null);
  };
  opened = new OpenedChangeset({ bridge: { getChanges, getEntry }, timers });
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

  it('[CH5] fetches again what is shown when values were erased', async () => {
    opened.toggle(5);
    await settle();
    await opened.loadMore();
    kept = false;
    await opened.reload();
    expect(opened.store.getState().phase).toBe('gone');
    kept = true;
    await opened.reload();
    expect(opened.store.getState()).toMatchObject({ phase: 'ready', changes: CHANGES });
  });

  it('[CH4] knows what its keys hold now, and follows it', async () => {
    const held = (key: string): string | null | undefined => {
      const entry = opened.held.store.getState().get(key as Key);
      return entry === null ? null : entry?.text;
    };
    now.delete('k1');
    now.set('k2', anEntry('k2', { text: 'null', deleted: true }));
    opened.toggle(5);
    await settle();
    expect([held('k0'), held('k1'), held('k2'), held('k29')]).toEqual(['"now"', null, null, undefined]);
    now.set('k0', anEntry('k0', { text: '"new"' }));
    now.set('k3', anEntry('k3', { text: '"new"' }));
    opened.changed([aChangeset(6, ['k0', 'elsewhere'])]);
    timers.advance(100);
    await settle();
    expect([held('k0'), held('k3')]).toEqual(['"new"', '"now"']);
    opened.changed([aChangeset(7, ['k0'], { changed: 40 })]);
    timers.advance(100);
    await settle();
    expect(held('k3')).toBe('"new"');
    opened.close();
    expect(opened.held.store.getState().size).toBe(0);
  });
});
