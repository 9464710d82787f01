import { beforeEach, describe, expect, it } from 'vitest';
import { settle } from '../../../test/support/settle.ts';
import type { NodeId } from '../../shared/model.ts';
import { Facts } from '../facts.ts';
import type { Candidate, StoredFacts } from '../ports.ts';
import { ManualTime } from '../testing/manual-time.ts';
import { newPeer, type Peer } from './peer.ts';
import { createRememberedProvider, MAX_REMEMBERED, PeerMemory, peersToRemember } from './remembered.ts';

type Remembered = StoredFacts['peers'][number];

const MINUTE_MS = 60_000;
const self = { id: '00'.repeat(16) as NodeId, name: 'desk', port: 4097, groupId: null };
const idOf = (n: number): NodeId => n.toString(16).padStart(32, '0') as NodeId;
const remembered = (n: number, host = `10.0.${n >> 8}.${n & 255}`): Remembered => {
  return { id: idOf(n), name: `pc${n}`, host, port: 4097 };
};

/** A peer that was heard at `heardAt`. */
function alive(n: number, heardAt: number, host = remembered(n).host): Peer {
  const peer = newPeer(idOf(n), { host, port: 4097 }, `pc${n}`);
  return Object.assign(peer, { heardAt, state: { kind: 'alive' } });
}

describe('remembered provider', () => {
  const hintOf = (peer: Remembered): Candidate => ({ ...peer, foundBy: 'remembered' });
  let list: Remembered[];
  let hints: Candidate[];
  const listen = (hint: Candidate) => void hints.push(hint);
  const provider = createRememberedProvider(() => list);

  beforeEach(async () => {
    await provider.stop();
    list = [remembered(1), remembered(2)];
    hints = [];
  });

  it('[PD1] yields the peers of last time at start, once', async () => {
    await provider.start(self, listen);
    await provider.start(self, listen);
    expect(hints).toEqual([hintOf(remembered(1)), hintOf(remembered(2))]);
  });

  it('[PD1] yields those that it knows by then when refreshed', async () => {
    await provider.start(self, listen);
    hints.length = 0;
    list = [remembered(3)];
    provider.refresh();
    expect(hints).toEqual([hintOf(remembered(3))]);
  });

  it('[PD1] is silent before start and after stop, and starts again', async () => {
    provider.refresh();
    await provider.start(self, listen);
    await provider.stop();
    await provider.stop();
    provider.refresh();
    provider.announce(self);
    expect(hints).toHaveLength(2);
    await provider.start(self, listen);
    expect(hints).toHaveLength(4);
  });
});

describe('peersToRemember', () => {
  it('[PD1] puts those heard last first, and those of other times and places behind them', () => {
    const peers = peersToRemember([alive(1, 10), alive(2, 30), alive(3, 20)], [remembered(4), remembered(5)]);
    expect(peers).toEqual([2, 3, 1, 4, 5].map((n) => remembered(n)));
  });

  it('[PD1] a peer is where it was heard, and an address is of whoever was heard there', () => {
    const before = [remembered(1), remembered(2), remembered(3)];
    const peers = peersToRemember([alive(1, 20, 'new'), alive(9, 10, remembered(2).host)], before);
    expect(peers).toEqual([remembered(1, 'new'), remembered(9, remembered(2).host), remembered(3)]);
  });

  it('[PD1] an agent without an id is not remembered', () => {
    const agent = newPeer(null, { host: '10.0.0.7', port: 4097 }, 'agent');
    expect(peersToRemember([agent], [])).toEqual([]);
  });

  it('[LM1] remembers 256 at most: those heard longest ago go', () => {
    const many = Array.from({ length: 300 }, (_, n) => alive(n, n));
    const peers = peersToRemember(many, [remembered(1_000)]);
    expect(peers).toHaveLength(MAX_REMEMBERED);
    expect(peers[0]).toEqual(remembered(299));
    expect(peers.at(-1)).toEqual(remembered(44));
  });
});

describe('peer memory', () => {
  let time: ManualTime;
  let there: Peer[];
  let stored: StoredFacts[];
  let facts: Facts;
  let memory: PeerMemory;

  beforeEach(() => {
    time = new ManualTime(settle);
    there = [];
    stored = [];
    facts = new Facts({ scheduler: time, storage: { remember: (now) => stored.push(now) } });
    memory = new PeerMemory({ scheduler: time, table: { alive: () => there }, facts });
  });

  it('[PD1] what it sees is stored in minutes, and not again while nobody comes, moves or is renamed', async () => {
    memory.start();
    memory.start();
    there = [alive(1, 10), alive(2, 20)];
    await time.pass(2 * MINUTE_MS);
    expect(stored).toEqual([{ lastContact: null, peers: [remembered(2), remembered(1)] }]);
    there = [alive(1, 40), alive(2, 30)];
    await time.pass(60 * MINUTE_MS);
    there = [alive(1, 50)];
    await time.pass(60 * MINUTE_MS);
    expect(stored).toHaveLength(1);
    there = [alive(1, 60, '10.9.9.9')];
    await time.pass(MINUTE_MS);
    expect(stored.at(-1)?.peers).toEqual([remembered(1, '10.9.9.9'), remembered(2)]);
  });

  it('[PD1] peers of last time stay when nobody is there now', async () => {
    facts.resume({ lastContact: 5, peers: [remembered(1)] });
    memory.start();
    await time.pass(60 * MINUTE_MS);
    memory.stop();
    facts.stop();
    expect(facts.current.peers).toEqual([remembered(1)]);
    expect(stored).toEqual([]);
  });

  it('[PD1] the last look is at the end, and only there', async () => {
    memory.stop();
    memory.start();
    there = [alive(1, 10)];
    memory.stop();
    there = [alive(2, 20)];
    memory.stop();
    facts.stop();
    await time.pass(60 * MINUTE_MS);
    expect(stored).toEqual([{ lastContact: null, peers: [remembered(1)] }]);
  });
});
