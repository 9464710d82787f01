import { expect, it } from 'vitest';
import type { GrapevineNode } from '../core/node-api.ts';
import { hex } from '../core/reconcile/bytes.ts';
import { encodeEntries } from '../core/sync/entry-codec.ts';
import { SeededRandom } from '../core/testing/seeded-random.ts';
import { connectionsTo, startedOnLoopback } from './testing/loopback-node.ts';
import { PATIENTLY } from './testing/patiently.ts';

const ENTRIES = 100_000;
const BATCH = 5_000;

/** Desks as an office might hold them: about 100 bytes each, with names and numbers that no compressor can foresee. */
async function fill(node: GrapevineNode): Promise<void> {
  const random = new SeededRandom(1);
  const desk = (i: number) => ({
    key: `desks/${i % 40}/${i}`,
    value: {
      takenBy: hex(random.bytes(6)),
      since: Math.floor(random.next() * 1e9),
      phone: Math.floor(random.next() * 1e4),
      standing: i % 3 === 0,
    },
  });
  for (let i = 0; i < ENTRIES; i += BATCH) {
    const written = await node.write(
      Array.from({ length: BATCH }, (_, n) => desk(i + n)),
      { kind: 'user' },
    );
    if (!written.ok) throw new Error(JSON.stringify(written.error));
  }
}

it(
  '[RC4] a newcomer gets 100,000 entries in at most a third of the bytes of their JSON',
  { timeout: 120_000 },
  async () => {
    const group = await startedOnLoopback('group');
    await fill(group);
    const { entries } = group.list({ filter: '', offset: 0, limit: ENTRIES });
    expect(entries).toHaveLength(ENTRIES);
    const jsonBytes = encodeEntries(entries).length;
    const { peerPort: port } = group.status();
    const sockets = connectionsTo(port);
    const newcomer = await startedOnLoopback('newcomer');
    newcomer.addCandidate({ host: '127.0.0.1', port, id: null, name: null, foundBy: 'static' });
    await expect.poll(() => newcomer.status().digest, { ...PATIENTLY, timeout: 90_000 }).toBe(group.status().digest);
    const bytes = [...sockets].reduce((sum, { bytesRead }) => sum + bytesRead, 0);
    expect(bytes).toBeGreaterThan(jsonBytes / 20);
    expect(bytes).toBeLessThan(jsonBytes / 3);
    await Promise.all([newcomer.stop(), group.stop()]);
  },
);
