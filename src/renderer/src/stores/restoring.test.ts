import { beforeEach, describe, expect, it } from 'vitest';
import type { RequestOf, Responses, WriteRefusal } from '../../../shared/ipc.ts';
import type { EntryHash, EntryView, Key } from '../../../shared/model.ts';
import { err, ok } from '../../../shared/result.ts';
import { createAnnouncer } from './announcer.ts';
import { createRestoring, holdsSame, type Restoring } from './restoring.ts';
import { manualTimers, type ManualTimers } from './testing/manual-timers.ts';
import { anEntry } from './testing/samples.ts';
import { Toasts } from './toasts.ts';

const KEY = 'desk' as Key;
const OLD = anEntry(KEY, { text: '"old"', ts: 1, hash: '1'.repeat(32) as EntryHash });

let timers: ManualTimers;
let toasts: Toasts;
let restoring: Restoring;
/** A node of one key. */
let held: EntryView | null;
let asked: RequestOf<'restoreValue'>[];
let meanwhile: () => void;
let puts = 0;

const shown = (): string[] =>
  toasts.store.getState().toasts.map(({ tone, text, subject }) => `${tone}: ${text} ${subject ?? ''}`);

function put(text: string, ttl: number | null = null): void {
  puts += 1;
  const hash = `${puts}`.padStart(32, 'b') as EntryHash;
  held = anEntry(KEY, { text, ttl, ts: timers.now(), hash, deleted: text === 'null' });
}

function restoreValue(request: RequestOf<'restoreValue'>): Promise<Responses['restoreValue']> {
  asked.push(request);
  const { expect: seen, text, ttl } = request;
  const live = held?.deleted === true ? null : held;
  const matches = seen === 'absent' ? live === null : live !== null && seen?.hash === live.hash && seen.ts === live.ts;
  const reason = 'It was written meanwhile.';
  if (!matches) return Promise.resolve(err<WriteRefusal>({ kind: 'precondition', reason, current: live }));
  put(text ?? 'null', ttl);
  meanwhile();
  return Promise.resolve(ok(null));
}

async function undo(): Promise<void> {
  toasts.actOnNewest();
  await timers.settle();
}

beforeEach(() => {
  timers = manualTimers();
  toasts = new Toasts({ timers, announcer: createAnnouncer() });
  asked = [];
  meanwhile = () => undefined;
  put('"now"');
  restoring = createRestoring({
    bridge: { getEntry: () => Promise.resolve(held && { entry: held, changedBy: null }), restoreValue },
    timers,
    toasts,
  });
});

describe('restoring a value', () => {
  it('[CH4] writes it over what is held now, and undo goes back', async () => {
    expect(await restoring.restore(KEY, OLD)).toBe(true);
    expect(held?.text).toBe('"old"');
    expect(shown()).toEqual(['info: Restored desk']);
    await undo();
    expect(held?.text).toBe('"now"');
    expect(shown()).toEqual(['info: Undone desk']);
  });

  it('[CH4] a lifetime begins anew', async () => {
    await restoring.restore(KEY, { ...OLD, ttl: 60_000 });
    expect(asked[0]).toMatchObject({ text: '"old"', ttl: 60_000 });
  });

  it('[CH4] brings back a deleted key, and undo deletes it again', async () => {
    put('null');
    await restoring.restore(KEY, OLD);
    expect(asked[0]?.expect).toBe('absent');
    expect(held?.text).toBe('"old"');
    await undo();
    expect(held?.deleted).toBe(true);
  });

  it('[CH4] to restore that there was no value is to delete it, and undo writes it again', async () => {
    await restoring.restore(KEY, null);
    expect(held?.deleted).toBe(true);
    expect(shown()).toEqual(['info: Removed desk']);
    await undo();
    expect(held?.text).toBe('"now"');
    await restoring.restore(KEY, anEntry(KEY, { text: 'null', deleted: true, ttl: 864_000_000 }));
    expect(asked.at(-1)).toMatchObject({ text: null, ttl: null });
  });

  it('[CH4] never overwrites what came in between', async () => {
    const bridge = {
      getEntry: () => {
        const seen = held;
        put('"between"');
        return Promise.resolve(seen && { entry: seen, changedBy: null });
      },
      restoreValue,
    };
    expect(await createRestoring({ bridge, timers, toasts }).restore(KEY, OLD)).toBe(false);
    expect(held?.text).toBe('"between"');
    expect(shown()).toEqual(['error: Not restored. It was written meanwhile. desk']);
  });

  it('[CH4] undo leaves alone what was written since', async () => {
    await restoring.restore(KEY, OLD);
    put('"later"');
    await undo();
    expect(held?.text).toBe('"later"');
    expect(shown()).toEqual(['error: Not undone. It was written meanwhile. desk']);
  });

  it('[CH4] offers no undo when somebody has written already', async () => {
    meanwhile = () => put('"later"');
    await restoring.restore(KEY, OLD);
    expect(toasts.store.getState().toasts.map(({ action }) => action)).toEqual([null]);
  });

  it('[CH4] undo gives back what was left of a lifetime, and nothing when that is over', async () => {
    put('"now"', 10_000);
    await restoring.restore(KEY, OLD);
    timers.advance(4000);
    await undo();
    expect(asked.at(-1)).toMatchObject({ text: '"now"', ttl: 6000 });
    await restoring.restore(KEY, OLD);
    timers.advance(7000);
    await undo();
    expect(asked.at(-1)).toMatchObject({ text: null, ttl: null });
  });

  it('[CH4] writes nothing where the key holds just that', async () => {
    expect(await restoring.restore(KEY, anEntry(KEY, { text: '"now"', ts: 1 }))).toBe(true);
    expect(asked).toEqual([]);
    expect(shown()).toEqual(['info: This is what it holds already desk']);
  });

  it('[CH5] an erased value cannot be restored', async () => {
    const erased = anEntry(KEY, { text: '""', hash: '0'.repeat(32) as EntryHash });
    expect(await restoring.restore(KEY, erased)).toBe(false);
    expect(asked).toEqual([]);
    expect(shown()[0]).toContain('was erased');
  });

  it('[UI] a second press while it works does nothing', async () => {
    const results = await Promise.all([restoring.restore(KEY, OLD), restoring.restore(KEY, OLD)]);
    expect(results).toEqual([true, false]);
    expect(asked).toHaveLength(1);
  });

  it('[UI] says what was done in the words that it is given', async () => {
    await restoring.restore(KEY, OLD, 'Taken back');
    expect(shown()).toEqual(['info: Taken back desk']);
  });
});

it('[CH4] a deleted key holds the same as one that never was', () => {
  expect(holdsSame(null, anEntry(KEY, { text: 'null', deleted: true, ttl: 5 }))).toBe(true);
  expect(holdsSame(OLD, { ...OLD, ts: 99 })).toBe(true);
  expect(holdsSame(OLD, { ...OLD, ttl: 5 })).toBe(false);
  expect(holdsSame(OLD, null)).toBe(false);
});
