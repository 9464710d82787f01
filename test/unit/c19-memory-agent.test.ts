import { beforeAll, describe, expect, it } from 'vitest';
import { ManualClock, ManualTime } from '../../src/core/testing/manual-time.ts';
import { MemoryNetwork, officeDelayMs, PERFECT } from '../../src/core/testing/memory-network.ts';
import { SeededRandom } from '../../src/core/testing/seeded-random.ts';
import { bytesOf } from '../c19/lone-agent.ts';
import { MemoryC19Agent } from '../c19/memory-agent.ts';
import { C19State } from '../c19/state.ts';
import { loadXxh64 } from '../c19/xxh64.ts';
import { settle } from '../support/settle.ts';

const TS = 1_600_000_000_000;
const CAT = { cat: { value: 'garfield', ts: TS, ttl: null } };

let empty: C19State;
beforeAll(async () => {
  empty = C19State.empty(await loadXxh64());
});

describe('C19 agents on the network in memory', () => {
  it('[C1.6] tell each other what they were given', async () => {
    const time = new ManualTime(settle);
    const random = new SeededRandom(1);
    const network = new MemoryNetwork({ scheduler: time, random }, { ...PERFECT, delayMs: officeDelayMs });
    const endpoints = ['m0', 'm1', 'm2', 'm3', 'm4', 'm5'].map((host) => ({ host, port: 4097 }));
    const agents = endpoints.map(({ host }) => {
      const peers = endpoints.filter((other) => other.host !== host);
      const components = { network, random: random.fork(), state: empty, peers: () => peers };
      const clock = new ManualClock(time, TS);
      return new MemoryC19Agent({ ...components, clock }, { host, port: 4097 });
    });
    for (const agent of agents) await agent.start();
    agents[0]!.agent.handleLocal({ method: 'PUT', path: '/', body: bytesOf(CAT) });
    const isEverywhere = (): boolean => agents.every(({ agent }) => agent.entry('cat') !== null);
    expect(await time.passUntil(isEverywhere, 120_000)).toBe(true);
    expect(new Set(agents.map(({ agent }) => agent.version))).toEqual(new Set(['5879976174588414934']));
    for (const agent of agents) await agent.stop();
  });

  it('[C1.6] wait for ever for a lost answer, unless told when it counts as lost', async () => {
    const time = new ManualTime(settle);
    const network = new MemoryNetwork({ scheduler: time, random: new SeededRandom(1) }, { ...PERFECT, loss: 1 });
    const clock = new ManualClock(time, TS);
    const create = (settings: { host: string; lostAfterMs?: number }): MemoryC19Agent => {
      const components = { network, clock, random: new SeededRandom(1), state: empty };
      return new MemoryC19Agent({ ...components, peers: () => [{ host: 'x', port: 1 }] }, { ...settings, port: 1 });
    };
    const asked: string[] = [];
    network.conditions.observe = (from) => asked.push(from);
    for (const agent of [create({ host: 'm1' }), create({ host: 'm2', lostAfterMs: 1_000 })]) await agent.start();
    await time.pass(130_000);
    expect(asked).toEqual(['m1', 'm2', 'm2', 'm2']);
  });
});
