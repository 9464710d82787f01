import { expect, it } from 'vitest';
import type { NodeId } from '../../shared/model.ts';
import { ManualClock, ManualTime } from '../testing/manual-time.ts';
import { Outsiders } from './outsiders.ts';

const idOf = (number: number) => number.toString(16).padStart(32, '0') as NodeId;

function setUp() {
  const time = new ManualTime(() => Promise.resolve());
  const clock = new ManualClock(time, 1_000_000);
  const ours = new Set<string | null>(['ours']);
  let told = 0;
  const outsiders = new Outsiders({
    clock,
    scheduler: time,
    isOurs: (id) => ours.has(id),
    onChange: () => (told += 1),
  });
  return { time, clock, ours, outsiders, told: () => told };
}

it('[GR4] refused requests are counted by address, the latest first, and told of once a second at most', async () => {
  const { time, clock, outsiders, told } = setUp();
  for (let i = 0; i < 500; i += 1) outsiders.refused('10.0.0.1');
  await time.pass(10);
  outsiders.refused('10.0.0.2');
  await time.pass(1_000);
  expect(told()).toBe(1);
  expect(outsiders.view().strangers).toEqual([
    { address: '10.0.0.2', count: 1, lastAt: clock.now() - 1_000 },
    { address: '10.0.0.1', count: 500, lastAt: clock.now() - 1_010 },
  ]);
});

it('[LM1] a flood from ever new addresses is remembered within bounds', () => {
  const { outsiders } = setUp();
  for (let i = 0; i < 10_000; i += 1) outsiders.refused(`10.0.${i >> 8}.${i & 255}`);
  const { strangers } = outsiders.view();
  expect(strangers).toHaveLength(50);
  expect(strangers[0]).toMatchObject({ address: '10.0.39.15', count: 1 });
  for (let i = 0; i < 10_000; i += 1) outsiders.announces(idOf(i), 'another');
  expect(outsiders.view().others).toBe(1_024);
});

it('[GR5] machines of other groups are left alone and counted, until they were not seen for five minutes or join', async () => {
  const { time, ours, outsiders, told } = setUp();
  expect(outsiders.announces(idOf(1), 'ours')).toBe(false);
  expect([outsiders.announces(idOf(2), 'another'), outsiders.announces(idOf(3), null)]).toEqual([true, true]);
  outsiders.review();
  await time.pass(1_000);
  expect([outsiders.view().others, told()]).toEqual([2, 1]);
  ours.add('another');
  outsiders.review();
  await time.pass(1_000);
  expect([outsiders.view().others, told()]).toEqual([1, 2]);
  await time.pass(5 * 60_000);
  expect(outsiders.view().others).toBe(0);
});
