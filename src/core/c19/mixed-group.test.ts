import { describe, it } from 'vitest';
import { MixedOffice } from '../../../test/support/mixed-office.ts';
import { expectRest } from '../../../test/support/mixed-rest.ts';
import { SeededRandom } from '../testing/seeded-random.ts';
import { START_TIME } from '../testing/simulated-office.ts';

const KEYS = ['cat', 'dog', 'desks/1', '__proto__', '🍇'];

/** Writes, updates, deletes and ties on either side, from one seed. */
class MixedLife {
  readonly mixed: MixedOffice;
  readonly #random: SeededRandom;

  constructor(mixed: MixedOffice, seed: number) {
    this.mixed = mixed;
    this.#random = new SeededRandom(seed);
  }

  async step(i: number): Promise<void> {
    const key = this.#pick(KEYS);
    const value = this.#random.next() < 0.25 ? null : `v${i}`;
    const now = START_TIME + Math.floor(this.mixed.office.time.monotonicMs());
    const dice = this.#random.next();
    if (dice < 0.4) await this.#writeNatively(key, value);
    else if (dice < 0.8) this.mixed.put(this.#pick(this.mixed.agents), { [key]: { value } });
    else {
      // Both at once, with one ts and two values.
      await this.#writeNatively(key, value, now);
      this.mixed.put(this.#pick(this.mixed.agents), { [key]: { value: `other ${i}`, ts: now } });
    }
    await this.mixed.office.time.pass(this.#random.next() * 4_000);
  }

  async #writeNatively(key: string, value: string | null, ts?: number): Promise<void> {
    const { node } = this.#pick(this.mixed.office.machines);
    const done = node.write([{ key, value, ...(ts === undefined ? {} : { ts }) }], { kind: 'user' });
    await this.mixed.office.time.pass(10);
    await done;
  }

  #pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.#random.next() * items.length)]!;
  }
}

describe('three native nodes and two C19 agents', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    '[C1.5] agree after writes, updates, ties and deletes on either side: seed %i',
    async (seed) => {
      const mixed = await MixedOffice.open({ nodes: 3, agents: 2, seed });
      const life = new MixedLife(mixed, seed);
      for (let i = 0; i < 40; i += 1) await life.step(i);
      await expectRest(mixed, KEYS);
      await mixed.close();
    },
  );

  it.each([1, 2, 3])('[C1.3] agree although each node crashes and starts again on the way: seed %i', async (seed) => {
    const mixed = await MixedOffice.open({ nodes: 3, agents: 2, seed });
    const life = new MixedLife(mixed, seed);
    for (const machine of mixed.office.machines) {
      for (let i = 0; i < 8; i += 1) await life.step(i);
      mixed.office.crash(machine);
      await mixed.office.time.pass(30_000);
      await mixed.office.restart(machine);
      mixed.list(machine.node);
    }
    await expectRest(mixed, KEYS);
    await mixed.close();
  });

  it.each([1, 2, 3])(
    '[C1.3] agree although only the nodes know the agents, and a fifth of all messages gets lost: seed %i',
    async (seed) => {
      const mixed = await MixedOffice.open({ nodes: 3, agents: 2, seed, agentsKnowNodes: false });
      const { network } = mixed.office;
      network.conditions = { ...network.conditions, loss: 0.2 };
      const life = new MixedLife(mixed, seed);
      for (let i = 0; i < 30; i += 1) await life.step(i);
      network.conditions = { ...network.conditions, loss: 0 };
      await expectRest(mixed, KEYS);
      await mixed.close();
    },
  );
});
