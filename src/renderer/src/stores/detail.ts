import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EntryDetail, GrapevineBridge } from '../../../shared/ipc.ts';
import type { ChangesetSummary, Key } from '../../../shared/model.ts';
import { touchesKey } from '../format/changeset-words.ts';
import { ask } from './ask.ts';
import { repeater, type Repeater } from './repeat.ts';
import type { Timers } from './timers.ts';

/** One entry in full. `key` and `detail` always belong together; `wanted` runs ahead while the next one loads. */
export interface DetailState {
  wanted: Key | null;
  key: Key | null;
  /** Null when there is no such entry (any more). */
  detail: EntryDetail | null;
  failure: string | null;
}

const NOTHING: DetailState = { wanted: null, key: null, detail: null, failure: null };
const GAP_MS = 30;

export class Detail {
  readonly store: StoreApi<DetailState> = createStore(() => NOTHING);
  private readonly bridge: Pick<GrapevineBridge, 'getEntry'>;
  private readonly loader: Repeater;

  constructor(components: { bridge: Pick<GrapevineBridge, 'getEntry'>; timers: Timers }) {
    this.bridge = components.bridge;
    this.loader = repeater(() => this.load(), GAP_MS, components.timers);
  }

  open(key: Key | null): void {
    if (key === this.store.getState().wanted) return;
    if (key === null) this.store.setState(NOTHING);
    else this.store.setState({ wanted: key });
    this.refresh();
  }

  refresh(): void {
    if (this.store.getState().wanted !== null) this.loader.want();
  }

  /** The entry of the key that is wanted now, also while the one before is still shown. */
  async settled(): Promise<EntryDetail | null> {
    const { wanted, key, detail } = this.store.getState();
    if (wanted === null || wanted === key) return detail;
    const answer = await ask(this.bridge.getEntry({ key: wanted }));
    return answer.ok ? answer.value : null;
  }

  changed(changesets: readonly ChangesetSummary[]): void {
    const { wanted } = this.store.getState();
    if (wanted !== null && changesets.some((changeset) => touchesKey(changeset, wanted) !== false)) this.refresh();
  }

  private async load(): Promise<void> {
    const key = this.store.getState().wanted;
    if (key === null) return;
    const answer = await ask(this.bridge.getEntry({ key }));
    if (key !== this.store.getState().wanted) return;
    if (answer.ok) this.store.setState({ key, detail: answer.value, failure: null });
    else this.store.setState({ key, detail: null, failure: answer.error });
  }
}
