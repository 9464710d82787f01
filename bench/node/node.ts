import { createNode } from '../../src/core/node.ts';
import type { GrapevineNode } from '../../src/core/node-api.ts';
import { DEFAULT_NODE_SETTINGS } from '../../src/core/settings.ts';
import { loadXxh64 } from '../../src/core/state/xxh64.ts';
import { createClock } from '../../src/main/adapters/clock.ts';
import { createHttpTransport } from '../../src/main/adapters/http/http-transport.ts';
import { DEFAULT_HTTP_LIMITS } from '../../src/main/adapters/http/limits.ts';
import { createRandom } from '../../src/main/adapters/random.ts';
import { createScheduler } from '../../src/main/adapters/scheduler.ts';
import type { NodeId } from '../../src/shared/model.ts';
import { measure, median, medianFigure, medianOf, rate, timed, type Measured } from '../lib/measure.ts';
import { databaseIn, filled, silentLogger, storageOn } from '../lib/stored.ts';
import { WRITERS, WRITES } from '../storage/writes.ts';
import { CONTENT } from '../lib/content.ts';

const SETTINGS = { ...DEFAULT_NODE_SETTINGS, name: 'bench' };
const IDENTITY = { id: '0'.repeat(32) as NodeId, program: 'Grapevine bench' };

/** The node of the program, alone: it listens on loopback and looks for nobody. */
async function nodeOn(file: string): Promise<GrapevineNode> {
  const ports = { clock: createClock(), scheduler: createScheduler(), random: createRandom(), logger: silentLogger };
  const listening = { port: 0, hosts: ['127.0.0.1'], allowedHostNames: [], limits: DEFAULT_HTTP_LIMITS };
  const transport = createHttpTransport(ports, listening);
  const components = { ...ports, transport, providers: [], storage: storageOn(file), xxh64: await loadXxh64() };
  return createNode(components, IDENTITY, SETTINGS);
}

async function started(file: string): Promise<GrapevineNode> {
  const node = await nodeOn(file);
  const begun = await node.start();
  if (!begun.ok) throw new Error(begun.error.detail);
  return node;
}

async function write(node: GrapevineNode, key: string): Promise<void> {
  const done = await node.write([{ key, value: CONTENT }], { kind: 'user' });
  if (!done.ok) throw new Error(done.error.reason);
}

/** What the first start of a process takes whatever there is to load: modules, above all those of the HTTP server. */
async function measureFirstStart(folder: string): Promise<Measured> {
  const first = async (): Promise<void> => (await started(databaseIn(folder, 'first'))).stop();
  return measure('node: first start and stop in a process, empty', 'ms', () => timed(first));
}

async function measureStart(folder: string, entries: number): Promise<Measured> {
  const file = databaseIn(folder, `node-${entries}`);
  await filled(file, entries);
  const restart = async (): Promise<void> => {
    const node = await started(file);
    if (node.status().entries < entries) throw new Error('entries are missing');
    await node.stop();
  };
  const name = `node: start and stop with ${entries.toLocaleString('en')} entries`;
  return measure(name, 'ms', () => medianOf(restart));
}

/** What the whole engine takes: state, digests, changesets, events and the storage behind. */
async function measureWrites(folder: string, entries: number): Promise<Measured[]> {
  const node = await started(databaseIn(folder, `node-${entries}`));
  const single = async (): Promise<number> => {
    const times: number[] = [];
    for (let i = 0; i < 300; i += 1) times.push(await timed(() => write(node, `k${i}`)));
    return median(times);
  };
  const together = (): Promise<number> => rate(WRITERS, WRITES, (i) => write(node, `k${i}`));
  await single();
  const results = [
    await measure('node: a durable write, alone', 'ms', single),
    await measure(`node: durable writes, ${WRITERS} writers`, '1/s', () => medianFigure(together)),
  ];
  await node.stop();
  return results;
}

/** The real node with so many entries: nothing of it is left out but the network. */
export async function measureNode(folder: string, entries: number): Promise<Measured[]> {
  const first = await measureFirstStart(folder);
  return [first, await measureStart(folder, entries), ...(await measureWrites(folder, entries))];
}
