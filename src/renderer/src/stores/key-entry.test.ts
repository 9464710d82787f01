import { expect, it } from 'vitest';
import type { ChoiceFault } from '../../../shared/ipc-group.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { createAnnouncer } from './announcer.ts';
import { KeyEntry } from './key-entry.ts';
import { manualTimers } from './testing/manual-timers.ts';
import { Toasts } from './toasts.ts';

const CODE = '04Q7-ZK2M-9XWD-3FGH-0RST-VWXY-1234-5678';
type Answer = Result<null, ChoiceFault>;

function setUp({ checked = ok(null), entered = ok(null) }: { checked?: Answer; entered?: Answer } = {}) {
  const codes: string[] = [];
  const toasts = new Toasts({ timers: manualTimers(), announcer: createAnnouncer() });
  const entry = new KeyEntry({
    bridge: {
      checkInvite: () => Promise.resolve(checked),
      enterKey: ({ code }) => {
        codes.push(code);
        return Promise.resolve(entered);
      },
    },
    toasts,
  });
  entry.code.type(CODE);
  return { entry, codes, said: () => toasts.store.getState().toasts.map(({ text }) => text) };
}

const fault = (field: ChoiceFault['field']): Answer => err({ field, reason: 'Of another group.', groups: [2] });

it('[GR5] a key made at another machine is taken over', async () => {
  const { entry, codes, said } = setUp();
  expect(await entry.submit()).toBe(true);
  expect([codes, said(), entry.store.getState().busy]).toEqual([[CODE], ['This machine has the new key'], false]);
});

it('[GR1] a code with a mistake is not sent on', async () => {
  const { entry, codes } = setUp({ checked: fault('code') });
  expect(await entry.submit()).toBe(false);
  expect([codes, entry.code.store.getState().fault?.groups]).toEqual([[], [2]]);
});

it('[UI] a refusal is told beside the code, or below it when it is no fault of the code', async () => {
  const wrong = setUp({ entered: fault('code') });
  expect(await wrong.entry.submit()).toBe(false);
  expect(wrong.entry.code.store.getState().fault?.reason).toBe('Of another group.');
  const failed = setUp({ entered: fault('start') });
  expect(await failed.entry.submit()).toBe(false);
  expect(failed.entry.store.getState()).toEqual({ busy: false, problem: 'Of another group.' });
  expect(failed.entry.code.store.getState().fault).toBeNull();
});

it('[GR6] keeps nothing of a code once the dialog is closed', async () => {
  const { entry } = setUp({ entered: fault('start') });
  await entry.submit();
  entry.clear();
  expect([entry.store.getState(), entry.code.store.getState()]).toEqual([
    { busy: false, problem: null },
    { text: '', fault: null },
  ]);
});
