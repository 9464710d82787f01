import { beforeEach, describe, expect, it } from 'vitest';
import type { EntryDetail, RequestOf, WriteRefusal } from '../../../shared/ipc.ts';
import type { EntryHash, EntryView, Key } from '../../../shared/model.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { createAnnouncer } from './announcer.ts';
import { Editor, type EditorSession } from './editor.ts';
import { manualTimers, type ManualTimers } from './testing/manual-timers.ts';
import { aChangeset, anEntry } from './testing/samples.ts';

const MINE = anEntry('desk', { text: '{"free":true}', ttl: 28_800_000 });
const THEIRS = anEntry('desk', { text: '2', ts: 2000, hash: 'b'.repeat(32) as EntryHash });

let timers: ManualTimers;
let editor: Editor;
let now: EntryDetail | null;
let writes: RequestOf<'writeEntry'>[];
let answer: Result<EntryView, WriteRefusal>;
let saved: Key[];
let announcer: ReturnType<typeof createAnnouncer>;

const session = (): EditorSession => {
  const open = editor.store.getState().session;
  if (!open) throw new Error('The editor is closed.');
  return open;
};
const refusal = (kind: WriteRefusal['kind'], current: EntryView | null = null): typeof answer =>
  err({ kind, reason: 'Because.', current });

beforeEach(() => {
  timers = manualTimers();
  announcer = createAnnouncer();
  now = { entry: MINE, changedBy: null };
  writes = [];
  saved = [];
  answer = ok(MINE);
  editor = new Editor({
    bridge: {
      getEntry: () => Promise.resolve(now),
      writeEntry: (request) => {
        writes.push(request);
        return Promise.resolve(answer);
      },
    },
    timers,
    announcer,
    onSaved: (key) => void saved.push(key),
  });
});

async function othersWrite(): Promise<void> {
  now = { entry: THEIRS, changedBy: { origin: { kind: 'peer', id: null, name: 'reception-1' }, time: 5, seq: 9 } };
  editor.changed([aChangeset(9, ['desk'])]);
  await timers.settle();
}

describe('editing', () => {
  it('[UI] opens with the value laid out and the lifetime in words', () => {
    editor.openEdit(MINE);
    expect(session().draft).toEqual({ key: 'desk', text: '{\n  "free": true\n}', ttl: '8 h' });
  });

  it('[UI] saves with what the editor saw, then closes and says so', async () => {
    editor.openEdit(MINE);
    editor.update({ text: '3', ttl: '' });
    await editor.save();
    expect(writes).toEqual([{ key: 'desk', text: '3', ttl: null, expect: { ts: MINE.ts, hash: MINE.hash } }]);
    expect(editor.store.getState().session).toBeNull();
    expect(saved).toEqual(['desk']);
    expect(announcer.store.getState().text).toBe('Saved desk');
  });

  it('[UI] shows at once that the key changed meanwhile, and by whom', async () => {
    editor.openEdit(MINE);
    await othersWrite();
    expect(session().conflict).toEqual({
      current: THEIRS,
      by: { kind: 'peer', id: null, name: 'reception-1' },
      time: 5,
    });
    expect(session().draft.text).toContain('free');
  });

  it('[UI] other keys do not disturb the editor', async () => {
    editor.openEdit(MINE);
    now = { entry: THEIRS, changedBy: null };
    editor.changed([aChangeset(9, ['other'])]);
    await timers.settle();
    expect(session().conflict).toBeNull();
  });

  it('[UI] a save that comes too late is a conflict, not an error', async () => {
    editor.openEdit(MINE);
    now = { entry: THEIRS, changedBy: null };
    answer = refusal('precondition', THEIRS);
    await editor.save();
    expect(session()).toMatchObject({ saving: false, problems: {}, conflict: { current: THEIRS } });
  });

  it('[UI] overwrite saves over what the user was told of, and over nothing newer', async () => {
    editor.openEdit(MINE);
    await othersWrite();
    await editor.overwrite();
    expect(writes.at(-1)?.expect).toEqual({ ts: THEIRS.ts, hash: THEIRS.hash });
    expect(editor.store.getState().session).toBeNull();
  });

  it('[UI] an entry that was deleted meanwhile can be written again', async () => {
    editor.openEdit(MINE);
    now = { entry: { ...THEIRS, text: 'null', deleted: true }, changedBy: null };
    editor.changed([aChangeset(9, ['desk'])]);
    await timers.settle();
    expect(session().conflict).toEqual({ current: null, by: null, time: null });
    await editor.overwrite();
    expect(writes.at(-1)?.expect).toBe('absent');
  });

  it('[UI] a refusal is shown in its own words, and goes with the next change of the text', async () => {
    editor.openEdit(MINE);
    answer = refusal('full');
    await editor.save();
    expect(session().problems).toEqual({ form: 'Not saved. Because.' });
    editor.update({ text: '4' });
    expect(session().problems).toEqual({});
  });

  it('[UI] what is not JSON is not sent', async () => {
    editor.openEdit(MINE);
    editor.update({ text: '{' });
    await editor.save();
    expect(writes).toEqual([]);
    expect(session().problems.text).toContain('Line 1');
  });
});

describe('a new entry', () => {
  it('[UI] is written only where no entry is', async () => {
    editor.openNew();
    editor.update({ key: 'desk', text: '1' });
    await editor.save();
    expect(writes).toEqual([{ key: 'desk', text: '1', ttl: null, expect: 'absent' }]);
  });

  it('[UI] says beside the key that it is taken, until another is typed', async () => {
    editor.openNew();
    editor.update({ key: 'desk', text: '1' });
    answer = refusal('precondition', THEIRS);
    await editor.save();
    expect(session()).toMatchObject({ taken: 'desk', problems: { key: 'This key exists already.' } });
    editor.update({ key: 'desk2' });
    expect(session()).toMatchObject({ taken: null, problems: {} });
  });
});
