import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GrapevineBridge, LIST_LIMIT, Responses } from '../../../shared/ipc.ts';
import type { Change, ChangesetSummary, LostEntry } from '../../../shared/model.ts';
import { ask } from './ask.ts';
import { HeldNow } from './held-now.ts';
import type { Timers } from './timers.ts';

/** The one changeset that is open in the history, with as many of its changes as were asked for. */
export interface OpenedState {
  seq: number | null;
  changes: readonly Change[];
  total: number;
  lost: readonly LostEntry[];
  phase: 'loading' | 'ready' | 'gone' | 'failed';
  failure: string | null;
}

const CLOSED: OpenedState = { seq: null, changes: [], total: 0, lost: [], phase: 'loading', failure: null };
const PAGE_CHANGES = 20;
/** As many as one request may ask for; only its type is imported, or the schemas would come into the page with it. */
const MOST_CHANGES: typeof LIST_LIMIT = 500;

export class OpenedChangeset {
  readonly store: StoreApi<OpenedState> = createStore(() => CLOSED);
  /** What the keys of the open changes hold now. */
  readonly held: HeldNow;
  private readonly bridge: Pick<GrapevineBridge, 'getChanges' | 'getEntry'>;

  constructor(components: { bridge: Pick<GrapevineBridge, 'getChanges' | 'getEntry'>; timers: Timers }) {
    this.bridge = components.bridge;
    this.held = new HeldNow(components);
  }

  /** Opens it, or closes it if it is open. */
  toggle(seq: number): void {
    if (this.store.getState().seq === seq) this.close();
    else {
      this.held.forgetAll();
      this.store.setState({ ...CLOSED, seq });
      void this.loadMore();
    }
  }

  close(): void {
    this.held.forgetAll();
    this.store.setState(CLOSED);
  }

  loadMore(): Promise<void> {
    return this.load(this.store.getState().changes, PAGE_CHANGES);
  }

  /** Fetches again what is shown, for when values were erased. */
  reload(): Promise<void> {
    const shown = Math.max(PAGE_CHANGES, this.store.getState().changes.length);
    return this.load([], Math.min(shown, MOST_CHANGES));
  }

  refresh(): void {
    this.held.refresh();
  }

  changed(changesets: readonly ChangesetSummary[]): void {
    this.held.changed(changesets);
  }

  /** Puts a page behind `kept`, the changes that stay. */
  private async load(kept: readonly Change[], limit: number): Promise<void> {
    const { seq, changes } = this.store.getState();
    if (seq === null) return;
    const answer = await ask(this.bridge.getChanges({ seq, offset: kept.length, limit }));
    if (this.store.getState().seq !== seq || this.store.getState().changes !== changes) return;
    if (!answer.ok) this.store.setState({ phase: 'failed', failure: answer.error });
    else if (answer.value === null) this.store.setState({ phase: 'gone' });
    else this.show(kept, answer.value);
  }

  private show(kept: readonly Change[], { total, changes, lost = [] }: NonNullable<Responses['getChanges']>): void {
    this.store.setState({ phase: 'ready', total, lost, changes: [...kept, ...changes], failure: null });
    this.held.watch([...changes.map(({ key }) => key), ...lost.map(({ entry }) => entry.key)]);
  }
}
