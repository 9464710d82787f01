import { copyFileSync } from 'node:fs';
import { Machine, pause, until, type Said } from '../lib/machine.ts';
import { figure, median, RUNS, type Measured } from '../lib/measure.ts';
import { databaseIn, filled } from '../lib/stored.ts';

const ENTRIES = 100_000;
const MISSED = 100;
/** Of all databases, so that their entries are the same. */
const START = Date.now();
/** For what follows a join: the goodbye of the connections is not counted, an equal comparison is. */
const REST_MS = 1_500;

/** A machine that can be waited for: what it said last of each kind. */
class Teller {
  readonly machine: Machine;
  last: Said = {};

  constructor(folder: string, name: string) {
    this.machine = new Machine(folder, name, (said) => {
      this.last = { ...this.last, ...said };
    });
  }

  ready(): Promise<void> {
    return until(() => this.last.port !== undefined, 'a node did not start');
  }

  async write(key: string): Promise<void> {
    this.machine.tell({ write: key });
    await until(() => this.last.durable === key, 'a write was not made');
  }
}

interface Join {
  ms: number;
  requests: number;
  bytes: number;
}

/** One real process joins another, on loopback; both count what they ask the other. */
async function joinOf(group: Teller, newcomer: Teller): Promise<Join> {
  await newcomer.ready();
  const { digest, ...before } = await group.machine.told();
  newcomer.machine.tell({ join: { port: group.machine.port, digest } });
  await until(() => newcomer.last.joinedMs !== undefined, 'the newcomer did not get everything');
  await pause(REST_MS);
  const [ours, theirs] = [await group.machine.told(), await newcomer.machine.told()];
  if (ours.digest !== theirs.digest) throw new Error('the two differ');
  return {
    ms: newcomer.last.joinedMs ?? NaN,
    requests: ours.requests - before.requests + theirs.requests,
    bytes: ours.bytes - before.bytes + theirs.bytes,
  };
}

async function joinsOf(
  folder: string,
  kind: string,
  prepare: (group: Teller, file: string) => Promise<void>,
): Promise<Join[]> {
  const runs: Join[] = [];
  // The first one warms up the machine, not the processes, which are new each time.
  for (let run = 0; run <= RUNS; run += 1) {
    const [oldName, newName] = [`group-${kind}-${run}`, `newcomer-${kind}-${run}`];
    await filled(databaseIn(folder, oldName), ENTRIES, START);
    const group = new Teller(folder, oldName);
    try {
      await group.ready();
      await prepare(group, databaseIn(folder, newName));
      const newcomer = new Teller(folder, newName);
      try {
        runs.push(await joinOf(group, newcomer));
      } finally {
        await newcomer.machine.end();
      }
    } finally {
      await group.machine.end();
    }
  }
  return runs.slice(1);
}

/** What it costs to join a group that holds 100,000 entries: with nothing, and after 100 of its changes were missed. */
export async function measureJoins(folder: string): Promise<Measured[]> {
  const before = databaseIn(folder, 'before');
  await filled(before, ENTRIES, START);
  const empty = await joinsOf(folder, 'empty', () => Promise.resolve());
  const late = await joinsOf(folder, 'late', async (group, file) => {
    copyFileSync(before, file);
    for (let i = 0; i < MISSED; i += 1) await group.write(`key/${i * (ENTRIES / MISSED)}`);
  });
  return [...figures('an empty node joins', empty), ...figures(`a node joins that missed ${MISSED}`, late)];
}

function figures(name: string, runs: Join[]): Measured[] {
  const of = (field: keyof Join): number => median(runs.map((run) => run[field]));
  return [
    figure(`${name}: until it has everything`, of('ms'), 'ms'),
    figure(`${name}: requests of both`, of('requests'), ''),
    figure(`${name}: bytes there and back, headers included`, of('bytes') / 1e3, 'KB'),
  ];
}
