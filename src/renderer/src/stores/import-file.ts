import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GrapevineBridge, ImportOutcome, ImportPreview, ImportRow } from '../../../shared/ipc.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { changedTotal, countsSentence } from '../format/changeset-words.ts';
import { ask } from './ask.ts';
import { KeyWindow, VALUE_ROWS, type KeyPage } from './key-window.ts';
import type { Timers } from './timers.ts';
import type { Toasts } from './toasts.ts';
import type { OwnCommit } from './undo-commit.ts';

/**
 * An import on its way.
 *
 *   closed ──▶ reading ──▶ malformed ──▶ closed
 *                │  └────▶ preview ─────▶ closed
 *                └──────────────────────▶ closed (no file chosen)
 */
export type ImportState =
  | { kind: 'closed' }
  /** The user chooses a file, or it is being read. */
  | { kind: 'reading' }
  | { kind: 'malformed'; file: string; reason: string }
  | {
      kind: 'preview';
      preview: ImportPreview;
      applying: boolean;
      /** The state changed after an earlier preview; this is the new one. */
      stale: boolean;
      problem: string | null;
    };

export interface ImportQuery {
  token: string;
  only: 'all' | 'added' | 'changed' | 'removed';
}

export interface ImportParts {
  bridge: Pick<GrapevineBridge, 'chooseImport' | 'listImport' | 'applyImport' | 'closeImport'>;
  timers: Timers;
  toasts: Toasts;
  /** Says what was imported, and offers to undo it. */
  offerUndo(commit: OwnCommit, text: string): Promise<void>;
}

const NO_QUERY: ImportQuery = { token: '', only: 'all' };
const NOT_OPEN = 'The file is not open any more. Choose it again.';

/** Brings a file's entries into the state, after showing what that would change. */
export class ImportFile {
  readonly store: StoreApi<ImportState> = createStore<ImportState>(() => ({ kind: 'closed' }));
  readonly list: KeyWindow<ImportRow, ImportQuery>;
  private readonly parts: ImportParts;
  /** Grows whenever the user starts or stops: what was asked for before is then closed when it comes. */
  private turn = 0;

  constructor(parts: ImportParts) {
    this.parts = parts;
    this.list = new KeyWindow(
      { fetch: (query, offset, limit) => this.fetch(query, offset, limit), timers: parts.timers },
      NO_QUERY,
      VALUE_ROWS,
    );
  }

  async choose(): Promise<void> {
    if (this.store.getState().kind !== 'closed') return;
    this.turn += 1;
    const { turn } = this;
    this.store.setState({ kind: 'reading' });
    const answer = await ask(this.parts.bridge.chooseImport());
    const chosen = answer.ok ? answer.value : null;
    if (turn !== this.turn) {
      if (chosen?.kind === 'preview') this.forget(chosen.preview);
    } else if (chosen?.kind === 'preview') this.show(chosen.preview, false);
    else if (chosen?.kind === 'malformed') this.store.setState(chosen, true);
    else this.reset();
    if (!answer.ok && turn === this.turn) this.parts.toasts.error(`Nothing was imported. ${answer.error}`);
  }

  setOnly(only: ImportQuery['only']): void {
    const { token } = this.list.store.getState().query;
    this.list.setQuery({ token, only });
  }

  /** Writes all of it as one change. */
  async apply(): Promise<void> {
    const state = this.store.getState();
    if (state.kind !== 'preview' || state.applying || changedTotal(state.preview) === 0) return;
    this.store.setState({ applying: true, problem: null });
    const answer = await ask(this.parts.bridge.applyImport({ token: state.preview.token }));
    await this.applied(answer.ok ? answer.value : { kind: 'failed', reason: answer.error });
  }

  /** Gives the import up. What is being written cannot be stopped. */
  close(): void {
    const state = this.store.getState();
    if (state.kind === 'preview' && state.applying) return;
    if (state.kind === 'preview') this.forget(state.preview);
    this.reset();
  }

  private async applied(outcome: ImportOutcome): Promise<void> {
    switch (outcome.kind) {
      case 'done':
        this.reset();
        await this.parts.offerUndo(
          { kind: 'import', changed: changedTotal(outcome) },
          `Imported: ${countsSentence(outcome)}`,
        );
        break;
      case 'stale':
        this.show(outcome.preview, true);
        break;
      case 'failed':
        this.store.setState({ applying: false, problem: outcome.reason });
        break;
    }
  }

  private show(preview: ImportPreview, stale: boolean): void {
    this.store.setState({ kind: 'preview', preview, applying: false, stale, problem: null }, true);
    this.list.restart({ ...NO_QUERY, token: preview.token });
  }

  private reset(): void {
    this.turn += 1;
    this.store.setState({ kind: 'closed' }, true);
    this.list.clear(NO_QUERY);
  }

  private forget({ token }: ImportPreview): void {
    void ask(this.parts.bridge.closeImport({ token }));
  }

  private async fetch(
    { token, only }: ImportQuery,
    offset: number,
    limit: number,
  ): Promise<Result<KeyPage<ImportRow> | null, string>> {
    const answer = await ask(this.parts.bridge.listImport({ token, only, offset, limit }));
    if (!answer.ok) return answer;
    if (answer.value === null) {
      this.lost(token);
      return ok(null);
    }
    const { rows, total } = answer.value;
    return ok({ total, matching: total, offset, rows });
  }

  private lost(token: string): void {
    const state = this.store.getState();
    if (state.kind !== 'preview' || state.applying || state.preview.token !== token) return;
    this.reset();
    this.parts.toasts.error(NOT_OPEN);
  }
}
