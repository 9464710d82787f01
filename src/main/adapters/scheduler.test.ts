import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createScheduler } from './scheduler.ts';

const DAY_MS = 86_400_000;

describe('createScheduler', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('[ARCH] runs a task once, after its delay', () => {
    const task = vi.fn();
    createScheduler().after(50, task);
    vi.advanceTimersByTime(49);
    expect(task).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(task).toHaveBeenCalledTimes(1);
  });

  it('[ARCH] waits out delays that are longer than the system can count', () => {
    const task = vi.fn();
    createScheduler().after(60 * DAY_MS, task);
    vi.advanceTimersByTime(60 * DAY_MS - 1);
    expect(task).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(task).toHaveBeenCalledTimes(1);
  });

  it.each([10, 60 * DAY_MS])('[ARCH] cancels a task due in %i ms', (delayMs) => {
    const task = vi.fn();
    const cancel = createScheduler().after(delayMs, task);
    vi.advanceTimersByTime(delayMs - 1);
    cancel();
    cancel();
    vi.advanceTimersByTime(delayMs);
    expect(task).not.toHaveBeenCalled();
  });

  it('[ARCH] takes a time that has passed as now', () => {
    const task = vi.fn();
    createScheduler().after(-5, task);
    vi.advanceTimersByTime(1);
    expect(task).toHaveBeenCalledTimes(1);
  });
});
