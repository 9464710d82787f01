import { expect, it } from 'vitest';
import { keyOf } from '../../../test/support/entries.ts';
import { settle } from '../../../test/support/settle.ts';
import type { NodeId } from '../../shared/model.ts';
import { ManualTime } from '../testing/manual-time.ts';
import { SeededRandom } from '../testing/seeded-random.ts';
import { Learned } from './learned.ts';

const [A, B] = ['a', 'b'].map((digit) => digit.repeat(32) as NodeId) as [NodeId, NodeId];
const keys = (text: string) => Array.from(text, keyOf);

function build() {
  const time = new ManualTime(settle);
  const published: [string, NodeId | null][] = [];
  const publish = (some: readonly string[], from: NodeId | null) => published.push([some.join(''), from]);
  return { time, published, learned: new Learned({ scheduler: time, random: new SeededRandom(1), publish }) };
}

it('[RC3] what was learned by comparing is published within 500 ms, never back to where it came from', async () => {
  const { time, published, learned } = build();
  learned.learn(keys('xy'), A, false);
  learned.learn(keys('z'), B, false);
  expect(published).toEqual([]);
  await time.pass(500);
  expect(published).toEqual([
    ['xy', A],
    ['z', B],
  ]);
  await time.pass(2_000);
  expect(published).toHaveLength(2);
});

it('[RC3] what came over a cut that has healed is published within 100 ms', async () => {
  const { time, published, learned } = build();
  learned.learn(keys('xy'), A, true);
  await time.pass(100);
  expect(published).toEqual([['xy', A]]);
});

it('[RC3] what arrived by push meanwhile is left out', async () => {
  const { time, published, learned } = build();
  learned.learn(keys('xyz'), A, false);
  learned.arrived(keys('yq'));
  await time.pass(500);
  expect(published).toEqual([['xz', A]]);
  learned.learn(keys('x'), A, false);
  learned.arrived(keys('x'));
  await time.pass(500);
  expect(published).toHaveLength(1);
});

it('[LM1] more than 10,000 at once are left to anti-entropy', async () => {
  const { time, published, learned } = build();
  learned.learn(
    Array.from({ length: 10_001 }, (_, i) => keyOf(`k${i}`)),
    A,
    false,
  );
  await time.pass(500);
  expect(published).toEqual([]);
});
