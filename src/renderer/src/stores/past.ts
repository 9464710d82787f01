import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GrapevineBridge, PastView, RequestOf } from '../../../shared/ipc.ts';
import type { PastRow } from '../../../shared/model.ts';
import type { ChangesetSummary } from '../../../shared/model.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { touchesKey } from '../format/changeset-words.ts';
import { liveOf } from '../format/live-entry.ts';
import { plural } from '../format/number.ts';
import type { Announcer } from './announcer.ts';
import { ask } from './ask.ts';
import { KeyWindow, VALUE_ROWS, type KeyPage, type KeyWindowState } from './key-window.ts';
import type { Nav } from './nav.ts';
import { outcomeOf } from './outcome.ts';
import { repeater, type Repeater } from './repeat.ts';
import type { Timers } from './timers.ts';
import type { Toasts } from './toasts.ts';
import { seqOf, undoCommit, type OwnCommit, type UndoBridge } from './undo-commit.ts';

export interface PastState {
  /** The moment that is shown; null while the state is shown as it is now. */
  view: PastView | null;
  /** A moment was asked for and has not come yet. */
  opening: boolean;
  restoring: boolean;
  /** The selected key then and now, also while its row is scrolled far away. */
  chosen: PastRow | null;
}

export interface PastQuery {
  seq: number;
  filter: string;
  only: 'all' | 'different';
}

export type PastList = KeyWindow<PastRow, PastQuery>;

export interface PastParts {
  bridge: UndoBridge & Pick<GrapevineBridge, 'listPast' | 'closePast' | 'getEntry'>;
  timers: Timers;
  toasts: Toasts;
  announcer: Announcer;
  nav: Nav;
}

const NOW: PastState = { view: null, opening: false, restoring: false, chosen: null };
const NO_QUERY: PastQuery = { seq: 0, filter: '', only: 'all' };
const GAP_MS = 50;
/** Between two comparisons with a state that goes on changing: each goes over every key. */
const COMPARE_GAP_MS = 500;

/** The state as it was at one moment, compared with now, and what can be brought back from it (CH4). */
export class Past {
  readonly store: StoreApi<PastState> = createStore(() => NOW);
  readonly list: PastList;
  private readonly parts: PastParts;
  private readonly watcher: Repeater;
  private readonly comparer: Repeater;
  /** Grows with every wish to open or close: the answer to an older one is of no use. */
  private turn = 0;
  /** An undo needs the one past that can be open for itself. */
  private lent = false;

  constructor(parts: PastParts) {
    this.parts = parts;
    this.list = new KeyWindow(
      { fetch: (query, offset, limit) => this.fetch(query, offset, limit), timers: parts.timers },
      NO_QUERY,
      VALUE_ROWS,
    );
    this.list.store.subscribe((state) => this.follow(state));
    this.watcher = repeater(() => this.look(), GAP_MS, parts.timers);
    this.comparer = repeater(() => this.compare(), COMPARE_GAP_MS, parts.timers);
  }

  /** Shows the state as it was after a changeset or at a time. */
  async open(moment: RequestOf<'openPast'>): Promise<void> {
    this.turn += 1;
    const { turn } = this;
    this.store.setState({ opening: true });
    const opened = outcomeOf(await ask(this.parts.bridge.openPast(moment)));
    if (turn !== this.turn) return;
    this.store.setState({ opening: false });
    if (opened.ok) this.show(opened.value);
    else this.parts.toasts.error(`The state as it was cannot be shown. ${opened.error}`);
  }

  /** Back to now. */
  close(): void {
    const { view, opening } = this.store.getState();
    if (view === null && !opening) return;
    this.leave();
    void ask(this.parts.bridge.closePast());
    this.parts.announcer.say('Back to the state as it is now');
  }

  setFilter(filter: string): void {
    this.list.setQuery({ ...this.list.store.getState().query, filter });
  }

  setOnly(only: PastQuery['only']): void {
    this.list.setQuery({ ...this.list.store.getState().query, only });
  }

  /** Something may have changed: differences are against now. */
  refresh(): void {
    this.list.refresh();
    if (this.store.getState().chosen !== null) this.watcher.want();
  }

  changed(changesets: readonly ChangesetSummary[]): void {
    const { view, chosen } = this.store.getState();
    if (view === null) return;
    this.comparer.want();
    if (chosen && changesets.some((changeset) => touchesKey(changeset, chosen.key) !== false)) this.watcher.want();
  }

