import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GrapevineBridge } from '../../../shared/ipc.ts';
import type { ChangesetSummary, Delivery, Key } from '../../../shared/model.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { ask } from './ask.ts';
import { deliveriesOf, withDeliveries, type DeliveryNews } from './deliveries.ts';
import { combined, NO_FILTER, passes, queryOf, timeWindow, type HistoryFilter } from './history-filter.ts';
import { repeater, type Repeater } from './repeat.ts';
import type { Timers } from './timers.ts';

/** The live list of changesets, newest first. */
export interface HistoryState {
  filter: HistoryFilter;
  rows: readonly ChangesetSummary[];
  /** Older ones can be fetched. */
  more: boolean;
  /** The filter that the rows answer; null until the first answer. */
  shown: HistoryFilter | null;
  loadingMore: boolean;
  /** How many newer ones wait, so that the list does not move under the reader. */
  fresh: number;
  /** More wait than were counted. */
  freshAtLeast: boolean;
  failure: string | null;
}

interface Page {
  changesets: readonly ChangesetSummary[];
  more: boolean;
}

const FRESH: HistoryState = {
  filter: NO_FILTER,
  rows: [],
  more: false,
  shown: null,
  loadingMore: false,
  fresh: 0,
  freshAtLeast: false,
  failure: null,
};

const PAGE_ROWS = 100;
/** Most rows held while reading backwards; beyond it filters lead further back. */
export const MAX_ROWS = 20_000;
/** Most rows held while the newest are followed, and most announced ones held back while the node is asked. */
const LIVE_ROWS = 2000;
const GAP_MS = 100;

export class History {
  readonly store: StoreApi<HistoryState> = createStore(() => FRESH);
  private readonly bridge: Pick<GrapevineBridge, 'listHistory'>;
  private readonly timers: Timers;
  private readonly head: Repeater;
  /** True while new changesets may enter the list: it stands at its top and nothing is open. */
  private following = true;
  private startOver = true;
  /** A look failed: what is announced cannot join the list until another has filled the hole. */
  private holed = false;
  /** A look at the newest is wanted: it will find what is announced until it begins. */
  private wanted = false;
  /** Announced while a look is under way: held back, or they would hide what that look brings. */
  private heldBack: readonly ChangesetSummary[] | null = null;
  /** What was told while each answer is on its way: the answer may be from before that. */
  private readonly toldMeanwhile = new Set<Map<number, Delivery>>();
  /** The newest that was shown or counted. */
  private newest = -1;

  constructor(components: { bridge: Pick<GrapevineBridge, 'listHistory'>; timers: Timers }) {
    this.bridge = components.bridge;
    this.timers = components.timers;
    this.head = repeater(() => this.loadHead(), GAP_MS, components.timers);
  }

  /** Looks for newer changesets, or loads the first ones. */
  refresh(): void {
    this.wanted = true;
    this.head.want();
  }

  /** Fetches everything again. */
  reload(): void {
    this.startOver = true;
    this.refresh();
  }

  /** Shows all that is kept of one key, and with null of all keys, from the newest on. */
  setKey(key: Key | null): void {
    this.apply({ ...NO_FILTER, key });
  }

  /** Changes a part of the filter; the rest stays. */
  narrow(patch: Partial<HistoryFilter>): void {
    const { filter } = this.store.getState();
    const next = combined(filter, patch);
    if (next !== filter) this.apply(next);
  }

  setFollowing(following: boolean): void {
    if (following === this.following) return;
    this.following = following;
    if (following && this.store.getState().fresh > 0) this.showFresh();
  }

  /** Shows what waited. */
  showFresh(): void {
    this.following = true;
    this.reload();
  }

  changed(changesets: readonly ChangesetSummary[]): void {
    const { filter, shown } = this.store.getState();
    if (this.heldBack) this.holdBack(this.heldBack, changesets);
    else if (this.startOver || this.holed || shown !== filter) this.refresh();
    else if (!this.wanted) this.sort(changesets);
  }

  /** More is known of who has some of the changesets. */
  delivered(news: DeliveryNews): void {
    for (const told of this.toldMeanwhile) for (const [seq, delivery] of news) told.set(seq, delivery);
    if (this.heldBack) this.heldBack = withDeliveries(this.heldBack, news);
    const { rows } = this.store.getState();
    const next = withDeliveries(rows, news);
    if (next !== rows) this.store.setState({ rows: next });
  }

