import { expect, it } from 'vitest';
import type { Key } from '../../../shared/model.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { createAnnouncer } from './announcer.ts';
import { eraseHistory } from './erasing.ts';
import { manualTimers } from './testing/manual-timers.ts';
import { Toasts } from './toasts.ts';

async function erase(answer: Result<number, string>): Promise<{ problem: string | null; said: string[] }> {
  const toasts = new Toasts({ timers: manualTimers(), announcer: createAnnouncer() });
  const problem = await eraseHistory(
    { bridge: { eraseHistory: () => Promise.resolve(answer) }, toasts },
    'desk' as Key,
  );
  return { problem, said: toasts.store.getState().toasts.map(({ text, subject }) => `${text} ${subject ?? ''}`) };
}

it('[CH5] says how many changes were erased', async () => {
  expect(await erase(ok(12))).toEqual({ problem: null, said: ['Erased from 12 changes desk'] });
  expect(await erase(ok(0))).toEqual({ problem: null, said: ['No values were kept of desk'] });
});

it('[CH5] a refusal is told where it was asked, not in passing', async () => {
  expect(await erase(err('The disk is full.'))).toEqual({ problem: 'The disk is full.', said: [] });
});
