import { expect, it } from 'vitest';
import { repeater } from './repeat.ts';
import { manualTimers } from './testing/manual-timers.ts';

it('[UI] many wishes become one further run, after the gap', async () => {
  const timers = manualTimers();
  let runs = 0;
  const { want } = repeater(
    () => {
      runs += 1;
      return Promise.resolve();
    },
    100,
    timers,
  );
  for (let wish = 0; wish < 50; wish += 1) want();
  await timers.settle();
  expect(runs).toBe(1);
  timers.advance(99);
  expect(runs).toBe(1);
  timers.advance(1);
  await timers.settle();
  expect(runs).toBe(2);
  timers.advance(1000);
  await timers.settle();
  expect(runs).toBe(2);
});

it('[UI] a task never runs twice at once', async () => {
  const timers = manualTimers();
  const ends: (() => void)[] = [];
  const { want } = repeater(() => new Promise((resolve) => ends.push(resolve)), 100, timers);
  want();
  want();
  timers.advance(1000);
  await timers.settle();
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await timers.settle();
  timers.advance(100);
  expect(ends).toHaveLength(2);
});

it('[UI] stop forgets what waits', async () => {
  const timers = manualTimers();
  let runs = 0;
  const each = repeater(() => Promise.resolve(void (runs += 1)), 100, timers);
  each.want();
  each.want();
  each.stop();
  await timers.settle();
  timers.advance(1000);
  await timers.settle();
  expect(runs).toBe(1);
});
