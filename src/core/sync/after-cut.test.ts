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
  let changedAt = -Infinity;
  const afterCut = new AfterCut({
    ...{ scheduler: time, self: { id: idOf(own) }, table: { alive: () => peers }, digest: () => OURS, compare },
    changedAt: () => changedAt,
  });
  const change = (): void => {
    changedAt = time.monotonicMs();
  };
  /** As the peer table tells it. */
  const comeBack = (name: string): Peer => {
    const peer = peers.find((one) => one.name === name)!;
    peer.returnedAt = time.monotonicMs();
    afterCut.returned(peer);
    return peer;
  };
  return { time, change, comeBack, compared, afterCut };
}

describe('after a cut', () => {
  it('[RC2] of two machines that see each other again the one with the lower id compares first', async () => {
    for (const [own, other, at] of [
      ['1', '2', 30],
      ['2', '1', 55],
    ] as const) {
      const { time, comeBack, compared } = nodeOf(own, other);
      comeBack(other);
      await time.pass(2_000);
      expect(compared).toEqual([[other, at]]);
    }
  });

  it('[RC2] a turn is taken once, and is over after 5 s', async () => {
    const { time, comeBack, afterCut } = nodeOf('1', '89');
    const [first, second] = [comeBack('8'), comeBack('9')];
    const turns = (): boolean[] => [first, second].map((peer) => afterCut.isTurn(peer));
    expect(turns()).toEqual([false, false]);
    await time.pass(1_000);
    expect(turns()).toEqual([true, true]);
    afterCut.reconciled(first);
    expect(turns()).toEqual([false, true]);
    await time.pass(4_000);
    expect(turns()).toEqual([false, false]);
  });

  it('[RC2] of many that come back at once each lets those with lower ids go first, for a second at most', async () => {
    for (const [own, at] of [
      ['0', 30],
      ['5', 430],
      ['f', 1_030],
    ] as const) {
      const { time, comeBack, compared } = nodeOf(own, '12346789abcde');
      comeBack('8');
      comeBack('9');
      await time.pass(2_000);
      expect(compared).toEqual([
        ['8', at],
        ['9', at],
      ]);
    }
  });

  it('[RC2] one that comes back alone is compared with by one after another', async () => {
    const { time, comeBack, compared } = nodeOf('5', '12346789abcde');
    comeBack('8');
    await time.pass(2_000);
    expect(compared).toEqual([['8', 130]]);
  });

  it('[RC2] while news comes nothing is compared; then only those that still differ are', async () => {
    const { time, change, comeBack, compared } = nodeOf('1', '89');
    const first = comeBack('8');
    comeBack('9');
    await time.pass(20);
    change();
    await time.pass(100);
    change();
    first.report = { digest: OURS, ours: OURS, at: 0 };
    await time.pass(2_000);
    expect(compared).toEqual([['9', 270]]);
  });

  it.each([
    ['1', 1_200],
    ['f', 2_200],
  ])('[RC2] a state that never rests holds up the turn of %s for a second only', async (own, lastMs) => {
    const { time, change, comeBack, compared } = nodeOf(own, '2345678');
    comeBack('7');
    comeBack('8');
    for (let ms = 0; ms < 3_000; ms += 50) {
      change();
      await time.pass(50);
    }
    expect(compared).toHaveLength(2);
    expect(compared[0]?.[1]).toBeLessThanOrEqual(lastMs);
  });

  it('[RC2] who is gone again, or comes back after the end, is not compared with', async () => {
    const { time, comeBack, compared, afterCut } = nodeOf('1', '89');
    comeBack('8').state = { kind: 'left', since: 0 };
    await time.pass(2_000);
    comeBack('9');
    afterCut.stop();
    await time.pass(2_000);
    expect(compared).toEqual([]);
  });
});