  /** Lets go of rows that a window such as the last hour has left behind, unless somebody is reading. */
  age(): void {
    const { filter, shown, rows } = this.store.getState();
    if (!this.following || shown !== filter || filter.time.kind === 'between') return;
    const from = timeWindow(filter.time, this.timers.now()).from ?? 0;
    const last = rows.findLastIndex((row) => row.time >= from);
    if (last < rows.length - 1) this.store.setState({ rows: rows.slice(0, last + 1) });
  }

  async loadMore(): Promise<void> {
    const { rows, more, loadingMore, filter, shown } = this.store.getState();
    const last = rows.at(-1);
    if (!more || loadingMore || !last || rows.length >= MAX_ROWS || shown !== filter) return;
    this.store.setState({ loadingMore: true });
    const answer = await this.fetch(last.seq);
    this.store.setState((state) => ({
      loadingMore: false,
      ...(answer.ok && state.rows.at(-1) === last ? older(state, answer.value) : {}),
      failure: answer.ok ? null : answer.error,
    }));
  }

  private apply(filter: HistoryFilter): void {
    this.store.setState({ filter, fresh: 0, freshAtLeast: false });
    this.reload();
  }

  private async fetch(before: number | null): Promise<Result<Page, string>> {
    const query = queryOf(this.store.getState().filter, this.timers.now());
    const told = new Map<number, Delivery>();
    this.toldMeanwhile.add(told);
    const answer = await ask(this.bridge.listHistory({ before, limit: PAGE_ROWS, ...query }));
    this.toldMeanwhile.delete(told);
    if (!answer.ok) return answer;
    const { changesets, more } = answer.value;
    return ok({ changesets: withDeliveries(changesets, told), more });
  }

  private holdBack(held: readonly ChangesetSummary[], changesets: readonly ChangesetSummary[]): void {
    if (held.length < LIVE_ROWS) this.heldBack = [...held, ...changesets];
    else this.refresh();
  }

  /** Takes in those that pass; where that cannot be told from here, the node is asked. */
  private sort(changesets: readonly ChangesetSummary[]): void {
    const { filter } = this.store.getState();
    const now = this.timers.now();
    const newer = changesets
      .filter(({ seq }) => seq > this.newest)
      .map((changeset) => ({ changeset, passes: passes(filter, changeset, now) }));
    if (newer.some((each) => each.passes === null)) this.refresh();
    else this.take(newer.filter((each) => each.passes === true).map(({ changeset }) => changeset));
  }

  /** Changesets as they were announced, oldest first. */
  private take(changesets: readonly ChangesetSummary[]): void {
    const last = changesets.at(-1);
    if (!last) return;
    this.newest = last.seq;
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
    const { filter } = this.store.getState();
    const { startOver } = this;
    this.wanted = false;
    this.heldBack = [];
    const answer = await this.fetch(null);
    const held = this.heldBack;
    this.heldBack = null;
    if (filter !== this.store.getState().filter) return;
    this.holed = !answer.ok;
    if (!answer.ok) {
      this.store.setState({ failure: answer.error });
      return;
    }
    if (startOver) this.replace(filter, answer.value);
    else this.join(answer.value);
    this.changed(held);
  }

  private replace(filter: HistoryFilter, page: Page): void {
    this.startOver = false;
    this.newest = page.changesets[0]?.seq ?? -1;
    this.store.setState({
      rows: page.changesets,
      more: page.more,
      shown: filter,
      fresh: 0,
      freshAtLeast: false,
      failure: null,
    });
  }

  /** Adds what is newer than the list; when even the oldest of the page is, the two do not meet. */
  private join(page: Page): void {
    const { rows: known, filter } = this.store.getState();
    const rows = withDeliveries(known, deliveriesOf(page.changesets));
    const top = rows[0]?.seq ?? -1;
    const newer = page.changesets.filter(({ seq }) => seq > top);
    const apart = newer.length === page.changesets.length && page.more;
    this.newest = Math.max(this.newest, newer[0]?.seq ?? -1);
    if (!this.following) this.store.setState({ rows, fresh: newer.length, freshAtLeast: apart, failure: null });
    else if (apart) this.replace(filter, page);
    else this.store.setState({ rows: [...newer, ...rows], failure: null });
  }
}

function older(state: HistoryState, page: Page): Partial<HistoryState> {
  return { rows: [...state.rows, ...page.changesets], more: page.more };
}
