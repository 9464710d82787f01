import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Commit, Logger, Storage, StoredState } from '../../src/core/ports.ts';
import { StepMaker } from '../../src/core/testing/stored-steps.ts';
import { CONTENT } from './content.ts';
import { DEFAULT_STORAGE_SETTINGS, SqliteStorage } from '../../src/main/adapters/sqlite/sqlite-storage.ts';
import { startStorageWorker } from '../../src/main/adapters/sqlite/start-worker.ts';

/** A JSON value of 100 bytes. */
export const VALUE = JSON.stringify(CONTENT);

const STEP_ENTRIES = 1_000;

/** What may wait for the disk: of much more, a storage drops the details, and something else would be measured. */
const WEIGHT_AHEAD = 50_000;
/** A step weighs as much as so many changes. */
const STEP_WEIGHT = 25;

const ignored = (): void => undefined;

export const silentLogger: Logger = { debug: ignored, info: ignored, warn: ignored, error: ignored };

/** What a storage warns of would spoil what is measured. */
const strictLogger: Logger = {
  ...silentLogger,
  warn: (event) => {
    throw new Error(event);
  },
};

export const NOTHING: StoredState = { entries: ignored, graves: ignored };

export const databaseIn = (folder: string, name: string): string => join(folder, `${name}.db`);

export const storageOn = (file: string): SqliteStorage =>
  new SqliteStorage({ startWorker: startStorageWorker, logger: strictLogger }, { ...DEFAULT_STORAGE_SETTINGS, file });

export async function openedOn(file: string, state = NOTHING): Promise<SqliteStorage> {
  const storage = storageOn(file);
  const result = await storage.open(state);
  if (!result.ok) throw new Error(result.error.detail);
  return storage;
}

/** Steps of 1,000 entries of 100 bytes each, made when they are asked for. */
export function* entrySteps(entries: number, time: number): Generator<Commit> {
  const maker = new StepMaker();
  for (let i = 0; i < entries; i += STEP_ENTRIES) {
    const count = Math.min(STEP_ENTRIES, entries - i);
    const batch = Array.from({ length: count }, (_, n) => [`key/${i + n}`, VALUE] as const);
    yield maker.step(Object.fromEntries(batch), { time });
  }
}

/** Stores steps as fast as the disk takes them. */
export async function store(storage: Storage, steps: Iterable<Commit>): Promise<void> {
  let ahead = 0;
  for (const step of steps) {
    storage.commit(step);
    ahead += STEP_WEIGHT + step.changeset.changes.length;
    await nextTurn();
    if (ahead < WEIGHT_AHEAD) continue;
    await storage.flush();
    ahead = 0;
  }
  await storage.flush();
}

/** Makes a database that holds so many entries. */
export async function filled(file: string, entries: number, time = Date.now()): Promise<void> {
  const storage = await openedOn(file);
  await store(storage, entrySteps(entries, time));
  await storage.close();
}
