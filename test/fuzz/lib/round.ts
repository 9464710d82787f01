import { Dice } from './dice.ts';
import { nextInput } from './next-input.ts';
import { classOf, type Target, type World } from './target.ts';

/** Inputs longer than this are not kept as samples: rounds would get slower and slower. */
const MAX_KEPT_BYTES = 32 * 1024;
const MAX_KEPT = 200;

/** What a round came to. */
export interface RoundReport {
  inputs: number;
  accepted: number;
  /** How often each class of outcome was seen. */
  classes: Map<string, number>;
}

/** What was wrong, and how to see it again. */
export class RoundFailure extends Error {
  readonly seed: number;
  readonly iteration: number;
  readonly input: Uint8Array;

  constructor(seed: number, iteration: number, input: Uint8Array, cause: unknown) {
    super(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause), { cause });
    this.seed = seed;
    this.iteration = iteration;
    this.input = input;
  }
}

export interface RoundOptions {
  seed: number;
  /** How many inputs, those of the corpus included, which come first. */
  inputs: number;
  samples: readonly Uint8Array[];
  /** Called before each input is given; false ends the round. */
  goesOn?: (input: Uint8Array, iteration: number) => boolean;
  /** What went wrong beside the answers, such as a rejection that nobody handled; null when nothing did. */
  strayFault?: () => unknown;
  /** Looks at the world at the end, before it is closed. */
  onEnd?: () => Promise<void>;
}

/**
 * Opens a world, gives it the samples and then changed ones. All follows from the seed, also which inputs become samples: those of an outcome that
 * the round had not seen before.
 */
export async function runRound(target: Target, options: RoundOptions): Promise<RoundReport> {
  const world = await target.open();
  const report: RoundReport = { inputs: 0, accepted: 0, classes: new Map() };
  try {
    await feedAll(target, world, options, report);
    await options.onEnd?.();
  } finally {
    await world.close();
  }
  return report;
}

async function feedAll(target: Target, world: World, options: RoundOptions, report: RoundReport): Promise<void> {
  const dice = new Dice(options.seed);
  const pool = [...options.samples];
  for (let i = 0; i < options.inputs; i += 1) {
    const input = options.samples[i] ?? nextInput(pool, target.form, dice);
    if (options.goesOn?.(input, i) === false) return;
    const fail = (cause: unknown): never => {
      throw new RoundFailure(options.seed, i, input, cause);
    };
    const isNew = await feedOne(world, input, report).catch(fail);
    const stray = options.strayFault?.() ?? null;
    if (stray !== null) fail(stray);
    const isKept = isNew && i >= options.samples.length && input.length <= MAX_KEPT_BYTES;
    if (isKept && pool.length < options.samples.length + MAX_KEPT) pool.push(input);
  }
}

/** Whether its outcome is of a new class. */
async function feedOne(world: World, input: Uint8Array, report: RoundReport): Promise<boolean> {
  const outcome = await world.feed(input);
  const name = classOf(outcome);
  const before = report.classes.get(name) ?? 0;
  report.inputs += 1;
  report.accepted += outcome.accepted ? 1 : 0;
  report.classes.set(name, before + 1);
  return before === 0;
}
