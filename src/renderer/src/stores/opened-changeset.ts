import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GrapevineBridge } from '../../../shared/ipc.ts';
import type { Change, LostEntry } from '../../../shared/model.ts';
import { ask } from './ask.ts';

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

export class OpenedChangeset {
  readonly store: StoreApi<OpenedState> = createStore(() => CLOSED);
  private readonly bridge: Pick<GrapevineBridge, 'getChanges'>;

  constructor(components: { bridge: Pick<GrapevineBridge, 'getChanges'> }) {
    this.bridge = components.bridge;
  }

  /** Opens it, or closes it if it is open. */
  toggle(seq: number): void {
    if (this.store.getState().seq === seq) this.close();
    else {
      this.store.setState({ ...CLOSED, seq });
      void this.loadMore();
    }
  }

  close(): void {
    this.store.setState(CLOSED);
  }

  async loadMore(): Promise<void> {
    const { seq, changes } = this.store.getState();
    if (seq === null) return;
    const answer = await ask(this.bridge.getChanges({ seq, offset: changes.length, limit: PAGE_CHANGES }));
    if (this.store.getState().seq !== seq || this.store.getState().changes !== changes) return;
    if (!answer.ok) this.store.setState({ phase: 'failed', failure: answer.error });
    else if (answer.value === null) this.store.setState({ phase: 'gone' });
    else {
      const { total, changes: next, lost = [] } = answer.value;
      this.store.setState({ phase: 'ready', total, lost, changes: [...changes, ...next], failure: null });
    }
  }
}
