import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { Logger } from '../../../../core/ports.ts';
import type { WorkerSettings } from '../messages.ts';
import { DEFAULT_STORAGE_SETTINGS, SqliteStorage, type SqliteStorageSettings } from '../sqlite-storage.ts';
import { startStorageWorker } from '../start-worker.ts';

/** Collects the names of warnings; drops the rest. */
class Warnings implements Logger {
  readonly events: string[] = [];
  debug(): void {
    // Nobody looks at these.
  }
  info(): void {
    // Nor at these.
  }
  warn(event: string): void {
    this.events.push(event);
  }
  error(event: string): void {
    this.events.push(event);
  }
}

/** A folder of its own for a test, with storages on it; all is gone afterwards. */
export class StorageBench {
  readonly folder = mkdtempSync(join(tmpdir(), 'grapevine-storage-'));
  readonly warnings = new Warnings();
  /** The thread that was started last. */
  lastWorker: Worker | null = null;
  readonly #storages: SqliteStorage[] = [];

  static async use(work: (bench: StorageBench) => Promise<void>): Promise<void> {
    const bench = new StorageBench();
    try {
      await work(bench);
    } finally {
      await bench.remove();
    }
  }

  get file(): string {
    return join(this.folder, 'data', 'state.db');
  }

  storage(settings: Partial<SqliteStorageSettings> = {}): SqliteStorage {
    const all = { ...DEFAULT_STORAGE_SETTINGS, file: this.file, ...settings };
    const storage = new SqliteStorage({ startWorker: (of) => this.#start(of), logger: this.warnings }, all);
    this.#storages.push(storage);
    return storage;
  }

  async #start(settings: WorkerSettings): Promise<Worker> {
    this.lastWorker = await startStorageWorker(settings);
    return this.lastWorker;
  }

  async remove(): Promise<void> {
    for (const storage of this.#storages) await storage.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
