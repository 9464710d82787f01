/**
 * Measures the durable storage: `node bench/storage/storage.ts [--million]`, in the runtime that ships. Prints a table, and JSON as the
 * last line. The folder of the database can be given by TMPDIR: it must be on the disk that is to be measured.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Intent, Storage, StoredState } from '../../src/core/ports.ts';
import { ANY, keyOf, STAMP, StepMaker, valueOf } from '../../src/core/testing/stored-steps.ts';
import { DEFAULT_STORAGE_SETTINGS, SqliteStorage } from '../../src/main/adapters/sqlite/sqlite-storage.ts';
import { startStorageWorker } from '../../src/main/adapters/sqlite/start-worker.ts';
import { measure, median, medianOf, RUNS, timed, type Measured } from './measure.ts';

const WRITERS = 64;
const VALUE = JSON.stringify('x'.repeat(98));
const SECOND = 1000;
const folder = mkdtempSync(join(tmpdir(), 'grapevine-bench-'));
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const nothing: StoredState = { entries: () => undefined, graves: () => undefined };

async function opened(name: string, state = nothing): Promise<SqliteStorage> {
  const settings = { ...DEFAULT_STORAGE_SETTINGS, file: join(folder, `${name}.db`) };
  const storage = new SqliteStorage({ startWorker: startStorageWorker, logger: quiet }, settings);
  const result = await storage.open(state);
  if (!result.ok) throw new Error(result.error.detail);
  return storage;
}

/** Local writes as the engine makes them: an intent that is waited for, then the step that makes it visible. */
class Writer {
  readonly #storage: Storage;
  readonly #maker: StepMaker;
  #lastIntent = 0;

  constructor(storage: Storage, maker = new StepMaker()) {
    this.#storage = storage;
    this.#maker = maker;
  }

  async write(key: string): Promise<void> {
    this.#lastIntent += 1;
    const id = this.#lastIntent;
    const intent: Intent = { id, time: STAMP, origin: { kind: 'user' }, entries: [valueOf(key, VALUE, STAMP + id)] };
    const done = await this.#storage.intend(intent);
    if (!done.ok) throw new Error(done.error.detail);
    this.#storage.commit(this.#maker.step({ [key]: VALUE }, { intent: id }));
  }
}

async function writes(): Promise<Measured[]> {
  const storage = await opened('writes');
  const writer = new Writer(storage);
  let next = 0;
  const oneAfterAnother = async (count: number): Promise<number[]> => {
    const times: number[] = [];
    for (let i = 0; i < count; i += 1) times.push(await timed(() => writer.write(`k${(next += 1) % 10_000}`)));
    return times;
  };
  await oneAfterAnother(50);
  const single = await measure('a durable write, alone (median)', 'ms', async () => median(await oneAfterAnother(300)));
  const perRun = 10_000;
  const together = async (): Promise<void> => {
    const until = next + perRun;
    const work = async (): Promise<void> => {
      while (next < until) await writer.write(`k${(next += 1) % 10_000}`);
    };
    await Promise.all(Array.from({ length: WRITERS }, work));
    await storage.flush();
  };
  const many = await measure(
    `durable writes, ${WRITERS} writers`,
    '1/s',
    async () => (perRun * SECOND) / (await medianOf(together)),
  );
  await storage.close();
  return [single, many];
}

async function fill(storage: Storage, keys: number): Promise<void> {
  const maker = new StepMaker();
  for (let i = 0; i < keys; i += 1_000) {
    const batch = Array.from({ length: Math.min(1_000, keys - i) }, (_, n) => [`key/${i + n}`, VALUE] as const);
    storage.commit(maker.step(Object.fromEntries(batch)));
    // A turn for each batch: what is measured is the storage, not the making of entries.
    await nextTurn();
  }
  await storage.flush();
}

async function opening(keys: number): Promise<Measured[]> {
  const name = `open-${keys}`;
  const first = await opened(name);
  const filled = await measure(`storing ${keys} entries`, 'ms', () => timed(() => fill(first, keys)));
  await first.close();
  const before = process.memoryUsage.rss();
  const held = new Map<string, unknown>();
  const state: StoredState = {
    entries: (chunk) => chunk.forEach((one) => held.set(one.key, one)),
    graves: () => undefined,
  };
  const again = await opened(name, state);
  const memory = { name: `memory with ${keys} entries in a Map`, unit: 'MB', loopMs: 0 };
  const bytes = process.memoryUsage.rss() - before;
  await again.close();
  const reopen = async (): Promise<void> => (await opened(name, state)).close();
  const open = await measure(`open (and close) with ${keys} entries`, 'ms', () => medianOf(reopen));
  const size = {
    name: `file with ${keys} entries`,
    value: mb(statSync(join(folder, `${name}.db`)).size),
    unit: 'MB',
    loopMs: 0,
  };
  return [filled, open, { ...memory, value: mb(bytes) }, size];
}

async function history(changesets: number): Promise<Measured[]> {
  const storage = await opened('history');
  const maker = new StepMaker();
  for (let i = 0; i < changesets; i += 1) {
    const origin = i % 10 === 0 ? ({ kind: 'seed' } as const) : ({ kind: 'api', label: 'shop' } as const);
    storage.commit(maker.step({ [`desks/${i % 20_000}`]: `"${VALUE.slice(1, 60)} word${i % 977}"` }, { origin }));
    if (i % 100 === 0) await nextTurn();
  }
  await storage.flush();
  const middle = changesets / 2;
  const pages: [string, () => Promise<unknown>][] = [
    ['newest', () => storage.history(ANY)],
    ['by key', () => storage.history({ ...ANY, key: keyOf('desks/77') })],
    ['by kind, from the middle', () => storage.history({ ...ANY, kind: 'seed', before: middle })],
    ['by time window', () => storage.history({ ...ANY, from: STAMP + 100, to: STAMP + 5_000 })],
    ['by a rare word', () => storage.history({ ...ANY, text: 'word97' })],
    ['by a word in all', () => storage.history({ ...ANY, text: 'desks' })],
    ['by a word in all, from the middle', () => storage.history({ ...ANY, text: 'des', before: middle })],
    ['by words and kind without a match', () => storage.history({ ...ANY, text: 'desks', kind: 'restore' })],
    ['number at a time', () => storage.seqAt(STAMP + middle)],
    ['since, 100 changesets ago', () => storage.since(changesets - 100, null, 1_000)],
    ['since, from the middle, first page', () => storage.since(middle, null, 1_000)],
    ['since, from the middle, last page', () => storage.since(middle, keyOf('desks/95'), 1_000)],
  ];
  const results: Measured[] = [];
  for (const [name, work] of pages)
    results.push(await measure(`history: ${name}`, 'ms', () => medianOf(work, RUNS * 3)));
  const trim = (): Promise<unknown> => storage.trim(STAMP + middle + DEFAULT_STORAGE_SETTINGS.limits.maxAgeMs);
  results.push(await measure('erase one key', 'ms', () => timed(() => storage.erase(keyOf('desks/77')))));
  results.push(await measure('trim half of it', 'ms', () => timed(trim)));
  await storage.close();
  return results;
}

const mb = (bytes: number): number => Math.round(bytes / 1e5) / 10;

try {
  const results = [...(await writes()), ...(await opening(100_000)), ...(await history(100_000))];
  if (process.argv.includes('--million')) results.push(...(await opening(1_000_000)));
  console.table(results);
  console.log(JSON.stringify({ runtime: process.versions, results }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