  /** Writes all that differs as it was then, as one change, and goes back to now. */
  async restoreAll(): Promise<void> {
    const { view, restoring } = this.store.getState();
    if (view === null || restoring || this.lent) return;
    this.store.setState({ restoring: true });
    const done = outcomeOf(await ask(this.parts.bridge.restorePast({ seq: view.seq, key: null })));
    this.store.setState({ restoring: false });
    if (done.ok) await this.restored(done.value.changed);
    else this.parts.toasts.error(`Nothing was restored. ${done.error}`);
  }

  /** Says what was done, and offers to undo it when its commit is found. */
  async offerUndo(commit: OwnCommit, text: string): Promise<void> {
    const seq = await seqOf(this.parts.bridge, commit);
    const action = seq === null ? null : { label: 'Undo', run: () => void this.undo(seq, commit.changed) };
    this.parts.toasts.push({ text, action });
  }

  private show(view: PastView): void {
    this.store.setState({ ...NOW, view });
    this.list.restart({ ...NO_QUERY, seq: view.seq });
    this.parts.nav.goAndFocus('state');
    this.parts.announcer.say('Showing the state as it was');
  }

  private leave(): void {
    this.turn += 1;
    this.store.setState(NOW);
    this.list.clear(NO_QUERY);
    if (this.parts.nav.store.getState().page === 'state') this.parts.nav.goAndFocus('state');
  }

  private async restored(changed: number): Promise<void> {
    this.close();
    if (changed === 0) this.parts.toasts.push({ text: 'Nothing to restore: all is the same now' });
    else await this.offerUndo({ kind: 'restore', changed }, `Restored ${plural(changed, 'key', 'keys')}`);
  }

  private async undo(seq: number, changed: number): Promise<void> {
    if (this.lent) return;
    this.lent = true;
    const undone = await undoCommit(this.parts.bridge, seq, changed);
    if (!undone.ok) this.parts.toasts.error(`Not undone. ${undone.error}`);
    else if (undone.value.kind === 'look') {
      this.turn += 1;
      this.show(undone.value.view);
      this.parts.toasts.push({ text: 'More has changed since. This is the state before: restore what you want back.' });
    } else this.parts.toasts.push({ text: `Undone: ${plural(undone.value.changed, 'key is', 'keys are')} as before` });
    if (!undone.ok || undone.value.kind === 'done') await this.giveBack();
    this.lent = false;
    this.list.refresh();
  }

  /** After an undo: the past that was shown before it, or none. */
  private async giveBack(): Promise<void> {
    const { view, opening } = this.store.getState();
    if (view !== null) await ask(this.parts.bridge.openPast({ seq: view.seq }));
    else if (!opening) await ask(this.parts.bridge.closePast());
  }

  private async fetch(
    query: PastQuery,
    offset: number,
    limit: number,
  ): Promise<Result<KeyPage<PastRow> | null, string>> {
    const answer = await ask(this.parts.bridge.listPast({ ...query, offset, limit }));
    if (!answer.ok) return answer;
    const page = answer.value;
    if (page === null) {
      this.lost(query.seq);
      return ok(null);
    }
    if (this.store.getState().view?.seq === query.seq) this.store.setState({ view: page.view });
    const total = query.only === 'all' ? page.view.total : page.view.differing;
    return ok({ total, matching: page.matching, offset: page.offset, rows: page.rows });
  }

  /** The program does not hold that past any more. */
  private lost(seq: number): void {
    const { view, opening } = this.store.getState();
    if (this.lent || opening || view?.seq !== seq) return;
    this.leave();
    this.parts.toasts.push({ text: 'The state as it was is not open any more. This is the state as it is now.' });
  }

  private follow({ rows, selected }: KeyWindowState<PastRow, PastQuery>): void {
    const { chosen } = this.store.getState();
    const row = rows.find(({ key }) => key === selected) ?? (chosen?.key === selected ? chosen : null);
    if (row !== chosen) this.store.setState({ chosen: row });
  }

  private compare(): Promise<void> {
    this.list.refresh();
    return Promise.resolve();
  }

  /** What then was does not change; what is now may. */
  private async look(): Promise<void> {
    const key = this.store.getState().chosen?.key;
    if (key === undefined) return;
    const answer = await ask(this.parts.bridge.getEntry({ key }));
    const { chosen } = this.store.getState();
    if (!answer.ok || chosen?.key !== key) return;
    this.store.setState({ chosen: { ...chosen, now: liveOf(answer.value?.entry ?? null) } });
  }
}
