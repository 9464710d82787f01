import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { SeededRandom } from '../../../core/testing/seeded-random.ts';
import { ANY, Received } from '../../../core/testing/stored-steps.ts';
import { StorageBench } from './testing/storage-bench.ts';
import { xorOf } from './testing/xor-of.ts';

/** The long form is `npm run test:kill`. */
const ROUNDS = Number(process.env['GRAPEVINE_KILL_ROUNDS'] ?? 5);
const SEED = Number(process.env['GRAPEVINE_KILL_SEED'] ?? 20261123);
const PROGRAM = new URL('testing/write-at-full-speed.ts', import.meta.url).pathname;

interface Acknowledged {
  id: number;
  key: string;
  ts: number;
}

/** Lets the program write until it has told of so many writes, then kills it at once. All that it told of. */
async function writeUntilKilled(file: string, round: number, count: number): Promise<Acknowledged[]> {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const child = spawn(process.execPath, [PROGRAM, file, `${round}`], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const told: Acknowledged[] = [];
  for await (const line of createInterface(child.stdout)) {
    // The last line may have been cut off.
    if (line.endsWith('}')) told.push(JSON.parse(line) as Acknowledged);
    if (told.length === count) child.kill('SIGKILL');
  }
  await ended;
  expect(child.signalCode).toBe('SIGKILL');
  return told;
}

const title = `[CH5] keeps every acknowledged write through ${ROUNDS} times kill -9, with an equal digest and no hole (seed ${SEED})`;

it(title, { timeout: ROUNDS * 20_000 }, () =>
  StorageBench.use(async (bench) => {
    const random = new SeededRandom(SEED);
    const told = new Map<string, number>();
    for (let round = 1; round <= ROUNDS; round += 1) {
      const count = 1 + Math.floor(random.next() * 600);
      for (const { key, ts } of await writeUntilKilled(bench.file, round, count)) told.set(key, ts);
      const storage = bench.storage();
      const state = new Received();
      const opened = await storage.open(state);
      if (!opened.ok) throw new Error(opened.error.detail);
      const kept = new Map<string, number>();
      const waiting = opened.value.intents.flatMap(({ entries }) => entries);
      for (const { key, ts } of [...state.all, ...waiting]) kept.set(key, Math.max(ts, kept.get(key) ?? 0));
      const missing = [...told].filter(([key, ts]) => (kept.get(key) ?? 0) < ts);
      expect(missing).toEqual([]);
      const history = await storage.history({ ...ANY, limit: 1_000_000 });
      if (!history.ok) throw new Error(history.error.detail);
      const numbers = history.value.changesets.map(({ seq }) => seq);
      expect(numbers).toEqual(Array.from({ length: opened.value.lastSeq }, (_, i) => opened.value.lastSeq - i));
      if (numbers.length > 0) expect(history.value.changesets[0]?.digestAfter).toBe(xorOf(state.all));
      await storage.close();
    }
  }),
);
