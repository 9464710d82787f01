import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import type { FileEntry, GrapevineNode, LocalWrite, WriteError } from '../../core/node-api.ts';
import type { Pause } from '../../core/pause.ts';
import type { ImportChoice, ImportOutcome, ImportPreview, RequestOf, Responses } from '../../shared/ipc.ts';
import { isSamePlan, planImport, planWrites, type ImportPlan } from './import-plan.ts';
import type { FileFault } from './messages.ts';
import type { ReadEntries } from './read-entries.ts';

export interface ImportComponents {
  node: Pick<GrapevineNode, 'entry' | 'write'>;
  /** The path of the file that the user chose; null when none. */
  chooseFile: () => Promise<string | null>;
  readEntries: ReadEntries;
  pause: Pause;
}

export interface ImportSettings {
  /** Lifetime of entries that name none (ST11). */
  defaultTtlMs: number | null;
}

/** A file that was read, with what it would change as it was shown to the user. */
interface OpenImport {
  token: string;
  file: string;
  entries: FileEntry[];
  plan: ImportPlan;
  isApplying: boolean;
}

/**
 * Imports of files in C19's seed format. One is open at a time. It is written as it was shown, as one commit, or not at all: when a key of
 * the file changed since, the answer is a new preview under a new token.
 */
export class Imports {
  readonly #parts: ImportComponents;
  readonly #settings: ImportSettings;
  #open: OpenImport | null = null;
  #isChoosing = false;
  /** Grows with each choice: of two files being read the later one counts. */
  #turn = 0;

  constructor(components: ImportComponents, settings: ImportSettings) {
    this.#parts = components;
    this.#settings = settings;
  }

  /** Lets the user choose a file and says what it would change. */
  async choose(): Promise<ImportChoice> {
    if (this.#isChoosing) return { kind: 'cancelled' };
    const path = await this.#choosePath();
    if (path === null) return { kind: 'cancelled' };
    this.#turn += 1;
    const turn = this.#turn;
    const file = basename(path);
    const read = await this.#parts.readEntries(path);
    if (!read.ok) return { kind: 'malformed', file, reason: faultSentence(read.error) };
    const plan = await this.#plan(read.value);
    if (turn !== this.#turn) return { kind: 'cancelled' };
    return { kind: 'preview', preview: this.#show(file, read.value, plan) };
  }

  list({ token, only, offset, limit }: RequestOf<'listImport'>): Responses['listImport'] {
    const open = this.#find(token);
    if (open === null) return null;
    const rows = open.plan.rows[only];
    return { rows: rows.slice(offset, offset + limit), total: rows.length };
  }

  async apply(token: string): Promise<ImportOutcome> {
    const open = this.#find(token);
    if (open === null) return failed('it is not open any more. Choose the file again.');
    if (open.isApplying) return failed('it is being written already.');
    open.isApplying = true;
    try {
      return await this.#apply(open);
    } finally {
      open.isApplying = false;
    }
  }

  /** Ends an import that is not being written yet; the node finishes what it has begun. */
  close(token: string): void {
    if (this.#find(token) !== null) this.#open = null;
  }

  async #choosePath(): Promise<string | null> {
    this.#isChoosing = true;
    try {
      return await this.#parts.chooseFile();
    } finally {
      this.#isChoosing = false;
    }
  }

  #plan(entries: FileEntry[]): Promise<ImportPlan> {
    return planImport(entries, this.#parts, this.#settings.defaultTtlMs);
  }

  #show(file: string, entries: FileEntry[], plan: ImportPlan): ImportPreview {
    const token = randomBytes(16).toString('hex');
    this.#open = { token, file, entries, plan, isApplying: false };
    const { added, changed, removed } = plan.rows;
    const counts = { added: added.length, changed: changed.length, removed: removed.length };
    return { token, file, ...counts, same: plan.same };
  }

  #find(token: string): OpenImport | null {
    return this.#open?.token === token ? this.#open : null;
  }

  /** Entries that were held just so are compared again too: what was shown must still be all there is to do. */
  async #apply(open: OpenImport): Promise<ImportOutcome> {
    const plan = await this.#plan(open.entries);
    const writes = await planWrites(plan, this.#parts.pause);
    if (!isSamePlan(plan, open.plan)) return this.#stale(open, plan);
    return this.#open === open ? this.#write(open, writes) : failed(GIVEN_UP);
  }

  async #write(open: OpenImport, writes: LocalWrite[]): Promise<ImportOutcome> {
    const written = await this.#parts.node.write(writes, { kind: 'import' });
    if (!written.ok && written.error.kind === 'precondition') return this.#stale(open, await this.#plan(open.entries));
    if (!written.ok) return failed(reasonOf(written.error));
    this.close(open.token);
    const { added = 0, changed = 0, removed = 0 } = written.value.changeset ?? {};
    return { kind: 'done', added, changed, removed };
  }

  #stale(open: OpenImport, plan: ImportPlan): ImportOutcome {
    if (this.#open !== open) return failed(GIVEN_UP);
    return { kind: 'stale', preview: this.#show(open.file, open.entries, plan) };
  }
}

const GIVEN_UP = 'it was given up.';

function faultSentence(fault: FileFault): string {
  if (fault.kind === 'unreadable') return `It ${fault.reason}.`;
  const { line, column, message } = fault.problem;
  return `Line ${line}, column ${column}: ${message}`;
}

const failed = (reason: string): ImportOutcome => ({ kind: 'failed', reason: `Nothing was imported: ${reason}` });

function reasonOf(error: WriteError): string {
  const reason = /[.!?]$/.test(error.reason) ? error.reason : `${error.reason}.`;
  return error.kind === 'full' ? `${reason} Delete values or raise the limits of the settings.` : reason;
}
