import { beforeEach, describe, expect, it } from 'vitest';
import { createAnnouncer } from './announcer.ts';
import { manualTimers, type ManualTimers } from './testing/manual-timers.ts';
import { TOAST_MS, Toasts } from './toasts.ts';

let timers: ManualTimers;
let toasts: Toasts;
let announcer: ReturnType<typeof createAnnouncer>;
const texts = (): string[] => toasts.store.getState().toasts.map(({ text }) => text);

beforeEach(() => {
  timers = manualTimers();
  announcer = createAnnouncer();
  toasts = new Toasts({ timers, announcer });
});

describe('toasts', () => {
  it('[UI] a toast is said and goes after ten seconds', () => {
    toasts.push({ text: 'Deleted', subject: 'desks/3-114', action: { label: 'Undo', run: () => undefined } });
    expect(announcer.store.getState().text).toBe('Deleted desks/3-114. Undo: Ctrl+Z');
    timers.advance(TOAST_MS - 1);
    expect(texts()).toEqual(['Deleted']);
    timers.advance(1);
    expect(texts()).toEqual([]);
  });

  it('[UI] a toast that is held stays, and then has its full time again', () => {
    toasts.push({ text: 'a' });
    const id = toasts.store.getState().toasts[0]!.id;
    toasts.hold(id);
    timers.advance(10 * TOAST_MS);
    expect(texts()).toEqual(['a']);
    toasts.restart(id);
    timers.advance(TOAST_MS);
    expect(texts()).toEqual([]);
  });

  it('[LM1] at most three are shown, the oldest goes first', () => {
    for (const text of ['a', 'b', 'c', 'd']) toasts.push({ text });
    expect(texts()).toEqual(['b', 'c', 'd']);
  });

  it('[UI] undo acts once, on the newest toast that offers it', () => {
    const done: string[] = [];
    toasts.push({ text: 'a', action: { label: 'Undo', run: () => void done.push('a') } });
    toasts.push({ text: 'b', action: { label: 'Undo', run: () => void done.push('b') } });
    toasts.error('c');
    expect(toasts.actOnNewest()).toBe(true);
    expect(done).toEqual(['b']);
    expect(texts()).toEqual(['a', 'c']);
    expect([toasts.actOnNewest(), toasts.actOnNewest()]).toEqual([true, false]);
    expect(done).toEqual(['b', 'a']);
  });
});
