import { expect, it } from 'vitest';
import { settle } from '../../test/support/settle.ts';
import { slices } from './pause.ts';
import { Serial } from './serial.ts';

it('[CH1] work that needs not wait is done at once', () => {
  let done = false;
  void new Serial().run(() => {
    done = true;
  });
  expect(done).toBe(true);
});

it('[CH1] what comes while something is under way is done after it, in order, also when that fails', async () => {
  const serial = new Serial();
  const order: string[] = [];
  const first = Promise.withResolvers<undefined>();
  const failed = serial.run(() => first.promise).catch((error: unknown) => order.push(String(error)));
  const second = serial.run(async () => {
    order.push('second begins');
    await settle();
    order.push('second ends');
    return 2;
  });
  const third = serial.run(() => order.push('third'));
  await settle();
  expect(order).toEqual([]);
  first.reject('first fails');
  expect(await second).toBe(2);
  await Promise.all([failed, third]);
  expect(order).toEqual(['first fails', 'second begins', 'second ends', 'third']);
  let isDone = false;
  void serial.run(() => {
    isDone = true;
  });
  expect(isDone).toBe(true);
});

it('[LM2] slices hold every item once, none is empty, none is too large', () => {
  expect([...slices([1, 2, 3, 4, 5], 2)]).toEqual([[1, 2], [3, 4], [5]]);
  expect([...slices([1, 2], 2)]).toEqual([[1, 2]]);
  expect([...slices([], 2)]).toEqual([]);
});
