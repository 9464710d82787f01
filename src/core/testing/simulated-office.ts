import type { Key, NodeId } from '../../shared/model.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { GrapevineNode } from '../node-api.ts';
import { firstKeys, type GroupKeys } from '../group/group-keys.ts';
import type { GroupSecret } from '../group/invite-code.ts';
import { Keyring } from '../group/keyring.ts';
import { NO_PACKING } from '../group/packing.ts';
import { createNode } from '../node.ts';
import type { Logger, Transport } from '../ports.ts';
import { hex } from '../reconcile/bytes.ts';
import { DEFAULT_NODE_SETTINGS, type NodeSettings } from '../settings.ts';
import { MemoryStorage } from '../state/memory-storage.ts';
import type { Xxh64 } from '../state/xxh64.ts';
import { ManualClock, ManualTime } from './manual-time.ts';
import { MemoryNetwork, type NetworkConditions } from './memory-network.ts';
import { createMemoryDiscovery, type MemoryDiscovery } from './memory-providers.ts';
import { PulledPlug } from './pulled-plug.ts';
import { SeededRandom } from './seeded-random.ts';

export const START_TIME = Date.UTC(2026, 0, 1);
const PORT = 4097;

export interface OfficeOptions {
  seed: number;
  conditions: NetworkConditions;
  settle: () => Promise<void>;
  xxh64: Xxh64;
  settings?: Partial<NodeSettings>;
  /** The group that all are members of. @default an open one */
  secret?: GroupSecret;
  /** How long after a step became visible it is on the disk. @default 0 */
  diskLagMs?: number;
  /** How often discovery looks again by itself. @default never */
  looksEveryMs?: number;
}

export interface Machine {
  host: string;
  id: NodeId;
  /** Another one after each restart. */
  node: GrapevineNode;
  clock: ManualClock;
  /** Outlives the node. */
  disk: MemoryStorage;
  /** Of its group, as they are kept beside the state; null in an open one. */
  keys: GroupKeys | null;
}

export interface MachineOptions {
  /** Found by everybody unless false. */
  announced?: boolean;
  /** Of its own group; null: it is in an open one. */
  secret?: GroupSecret | null;
  id?: NodeId;
  clockOffsetMs?: number;
  settings?: Partial<NodeSettings>;
}

/** An office in virtual time: real nodes on a seeded network, on hosts `m0`, `m1`, …, finding each other in memory. */
export class SimulatedOffice {
  readonly time: ManualTime;
  readonly network: MemoryNetwork;
  readonly machines: Machine[] = [];
  /** No machine can store another key. */
  failKeys = false;
  readonly #options: OfficeOptions;
  readonly #random: SeededRandom;
  readonly #discovery: MemoryDiscovery;
  readonly #builders = new Map<string, () => GrapevineNode>();
  readonly #runs = new Map<string, { storage: PulledPlug; transport: Transport }>();

  constructor(options: OfficeOptions) {
    this.#options = options;
    this.#random = new SeededRandom(options.seed);
    this.time = new ManualTime(options.settle);
    this.#discovery = createMemoryDiscovery(this.time);
    this.network = new MemoryNetwork({ scheduler: this.time, random: this.#random.fork() }, options.conditions);
  }

  /** A machine that is not started yet. */
  add(options: MachineOptions = {}): Machine {
    const host = `m${this.machines.length}`;
    const random = this.#random.fork();
    const clock = new ManualClock(this.time, START_TIME + (options.clockOffsetMs ?? 0));
    const id = options.id ?? (hex(random.bytes(16)) as NodeId);
    const settings = { ...DEFAULT_NODE_SETTINGS, name: host, ...this.#options.settings, ...options.settings };
    const secret = options.secret === undefined ? (this.#options.secret ?? null) : options.secret;
    const keys = secret === null ? null : firstKeys(secret);
    const machine: Omit<Machine, 'node'> = { host, id, clock, disk: new MemoryStorage(), keys };
    const build = (): GrapevineNode => {
      const run = {
        storage: new PulledPlug({ disk: machine.disk, scheduler: this.time }, { lagMs: this.#options.diskLagMs ?? 0 }),
        transport: this.network.transport(host, PORT),
      };
      const providers =
        options.announced === false
          ? []
          : [this.#discovery.provider({ host, looksEveryMs: this.#options.looksEveryMs })];
      const { keys } = machine;
      const group =
        keys === null ? null : { keyring: new Keyring(keys), packing: NO_PACKING, save: this.#saveTo(machine) };
      const parts = {
        group,
        clock,
        scheduler: this.time,
        random,
        logger: SILENT,
        providers,
        xxh64: this.#options.xxh64,
      };
      this.#runs.set(host, run);
      return createNode({ ...parts, ...run }, { id, program: 'Grapevine test' }, settings);
    };
    const added = Object.assign(machine, { node: build() });
    this.machines.push(added);
    this.#builders.set(host, build);
    return added;
  }

  /** As if the keys were in a file. */
  #saveTo(machine: Omit<Machine, 'node'>): (keys: GroupKeys) => Promise<Result<void, string>> {
    return (keys) => {
      if (this.failKeys) return Promise.resolve(err('The disk is full.'));
      machine.keys = keys;
      return Promise.resolve(ok(undefined));
    };
  }

  /** Ends a node as `kill -9` does: nothing more is sent, stored or answered. Time has to pass for what it had begun. */
  crash(machine: Machine): void {
    const run = this.#runs.get(machine.host);
    run?.storage.pull();
    void run?.transport.stop();
    void machine.node.stop();
  }

  /** Gives a machine whose node ended an empty disk. */
  loseDisk(machine: Machine): void {
    machine.disk = new MemoryStorage();
  }

  /** Starts a node on the disk of the one that ended. */
  async restart(machine: Machine): Promise<void> {
    machine.node = this.#builders.get(machine.host)?.() ?? machine.node;
    const started = await machine.node.start();
    if (!started.ok) throw new Error(started.error.detail);
  }

  /** Adds `count` machines and starts them together. */
  async open(count: number): Promise<void> {
    const started = Array.from({ length: count }, () => this.add().node.start());
    await Promise.all(started);
  }

  /** Ends every node; time has to pass for the goodbyes. */
  async close(): Promise<void> {
    const stopped = Promise.all(this.machines.map(({ node }) => node.stop()));
    await this.time.pass(5_000);
    await stopped;
  }

  /** One entry written on a machine. */
  async write(machine: Machine, key: string, value: unknown): Promise<void> {
    const written = await machine.node.write([{ key, value }], { kind: 'user' });
    if (!written.ok) throw new Error(`${machine.host} refused to write ${key}: ${JSON.stringify(written.error)}`);
  }

  /** Whether all machines hold the same state. */
  agree(machines: readonly Machine[] = this.machines): boolean {
    const [first, ...others] = machines.map(({ node }) => node.status().digest);
    return others.every((digest) => digest === first);
  }
}

/** The value text that a machine holds for a key. */
export const textAt = ({ node }: Machine, key: string): string | null => node.entry(key as Key)?.text ?? null;

const nothing = (): void => undefined;

const SILENT: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
