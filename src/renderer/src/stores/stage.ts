import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GrapevineBridge } from '../../../shared/ipc.ts';
import type { Stage } from '../../../shared/ipc-group.ts';
import { ask } from './ask.ts';
import type { Timers } from './timers.ts';

/**
 * What the window shows as a whole.
 *
 *   asking ──▶ first-start ──a group is chosen──▶ running
 *     │  └────────────────────────────────────────▲
 *     ▼                                           │
 *   unknown ──asked again──▶ first-start, or ─────┘
 */
export type StageState = { kind: 'asking' } | { kind: 'unknown'; reason: string } | Stage;

const RETRY_MS = 2000;

/** Whether this profile has a group yet. */
export class WindowStage {
  readonly store: StoreApi<StageState> = createStore<StageState>(() => ({ kind: 'asking' }));
  private readonly bridge: Pick<GrapevineBridge, 'getStage'>;
  private readonly timers: Timers;
  private cancelRetry: (() => void) | null = null;
  /** Answers to what was asked in an earlier run are dropped. */
  private run = 0;
  private started = false;

  constructor(components: { bridge: Pick<GrapevineBridge, 'getStage'>; timers: Timers }) {
    this.bridge = components.bridge;
    this.timers = components.timers;
  }

  start(): void {
    if (this.started) return;
    this.started = true;
    void this.fetch();
  }

  stop(): void {
    this.run += 1;
    this.started = false;
    this.cancelRetry?.();
    this.cancelRetry = null;
  }

  /** A group was chosen; nothing of the first start is kept, its code least of all. */
  chosen(): void {
    this.store.setState({ kind: 'running' }, true);
  }

  private async fetch(): Promise<void> {
    this.run += 1;
    const { run } = this;
    const answer = await ask(this.bridge.getStage());
    if (run !== this.run) return;
    this.store.setState(answer.ok ? answer.value : { kind: 'unknown', reason: answer.error }, true);
    if (!answer.ok) this.cancelRetry = this.timers.after(RETRY_MS, () => void this.fetch());
  }
}
