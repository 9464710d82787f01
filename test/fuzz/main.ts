/**
 * `npm run fuzz -- [--seconds N] [--seed S] [--target NAME] [--rounds N]`: gives changed samples to every border of the program in turn, each for the
 * same time. A failure is told with the command that shows it again, and its input is written to output/fuzz.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzzTarget } from './lib/fuzz-target.ts';
import { describeFailure, describeReport } from './lib/words.ts';
import { TARGETS } from './targets.ts';

const HANG_MS = 5_000;
const OUTPUT = join(import.meta.dirname, '../../output/fuzz');

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  return usage(`--${name} wants a whole number, not "${text}".`);
}

function usage(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { seconds: text, seed: text, target: text, rounds: text } });
const chosen = TARGETS.filter(({ name }) => values.target === undefined || name === values.target);
if (chosen.length === 0)
  usage(`There is no target "${values.target}". The targets are ${TARGETS.map(({ name }) => name).join(', ')}.`);
const seconds = wholeNumber('seconds', values.seconds ?? (values.rounds === undefined ? '60' : '86400'));
const seed = wholeNumber('seed', values.seed ?? `${Date.now() % 1_000_000_000}`);
const rounds = values.rounds === undefined ? Infinity : wholeNumber('rounds', values.rounds);

console.log(`seed ${seed}, ${chosen.length} targets, Node ${process.versions.node}`);
for (const { name } of chosen) {
  const ms = (seconds * 1_000) / chosen.length;
  const report = await fuzzTarget({ target: name, seed, rounds, ms, hangMs: HANG_MS });
  console.log(describeReport(name, report));
  const { failure } = report;
  if (failure === null) continue;
  mkdirSync(OUTPUT, { recursive: true });
  const file = join(OUTPUT, `${name}-${failure.seed}-${failure.iteration ?? 'last'}.bin`);
  writeFileSync(file, failure.input);
  console.error(describeFailure(name, failure, file));
  process.exitCode = 1;
}
