import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EntryDetail, GrapevineBridge } from '../../../shared/ipc.ts';
import type { ChangesetSummary, EntryView, Key } from '../../../shared/model.ts';
import { touchesKey } from '../format/changeset-words.ts';
import { ALL_HISTORY } from './all-history.ts';
import { ask } from './ask.ts';
import { findLastValue } from './last-value.ts';
import { repeater, type Repeater } from './repeat.ts';
import type { Timers } from './timers.ts';

/** One entry in full. All but `wanted` belong to `key`; `wanted` runs ahead while the next one loads. */
export interface DetailState {
  wanted: Key | null;
  key: Key | null;
  /** Null when there is no such entry (any more). */
  detail: EntryDetail | null;
  /** The newest changesets that touched it, newest first; null when they could not be read. */
  recent: readonly ChangesetSummary[] | null;
  /** Of an entry that is gone: the value that can be restored, if one is kept. */
  lastValue: EntryView | null;
  failure: string | null;
}

type DetailBridge = Pick<GrapevineBridge, 'getEntry' | 'listHistory' | 'getChanges'>;

const NOTHING: DetailState = { wanted: null, key: null, detail: null, recent: [], lastValue: null, failure: null };
const GAP_MS = 30;
const RECENT = 5;

export class Detail {
  readonly store: StoreApi<DetailState> = createStore(() => NOTHING);
  private readonly bridge: DetailBridge;
  private readonly loader: Repeater;

  constructor(components: { bridge: DetailBridge; timers: Timers }) {
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
    const [entry, history] = await Promise.all([
      ask(this.bridge.getEntry({ key })),
      ask(this.bridge.listHistory({ ...ALL_HISTORY, key, limit: RECENT })),
    ]);
    if (key !== this.store.getState().wanted) return;
    const recent = history.ok ? history.value.changesets : null;
    const known = this.knownLastValue(key, recent);
    if (!entry.ok) this.store.setState({ ...NOTHING, wanted: key, key, recent, failure: entry.error });
    else this.store.setState({ key, detail: entry.value, recent, lastValue: known, failure: null });
    const gone = entry.ok && (entry.value === null || entry.value.entry.deleted);
    if (gone && known === null && recent !== null) await this.loadLastValue(key, recent);
  }

  /** What was found before, as long as nothing new has happened to the key. */
  private knownLastValue(key: Key, recent: DetailState['recent']): EntryView | null {
    const before = this.store.getState();
    const same = before.key === key && before.recent?.[0]?.seq === recent?.[0]?.seq;
    return same ? before.lastValue : null;
  }

  private async loadLastValue(key: Key, recent: readonly ChangesetSummary[]): Promise<void> {
    const lastValue = await findLastValue(this.bridge, key, recent);
    if (this.store.getState().wanted === key) this.store.setState({ lastValue });
  }
}
