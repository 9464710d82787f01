import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CompareOutcome, GrapevineBridge } from '../../../shared/ipc.ts';
import type { Key } from '../../../shared/model.ts';
import type { PeerComparison } from '../../../shared/peer-comparison.ts';
import { comparedWords } from '../format/difference-words.ts';
import type { Announcer } from './announcer.ts';
import { ask } from './ask.ts';
import type { Timers } from './timers.ts';

/**
 * The comparison with the peer whose drawer is open (RE4).
 *
 *   idle ──▶ comparing ──▶ done ────▶ comparing
 *    ▲           │  └────▶ failed ──▶ comparing
 *    └─cancelled─┘
 *
 * Another peer's drawer brings `idle` from everywhere.
 */
export type CompareState =
  | { kind: 'idle' }
  | { kind: 'comparing'; rowId: string; found: number }
  | { kind: 'failed'; rowId: string; reason: string }
  /** `open`: the differences whose values are shown. */
  | { kind: 'done'; rowId: string; comparison: PeerComparison; open: ReadonlySet<Key> };

export interface CompareParts {
  bridge: Pick<GrapevineBridge, 'comparePeer' | 'countDifferences' | 'cancelCompare'>;
  timers: Timers;
  announcer: Announcer;
}

const IDLE: CompareState = { kind: 'idle' };
const PROGRESS_MS = 250;

/** Finds out where a peer differs; writes nothing. */
export class Compare {
  readonly store: StoreApi<CompareState> = createStore<CompareState>(() => IDLE);
  private readonly parts: CompareParts;
  private cancelProgress: (() => void) | null = null;
  /** Grows whenever the user starts or stops: an answer to what was asked before is of no use. */
  private turn = 0;

  constructor(parts: CompareParts) {
    this.parts = parts;
  }

  async start(rowId: string): Promise<void> {
    this.show({ kind: 'comparing', rowId, found: 0 });
    const { turn } = this;
    this.followProgress(turn);
    const answer = await ask(this.parts.bridge.comparePeer({ rowId }));
    if (turn !== this.turn) return;
    this.finish(rowId, answer.ok ? answer.value : { kind: 'failed', reason: answer.error });
  }

  cancel(): void {
    const isRunning = this.store.getState().kind === 'comparing';
    this.show(IDLE);
    if (isRunning) void ask(this.parts.bridge.cancelCompare());
  }

  /** The drawer shows this peer now, or with null none: what was found about another one goes. */
  follow(rowId: string | null): void {
    const state = this.store.getState();
    if (state.kind !== 'idle' && state.rowId !== rowId) this.cancel();
  }

  /** Shows or hides the two values of a difference. */
  toggle(key: Key): void {
    const state = this.store.getState();
    if (state.kind !== 'done') return;
    const open = new Set(state.open);
    if (!open.delete(key)) open.add(key);
    this.store.setState({ ...state, open });
  }

  private finish(rowId: string, outcome: CompareOutcome): void {
    switch (outcome.kind) {
      case 'cancelled':
        this.show(IDLE);
        break;
      case 'failed':
        this.show({ kind: 'failed', rowId, reason: outcome.reason });
        this.parts.announcer.say(`Not compared. ${outcome.reason}`);
        break;
      case 'done':
        this.show({ kind: 'done', rowId, comparison: outcome.comparison, open: new Set() });
        this.parts.announcer.say(`Compared: ${comparedWords(outcome.comparison)}`);
        break;
    }
  }

  private show(state: CompareState): void {
    this.turn += 1;
    this.cancelProgress?.();
    this.cancelProgress = null;
    this.store.setState(state, true);
  }

  private followProgress(turn: number): void {
    this.cancelProgress = this.parts.timers.after(PROGRESS_MS, () => void this.progress(turn));
  }

  private async progress(turn: number): Promise<void> {
    const found = await ask(this.parts.bridge.countDifferences());
    if (turn !== this.turn) return;
    if (found.ok) this.store.setState({ found: found.value });
    this.followProgress(turn);
  }
}
