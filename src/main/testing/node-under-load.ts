/**
 * A program for `kill -9`: a real node on the database named on the command line, written to by local writers and by programs at its peer port
 * as fast as it can. It tells on its output each local write that was acknowledged.
 */
import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { LocalWrite } from '../../core/node-api.ts';
import { encodeUtf8 } from '../../core/state/utf8.ts';
import { MemoryNetwork, PERFECT } from '../../core/testing/memory-network.ts';
import { createRandom } from '../adapters/random.ts';
import { createScheduler } from '../adapters/scheduler.ts';
import { nodeOn, PEER_PORT } from './node-on-database.ts';

const WRITERS = 8;
const KEYS = 50;
/** Enough to be applied in parts. */
const LARGE = 1_300;
const RETRY_MS = 50;
const LIMITS = { connectTimeoutMs: 1_000, timeoutMs: 60_000, maxResponseBytes: 1e6 };

const [file = '', round = ''] = process.argv.slice(2);
const network = new MemoryNetwork({ scheduler: createScheduler(), random: createRandom() }, PERFECT);
const node = await nodeOn(file, network.transport('here', PEER_PORT));
const others = network.transport('others', PEER_PORT);
await others.start(() => Promise.reject(new Error('nobody calls')));

await Promise.all([...Array.from({ length: WRITERS }, (_, writer) => writeForEver(writer)), sendForEver()]);

async function writeForEver(writer: number): Promise<void> {
  for (let count = 0; ; count += 1) {
    const writes = writesOf(writer, count);
    const done = await node.write(writes, { kind: 'api', label: `writer ${writer}` });
    if (!done.ok) throw new Error(done.error.reason);
    const lines = done.value.entries.map(({ key, ts, ttl, deleted }) =>
      JSON.stringify({ key, ts, lasts: ttl === null || deleted }),
    );
    writeSync(1, lines.map((line) => `${line}\n`).join(''));
  }
}

/** Mostly one value; sometimes a delete, one that expires at once, or many together. */
function writesOf(writer: number, count: number): LocalWrite[] {
  const key = `w${writer}/${count % KEYS}`;
  const value = `${round}-${count}`;
  if (count % 11 === 3) return [{ key, value: null }];
  if (count % 13 === 5) return [{ key: `brief${writer}`, value, ttl: 20 }];
  if (count % 101 === 50) return Array.from({ length: LARGE }, (_, i) => ({ key: `many/${i}`, value }));
  return [{ key, value }];
}

/** What peers bring: visible at once, stored behind. */
async function sendForEver(): Promise<never> {
  for (let count = 0; ; count += 1) {
    const size = count % 20 === 7 ? LARGE : 30;
    const entries = Array.from({ length: size }, (_, i) => [
      `peer/${i}`,
      { value: i === count % 30 ? null : count, ts: Date.now() },
    ]);
    const body = encodeUtf8(JSON.stringify(Object.fromEntries(entries)));
    const request = { method: 'PUT', path: '/', grapevine: null, body };
    const answer = await others.request({ host: 'here', port: PEER_PORT }, request, LIMITS);
    // Whoever is told that the disk cannot keep up comes again a little later (PB4).
    if (answer.ok && answer.value.status === 503) await pause(RETRY_MS);
  }
}
