import type { AppEvent, EventBatch, GrapevineBridge, Snapshot } from '../../../shared/ipc.ts';
import { ask } from './ask.ts';
import type { Timers } from './timers.ts';

export interface FeedListener {
  /** The whole truth anew: at the start, and whenever batches were missed. */
  onSnapshot(snapshot: Snapshot): void;
  /** Events that follow what was given before, without a gap. */
  onEvents(events: readonly AppEvent[]): void;
  /** The snapshot could not be had; it is asked for again. */
  onFailure(reason: string): void;
}

const RETRY_MS = 2000;
/** More waiting batches than this are not kept: the gap they leave leads to a fresh snapshot. */
const MAX_WAITING = 600;

/**
 * Puts events in order: subscribes first, then fetches a snapshot; drops batches that it includes already; a gap in the
 * sequence means that the snapshot is fetched again.
 */
export class Feed {
  private readonly bridge: Pick<GrapevineBridge, 'getSnapshot' | 'onEvents'>;
  private readonly timers: Timers;
  private readonly listener: FeedListener;
  private unsubscribe: (() => void) | null = null;
  private cancelRetry: (() => void) | null = null;
  private waiting: EventBatch[] = [];
  /** Sequence number of the last batch applied; null while a snapshot is on its way. */
  private lastSeq: number | null = null;
  /** Answers to snapshots asked for in an earlier run are dropped. */
  private run = 0;

  constructor(
    components: { bridge: Pick<GrapevineBridge, 'getSnapshot' | 'onEvents'>; timers: Timers },
    listener: FeedListener,
  ) {
    this.bridge = components.bridge;
    this.timers = components.timers;
    this.listener = listener;
  }

  start(): void {
    if (this.unsubscribe) return;
    this.unsubscribe = this.bridge.onEvents((batch) => this.receive(batch));
    void this.fetch();
  }

  stop(): void {
    this.run += 1;
    this.unsubscribe?.();
    this.unsubscribe = null;
    this.cancelRetry?.();
    this.cancelRetry = null;
    this.waiting = [];
    this.lastSeq = null;
  }

  private receive(batch: EventBatch): void {
    this.waiting.push(batch);
    if (this.waiting.length > MAX_WAITING) this.waiting.shift();
    if (this.lastSeq !== null) this.drain(this.lastSeq);
  }

  private async fetch(): Promise<void> {
    this.run += 1;
    const { run } = this;
    this.lastSeq = null;
    const answer = await ask(this.bridge.getSnapshot());
    if (run !== this.run) return;
    if (!answer.ok) {
      this.listener.onFailure(answer.error);
      this.cancelRetry = this.timers.after(RETRY_MS, () => void this.fetch());
      return;
    }
    this.listener.onSnapshot(answer.value);
    this.drain(answer.value.seq);
  }

  private drain(after: number): void {
    let seq = after;
    const fresh = this.waiting.filter((batch) => batch.seq > seq);
    while (fresh[0]?.seq === seq + 1) {
      const next = fresh.shift();
      if (!next) break;
      seq = next.seq;
      this.listener.onEvents(next.events);
    }
    this.waiting = fresh;
    this.lastSeq = seq;
    if (fresh.length > 0) void this.fetch();
  }
}
