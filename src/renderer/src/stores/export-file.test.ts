import { beforeEach, describe, expect, it } from 'vitest';
import type { ExportOutcome } from '../../../shared/ipc.ts';
import type { Key } from '../../../shared/model.ts';
import { createAnnouncer } from './announcer.ts';
import { ExportFile, exportStart } from './export-file.ts';
import { manualTimers, type ManualTimers } from './testing/manual-timers.ts';
import { Toasts } from './toasts.ts';

let timers: ManualTimers;
let toasts: Toasts;
let file: ExportFile;
let keys: string[];
let counted: string[];
let exported: string[];
let outcome: ExportOutcome;

const session = () => file.store.getState().session;

async function pass(ms: number): Promise<void> {
  timers.advance(ms);
  await timers.settle();
}

beforeEach(() => {
  timers = manualTimers();
  toasts = new Toasts({ timers, announcer: createAnnouncer() });
  keys = ['desks/1', 'desks/2', 'wifi'];
  [counted, exported] = [[], []];
  outcome = { kind: 'saved', file: 'grapevine-desks.json', entries: 2 };
  file = new ExportFile({
    bridge: {
      countEntries: ({ prefix }) => {
        counted.push(prefix);
        return Promise.resolve(keys.filter((key) => key.startsWith(prefix)).length);
      },
      exportEntries: ({ prefix }) => {
        exported.push(prefix);
        return Promise.resolve(outcome);
      },
    },
    timers,
    toasts,
  });
});

describe('an export', () => {
  it('[UI] begins with what is filtered for, or with everything and the folder of the selected key at hand', () => {
    expect(exportStart('desks', 'wifi' as Key)).toEqual(['prefix', 'desks']);
    expect(exportStart('', 'desks/1' as Key)).toEqual(['all', 'desks/']);
    expect(exportStart('', 'wifi' as Key)).toEqual(['all', 'wifi']);
    expect(exportStart('', null)).toEqual(['all', '']);
  });

  it('[UI] says how many values it writes, counted once the typing pauses', async () => {
    file.open('prefix', '');
    for (const prefix of ['d', 'de', 'desks/']) file.setPrefix(prefix);
    await pass(200);
    expect(counted).toEqual(['desks/']);
    expect(session()?.count).toBe(2);
  });

  it('[UI] a number that was counted for something else is not shown', async () => {
    file.open('all', 'desks/');
    timers.advance(0);
    file.setScope('prefix');
    await timers.settle();
    expect(session()?.count).toBeNull();
    await pass(0);
    expect(session()?.count).toBe(2);
  });

  it('[UI] the number keeps up with the state, however fast it changes', async () => {
    file.open('all', '');
    await pass(0);
    keys.push('new');
    for (let n = 0; n < 100; n += 1) {
      file.refresh();
      await pass(10);
    }
    expect(session()?.count).toBe(4);
    expect(counted.length).toBeLessThan(10);
  });

  it('[UI] writes what was chosen and says where', async () => {
    file.open('all', 'desks/');
    await pass(0);
    await file.save();
    expect(exported).toEqual(['']);
    expect(session()).toBeNull();
    expect(toasts.store.getState().toasts[0]).toMatchObject({
      text: 'Exported 2 values to',
      subject: 'grapevine-desks.json',
    });
  });

  it('[UI] nothing can not be exported', async () => {
    file.open('prefix', 'nowhere/');
    await pass(0);
    await file.save();
    expect(session()).toMatchObject({ count: 0 });
    expect(exported).toEqual([]);
  });

  it('[UI] choosing no file stays, and a failure is told in words', async () => {
    file.open('all', '');
    await pass(0);
    outcome = { kind: 'cancelled' };
    await file.save();
    expect(session()).toMatchObject({ saving: false, problem: null });
    outcome = { kind: 'failed', reason: 'The folder cannot be written to.' };
    await file.save();
    expect(session()?.problem).toBe('Not exported. The folder cannot be written to.');
  });
});
