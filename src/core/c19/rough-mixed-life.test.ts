import { expect, it } from 'vitest';
import { MixedOffice, type MixedAgent } from '../../../test/support/mixed-office.ts';
import { expectRest } from '../../../test/support/mixed-rest.ts';
import type { EntryView } from '../../shared/model.ts';
import { compareRank } from '../state/entry.ts';
import { ranksOnDisks } from '../testing/disks.ts';
import { goodConditions, roughConditions } from '../testing/rough-network.ts';
import { SeededRandom } from '../testing/seeded-random.ts';
import { START_TIME, type Machine } from '../testing/simulated-office.ts';

/** More seeds: `npm run sim -- --mixed N --first SEED`. */
const SEEDS = Number(process.env['GRAPEVINE_SIM_MIXED'] ?? 10);
const FIRST = Number(process.env['GRAPEVINE_SIM_FIRST'] ?? 1);

const KEYS = ['cat', 'dog', 'desks/1', '__proto__'];
const STEPS = 30;
const LATE_MS = 3_000;

/** Three native nodes and two C19 agents on a bad network: nodes crash, lose their disks and come back, agents start anew, all are cut apart. */
class RoughMixedLife {
  readonly mixed: MixedOffice;
  readonly #random: SeededRandom;
  readonly #sides = new Map<string, number>();
  readonly #down = new Set<Machine>();
  /** What nodes said to be durable. */
  #acknowledged: EntryView[] = [];

  constructor(seed: number) {
    this.#random = new SeededRandom(seed);
    const conditions = roughConditions(this.#sides, LATE_MS);
    this.mixed = new MixedOffice({ nodes: 3, agents: 2, seed, conditions, agentSettings: { lostAfterMs: 2_000 } });
  }

  async run(): Promise<void> {
    const { office, agents } = this.mixed;
    for (const { c19 } of agents) await c19.start();
    await Promise.all(office.machines.map(({ node }) => node.start()));
    for (const { node } of office.machines) this.mixed.list(node);
    await office.time.pass(1_000);
    for (let i = 0; i < STEPS; i += 1) {
      await this.#step(i);
      await office.time.pass(this.#random.next() * 6_000);
    }
    await this.#recover();
  }

  /** Acknowledged writes of nodes that something older or nothing stands for now. */
  lost(): string[] {
    const [first] = this.mixed.office.machines;
    return this.#acknowledged
      .filter((entry) => {
        const held = first?.node.entry(entry.key) ?? null;
        return held === null || compareRank(held, entry) < 0;
      })
      .map(({ key, text, ts }) => `${key}: ${text} of ${ts}`);
  }

  async #step(i: number): Promise<void> {
    const dice = this.#random.next();
    const key = this.#pick(KEYS) ?? 'cat';
    const value = this.#random.next() < 0.25 ? null : `v${i}`;
    const machine = this.#pick(this.mixed.office.machines.filter((one) => !this.#down.has(one)));
    const agent = this.#pick(this.mixed.agents);
    if (machine === null || agent === null) await this.#startOne();
    else if (dice < 0.3) this.#write(machine, key, value);
    else if (dice < 0.55) this.mixed.put(agent, { [key]: { value } });
    else if (dice < 0.62) this.#tie(machine, agent, key, i);
    else if (dice < 0.7) this.#crash(machine);
    else if (dice < 0.73) await this.#loseDisk(machine);
    else if (dice < 0.85) await this.#startOne();
    else if (dice < 0.91) await this.mixed.restartAgent(agent);
    else this.#cutApart();
  }

  #write({ node }: Machine, key: string, value: string | null, ts?: number): void {
    const write = { key, value, ...(ts === undefined ? {} : { ts }) };
    void node.write([write], { kind: 'user' }).then((done) => {
      if (done.ok) this.#acknowledged.push(...done.value.entries);
    });
  }

  /** Two machines, or a machine and an agent, write at once with one ts and two values. */
  #tie(machine: Machine, agent: MixedAgent, key: string, i: number): void {
    const other = this.#pick(this.mixed.office.machines.filter((one) => !this.#down.has(one)));
    const ts = START_TIME + Math.floor(this.mixed.office.time.monotonicMs());
    const [ours, theirs] = this.#random.next() < 0.5 ? ['a', 'b'] : ['b', 'a'];
    this.#write(machine, key, `${ours} ${i}`, ts);
    if (other === null || other === machine) this.mixed.put(agent, { [key]: { value: `${theirs} ${i}`, ts } });
    else this.#write(other, key, `${theirs} ${i}`, ts);
  }

  #crash(machine: Machine): void {
    this.mixed.office.crash(machine);
    this.#down.add(machine);
  }

  /** What no other disk holds may be gone. */
  async #loseDisk(machine: Machine): Promise<void> {
    this.#crash(machine);
    this.mixed.office.loseDisk(machine);
    const kept = await ranksOnDisks(this.mixed.office.machines);
    this.#acknowledged = this.#acknowledged.filter((entry) =>
      kept.get(entry.key)?.some((rank) => compareRank(rank, entry) >= 0),
    );
  }

  async #startOne(): Promise<void> {
    const machine = this.#pick([...this.#down]);
    if (machine === null) return;
    this.#down.delete(machine);
    await this.mixed.office.restart(machine);
    this.mixed.list(machine.node);
  }

  #cutApart(): void {
    const sides = 1 + Math.floor(this.#random.next() * 2);
    const hosts = [...this.mixed.office.machines, ...this.mixed.agents].map(({ host }) => host);
    for (const host of hosts) this.#sides.set(host, Math.floor(this.#random.next() * sides));
  }

  async #recover(): Promise<void> {
    const { network, time } = this.mixed.office;
    network.conditions = goodConditions(network.conditions);
    while (this.#down.size > 0) await this.#startOne();
    await time.pass(LATE_MS);
    const [machine] = this.mixed.office.machines;
    const [agent] = this.mixed.agents;
    for (const [i, key] of KEYS.entries()) if (machine && agent) this.#tie(machine, agent, key, STEPS + i);
  }

  #pick<T>(items: readonly T[]): T | null {
    return items[Math.floor(this.#random.next() * items.length)] ?? null;
  }
}

it(
  `[C1.5] native nodes and C19 agents on a bad network, with crashes and lost disks, agree in the end and lose no acknowledged write, for ${SEEDS} seeds`,
  { timeout: 60_000 + SEEDS * 10_000 },
  async () => {
    for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
      const life = new RoughMixedLife(seed);
      await life.run();
      const replay = `replay with: npm run sim -- --mixed 1 --first ${seed}`;
      await expectRest(life.mixed, KEYS, replay);
      expect(life.lost(), replay).toEqual([]);
      await life.mixed.close();
    }
  },
);
