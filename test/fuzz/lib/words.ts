import type { TargetReport } from './fuzz-target.ts';
import type { Failure } from './messages.ts';

const MAX_CLASSES = 40;
const MIB = 1024 * 1024;

/** What is printed of a target: counts, then the classes of outcomes, the most frequent first. */
export function describeReport(name: string, { inputs, accepted, classes, rounds, ms, growth }: TargetReport): string {
  const perSecond = Math.round(inputs / (ms / 1_000));
  const counts = `${inputs} inputs, ${perSecond}/s, ${accepted} accepted, ${inputs - accepted} refused`;
  const memory = `memory at most ${Math.max(0, growth / MIB).toFixed(1)} MB more`;
  const sorted = [...classes].sort(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, MAX_CLASSES).map(([text, count]) => `  ${`${count}`.padStart(8)}  ${oneLine(text)}`);
  const rest = sorted.length > MAX_CLASSES ? [`  and ${sorted.length - MAX_CLASSES} more`] : [];
  return [
    `${name}: ${counts}; ${rounds} rounds, ${memory}; ${classes.size} classes of outcomes`,
    ...shown,
    ...rest,
  ].join('\n');
}

const oneLine = (text: string): string => JSON.stringify(text).slice(1, -1);

export function describeFailure(name: string, { seed, iteration, text }: Failure, file: string): string {
  const where = iteration === null ? 'at the input that was given last' : `at input ${iteration}`;
  return [
    `${name} FAILED in the round of seed ${seed}, ${where}: ${text}`,
    `  replay with: npm run fuzz -- --target ${name} --seed ${seed} --rounds 1`,
    `  the input is in ${file}`,
  ].join('\n');
}
