import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ExportOutcome, GrapevineBridge } from '../../../shared/ipc.ts';
import type { Key } from '../../../shared/model.ts';
import { splitKey } from '../format/key.ts';
import { plural } from '../format/number.ts';
import { ask } from './ask.ts';
import type { Timers } from './timers.ts';
import type { Toasts } from './toasts.ts';

/** What the user is about to write to a file. */
export interface ExportSession {
  scope: 'all' | 'prefix';
  /** With what the keys begin; kept while `scope` is `all`. */
  prefix: string;
  /** How many values that is; null while it is being counted. */
  count: number | null;
  saving: boolean;
  problem: string | null;
}

export interface ExportParts {
  bridge: Pick<GrapevineBridge, 'countEntries' | 'exportEntries'>;
  timers: Timers;
  toasts: Toasts;
}

/** Where an export begins: with what is filtered for, or else with everything, the selected key's folder at hand. */
export function exportStart(filter: string, selected: Key | null): [scope: ExportSession['scope'], prefix: string] {
  if (filter !== '') return ['prefix', filter];
  const { folder, leaf } = splitKey(selected ?? '');
  return ['all', folder === '' ? leaf : folder];
}

/** Long enough to be typing, too short to be waiting. */
const PAUSE_MS = 200;

/** Writes values to a file of the user's choice. */
export class ExportFile {
  readonly store: StoreApi<{ session: ExportSession | null }> = createStore(() => ({
    session: null as ExportSession | null,
  }));
  private readonly parts: ExportParts;
  private cancelCount: (() => void) | null = null;
  /** Grows with every wish to count: an older answer is of no use. */
  private turn = 0;

  constructor(parts: ExportParts) {
    this.parts = parts;
  }

  open(scope: ExportSession['scope'], prefix: string): void {
    this.store.setState({ session: { scope, prefix, count: null, saving: false, problem: null } });
    this.recount(0);
  }

  close(): void {
    if (this.store.getState().session?.saving === true) return;
    this.cancelCount?.();
    this.cancelCount = null;
    this.store.setState({ session: null });
  }

  setScope(scope: ExportSession['scope']): void {
    this.patch({ scope, count: null, problem: null });
    this.recount(0);
  }

  setPrefix(prefix: string): void {
    this.patch({ prefix, count: null, problem: null });
    this.recount(PAUSE_MS);
  }

  /** The state may have changed: the number shown is what would be written now. */
  refresh(): void {
    if (this.store.getState().session !== null && this.cancelCount === null) this.countSoon(PAUSE_MS);
  }

  async save(): Promise<void> {
    const { session } = this.store.getState();
    if (!session || session.saving || session.count === null || session.count === 0) return;
    this.patch({ saving: true, problem: null });
    const answer = await ask(this.parts.bridge.exportEntries({ prefix: wanted(session) }));
    this.patch({ saving: false });
    this.saved(answer.ok ? answer.value : { kind: 'failed', reason: answer.error });
  }

  private saved(outcome: ExportOutcome): void {
    if (outcome.kind === 'failed') this.patch({ problem: `Not exported. ${outcome.reason}` });
    if (outcome.kind !== 'saved') return;
    this.close();
    const { file, entries } = outcome;
    this.parts.toasts.push({ text: `Exported ${plural(entries, 'value', 'values')} to`, subject: file });
  }

  /** What is being counted already is not what is wanted any more. */
  private recount(delayMs: number): void {
    this.turn += 1;
    this.cancelCount?.();
    this.countSoon(delayMs);
  }

  private countSoon(delayMs: number): void {
    this.cancelCount = this.parts.timers.after(delayMs, () => {
      this.cancelCount = null;
      void this.count();
    });
  }

  private async count(): Promise<void> {
    const { session } = this.store.getState();
    if (!session) return;
    this.turn += 1;
    const { turn } = this;
    const answer = await ask(this.parts.bridge.countEntries({ prefix: wanted(session) }));
    if (turn !== this.turn) return;
    if (answer.ok) this.patch({ count: answer.value });
    else this.patch({ problem: answer.error });
  }

  private patch(change: Partial<ExportSession>): void {
    this.store.setState(({ session }) => ({ session: session && { ...session, ...change } }));
  }
}

function wanted({ scope, prefix }: ExportSession): string {
  return scope === 'all' ? '' : prefix;
}
