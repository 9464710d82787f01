import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Key } from '../../../shared/model.ts';
import type { Result } from '../../../shared/result.ts';
import { repeater, type Repeater } from './repeat.ts';
import type { Timers } from './timers.ts';

/** A long list of keys, of which only a window of rows is held. */
export interface KeyWindowState<R, Q> {
  /** What the list is to show. */
  query: Q;
  /** The query that the rows answer; null until the first answer. */
  shown: Q | null;
  /** Rows that there would be without a filter. */
  total: number;
  matching: number;
  /** Index of `rows[0]` in the matching list. */
  offset: number;
  rows: readonly R[];
  selected: Key | null;
  /** Where the keyboard stands; -1 when nowhere. */
  activeIndex: number;
  failure: string | null;
}

export interface KeyPage<R> {
  total: number;
  matching: number;
  offset: number;
  rows: readonly R[];
}

export interface KeyWindowParts<R, Q> {
  /** Null when there is nothing to list any more: the rows stay as they are. */
  fetch: (query: Q, offset: number, limit: number) => Promise<Result<KeyPage<R> | null, string>>;
  timers: Timers;
}

/** How many rows are held, and where around the visible ones. */
export interface KeyWindowSettings {
  windowRows: number;
  /** Rows fetched before the first visible one, so that scrolling back finds them. */
  leadRows: number;
  /** Fetch again when the visible rows come this close to an end of the window. */
  edgeRows: number;
}

/** For rows that carry whole values: each may be 256 KiB large, twice. */
export const VALUE_ROWS: KeyWindowSettings = { windowRows: 100, leadRows: 30, edgeRows: 15 };

const GAP_MS = 100;

export function rowAt<R>(state: Pick<KeyWindowState<R, unknown>, 'rows' | 'offset'>, index: number): R | null {
  return state.rows[index - state.offset] ?? null;
}

export class KeyWindow<R extends { key: Key }, Q> {
  readonly store: StoreApi<KeyWindowState<R, Q>>;
  private readonly fetch: KeyWindowParts<R, Q>['fetch'];
  private readonly settings: KeyWindowSettings;
  private readonly loader: Repeater;
  private top = 0;
  private firstVisible = 0;
  private watched = false;
  /** Grows when all rows are forgotten: what was asked for before is then of no use. */
  private turn = 0;
  /** A row that was chosen before it was loaded. */
  private pendingIndex: number | null = null;

  constructor(parts: KeyWindowParts<R, Q>, query: Q, settings: KeyWindowSettings) {
    this.store = createStore(() => fresh<R, Q>(query));
    this.fetch = parts.fetch;
    this.settings = settings;
    this.loader = repeater(() => this.load(), GAP_MS, parts.timers);
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

  setQuery(query: Q): void {
    this.firstVisible = 0;
    this.top = 0;
    this.store.setState({ query });
    this.loader.want();
  }

  /** Forgets all rows: what comes next has nothing to do with them. */
  restart(query: Q): void {
    this.clear(query);
    this.loader.want();
  }

  /** Forgets all rows and asks for none. */
  clear(query: Q): void {
    this.turn += 1;
    this.loader.stop();
    this.pendingIndex = null;
    this.firstVisible = 0;
    this.top = 0;
    this.store.setState(fresh<R, Q>(query));
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
    const row = rowAt(this.store.getState(), index);
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
    const { edgeRows } = this.settings;
    const end = offset + rows.length;
    const startOk = offset === 0 || first - edgeRows >= offset;
    return startOk && first >= offset && (end >= matching || last + edgeRows < end);
  }

  private async load(): Promise<void> {
    const { query } = this.store.getState();
    const { turn } = this;
    const offset = Math.max(0, this.firstVisible - this.settings.leadRows);
    const answer = await this.fetch(query, offset, this.settings.windowRows);
    if (turn !== this.turn) return;
    if (!answer.ok) this.store.setState({ failure: answer.error });
    else if (answer.value !== null) this.accept(query, answer.value);
  }

  private accept(query: Q, page: KeyPage<R>): void {
    const { selected, activeIndex, shown } = this.store.getState();
    const pending = this.pendingIndex === null ? undefined : page.rows[this.pendingIndex - page.offset];
    const chosen = pending?.key ?? selected;
    if (pending) this.pendingIndex = null;
    const at = page.rows.findIndex((row) => row.key === chosen);
    const kept = query === shown ? Math.min(activeIndex, page.matching - 1) : -1;
    this.store.setState({
      ...page,
      shown: query,
      selected: chosen,
      activeIndex: at < 0 ? kept : page.offset + at,
      failure: null,
    });
  }
}

function fresh<R, Q>(query: Q): KeyWindowState<R, Q> {
  return {
    query,
    shown: null,
    total: 0,
    matching: 0,
    offset: 0,
    rows: [],
    selected: null,
    activeIndex: -1,
    failure: null,
  };
}
