import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import type { ChangesetSummary, Digest, Key } from '../shared/model.ts';
import { historyQuery } from '../core/state/history-query.ts';
import { MemoryNetwork, PERFECT } from '../core/testing/memory-network.ts';
import { SeededRandom } from '../core/testing/seeded-random.ts';
import { Received } from '../core/testing/stored-steps.ts';
import { createRandom } from './adapters/random.ts';
import { createScheduler } from './adapters/scheduler.ts';
import { DEFAULT_STORAGE_SETTINGS, SqliteStorage } from './adapters/sqlite/sqlite-storage.ts';
import { startStorageWorker } from './adapters/sqlite/start-worker.ts';
import { valueIn } from './adapters/sqlite/testing/writes.ts';
import { xorOf } from './adapters/sqlite/testing/xor-of.ts';
import { nodeOn, PEER_PORT, SILENT } from './testing/node-on-database.ts';
import { tempFolder } from './testing/temp-folder.ts';

/** The long form is `npm run test:kill`. */
const ROUNDS = Number(process.env['GRAPEVINE_KILL_ROUNDS'] ?? 5);
const SEED = Number(process.env['GRAPEVINE_KILL_SEED'] ?? 20261124);
const PROGRAM = new URL('testing/node-under-load.ts', import.meta.url).pathname;
const PAGE = 1_000;

interface Acknowledged {
  key: Key;
  ts: number;
  /** False for what was to expire. */
  lasts: boolean;
}

/** Lets the program write until it has told of so many entries, then kills it at once. All that it told of. */
async function writeUntilKilled(file: string, round: number, count: number): Promise<Acknowledged[]> {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const child = spawn(process.execPath, [PROGRAM, file, `${round}`], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const told: Acknowledged[] = [];
  for await (const line of createInterface(child.stdout)) {
    // The last line may have been cut off.
    if (line.endsWith('}')) told.push(JSON.parse(line) as Acknowledged);
    if (told.length >= count && !child.killed) child.kill('SIGKILL');
  }
  await ended;
  expect(child.signalCode).toBe('SIGKILL');
  return told;
}

/** Starts a node on the database as after a crash; told writes that it does not hold, and its digest once it has ended. */
async function startedOn(file: string, told: ReadonlyMap<Key, number>): Promise<{ missing: string[]; digest: Digest }> {
  const network = new MemoryNetwork({ scheduler: createScheduler(), random: createRandom() }, PERFECT);
  const node = await nodeOn(file, network.transport('here', PEER_PORT));
  const missing = [...told].filter(([key, ts]) => (node.entry(key)?.ts ?? -1) < ts).map(([key]) => key);
  await node.stop();
  return { missing, digest: node.status().digest };
}

/** Changesets behind `after`, oldest first, straight from the database, and what it says of the state. */
async function onDisk(file: string, after: number) {
  const storage = new SqliteStorage(
    { startWorker: startStorageWorker, logger: SILENT },
    { ...DEFAULT_STORAGE_SETTINGS, file },
  );
  const state = new Received();
  const { lastSeq, intents } = valueIn(await storage.open(state));
  const changesets: ChangesetSummary[] = [];
  for (let before = lastSeq + 1; before > after + 1;) {
    const page = valueIn(await storage.history(historyQuery(PAGE, { before })));
    changesets.unshift(...page.changesets.filter(({ seq }) => seq > after).reverse());
    before = page.more ? (page.changesets.at(-1)?.seq ?? 0) : 0;
  }
  await storage.close();
  return { lastSeq, intents, digest: xorOf(state.all), changesets };
}

const title = `[CH5] keeps every acknowledged write through ${ROUNDS} times kill -9 under writes and merges, with an equal digest and no hole (seed ${SEED})`;

it(title, { timeout: ROUNDS * 30_000 }, async () => {
  await using folder = await tempFolder();
  const file = join(folder.path, 'state.db');
  const random = new SeededRandom(SEED);
  const told = new Map<Key, number>();
  let last = { seq: 0, digest: '0'.repeat(32) };
  for (let round = 1; round <= ROUNDS; round += 1) {
    const count = 1 + Math.floor(random.next() * 600);
    for (const { key, ts, lasts } of await writeUntilKilled(file, round, count)) if (lasts) told.set(key, ts);
    const started = await startedOn(file, told);
    expect(started.missing).toEqual([]);
    const disk = await onDisk(file, last.seq);
    expect([disk.intents, disk.digest]).toEqual([[], started.digest]);
    for (const { seq, digestBefore, digestAfter } of disk.changesets) {
      expect([seq, digestBefore]).toEqual([last.seq + 1, last.digest]);
      last = { seq, digest: digestAfter };
    }
    expect([last.seq, last.digest]).toEqual([disk.lastSeq, disk.digest]);
  }
});
