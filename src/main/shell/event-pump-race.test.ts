/** Any interleaving of changes, batches and snapshots leaves a window that follows the contract with what the node has. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { NodeEvent } from '../../core/node-api.ts';
import { ManualTime } from '../../core/testing/manual-time.ts';
import type { AppEvent, EventBatch, Snapshot } from '../../shared/ipc.ts';
import type { PeerView } from '../../shared/model.ts';
import { createEventPump } from './event-pump.ts';
import { aChangeset, aDigest, aPeer, aSelf, aStatus, NOBODY } from './testing/fixtures.ts';

/** Enough of a node: a state that grows, and peers that come and go. */
class TinyNode {
  commits = 0;
  readonly table = new Map<string, PeerView>();
  listener: (event: NodeEvent) => void = () => undefined;

  status = () => aStatus({ digest: aDigest(this.commits), entries: this.commits });
  peers = () => [...this.table.values()];
  outsiders = () => NOBODY;
  onChange = (listener: (event: NodeEvent) => void) => {
    this.listener = listener;
    return () => undefined;
  };

  commit(): void {
    this.commits += 1;
    this.listener({ kind: 'changeset', changeset: aChangeset(this.commits) });
    this.listener({ kind: 'status', status: this.status() });
  }

  hear(rowId: string, rttMs: number): void {
    const peer = aPeer(rowId, { rttMs });
    this.table.set(rowId, peer);
    this.listener({ kind: 'peer', peer });
  }

  lose(rowId: string): void {
    if (this.table.delete(rowId)) this.listener({ kind: 'peer-gone', rowId });
  }
}

/** A window that does as the contract says: subscribe, fetch, apply what follows, fetch again after a gap. */
class TinyWindow {
  private seq: number | null = null;
  private waiting: EventBatch[] = [];
  fetching = false;
  entries = 0;
  /** The newest changeset known: fetched with the snapshot, then told by events. */
  newest = 0;
  peers = new Map<string, number | null>();

  take(snapshot: Snapshot, newest: number): void {
    this.fetching = false;
    this.seq = snapshot.seq;
    this.entries = snapshot.live.entries;
    this.newest = newest;
    this.peers = new Map(snapshot.peers.map((peer) => [peer.rowId, peer.rttMs]));
    const waiting = this.waiting;
    this.waiting = [];
    for (const batch of waiting) this.receive(batch);
  }

  receive(batch: EventBatch): void {
    if (this.seq === null || this.fetching) return void this.waiting.push(batch);
    if (batch.seq <= this.seq) return;
    if (batch.seq > this.seq + 1) {
      this.fetching = true;
      return;
    }
    this.seq = batch.seq;
    for (const event of batch.events) this.apply(event);
  }

  private apply(event: AppEvent): void {
    if (event.kind === 'live') this.entries = event.live.entries;
    if (event.kind === 'peer') this.peers.set(event.peer.rowId, event.peer.rttMs);
    if (event.kind === 'peer-gone') this.peers.delete(event.rowId);
    if (event.kind === 'changeset' && event.changeset.seq > this.newest) {
      expect(event.changeset.seq).toBe(this.newest + 1);
      this.newest = event.changeset.seq;
    }
  }
}

type Step =
  | { do: 'commit'; times: number }
  | { do: 'hear' | 'lose'; rowId: string; rttMs: number }
  | { do: 'wait'; ms: number }
  | { do: 'ask' | 'answer' | 'deliver' };

const rowId = fc.constantFrom('p1', 'p2', 'p3');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('commit' as const), times: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ do: fc.constantFrom('hear' as const, 'lose' as const), rowId, rttMs: fc.nat(9) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 40 }) }),
  fc.record({ do: fc.constantFrom('ask' as const, 'answer' as const, 'deliver' as const) }),
);

/** An answer and the batches may overtake each other on their way; batches among themselves stay in order. */
async function run(steps: Step[]): Promise<{ node: TinyNode; window: TinyWindow }> {
  const scheduler = new ManualTime(() => Promise.resolve());
  const node = new TinyNode();
  const window = new TinyWindow();
  const underway: EventBatch[] = [];
  let answer: { snapshot: Snapshot; newest: number } | null = null;
  const pump = createEventPump(
    { node, self: aSelf, onSelfChange: () => () => undefined, scheduler, send: (batch) => underway.push(batch) },
    { intervalMs: 16, maxPending: 10 },
  );
  const deliver = (): void => {
    for (const batch of underway.splice(0)) window.receive(batch);
  };
  const ask = (): void => {
    window.fetching = true;
    answer ??= { snapshot: pump.snapshot(), newest: node.commits };
  };
  const land = (): void => {
    if (answer !== null) window.take(answer.snapshot, answer.newest);
    answer = null;
  };

  pump.start();
  for (const next of steps) {
    if (next.do === 'commit') for (let i = 0; i < next.times; i += 1) node.commit();
    if (next.do === 'hear') node.hear(next.rowId, next.rttMs);
    if (next.do === 'lose') node.lose(next.rowId);
    if (next.do === 'wait') await scheduler.pass(next.ms);
    if (next.do === 'ask') ask();
    if (next.do === 'answer') land();
    if (next.do === 'deliver') deliver();
  }
  await scheduler.pass(100);
  deliver();
  land();
  while (window.fetching) {
    ask();
    land();
  }
  return { node, window };
}

it('[ARCH] loses nothing between a snapshot and the batches after it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { node, window } = await run([{ do: 'ask' }, ...steps]);
      expect(window.entries).toBe(node.commits);
      expect(window.newest).toBe(node.commits);
      expect([...window.peers].sort()).toEqual(
        node
          .peers()
          .map((peer) => [peer.rowId, peer.rttMs])
          .sort(),
      );
    }),
    { seed: 20261123, numRuns: 500 },
  );
});

it('[ARCH] is told of a gap by the batch after it, also when nothing follows', async () => {
  const { node, window } = await run([{ do: 'ask' }, { do: 'answer' }, { do: 'commit', times: 12 }]);
  expect(window.newest).toBe(node.commits);
});
