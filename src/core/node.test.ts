import { beforeAll, describe, expect, it } from 'vitest';
import { loadXxh64, type Xxh64 } from './state/xxh64.ts';
import { PERFECT, type NetworkConditions } from './testing/memory-network.ts';
import { SimulatedOffice, textAt } from './testing/simulated-office.ts';

import { settle } from '../../test/support/settle.ts';
let xxh64: Xxh64;
beforeAll(async () => {
  xxh64 = await loadXxh64();
});

const office = (conditions: NetworkConditions = PERFECT, seed = 1) =>
  new SimulatedOffice({ seed, conditions, settle, xxh64 });

describe('two nodes', () => {
  it('[PB2] sends a change to the other within a few milliseconds', async () => {
    const two = office();
    await two.open(2);
    await two.time.pass(2_000);
    const [a, b] = two.machines;
    expect(a!.node.peers().map((peer) => peer.state.kind)).toEqual(['alive']);
    await two.write(a!, 'cat', 'garfield');
    expect(await two.time.passUntil(() => textAt(b!, 'cat') === '"garfield"', 10)).toBe(true);
    await two.time.pass(2_000);
    expect(a!.node.status().sync).toEqual({ kind: 'in-sync', peers: 1, unreachable: 0 });
    expect(b!.node.status().sync).toEqual({ kind: 'in-sync', peers: 1, unreachable: 0 });
    await two.close();
  });
});
