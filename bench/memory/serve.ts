import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { profileFiles } from '../../src/main/profile/paths.ts';
import { figure, mb, median, RUNS, type Measured } from '../lib/measure.ts';
import { filled } from '../lib/stored.ts';

const GRAPEVINE = new URL('../../bin/grapevine', import.meta.url).pathname;
/** How long a program is left alone before it is weighed. */
const REST_MS = 2_000;
const KIB = 1024;

interface Weight {
  /** Resident set size once at rest, in bytes. */
  restBytes: number;
  /** The most it ever was. */
  peakBytes: number;
}

/** Starts the program as people do, and waits until it says that it runs. */
async function serving(profile: string): Promise<ChildProcess> {
  const options = ['--no-mdns', '--interface', 'lo', '--open', '--peer-port', '0', '--api-port', '0', '--no-token'];
  const child = spawn(GRAPEVINE, ['serve', '--profile', profile, '--json', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ready = once(createInterface(child.stdout), 'line');
  const ended = once(child, 'exit').then(() => {
    throw new Error('grapevine serve ended before it ran');
  });
  await Promise.race([ready, ended]);
  ended.catch(() => undefined);
  return child;
}

async function weigh(profile: string): Promise<Weight> {
  const child = await serving(profile);
  const kill = (): void => void child.kill();
  process.once('exit', kill);
  try {
    await sleep(REST_MS);
    const status = readFileSync(`/proc/${child.pid ?? 'self'}/status`, 'utf8');
    const bytes = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) * KIB;
    return { restBytes: bytes('VmRSS'), peakBytes: bytes('VmHWM') };
  } finally {
    process.off('exit', kill);
    const ended = once(child, 'exit');
    kill();
    await ended;
  }
}

async function medianWeight(profile: string): Promise<Weight> {
  const weights: Weight[] = [];
  for (let i = 0; i < RUNS; i += 1) weights.push(await weigh(profile));
  const of = (name: keyof Weight): number => median(weights.map((weight) => weight[name]));
  return { restBytes: of('restBytes'), peakBytes: of('peakBytes') };
}

async function profileWith(folder: string, entries: number): Promise<string> {
  const profile = join(folder, `profile-${entries}`);
  mkdirSync(profile, { mode: 0o700 });
  await filled(profileFiles(profile).state, entries);
  return profile;
}

/** What `grapevine serve` takes, without and with entries, each in a process of its own (Linux only). */
export async function measureServe(folder: string, entries: number): Promise<Measured[]> {
  const empty = await medianWeight(await profileWith(folder, 0));
  const full = await medianWeight(await profileWith(folder, entries));
  const count = entries.toLocaleString('en');
  return [
    figure('serve: resident, empty', mb(empty.restBytes), 'MB'),
    figure(`serve: resident with ${count} entries`, mb(full.restBytes), 'MB'),
    figure(`serve: most resident ever with ${count} entries`, mb(full.peakBytes), 'MB'),
    figure(`serve: ${count} entries above empty`, mb(full.restBytes - empty.restBytes), 'MB'),
  ];
}
