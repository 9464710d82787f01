import { beforeEach, describe, expect, it } from 'vitest';
import type { ImportChoice, ImportOutcome, ImportPreview, RequestOf, Responses } from '../../../shared/ipc.ts';
import type { Key } from '../../../shared/model.ts';
import { createAnnouncer } from './announcer.ts';
import { ImportFile } from './import-file.ts';
import { manualTimers, type ManualTimers } from './testing/manual-timers.ts';
import { Toasts } from './toasts.ts';
import type { OwnCommit } from './undo-commit.ts';

let timers: ManualTimers;
let toasts: Toasts;
let file: ImportFile;
let choose: () => Promise<ImportChoice>;
let outcome: () => Promise<ImportOutcome>;
let isOpen: boolean;
let listed: RequestOf<'listImport'>[];
let closed: string[];
let done: [OwnCommit, string][];

const aPreview = (token: string, patch: Partial<ImportPreview> = {}): ImportPreview => ({
  token,
  file: 'desks.json',
  added: 2,
  changed: 1,
  removed: 0,
  same: 4,
  ...patch,
});

function list(request: RequestOf<'listImport'>): Responses['listImport'] {
  listed.push(request);
  if (!isOpen) return null;
  return {
    total: 3,
    rows: ['a', 'b'].map((key) => ({ key: key as Key, kind: 'added', before: null, text: '1', ttl: null })),
  };
}

async function pass(): Promise<void> {
  await timers.settle();
  timers.advance(100);
  await timers.settle();
}

async function preview(): Promise<void> {
  await file.choose();
  await pass();
}

beforeEach(() => {
  timers = manualTimers();
  toasts = new Toasts({ timers, announcer: createAnnouncer() });
  choose = () => Promise.resolve({ kind: 'preview', preview: aPreview('one') });
  outcome = () => Promise.resolve({ kind: 'done', added: 2, changed: 1, removed: 0 });
  isOpen = true;
  [listed, closed, done] = [[], [], []];
  file = new ImportFile({
    bridge: {
      chooseImport: () => choose(),
      listImport: (request) => Promise.resolve(list(request)),
      applyImport: () => outcome(),
      closeImport: ({ token }) => {
        closed.push(token);
        return Promise.resolve(null);
      },
    },
    timers,
    toasts,
    offerUndo: (commit, text) => {
      done.push([commit, text]);
      return Promise.resolve();
    },
  });
});

describe('an import', () => {
  it('[UI] shows what would change before anything does', async () => {
    await preview();
    expect(file.store.getState()).toMatchObject({ kind: 'preview', preview: { added: 2, same: 4 }, stale: false });
    expect(file.list.store.getState().rows.map(({ key }) => key)).toEqual(['a', 'b']);
    file.setOnly('added');
    await pass();
    expect(listed.at(-1)).toMatchObject({ token: 'one', only: 'added', offset: 0 });
  });

  it('[UI] a malformed file is named with the place of the fault', async () => {
    choose = () =>
      Promise.resolve({ kind: 'malformed', file: 'x.json', reason: 'Line 3, column 7: a comma is missing.' });
    await file.choose();
    expect(file.store.getState()).toMatchObject({
      kind: 'malformed',
      file: 'x.json',
      reason: expect.stringContaining('Line 3') as string,
    });
    file.close();
    expect(file.store.getState()).toEqual({ kind: 'closed' });
  });

  it('[UI] choosing no file ends it without a word', async () => {
    choose = () => Promise.resolve({ kind: 'cancelled' });
    await file.choose();
    expect(file.store.getState()).toEqual({ kind: 'closed' });
    expect(toasts.store.getState().toasts).toEqual([]);
  });

  it('[UI] given up while the file is read, it is closed when it comes', async () => {
    let arrive: (choice: ImportChoice) => void = () => undefined;
    choose = () => new Promise((resolve) => (arrive = resolve));
    const choosing = file.choose();
    file.close();
    arrive({ kind: 'preview', preview: aPreview('late') });
    await choosing;
    expect(file.store.getState()).toEqual({ kind: 'closed' });
    expect(closed).toEqual(['late']);
  });

  it('[UI] once done it says what it did, with the way back', async () => {
    await preview();
    await file.apply();
    expect(done).toEqual([[{ kind: 'import', changed: 3 }, 'Imported: 2 added, 1 changed']]);
    expect(file.store.getState()).toEqual({ kind: 'closed' });
    expect(closed).toEqual([]);
  });

  it('[UI] keys that changed meanwhile are never overwritten unseen: the new preview is shown', async () => {
    await preview();
    outcome = () => Promise.resolve({ kind: 'stale', preview: aPreview('two', { changed: 9 }) });
    await file.apply();
    await pass();
    expect(file.store.getState()).toMatchObject({
      kind: 'preview',
      preview: { token: 'two', changed: 9 },
      stale: true,
    });
    expect(listed.at(-1)).toMatchObject({ token: 'two', only: 'all' });
    expect(done).toEqual([]);
  });

  it('[UI] a refusal stays beside the preview, in words', async () => {
    await preview();
    outcome = () => Promise.resolve({ kind: 'failed', reason: 'The disk is full.' });
    await file.apply();
    expect(file.store.getState()).toMatchObject({ applying: false, problem: 'The disk is full.' });
    outcome = () => Promise.reject(new Error('gone'));
    await file.apply();
    expect(file.store.getState()).toMatchObject({
      applying: false,
      problem: expect.stringContaining('did not answer') as string,
    });
  });

  it('[UI] what is being written can neither be closed nor begun twice', async () => {
    await preview();
    let arrive: (end: ImportOutcome) => void = () => undefined;
    let applied = 0;
    outcome = () => {
      applied += 1;
      return new Promise((resolve) => (arrive = resolve));
    };
    const first = file.apply();
    await file.apply();
    file.close();
    expect(file.store.getState()).toMatchObject({ kind: 'preview', applying: true });
    arrive({ kind: 'done', added: 2, changed: 1, removed: 0 });
    await first;
    expect([applied, closed]).toEqual([1, []]);
  });

  it('[UI] a file that the program has let go of ends the import, and says so', async () => {
    await preview();
    isOpen = false;
    file.setOnly('changed');
    await pass();
    expect(file.store.getState()).toEqual({ kind: 'closed' });
    expect(toasts.store.getState().toasts[0]?.text).toBe('The file is not open any more. Choose it again.');
  });
});
