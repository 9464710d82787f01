import type { FileEntry } from '../../../src/core/node-api.ts';
import { planImport, planWrites } from '../../../src/main/transfer/import-plan.ts';
import { loadEntriesFile } from '../../../src/main/transfer/load-entries-file.ts';
import { describeFileFault, DEFAULT_READING_LIMITS } from '../../../src/main/transfer/read-entries.ts';
import { checkJson } from '../../../src/shared/json-check.ts';
import { FileWorld } from '../lib/file-world.ts';
import { LoneWorld } from '../lib/lone-world.ts';
import { judgeSentence } from '../lib/sentence.ts';
import { accepted, refused, Violation, type Outcome, type Target, type World } from '../lib/target.ts';

const pause = (): Promise<void> => Promise.resolve();

/** Reads a file, takes it as a seed, and imports it (ST11, CH4). */
async function judge(world: LoneWorld, file: FileWorld, input: Uint8Array): Promise<Outcome> {
  const text = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true }).decode(input);
  judgeCheck(text);
  const read = loadEntriesFile({ path: file.path, limits: DEFAULT_READING_LIMITS });
  if (!read.ok) return refused(judgeSentence(file.without(`The file${describeFileFault(read.error)}`)));
  judgeNames(text, read.value);
  const seeded = await world.node.seed(read.value);
  world.settle();
  const imported = await importAll(world, read.value);
  world.settle();
  return accepted(`seed ${seeded.ok ? 'merged' : seeded.error.kind}, import ${imported}`);
}

async function importAll({ node }: LoneWorld, entries: FileEntry[]): Promise<string> {
  const plan = await planImport(entries, { node, pause }, null);
  const done = await node.write(await planWrites(plan, pause), { kind: 'import' });
  if (!done.ok) return done.error.kind;
  const left = (await planImport(entries, { node, pause }, null)).rows.all.length;
  if (left > 0) throw new Violation(`[CH4] after an import ${left} entries of the file are not held`);
  return 'done';
}

/** The check in plain words accepts exactly what the language does. */
function judgeCheck(text: string): void {
  const problem = checkJson(text);
  if ((problem === null) !== isJson(text)) throw new Violation(`[UI] is it JSON? ${JSON.stringify(problem)}`);
  if (problem !== null && problem.at > text.length) throw new Violation('[UI] the problem lies beyond the text');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** No name is passed over. */
function judgeNames(text: string, entries: readonly FileEntry[]): void {
  const names = Object.keys(JSON.parse(text.replace(/^\ufeff{1,2}/, '')) as object);
  const keys = new Set<string>(entries.map(({ key }) => key));
  if (names.length !== keys.size || !names.every((name) => keys.has(name)))
    throw new Violation('[ST11] entries are missing');
}

async function open(): Promise<World> {
  const world = new LoneWorld();
  await world.start();
  const file = new FileWorld('entries.json', (at, input) => judge(world, at, input));
  return {
    feed: (input) => file.feed(input),
    close: async () => {
      await world.node.stop();
      await file.close();
    },
  };
}

/** Seed and import files. */
export const TRANSFER: Target = { name: 'transfer', form: 'text', open };
