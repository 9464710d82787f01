import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { Keyring } from '../../src/core/group/keyring.ts';
import { createNode } from '../../src/core/node.ts';
import type { GrapevineNode } from '../../src/core/node-api.ts';
import { DEFAULT_NODE_SETTINGS } from '../../src/core/settings.ts';
import { loadXxh64 } from '../../src/core/state/xxh64.ts';
import { createClock } from '../../src/main/adapters/clock.ts';
import { createBodyPacking } from '../../src/main/adapters/http/body-packing.ts';
import { ByteBudget } from '../../src/main/adapters/http/byte-budget.ts';
import { Inflater } from '../../src/main/adapters/http/compression.ts';
import { createHttpTransport } from '../../src/main/adapters/http/http-transport.ts';
import { SEALED_HTTP_LIMITS } from '../../src/main/adapters/http/limits.ts';
import { createRandom } from '../../src/main/adapters/random.ts';
import { createScheduler } from '../../src/main/adapters/scheduler.ts';
import { loadGroup } from '../../src/main/profile/group-file.ts';
import { WITHOUT_KEYCHAIN } from '../../src/main/profile/secret-box.ts';
import { profileFiles } from '../../src/main/profile/paths.ts';
import { ok } from '../../src/shared/result.ts';
import type { NodeId } from '../../src/shared/model.ts';
import { until } from '../lib/machine.ts';
import { figure, median, RUNS, SECOND, type Measured } from '../lib/measure.ts';
import { pusher } from '../lib/push.ts';
import { databaseIn, silentLogger, storageOn } from '../lib/stored.ts';

const GRAPEVINE = new URL('../../bin/grapevine', import.meta.url).pathname;
const FLOOD = new URL('flood.ts', import.meta.url).pathname;
interface Flood {
  connections: number;
  count: number;
}

/** Over as many connections as a node opens to another, and as many as one address may have (PS5). */
const FLOODS: Flood[] = [
  { connections: 8, count: 1_000 },
  { connections: 64, count: 10_000 },
];
const [WARM_UPS, PUSHES] = [200, 100];

type Child = ChildProcessByStdio<Writable, Readable, null>;

interface Program {
  child: Child;
  lines: Interface;
  /** Resolves when it has ended. */
  ended: Promise<unknown>;
}

function started(command: string, args: string[]): Program {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  process.once('exit', () => void child.kill());
  return { child, lines: createInterface(child.stdout), ended: once(child, 'exit') };
}

async function nextLine({ lines, ended }: Program): Promise<Record<string, unknown>> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  lines.once('line', resolve);
  void ended.then(() => reject(new Error('a program ended before it answered')));
  return JSON.parse(await promise) as Record<string, unknown>;
}

async function end({ child, ended }: Program): Promise<void> {
  child.kill();
  await ended;
}

/** A member in this process that knows the machine at `port`. */
async function member(file: string, keyring: Keyring, port: number): Promise<GrapevineNode> {
  const ports = { logger: silentLogger, clock: createClock(), scheduler: createScheduler(), random: createRandom() };
  const bodies = { budget: new ByteBudget(SEALED_HTTP_LIMITS.maxBufferedBytes), inflater: new Inflater() };
  const settings = { port: 0, hosts: ['127.0.0.1'], allowedHostNames: [], limits: SEALED_HTTP_LIMITS };
  const components = {
    ...ports,
    transport: createHttpTransport({ ...ports, ...bodies }, settings),
    group: {
      keyring,
      packing: createBodyPacking(bodies, SEALED_HTTP_LIMITS),
      save: () => Promise.resolve(ok(undefined)),
    },
    providers: [],
    storage: storageOn(file),
    xxh64: await loadXxh64(),
  };
  const id = Buffer.from(ports.random.bytes(16)).toString('hex') as NodeId;
  const node = createNode(components, { id, program: 'Grapevine bench' }, { ...DEFAULT_NODE_SETTINGS, name: 'member' });
  const begun = await node.start();
  if (!begun.ok) throw new Error(begun.error.detail);
  node.addCandidate({ host: '127.0.0.1', port, id: null, name: null, foundBy: 'static' });
  await until(() => node.peers()[0]?.state.kind === 'alive', 'the two did not meet');
  return node;
}

interface Run {
  quietMs: number;
  floodedMs: number;
  requestsPerSecond: number;
}

/** The median push in quiet, and while strangers ask as fast as they are answered. */
async function run(push: () => Promise<number>, stranger: Program, asked: Flood): Promise<Run> {
  const quiet: number[] = [];
  for (let i = 0; i < PUSHES; i += 1) quiet.push(await push());
  stranger.child.stdin.write(`${JSON.stringify(asked)}\n`);
  await nextLine(stranger);
  const flood = { isOver: false };
  const took = nextLine(stranger).finally(() => (flood.isOver = true));
  const flooded: number[] = [];
  while (!flood.isOver) flooded.push(await push());
  const { tookMs } = (await took) as { tookMs: number };
  const requestsPerSecond = (asked.count * SECOND) / tookMs;
  return { quietMs: median(quiet), floodedMs: median(flooded), requestsPerSecond };
}

/** How much a member of a private group is slowed by requests of strangers to the machine that it pushes to. */
export async function measureStrangers(folder: string): Promise<Measured[]> {
  const profile = join(folder, 'machine');
  const options = ['--new-group', '--no-mdns', '--interface', 'lo', '--peer-port', '0', '--api-port', '0', '--json'];
  const machine = started(GRAPEVINE, ['serve', '--profile', profile, ...options]);
  const { peerPort, id } = (await nextLine(machine)) as { peerPort: number; id: string };
  const group = await loadGroup(profileFiles(profile).group, WITHOUT_KEYCHAIN);
  if (!group.ok || group.value?.group.kind !== 'private') throw new Error('the machine is in no private group');
  const keyring = new Keyring(group.value.group.keys);
  const node = await member(databaseIn(folder, 'member'), keyring, peerPort);
  const stranger = started(process.execPath, [FLOOD, String(peerPort), id, keyring.groupId]);
  try {
    const push = pusher(node);
    for (let i = 0; i < WARM_UPS; i += 1) await push();
    const measured: Measured[] = [];
    for (const asked of FLOODS) {
      await run(push, stranger, asked);
      const runs: Run[] = [];
      for (let i = 0; i < RUNS; i += 1) runs.push(await run(push, stranger, asked));
      measured.push(...figures(runs, asked));
    }
    return measured;
  } finally {
    await node.stop();
    await Promise.all([end(machine), end(stranger)]);
  }
}

function figures(runs: Run[], { connections, count }: Flood): Measured[] {
  const who = `${count.toLocaleString('en')} requests of strangers over ${connections} connections`;
  return [
    figure(`${who}: answered`, median(runs.map((each) => each.requestsPerSecond)), '1/s'),
    figure(`${who}: a push of a member in quiet`, median(runs.map((each) => each.quietMs)), 'ms'),
    figure(`${who}: a push of a member meanwhile`, median(runs.map((each) => each.floodedMs)), 'ms'),
    figure(`${who}: times slower`, median(runs.map((each) => each.floodedMs / each.quietMs)), ''),
  ];
}
