import { describe, expect, it } from 'vitest';
import { openOffice, peerStates, pullPlug } from '../../../test/support/office.ts';
import { PERFECT, type NetworkConditions } from '../testing/memory-network.ts';
import type { Machine } from '../testing/simulated-office.ts';
import { retryPauseMs } from './defaults.ts';

describe('a peer that fails', () => {
  it('[PD4] is tried again after 1, 2, 4 ... 60 s', () => {
    const pauses = [0, 1, 2, 3, 4, 5, 6, 7, 50].map(retryPauseMs);
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it('[PD4] is tried soon once another one that was cut off is heard again', async () => {
    const office = await openOffice(9);
    const [lost] = office.machines;
    pullPlug(office, lost!);
    await office.time.pass(10 * 60_000);
    expect(new Set(peerStates(lost!))).toEqual(new Set(['unreachable']));
    office.network.conditions = PERFECT;
    expect(await office.time.passUntil(() => peerStates(lost!).includes('alive'), 75_000)).toBe(true);
    expect(await office.time.passUntil(() => !peerStates(lost!).includes('unreachable'), 2_500)).toBe(true);
  });

  it('[PD4] that was lost at the same moment as others is not tried at the same moment as they are', async () => {
    const office = await openOffice(9);
    const [lost] = office.machines;
    pullPlug(office, lost!);
    await office.time.pass(60_000);
    const triedAt: number[] = [];
    const observe: NetworkConditions['observe'] = (from) => {
      if (from === lost!.host) triedAt.push(office.time.monotonicMs());
    };
    office.network.conditions = { ...PERFECT, connects: () => false, observe };
    await office.time.pass(75_000);
    expect(triedAt.length).toBeGreaterThanOrEqual(8);
    expect(Math.max(...triedAt) - Math.min(...triedAt)).toBeGreaterThan(2_000);
    expect(new Set(triedAt).size).toBeGreaterThan(triedAt.length / 2);
  });

  it('[PD4] that was lost with others is found again soon: one of them is tried each thirtieth of the time that the cut takes', async () => {
    const office = await openOffice(9);
    const [lost] = office.machines;
    pullPlug(office, lost!);
    await office.time.pass(5 * 60_000);
    const triedAt: number[] = [];
    const observe: NetworkConditions['observe'] = (from) => {
      if (from === lost!.host) triedAt.push(office.time.monotonicMs());
    };
    office.network.conditions = { ...PERFECT, connects: () => false, observe };
    await office.time.pass(60_000);
    const pauses = triedAt.slice(1).map((at, i) => at - triedAt[i]!);
    // A thirtieth of 6 min, a quarter longer.
    expect(Math.max(...pauses)).toBeLessThanOrEqual(15_000);
    // Each of eight once a minute by itself, and all together once in 10 s; no address twice at once.
    expect(triedAt.length).toBeLessThanOrEqual(8 * 2 + 60 / 7);
  });

  it('[PD4] requests that fail meanwhile put off no retry: 1, 2, 4 s after the first failure', async () => {
    const office = await openOffice(2);
    const [first, second] = office.machines as [Machine, Machine];
    await office.time.pass(5_000);
    office.crash(second);
    const hellos: number[] = [];
    office.network.conditions = {
      ...PERFECT,
      observe: (from, _to, { path }) => {
        if (from === first.host && path === '/-/hello') hellos.push(office.time.monotonicMs());
      },
    };
    for (let i = 0; i < 300; i += 1) {
      await office.write(first, 'busy', i);
      await office.time.pass(100);
    }
    const pauses = hellos.slice(1).map((at, i) => Math.round((at - (hellos[i] ?? 0)) / 1000));
    expect(pauses.slice(0, 2)).toEqual([2, 4]);
    expect(pauses[2]).toBeLessThanOrEqual(8);
  });
});
