import { describe, expect, it } from 'vitest';
import { entry, NOW } from '../../../test/support/entries.ts';
import { xxh64 } from '../../../test/support/state.ts';
import type { NodeId } from '../../shared/model.ts';
import { MAX_TTL_MS } from '../state/limits.ts';
import { encodeUtf8 } from '../state/utf8.ts';
import { decodeAgentBody, encodeForAgent } from './agent-body.ts';
import { Pace } from './pace.ts';
import { servingNode } from './rendezvous.ts';
import { tieBreaker } from './ties.ts';

const idOf = (i: number): NodeId => i.toString(16).padStart(32, '0') as NodeId;
const read = (text: string, missingTs: number | null = null) =>
  decodeAgentBody(encodeUtf8(text), missingTs, { pause: () => Promise.resolve(), xxh64 });

describe('the node that serves an agent', () => {
  const ids = Array.from({ length: 20 }, (_, i) => idOf(i));
  const agents = Array.from({ length: 200 }, (_, i) => `10.0.0.${i}:4097`);

  it('[C1.3] is the same whoever asks, and nobody where nobody announces it', () => {
    for (const agent of agents) expect(servingNode(agent, ids.toReversed())).toBe(servingNode(agent, ids));
    expect(servingNode('c0:4097', [])).toBeNull();
  });

  it('[C1.3] changes only for those that one served when it goes, and the work is shared', () => {
    const gone = servingNode(agents[0]!, ids)!;
    const others = ids.filter((id) => id !== gone);
    for (const agent of agents) {
      const before = servingNode(agent, ids);
      if (before !== gone) expect(servingNode(agent, others)).toBe(before);
    }
    expect(new Set(agents.map((agent) => servingNode(agent, ids))).size).toBeGreaterThan(15);
  });
});

describe('bodies', () => {
  it('[VD3] the version of what an agent said is that of its keys and stamps, of malformed entries too', async () => {
    const cat = await read('{"cat":{"value":"garfield","ts":1600000000000,"ttl":5}}');
    expect(cat).toMatchObject({ ok: true, value: { version: '5879976174588414934' } });
    const odd = await read('{"cat":{"ts":1600000000000}}');
    expect(odd).toMatchObject({ ok: true, value: { version: '5879976174588414934', malformed: [{ key: 'cat' }] } });
    expect(await read('{}')).toMatchObject({ ok: true, value: { version: '', entries: [] } });
    expect((await read('[]')).ok).toBe(false);
  });

  it('[C1.6] the longest ttl stands for none, both ways', async () => {
    const body = encodeForAgent([entry('a', 1)], NOW)!;
    expect(new TextDecoder().decode(body)).toBe(`{"a":{"value":1,"ts":${NOW},"ttl":${MAX_TTL_MS}}}`);
    expect(await decodeAgentBody(body, null, { pause: () => Promise.resolve(), xxh64 })).toMatchObject({
      value: { entries: [entry('a', 1)] },
    });
  });

  it('[C1.2] there is no body in which nothing lives for 5 s more', () => {
    expect(encodeForAgent([], NOW)).toBeNull();
    expect(encodeForAgent([entry('a', 1, NOW, 5_000)], NOW)).toBeNull();
    expect(encodeForAgent([entry('a', 1, NOW, 5_001)], NOW)).not.toBeNull();
    expect(encodeForAgent([entry('a', null)], NOW)).not.toBeNull();
  });

  it('[C1.5] a missing ts is now, if the sender may leave it out', async () => {
    expect(await read('{"a":{"value":1}}', NOW)).toMatchObject({ value: { entries: [{ ts: NOW }], malformed: [] } });
    expect(await read('{"a":{"value":1}}')).toMatchObject({ value: { entries: [], malformed: [{ key: 'a' }] } });
  });

  it.each([
    'null',
    '1',
    '[]',
    '"x"',
    '{"value":1,"ts":"1"}',
    '{"value":1,"ts":null}',
    '{"value":1,"ts":1e300}',
    '{"ts":1}',
  ])('[PS3] the entry %s is malformed, whoever sends it', async (text) => {
    expect(await read(`{"a":${text},"b":{"value":1,"ts":1}}`, NOW)).toMatchObject({
      value: { entries: [{ key: 'b' }], malformed: [{ key: 'a' }] },
    });
  });
});

it('[C1.5] a tie is broken the same way from either side, with the ttl of the winner', () => {
  const [a, b] = [entry('k', 'x', NOW, 1_000), entry('k', 'y', NOW, null)];
  const broken = tieBreaker(a, b);
  expect(tieBreaker(b, a)).toEqual(broken);
  expect(broken.ts).toBe(NOW + 1);
  expect([a, b].find(({ text }) => text === broken.text)?.ttl).toBe(broken.ttl);
  expect(tieBreaker(a, entry('k', null, NOW)).deleted).toBe(true);
});

it('[C1.3] polls come every 2 s, back off to 60 s, and come often again when something happens', () => {
  let now = 0;
  const pace = new Pace(() => now);
  pace.begin();
  expect(pace.dueAt).toBe(0);
  const pauses = Array.from({ length: 7 }, () => {
    now = pace.dueAt;
    pace.rest();
    return pace.dueAt - now;
  });
  expect(pauses).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  pace.soon();
  expect(pace.dueAt - now).toBe(2_000);
  pace.soon(5_000);
  expect(pace.dueAt - now).toBe(5_000);
});
