import { beforeEach, describe, expect, it } from 'vitest';
import type { RequestOf, WriteRefusal } from '../../../shared/ipc.ts';
import type { EntryView } from '../../../shared/model.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { createAnnouncer } from './announcer.ts';
import { removeEntry } from './removal.ts';
import { manualTimers, type ManualTimers } from './testing/manual-timers.ts';
import { anEntry } from './testing/samples.ts';
import { Toasts } from './toasts.ts';

let timers: ManualTimers;
let toasts: Toasts;
let deletes: RequestOf<'deleteEntry'>[];
let writes: RequestOf<'writeEntry'>[];
let deleted: Result<null, WriteRefusal>;
let written: Result<EntryView, WriteRefusal>;

const remove = (entry: EntryView): Promise<boolean> => {
  const bridge = {
    deleteEntry: (request: RequestOf<'deleteEntry'>) => {
      deletes.push(request);
      return Promise.resolve(deleted);
    },
    writeEntry: (request: RequestOf<'writeEntry'>) => {
      writes.push(request);
      return Promise.resolve(written);
    },
  };
  return removeEntry({ bridge, timers, toasts }, entry);
};
const shown = (): string[] =>
  toasts.store.getState().toasts.map(({ tone, text, subject }) => `${tone}: ${text} ${subject ?? ''}`);
const refused = err<WriteRefusal>({ kind: 'precondition', reason: 'It changed meanwhile.', current: null });

beforeEach(() => {
  timers = manualTimers();
  toasts = new Toasts({ timers, announcer: createAnnouncer() });
  deletes = [];
  writes = [];
  deleted = ok(null);
  written = ok(anEntry('desk'));
});

describe('deleting', () => {
  it('[UI] deletes at once, only what was seen, and offers to undo it', async () => {
    const entry = anEntry('desk');
    expect(await remove(entry)).toBe(true);
    expect(deletes).toEqual([{ key: 'desk', expect: { ts: entry.ts, hash: entry.hash } }]);
    expect(shown()).toEqual(['info: Deleted desk']);
  });

  it('[UI] says in words why it was not deleted', async () => {
    deleted = refused;
    expect(await remove(anEntry('desk'))).toBe(false);
    expect(shown()).toEqual(['error: Not deleted. It changed meanwhile. desk']);
  });

  it('[UI] undo writes the old value back where nothing has been written since', async () => {
    await remove(anEntry('desk', { text: '"x"' }));
    toasts.actOnNewest();
    await timers.settle();
    expect(writes).toEqual([{ key: 'desk', text: '"x"', ttl: null, expect: 'absent' }]);
    expect(shown()).toEqual(['info: Brought back desk']);
  });

  it('[UI] undo gives back what was left of a lifetime, not all of it', async () => {
    await remove(anEntry('desk', { ts: timers.now() - 1000, ttl: 60_000 }));
    timers.advance(4000);
    toasts.actOnNewest();
    await timers.settle();
    expect(writes[0]?.ttl).toBe(55_000);
  });

  it('[UI] undo does not bring back what has expired meanwhile', async () => {
    await remove(anEntry('desk', { ts: timers.now(), ttl: 3000 }));
    timers.advance(3000);
    toasts.actOnNewest();
    await timers.settle();
    expect(writes).toEqual([]);
    expect(shown()[0]).toContain('would have expired');
  });

  it('[UI] says in words why it could not be undone', async () => {
    await remove(anEntry('desk'));
    written = refused;
    toasts.actOnNewest();
    await timers.settle();
    expect(shown()).toEqual(['error: Not brought back. It changed meanwhile. desk']);
  });
});
