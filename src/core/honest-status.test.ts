import { expect, it } from 'vitest';
import { settle } from '../../test/support/settle.ts';
import { xxh64 } from '../../test/support/state.ts';
import { officeDelayMs, type NetworkConditions } from './testing/memory-network.ts';
import { SeededRandom } from './testing/seeded-random.ts';
import { SimulatedOffice, type Machine } from './testing/simulated-office.ts';
import { StatusWitness } from './testing/status-witness.ts';

/** Other seeds: GRAPEVINE_STATUS_SEEDS and GRAPEVINE_STATUS_FIRST. */
const SEEDS = Number(process.env['GRAPEVINE_STATUS_SEEDS'] ?? 25);
const FIRST = Number(process.env['GRAPEVINE_STATUS_FIRST'] ?? 1);
const FAULTS = 40;
const MACHINES = 5;
const LOOK_MS = 250;

/** Machines in trouble: cut apart, on a bad network, crashed, with clocks that jump, and written to all the while. */
class TroubledOffice {
  readonly office: SimulatedOffice;
  readonly witness: StatusWitness;
  readonly #random: SeededRandom;
  readonly #down = new Set<Machine>();
  readonly #sides = new Map<string, number>();

  constructor(seed: number) {
    this.#random = new SeededRandom(seed);
    const connects = (from: string, to: string): boolean => this.#sides.get(from) === this.#sides.get(to);
    const conditions: NetworkConditions = { loss: 0, delayMs: officeDelayMs, connects };
    this.office = new SimulatedOffice({ seed, conditions, settle, xxh64, looksEveryMs: 20_000 });
    this.witness = new StatusWitness(this.office);
  }

  async run(): Promise<void> {
    for (let i = 0; i < MACHINES; i += 1) this.office.add({ clockOffsetMs: this.#below(20_000) - 10_000 });
    for (const machine of this.office.machines) {
      await machine.node.start();
      this.witness.watch(machine);
    }
    await this.#watchFor(2_000);
    for (let i = 0; i < FAULTS; i += 1) {
      await this.#fault();
      await this.#watchFor(this.#random.next() < 0.2 ? 25_000 : this.#below(4_000));
    }
  }

  async #watchFor(durationMs: number): Promise<void> {
    for (let passed = 0; passed < durationMs; passed += LOOK_MS) {
      await this.office.time.pass(LOOK_MS);
      this.witness.look(this.#running());
    }
  }

  async #fault(): Promise<void> {
    const dice = this.#random.next();
    const machine = this.#pick(this.#running());
    const { conditions } = this.office.network;
    if (dice < 0.2) for (const { host } of this.office.machines) this.#sides.set(host, this.#below(2));
    else if (dice < 0.4) this.#sides.clear();
    else if (dice < 0.5) conditions.loss = this.#random.next() * 0.5;
    else if (dice < 0.6) conditions.loss = 0;
    else if (dice < 0.7) this.#crash(machine);
    else if (dice < 0.8) await this.#restart();
    else machine?.clock.jump(this.#below(10_000) - 5_000);
    for (let i = this.#below(3); i > 0; i -= 1) this.#write();
  }

  #write(): void {
    const machine = this.#pick(this.#running());
    void machine?.node.write([{ key: `k${this.#below(4)}`, value: this.#random.next() }], { kind: 'user' });
  }

  #crash(machine: Machine | null): void {
    if (machine === null) return;
    this.office.crash(machine);
    this.#down.add(machine);
  }

  async #restart(): Promise<void> {
    const machine = this.#pick([...this.#down]);
    if (machine === null) return;
    this.#down.delete(machine);
    await this.office.restart(machine);
    this.witness.watch(machine);
  }

  #running(): Machine[] {
    return this.office.machines.filter((machine) => !this.#down.has(machine));
  }

  #below(count: number): number {
    return Math.floor(this.#random.next() * count);
  }

  #pick<T>(items: readonly T[]): T | null {
    return items[this.#below(items.length)] ?? null;
  }
}

it(
  `[PD7] what the window says of the group is true through ${SEEDS * FAULTS} faults`,
  { timeout: 60_000 + SEEDS * 10_000 },
  async () => {
    const judged = new Set<string>();
    for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
      const troubled = new TroubledOffice(seed);
      await troubled.run();
      expect(troubled.witness.faults, `seed ${seed}`).toEqual([]);
      for (const kind of troubled.witness.judged.keys()) judged.add(kind);
    }
    expect([...judged].sort()).toEqual(['alone', 'behind', 'checking', 'in-sync']);
  },
);

it('[PD7] a peer that is heard under another start id is not said to be behind by what it said before it ended (seed 98)', async () => {
  const troubled = new TroubledOffice(98);
  await troubled.run();
  expect(troubled.witness.faults).toEqual([]);
});
