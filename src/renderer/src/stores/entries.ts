import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EntryPage, EntryRow, GrapevineBridge, LIST_LIMIT } from '../../../shared/ipc.ts';
import type { Key } from '../../../shared/model.ts';
import { ask } from './ask.ts';
import { repeater, type Repeater } from './repeat.ts';
import type { Timers } from './timers.ts';

/** The list of keys, of which only a window of rows is held. */
export interface EntriesState {
  /** As typed. */
  filter: string;
  /** The filter that the rows answer; null until the first answer. */
  shownFilter: string | null;
  total: number;
  matching: number;
  /** Index of `rows[0]` in the matching list. */
  offset: number;
  rows: readonly EntryRow[];
  selected: Key | null;
  /** Where the keyboard stands; -1 when nowhere. */
  activeIndex: number;
  failure: string | null;
}

const FRESH: EntriesState = {
  filter: '',
  shownFilter: null,
  total: 0,
  matching: 0,
  offset: 0,
  rows: [],
  selected: null,
  activeIndex: -1,
  failure: null,
};

/** Rows fetched before the first visible one, so that scrolling back finds them. */
const LEAD_ROWS = 150;
/** Fetch again when the visible rows come this close to an end of the window. */
const EDGE_ROWS = 50;
const GAP_MS = 100;
/** As many as one request may ask for; only its type is imported, or the schemas would come into the page with it. */
const WINDOW_ROWS: typeof LIST_LIMIT = 500;

export function rowAt(state: EntriesState, index: number): EntryRow | null {
  return state.rows[index - state.offset] ?? null;
}

/** Whether there is nothing at all, as opposed to nothing that the filter lets through. */
export function isEmpty({ shownFilter, filter, matching }: EntriesState): boolean {
  return shownFilter === '' && filter === '' && matching === 0;
}

export class Entries {
  readonly store: StoreApi<EntriesState> = createStore(() => FRESH);
  private readonly bridge: Pick<GrapevineBridge, 'listEntries'>;
  private readonly loader: Repeater;
  private top = 0;
  private firstVisible = 0;
  private watched = false;
  /** A row that was chosen before it was loaded. */
  private pendingIndex: number | null = null;

  constructor(components: { bridge: Pick<GrapevineBridge, 'listEntries'>; timers: Timers }) {
    this.bridge = components.bridge;
    this.loader = repeater(() => this.load(), GAP_MS, components.timers);
  }

  /** Keeps the list current for as long as it is on the screen; the returned function ends that. */
  watch(): () => void {
    this.watched = true;
    this.loader.want();
    return () => {
      this.watched = false;
    };
  }

  /** The list may have changed. */
  refresh(): void {
    if (this.watched) this.loader.want();
  }

  setFilter(filter: string): void {
    this.firstVisible = 0;
    this.top = 0;
    this.store.setState({ filter });
    this.loader.want();
  }

  /** Where the list was scrolled to, for when its page is shown again. */
  get scrollTop(): number {
    return this.top;
  }

  scrolled(top: number): void {
    this.top = top;
  }

  /** Tells which rows are on the screen. */
  show(first: number, last: number): void {
    this.firstVisible = first;
    if (!this.covers(first, last)) this.loader.want();
  }

  select(key: Key | null): void {
    const { rows, offset } = this.store.getState();
    const at = rows.findIndex((row) => row.key === key);
    this.pendingIndex = null;
    this.store.setState({ selected: key, ...(at < 0 ? {} : { activeIndex: offset + at }) });
  }

  /** Moves the selection to a row, loaded yet or not. */
  activate(index: number): void {
    const state = this.store.getState();
    const row = rowAt(state, index);
    this.pendingIndex = row ? null : index;
    this.store.setState(row ? { selected: row.key, activeIndex: index } : { activeIndex: index });
  }

  /** The key to select when this one goes: the next one, or the one before. */
  neighbour(key: Key): Key | null {
    const { rows } = this.store.getState();
    const at = rows.findIndex((row) => row.key === key);
    return at < 0 ? null : ((rows[at + 1] ?? rows[at - 1])?.key ?? null);
  }

  private covers(first: number, last: number): boolean {
    const { offset, rows, matching } = this.store.getState();
    const end = offset + rows.length;
    const startOk = offset === 0 || first - EDGE_ROWS >= offset;
    return startOk && first >= offset && (end >= matching || last + EDGE_ROWS < end);
  }

  private async load(): Promise<void> {
    const { filter } = this.store.getState();
    const offset = Math.max(0, this.firstVisible - LEAD_ROWS);
    const answer = await ask(this.bridge.listEntries({ filter, offset, limit: WINDOW_ROWS }));
    if (answer.ok) this.accept(filter, answer.value);
    else this.store.setState({ failure: answer.error });
  }

  private accept(filter: string, page: EntryPage): void {
    const { selected, activeIndex, shownFilter } = this.store.getState();
    const pending = this.pendingIndex === null ? undefined : page.entries[this.pendingIndex - page.offset];
    const chosen = pending?.key ?? selected;
    if (pending) this.pendingIndex = null;
    const at = page.entries.findIndex((row) => row.key === chosen);
    const kept = filter === shownFilter ? Math.min(activeIndex, page.matching - 1) : -1;
    this.store.setState({
      shownFilter: filter,
      total: page.total,
      matching: page.matching,
      offset: page.offset,
      rows: page.entries,
      selected: chosen,
      activeIndex: at < 0 ? kept : page.offset + at,
      failure: null,
    });
  }
}
