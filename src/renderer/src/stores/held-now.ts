import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GrapevineBridge } from '../../../shared/ipc.ts';
import type { ChangesetSummary, EntryView, Key } from '../../../shared/model.ts';
import { changedTotal } from '../format/changeset-words.ts';
import { liveOf } from '../format/live-entry.ts';
import { ask } from './ask.ts';
import { repeater, type Repeater } from './repeat.ts';
import type { Timers } from './timers.ts';

/** What each key holds now; null stands for no value. A key that is missing was not answered yet. */
export type Held = ReadonlyMap<Key, EntryView | null>;

const NOTHING: Held = new Map();
/** Keys asked for at once. */
const BATCH_KEYS = 20;
const GAP_MS = 100;

/** What some keys hold now, kept current. */
export class HeldNow {
  readonly store: StoreApi<Held> = createStore(() => NOTHING);
  private readonly bridge: Pick<GrapevineBridge, 'getEntry'>;
  private readonly loader: Repeater;
  private readonly watched = new Set<Key>();
  private readonly stale = new Set<Key>();

  constructor(components: { bridge: Pick<GrapevineBridge, 'getEntry'>; timers: Timers }) {
    this.bridge = components.bridge;
    this.loader = repeater(() => this.load(), GAP_MS, components.timers);
  }

  watch(keys: readonly Key[]): void {
    const added = keys.filter((key) => !this.watched.has(key));
    for (const key of added) this.watched.add(key);
    this.want(added);
  }

  forgetAll(): void {
    this.watched.clear();
    this.stale.clear();
    this.store.setState(NOTHING, true);
  }

  refresh(): void {
    this.want([...this.watched]);
  }

  changed(changesets: readonly ChangesetSummary[]): void {
    if (this.watched.size === 0) return;
    if (changesets.some((changeset) => changeset.keys.length < changedTotal(changeset))) this.refresh();
    else this.want(changesets.flatMap(({ keys }) => keys.map(({ key }) => key)).filter((key) => this.watched.has(key)));
  }

  private want(keys: readonly Key[]): void {
    for (const key of keys) this.stale.add(key);
    if (this.stale.size > 0) this.loader.want();
  }

  private async load(): Promise<void> {
    const keys = [...this.stale].slice(0, BATCH_KEYS);
    for (const key of keys) this.stale.delete(key);
    const answers = await Promise.all(
      keys.map(async (key) => ({ key, answer: await ask(this.bridge.getEntry({ key })) })),
    );
    const held = new Map(this.store.getState());
    for (const { key, answer } of answers) {
      if (answer.ok && this.watched.has(key)) held.set(key, liveOf(answer.value?.entry ?? null));
    }
    this.store.setState(held, true);
    if (this.stale.size > 0) this.loader.want();
  }
}
