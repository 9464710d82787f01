import type { RemoteInfo } from 'node:dgram';
import { describe, expect, it } from 'vitest';
import type { ManualTime } from '../../../core/testing/manual-time.ts';
import { SeededRandom } from '../../../core/testing/seeded-random.ts';
import { QueryGate } from './query-gate.ts';
import { createTime } from './testing/fake-network.ts';

const source: RemoteInfo = { address: '10.0.0.9', family: 'IPv4', port: 5353, size: 0 };
/** A query as far as the gate looks: two bytes of id, then the question. */
const query = (question: string, id = '00'): Buffer => Buffer.from(id + question);

function createGate(): { time: ManualTime; gate: QueryGate; delivered: { ms: number; text: string }[] } {
  const time = createTime();
  const delivered: { ms: number; text: string }[] = [];
  const gate = new QueryGate({ scheduler: time, random: new SeededRandom(1) }, (bytes) => {
    delivered.push({ ms: time.monotonicMs(), text: bytes.toString('latin1', 2) });
  });
  return { time, gate, delivered };
}

describe('query gate', () => {
  it('[PD2] delivers a question after 20 to 120 ms, the wait varying', async () => {
    const { time, gate, delivered } = createGate();
    for (let index = 0; index < 50; index += 1) gate.offer(query(`q${index}`), source);
    await time.pass(19);
    expect(delivered).toEqual([]);
    await time.pass(101);
    expect(delivered).toHaveLength(50);
    expect(new Set(delivered.map(({ ms }) => Math.round(ms))).size).toBeGreaterThan(20);
  });

  it('[PD2] gives equal questions within a second one answer, and a later one another after that second', async () => {
    const { time, gate, delivered } = createGate();
    for (let index = 0; index < 100; index += 1) gate.offer(query('who', index.toString().padStart(2, '0')), source);
    await time.pass(200);
    expect(delivered).toHaveLength(1);
    gate.offer(query('who'), source);
    gate.offer(query('who'), source);
    await time.pass(3_000);
    expect(delivered).toHaveLength(2);
    const [first, second] = delivered.map(({ ms }) => ms);
    expect(second! - first!).toBe(1_000);
  });

  it('[LM1] remembers at most 64 different questions at once and forgets them after a second', async () => {
    const { time, gate, delivered } = createGate();
    for (let index = 0; index < 200; index += 1) gate.offer(query(`q${index}`), source);
    await time.pass(2_000);
    expect(delivered).toHaveLength(64);
    gate.offer(query('late'), source);
    await time.pass(200);
    expect(delivered.at(-1)?.text).toBe('late');
  });

  it('[PD2] delivers nothing after it was cleared', async () => {
    const { time, gate, delivered } = createGate();
    gate.offer(query('who'), source);
    gate.clear();
    await time.pass(2_000);
    expect(delivered).toEqual([]);
  });
});
