import { expect, it } from 'vitest';
import { settle } from '../../../test/support/settle.ts';
import type { Delivery, Digest, NodeId } from '../../shared/model.ts';
import { newPeer, type Peer } from '../peers/peer.ts';
import { ManualTime } from '../testing/manual-time.ts';
import { Deliveries } from './deliveries.ts';

const digestOf = (digit: string): Digest => digit.repeat(32) as Digest;

function peerOf(digit: string, digest: Digest | null = null): Peer {
  const peer = newPeer(digit.repeat(32) as NodeId, { host: digit, port: 1 }, digit);
  return { ...peer, report: digest === null ? null : { digest, ours: digest, at: 0 } };
}

function build() {
  const time = new ManualTime(settle);
  const told = new Map<number, Delivery>();
  const deliveries = new Deliveries({ scheduler: time, onDelivery: (seq, delivery) => told.set(seq, delivery) });
  return { time, told, deliveries };
}

it('[PB6] counts those who acknowledged the flush that carried the change, and how long that took', async () => {
  const { time, told, deliveries } = build();
  const [a, b] = [peerOf('a'), peerOf('b')];
  deliveries.expect(7, [a, b]);
  deliveries.sent(1, [7]);
  await time.pass(20);
  deliveries.seen(1, a.rowId);
  deliveries.seen(1, a.rowId);
  deliveries.seen(1, 'somebody else');
  deliveries.seen(99, b.rowId);
  await time.pass(100);
  expect(told.get(7)).toEqual({ seen: 1, of: 2, ms: 20 });
  deliveries.seen(1, b.rowId);
  await time.pass(100);
  expect(told.get(7)).toEqual({ seen: 2, of: 2, ms: 120 });
  expect([deliveries.hasSeen(1, b.rowId), deliveries.hasSeen(1, 'x'), deliveries.hasSeen(2, b.rowId)]).toEqual([
    true,
    false,
    false,
  ]);
});

it('[PB6] counts those who report a digest that was ours at or after the change, not before it', async () => {
  const { time, told, deliveries } = build();
  deliveries.committed(6, digestOf('6'));
  for (const seq of [7, 8]) {
    deliveries.committed(seq, digestOf(`${seq}`));
    deliveries.expect(seq, [peerOf('a'), peerOf('b')]);
  }
  deliveries.heard(peerOf('a', digestOf('6')));
  deliveries.heard(peerOf('a', digestOf('f')));
  deliveries.heard(peerOf('b', digestOf('7')));
  deliveries.heard(peerOf('c', digestOf('8')));
  await time.pass(100);
  expect([told.get(7)?.seen, told.get(8)?.seen]).toEqual([1, 0]);
  deliveries.heard(peerOf('a', digestOf('8')));
  await time.pass(100);
  expect([told.get(7)?.seen, told.get(8)?.seen]).toEqual([2, 1]);
});

it('[PB6] says nothing of changes that nobody was to get, and stays bounded', async () => {
  const { time, told, deliveries } = build();
  deliveries.expect(1, []);
  for (let seq = 2; seq < 2_000; seq += 1) {
    deliveries.committed(seq, digestOf('a'));
    deliveries.expect(seq, [peerOf('a')]);
    deliveries.sent(seq, [seq]);
  }
  deliveries.seen(3, peerOf('a').rowId);
  await time.pass(100);
  expect([told.has(1), told.get(3)?.seen ?? 0, told.size]).toEqual([false, 0, 256]);
});
