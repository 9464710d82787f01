import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../shared/model.ts';
import type { Announcement, Candidate, PeerProvider } from '../ports.ts';
import { ManualTime } from './manual-time.ts';
import { createMemoryDiscovery } from './memory-providers.ts';
import { peerProviderContract, type PeerProviderHarness } from './peer-provider-contract.ts';

const createTime = (): ManualTime => new ManualTime(() => setImmediate());

function createHarness(): PeerProviderHarness {
  const time = createTime();
  const discovery = createMemoryDiscovery(time);
  let count = 0;
  return {
    provider: ({ announce }) => discovery.provider({ host: `10.0.0.${(count += 1)}`, announce }),
    until: async (condition, what) => {
      if (!(await time.passUntil(condition, 10_000))) throw new Error(`In vain waited until ${what}.`);
    },
  };
}

describe('memory discovery', () => {
  for (const { title, run } of peerProviderContract) it(title, () => run(createHarness()));

  it('[PD2] is deterministic: hints come after the delay, in the order of the starts', async () => {
    const time = createTime();
    const discovery = createMemoryDiscovery(time, { delayMs: 7 });
    const hints: Candidate[] = [];
    const join = (host: string): PeerProvider => discovery.provider({ host, foundBy: 'dns' });
    const self = (digit: string): Announcement => ({
      id: digit.repeat(32) as NodeId,
      name: digit,
      port: 1,
      groupId: null,
    });
    await join('h1').start(self('1'), () => undefined);
    await join('h2').start(self('2'), () => undefined);
    await join('h3').start(self('3'), (hint) => hints.push(hint));
    await time.pass(6);
    expect(hints).toEqual([]);
    await time.pass(1);
    expect(hints).toEqual(['1', '2'].map((digit) => ({ ...self(digit), host: `h${digit}`, foundBy: 'dns' })));
  });
});
