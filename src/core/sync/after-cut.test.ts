import { describe, expect, it } from 'vitest';
import { settle } from '../../../test/support/settle.ts';
import type { Digest, NodeId } from '../../shared/model.ts';
import { newPeer, type Peer } from '../peers/peer.ts';
import { ManualTime } from '../testing/manual-time.ts';
import { AfterCut } from './after-cut.ts';

const [OURS, THEIRS] = ['1'.repeat(32) as Digest, '2'.repeat(32) as Digest];
const idOf = (digit: string): NodeId => digit.repeat(32) as NodeId;

function peerNamed(digit: string): Peer {
  const peer = newPeer(idOf(digit), { host: digit, port: 4097 }, digit);
  return Object.assign(peer, { state: { kind: 'alive' }, report: { digest: THEIRS, ours: OURS, at: 0 } });
}

/** A node that sees the peers of these ids, and when it compared with which. */
function nodeOf(own: string, peerIds: string) {
  const time = new ManualTime(settle);
  const peers = Array.from(peerIds, peerNamed);
  const compared: [string, number][] = [];
  const compare = ({ name }: Peer) => compared.push([name, Math.round(time.monotonicMs())]);
  const afterCut = new AfterCut({
    ...{ scheduler: time, self: { id: idOf(own) }, table: { alive: () => peers }, digest: () => OURS, compare },
  });
  const peer = (name: string): Peer => peers.find((one) => one.name === name)!;
  return { time, peer, compared, afterCut };
}

describe('after a cut', () => {
  it('[RC2] of two machines that see each other again the one with the lower id compares first', async () => {
    for (const [own, other, at] of [
      ['1', '2', 30],
      ['2', '1', 55],
    ] as const) {
      const { time, peer, compared, afterCut } = nodeOf(own, other);
      afterCut.returned(peer(other));
      await time.pass(2_000);
      expect(compared).toEqual([[other, at]]);
      expect(afterCut.isTurn(peer(other))).toBe(true);
      afterCut.reconciled(peer(other));
      expect(afterCut.isTurn(peer(other))).toBe(false);
    }
  });

  it('[RC2] of many that come back at once each lets those with lower ids go first, for a second at most', async () => {
    for (const [own, at] of [
      ['0', 30],
      ['5', 430],
      ['f', 1_030],
    ] as const) {
      const { time, peer, compared, afterCut } = nodeOf(own, '12346789abcde');
      afterCut.returned(peer('8'));
      afterCut.returned(peer('9'));
      await time.pass(2_000);
      expect(compared).toEqual([
        ['8', at],
        ['9', at],
      ]);
    }
  });

  it('[RC2] one that comes back alone is compared with by one after another', async () => {
    const { time, peer, compared, afterCut } = nodeOf('5', '12346789abcde');
    afterCut.returned(peer('8'));
    await time.pass(2_000);
    expect(compared).toEqual([['8', 130]]);
  });

  it('[RC2] while news comes nothing is compared; then only those that still differ are', async () => {
    const { time, peer, compared, afterCut } = nodeOf('1', '89');
    afterCut.returned(peer('8'));
    afterCut.returned(peer('9'));
    await time.pass(20);
    afterCut.committed();
    await time.pass(100);
    afterCut.committed();
    peer('8').report = { digest: OURS, ours: OURS, at: 0 };
    await time.pass(2_000);
    expect(compared).toEqual([['9', 270]]);
  });

  it('[RC2] a state that never rests holds it up for a second only', async () => {
    const { time, peer, compared, afterCut } = nodeOf('1', '8');
    afterCut.returned(peer('8'));
    for (let ms = 0; ms < 2_000; ms += 50) {
      afterCut.committed();
      await time.pass(50);
    }
    expect(compared).toHaveLength(1);
    expect(compared[0]?.[1]).toBeLessThanOrEqual(1_200);
  });

  it('[RC2] who is gone again, or comes back after the end, is not compared with', async () => {
    const { time, peer, compared, afterCut } = nodeOf('1', '89');
    afterCut.returned(peer('8'));
    peer('8').state = { kind: 'left', since: 0 };
    await time.pass(2_000);
    afterCut.returned(peer('9'));
    afterCut.stop();
    await time.pass(2_000);
    expect(compared).toEqual([]);
  });
});
