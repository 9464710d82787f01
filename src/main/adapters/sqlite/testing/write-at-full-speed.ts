/**
 * A program for `kill -9`: writes to the database named on the command line as fast as it can, as the engine does, and tells on its output
 * each write that was acknowledged. It first makes visible what the run before it left as intents.
 */
import { writeSync } from 'node:fs';
import type { Intent } from '../../../../core/ports.ts';
import { Received, STAMP, StepMaker, peerOf, valueOf } from '../../../../core/testing/stored-steps.ts';
import { DEFAULT_STORAGE_SETTINGS, SqliteStorage } from '../sqlite-storage.ts';
import { startStorageWorker } from '../start-worker.ts';
import { xorOf } from './xor-of.ts';

const WRITERS = 8;
const KEYS = 50;
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const [file = '', round = ''] = process.argv.slice(2);
const storage = new SqliteStorage(
  { startWorker: startStorageWorker, logger: quiet },
  { ...DEFAULT_STORAGE_SETTINGS, file },
);
const state = new Received();
const opened = await storage.open(state);
if (!opened.ok) throw new Error(opened.error.detail);

const maker = new StepMaker(opened.value.lastSeq);
for (const entry of state.all) maker.entries.set(entry.key, entry);
maker.digest = xorOf(state.all);
/** Also the stamp of its entries, so that later writes always rank higher. */
let lastIntent = Math.max(0, ...state.all.map(({ ts }) => ts - STAMP), ...opened.value.intents.map(({ id }) => id));
for (const intent of opened.value.intents) makeVisible(intent);

await Promise.all(Array.from({ length: WRITERS }, (_, writer) => writeForEver(writer)));

async function writeForEver(writer: number): Promise<void> {
  for (let count = 0; ; count += 1) {
    lastIntent += 1;
    const key = `w${writer}/${count % KEYS}`;
    const text = JSON.stringify(`${round}-${lastIntent}`);
    const time = STAMP + lastIntent;
    const intent: Intent = { id: lastIntent, time, origin: { kind: 'user' }, entries: [valueOf(key, text, time)] };
    const done = await storage.intend(intent);
    if (!done.ok) throw new Error(done.error.detail);
    writeSync(1, `${JSON.stringify({ id: intent.id, key, ts: time })}\n`);
    makeVisible(intent);
    if (count % 10 === 0) mergeSome(count);
  }
}

function makeVisible({ id, time, entries }: Intent): void {
  const writes = Object.fromEntries(entries.map(({ key, text }) => [key, text]));
  storage.commit(maker.step(writes, { time, intent: id }));
}

/** What a peer brings: visible at once, stored behind. */
function mergeSome(count: number): void {
  const writes = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [`peer/${i}`, i === count % 30 ? null : `${count}`]),
  );
  storage.commit(maker.step(writes, { origin: peerOf('7') }));
}
