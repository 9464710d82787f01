import { describe, expect, it } from 'vitest';
import { settle } from '../../test/support/settle.ts';
import type { NodeId } from '../shared/model.ts';
import { Facts } from './facts.ts';
import type { StoredFacts } from './ports.ts';
import { ManualTime } from './testing/manual-time.ts';

const MINUTE_MS = 60_000;
const anna = { id: 'a1'.repeat(16) as NodeId, name: 'anna', host: '10.0.0.1', port: 4097 };

function newFacts(): { facts: Facts; time: ManualTime; stored: StoredFacts[] } {
  const time = new ManualTime(settle);
  const stored: StoredFacts[] = [];
  const facts = new Facts({ scheduler: time, storage: { remember: (now) => stored.push(now) } });
  return { facts, time, stored };
}

describe('facts', () => {
  it('[PD1] each change keeps what others know, and holds at once', () => {
    const { facts } = newFacts();
    facts.resume({ lastContact: 5, peers: [] });
    facts.update({ peers: [anna] });
    facts.update({ lastContact: 6 });
    expect(facts.current).toEqual({ lastContact: 6, peers: [anna] });
  });

  it('[PD1] nothing is stored unless something changed', async () => {
    const { facts, time, stored } = newFacts();
    facts.resume({ lastContact: 5, peers: [anna] });
    await time.pass(60 * MINUTE_MS);
    facts.stop();
    facts.stop();
    expect(stored).toEqual([]);
  });

  it('[PD1] changes without end are stored soon, then every 10 minutes, then at the end', async () => {
    const { facts, time, stored } = newFacts();
    const storedAt: number[] = [];
    for (let second = 0; second < 25 * 60; second += 1) {
      facts.update({ lastContact: second });
      const before = stored.length;
      await time.pass(1_000);
      if (stored.length > before) storedAt.push(second + 1);
    }
    expect(storedAt).toEqual([30, 630, 1_230]);
    facts.stop();
    expect(stored.at(-1)).toEqual({ lastContact: 25 * 60 - 1, peers: [] });
    await time.pass(60 * MINUTE_MS);
    expect(stored).toHaveLength(4);
  });

  it('[PD1] a change after a long rest is stored at once', async () => {
    const { facts, time, stored } = newFacts();
    facts.update({ lastContact: 1 });
    await time.pass(60 * MINUTE_MS);
    facts.update({ lastContact: 2 });
    await time.pass(0);
    expect(stored.map(({ lastContact }) => lastContact)).toEqual([1, 2]);
  });

  it('[ST10] what must not wait is stored at once, with all that waits', async () => {
    const { facts, time, stored } = newFacts();
    facts.update({ peers: [anna] });
    facts.update({ lastContact: 1 }, 'now');
    expect(stored).toEqual([{ lastContact: 1, peers: [anna] }]);
    await time.pass(MINUTE_MS);
    expect(stored).toHaveLength(1);
  });

  it('[PD1] what is stored at once does not put off what waits', async () => {
    const { facts, time, stored } = newFacts();
    facts.update({ lastContact: 1 }, 'now');
    facts.update({ peers: [anna] });
    await time.pass(MINUTE_MS);
    expect(stored.at(-1)).toEqual({ lastContact: 1, peers: [anna] });
  });
});
