import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GrapevineBridge, HistoryList } from '../../../shared/ipc.ts';
import type { ChangesetSummary, Key } from '../../../shared/model.ts';
import { touchesKey } from '../format/changeset-words.ts';
import { ask } from './ask.ts';
import { repeater, type Repeater } from './repeat.ts';
import type { Timers } from './timers.ts';

/** The live list of changesets, newest first. */
export interface HistoryState {
  /** Only changesets that touch this key. */
  key: Key | null;
  rows: readonly ChangesetSummary[];
  /** Older ones can be fetched. */
  more: boolean;
  /** The key that the rows answer; undefined until the first answer. */
  shownKey: Key | null | undefined;
  loadingMore: boolean;
  /** How many newer ones wait, so that the list does not move under the reader. */
  fresh: number;
  /** More wait than were counted. */
  freshAtLeast: boolean;
  failure: string | null;
}

const FRESH: HistoryState = {
  key: null,
  rows: [],
  more: false,
  shownKey: undefined,
  loadingMore: false,
  fresh: 0,
  freshAtLeast: false,
  failure: null,
};

const PAGE_ROWS = 100;
/** Most rows held while reading backwards; beyond it the key filter leads further back. */
export const MAX_ROWS = 20_000;
/** Most rows held while the newest are followed. */
const LIVE_ROWS = 2000;
const GAP_MS = 100;

export class History {
  readonly store: StoreApi<HistoryState> = createStore(() => FRESH);
  private readonly bridge: Pick<GrapevineBridge, 'listHistory'>;
  private readonly head: Repeater;
  /** True while new changesets may enter the list: it stands at its top and nothing is open. */
  private following = true;
  private startOver = true;

  constructor(components: { bridge: Pick<GrapevineBridge, 'listHistory'>; timers: Timers }) {
    this.bridge = components.bridge;
    this.head = repeater(() => this.loadHead(), GAP_MS, components.timers);
  }

  /** Looks for newer changesets, or loads the first ones. */
  refresh(): void {
    this.head.want();
  }

  setKey(key: Key | null): void {
    if (key === this.store.getState().key) return;
    this.store.setState({ key, fresh: 0, freshAtLeast: false });
    this.restart();
  }

  setFollowing(following: boolean): void {
    if (following === this.following) return;
    this.following = following;
    if (following && this.store.getState().fresh > 0) this.showFresh();
  }

  /** Shows what waited. */
  showFresh(): void {
    this.following = true;
    this.restart();
  }

  changed(changesets: readonly ChangesetSummary[]): void {
    const { key, shownKey, rows } = this.store.getState();
    if (shownKey !== key || this.startOver) {
      this.refresh();
      return;
    }
    const newest = rows[0]?.seq ?? -1;
    const newer = changesets.filter((changeset) => changeset.seq > newest);
    const touching = key === null ? newer : newer.filter((changeset) => touchesKey(changeset, key) === true);
    const unsure = key !== null && newer.some((changeset) => touchesKey(changeset, key) === null);
    if (unsure) this.refresh();
    else if (touching.length > 0) this.take(touching);
  }

  async loadMore(): Promise<void> {
    const { rows, more, loadingMore, key } = this.store.getState();
    const last = rows.at(-1);
    if (!more || loadingMore || !last || rows.length >= MAX_ROWS) return;
    this.store.setState({ loadingMore: true });
    const answer = await ask(this.bridge.listHistory({ before: last.seq, limit: PAGE_ROWS, key }));
    this.store.setState((state) => ({
      loadingMore: false,
      ...(answer.ok && state.rows.at(-1) === last ? older(state, answer.value) : {}),
      failure: answer.ok ? null : answer.error,
    }));
  }

  private restart(): void {
    this.startOver = true;
    this.head.want();
  }

  /** Changesets as they were announced, oldest first. */
  private take(changesets: readonly ChangesetSummary[]): void {
    if (!this.following) {
      this.store.setState(({ fresh }) => ({ fresh: fresh + changesets.length }));
      return;
    }
    this.store.setState(({ rows, more }) => {
      const all = [...changesets.toReversed(), ...rows];
      return all.length > LIVE_ROWS ? { rows: all.slice(0, LIVE_ROWS), more: true } : { rows: all, more };
    });
  }

  private async loadHead(): Promise<void> {
    const { key } = this.store.getState();
    const { startOver } = this;
    const answer = await ask(this.bridge.listHistory({ before: null, limit: PAGE_ROWS, key }));
    if (key !== this.store.getState().key) return;
    if (!answer.ok) {
      this.store.setState({ failure: answer.error });
      return;
    }
    if (startOver) this.replace(key, answer.value);
    else this.join(answer.value);
  }

  private replace(key: Key | null, page: HistoryList): void {
    this.startOver = false;
    this.store.setState({
      rows: page.changesets,
      more: page.more,
      shownKey: key,
      fresh: 0,
      freshAtLeast: false,
      failure: null,
    });
  }

  /** Adds what is newer than the list; when even the oldest of the page is, the two do not meet. */
  private join(page: HistoryList): void {
    const { rows, shownKey, key } = this.store.getState();
    const newest = rows[0]?.seq ?? -1;
    const newer = page.changesets.filter((changeset) => changeset.seq > newest);
    const apart = newer.length === page.changesets.length && page.more;
    if (!this.following) this.store.setState({ fresh: newer.length, freshAtLeast: apart, failure: null });
    else if (apart || shownKey !== key) this.replace(key, page);
    else this.store.setState({ rows: [...newer, ...rows], failure: null });
  }
}

function older(state: HistoryState, page: HistoryList): Partial<HistoryState> {
  return { rows: [...state.rows, ...page.changesets], more: page.more };
}
