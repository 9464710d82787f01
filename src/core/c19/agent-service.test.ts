import { afterEach, describe, expect, it } from 'vitest';
import { MixedOffice, type MixedOptions } from '../../../test/support/mixed-office.ts';
import { START_TIME } from '../testing/simulated-office.ts';
import type { Machine } from '../testing/simulated-office.ts';

const open: MixedOffice[] = [];
afterEach(() => Promise.all(open.splice(0).map((mixed) => mixed.close())));

/** One node and one agent that knows nobody, unless told otherwise. */
async function openPair(options: Partial<MixedOptions> = {}) {
  const mixed = await MixedOffice.open({ nodes: 1, agents: 1, agentsKnowNodes: false, ...options });
  open.push(mixed);
  const [machine] = mixed.office.machines;
  const [agent] = mixed.agents;
  return { mixed, time: mixed.office.time, machine: machine!, agent: agent!, c19: agent!.c19.agent };
}

type Pair = Awaited<ReturnType<typeof openPair>>;

const sentSince = ({ mixed }: Pair, since: number, method: string) =>
  mixed.seen.filter((one) => one.to === 'c0' && one.at >= since && one.method === method);

async function write({ node }: Machine, key: string, value: unknown, ttl: number | null = null): Promise<void> {
  await node.write([{ key, value, ttl }], { kind: 'user' });
}

describe('polling', () => {
  it('[C1.3] goes on with the version of the last answer, every 2 s, and backs off to 60 s while nothing is new', async () => {
    const pair = await openPair();
    await write(pair.machine, 'a', 1);
    await pair.time.pass(3_000);
    const since = pair.time.monotonicMs();
    await pair.time.pass(600_000);
    const polls = sentSince(pair, since, 'GET');
    const pauses = polls.slice(1).map(({ at }, i) => Math.round((at - polls[i]!.at) / 1_000));
    expect(pauses.slice(0, 6)).toEqual([2, 4, 8, 16, 32, 60]);
    expect(new Set(polls.map(({ path }) => path))).toEqual(new Set([`/${pair.c19.version}`]));
    expect(sentSince(pair, since, 'PUT')).toEqual([]);
  });

  it('[C1.3] brings what a program on the agent writes, also an update, and tells everybody', async () => {
    const pair = await openPair({ nodes: 3 });
    pair.mixed.put(pair.agent, { a: { value: 1 } });
    expect(await pair.time.passUntil(() => pair.mixed.agreeOn('a', 1), 70_000)).toBe(true);
    pair.mixed.put(pair.agent, { a: { value: 2 } });
    expect(await pair.time.passUntil(() => pair.mixed.agreeOn('a', 2), 10_000)).toBe(true);
    const { node } = pair.mixed.office.machines[0]!;
    const history = node.history({
      before: null,
      limit: 1,
      key: null,
      kind: 'peer',
      peer: null,
      from: null,
      to: null,
      text: '',
    });
    expect(await history).toMatchObject({ ok: true, value: { changesets: [{ origin: { kind: 'peer' } }] } });
  });

  it('[PB7] nothing goes back to the agent that brought it', async () => {
    const pair = await openPair();
    const since = pair.time.monotonicMs();
    pair.mixed.put(pair.agent, { a: { value: 1 } });
    await pair.time.pass(70_000);
    expect(pair.mixed.agreeOn('a', 1)).toBe(true);
    expect(sentSince(pair, since, 'PUT')).toEqual([]);
  });

  it('[C1.3] an answer without a state is none: nothing is taken and nothing is lost', async () => {
    const pair = await openPair();
    await write(pair.machine, 'a', 1);
    await pair.time.pass(3_000);
    const handle = pair.c19.handle.bind(pair.c19);
    for (const body of ['', '[]', '{"a":', '"x"']) {
      pair.c19.handle = (request) =>
        request.method === 'GET' ? { status: 200, body: new TextEncoder().encode(body) } : handle(request);
      await pair.time.pass(130_000);
      expect(pair.machine.node.entry('a' as never)?.text).toBe('1');
    }
    pair.c19.handle = handle;
    pair.mixed.put(pair.agent, { b: { value: 1 } });
    expect(await pair.time.passUntil(() => pair.mixed.agree(), 130_000)).toBe(true);
  });
});

describe('pushing', () => {
  it('[C1.3] a commit is at the agent at once, whoever made it', async () => {
    const pair = await openPair({ nodes: 3 });
    for (const [i, machine] of pair.mixed.office.machines.entries()) {
      await write(machine, 'a', i);
      await pair.time.pass(200);
      expect(pair.c19.entry('a')?.value).toBe(i);
    }
    await write(pair.machine, 'a', null);
    await pair.time.pass(200);
    expect(pair.c19.entry('a')?.value).toBeNull();
  });

  it('[C1.3] an agent that restarted empty gets everything, in PUTs of at most 4 MiB', async () => {
    const pair = await openPair();
    const value = 'x'.repeat(200_000);
    for (let i = 0; i < 50; i += 1) await write(pair.machine, `k${i}`, value);
    expect(await pair.time.passUntil(() => pair.mixed.agree(), 70_000)).toBe(true);
    await pair.agent.c19.stop();
    await pair.time.pass(30_000);
    const since = pair.time.monotonicMs();
    const fresh = new MixedOffice({ nodes: 0, agents: 1 }).agents[0]!.c19.agent;
    pair.c19.handle = fresh.handle.bind(fresh);
    await pair.agent.c19.start();
    await pair.time.passUntil(() => sentSince(pair, since, 'PUT').length >= 3, 120_000);
    const sizes = sentSince(pair, since, 'PUT').map(({ text }) => text.length);
    expect(sizes.reduce((sum, size) => sum + size)).toBeGreaterThan(10_000_000);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4 * 1024 * 1024);
  });

  it('[C1.3] what an agent acknowledged and did not keep is found out and sent again', async () => {
    const pair = await openPair();
    await write(pair.machine, 'a', 1);
    await pair.time.pass(10_000);
    const handle = pair.c19.handle.bind(pair.c19);
    pair.c19.handle = (request) =>
      request.method === 'PUT' ? { status: 204, body: new Uint8Array() } : handle(request);
    await write(pair.machine, 'b', 2);
    await pair.time.pass(1_000);
    pair.c19.handle = handle;
    expect(await pair.time.passUntil(() => pair.c19.entry('b') !== null, 10_000)).toBe(true);
  });

  it('[C1.3] more than 10,000 keys at once are compared instead of queued', async () => {
    const pair = await openPair();
    const writes = Array.from({ length: 10_001 }, (_, i) => ({ key: `k${i}`, value: i }));
    const done = pair.machine.node.write(writes, { kind: 'import' });
    expect(await pair.time.passUntil(() => pair.c19.entry('k10000') !== null, 20_000)).toBe(true);
    expect((await done).ok).toBe(true);
    expect(await pair.time.passUntil(() => pair.mixed.agree(), 20_000)).toBe(true);
  });

  it('[C1.6] every ts and ttl that is sent is a plain integer, and what lives for ever does so there too', async () => {
    const pair = await openPair({ agentsKnowNodes: true });
    await write(pair.machine, 'ever', 1);
    await write(pair.machine, 'short', 1, 60_000);
    await write(pair.machine, 'gone', 1);
    await write(pair.machine, 'gone', null);
    await pair.time.pass(1_000);
    for (const { text } of sentSince(pair, 0, 'PUT')) {
      for (const fields of Object.values(JSON.parse(text) as Record<string, { ts: unknown; ttl: unknown }>))
        expect([fields.ts, fields.ttl].every(Number.isSafeInteger)).toBe(true);
      expect(text).not.toMatch(/"(?:ts|ttl)":\d*[.eE-]/);
    }
    await pair.time.pass(2 * 86_400_000);
    expect(pair.c19.entry('ever')?.value).toBe(1);
    expect(pair.machine.node.entry('ever' as never)?.ttl).toBeNull();
  });

  it('[C1.2] nothing that is about to expire is sent alone', async () => {
    const pair = await openPair();
    await write(pair.machine, 'short', 1, 3_000);
    await pair.time.pass(2_000);
    expect(sentSince(pair, 0, 'PUT')).toEqual([]);
    await write(pair.machine, 'ever', 1);
    await write(pair.machine, 'short', 2, 3_000);
    await pair.time.pass(100);
    for (const { text } of sentSince(pair, 0, 'PUT')) expect(JSON.parse(text)).toHaveProperty('ever');
    expect(pair.c19.entry('short')?.value).toBe(2);
  });
});

describe('expiry', () => {
  it('[C1.3] after something expired the agent is sent one live entry, and computes its version anew', async () => {
    const pair = await openPair();
    await write(pair.machine, 'ever', 1);
    await write(pair.machine, 'short', 1, 30_000);
    await pair.time.pass(20_000);
    const before = pair.c19.version;
    const since = pair.time.monotonicMs();
    await pair.time.pass(20_000);
    expect(sentSince(pair, since, 'PUT').map(({ text }) => Object.keys(JSON.parse(text) as object))).toContainEqual([
      'ever',
    ]);
    expect(pair.c19.version).not.toBe(before);
    expect(pair.mixed.agree()).toBe(true);
  });

  it('[C1.3] also when its clock is 10 s behind', async () => {
    const pair = await openPair();
    pair.agent.clock.jump(-10_000);
    await write(pair.machine, 'ever', 1);
    await write(pair.machine, 'short', 1, 30_000);
    await pair.time.pass(120_000);
    expect(pair.mixed.agree()).toBe(true);
    expect(pair.machine.node.status().sync.kind).toBe('in-sync');
  });

  it('[C1.5] an entry below a grave is answered to that agent alone with a deletion for a day', async () => {
    const pair = await openPair({ agents: 2 });
    const old = START_TIME - 60_000;
    await pair.machine.node.write([{ key: 'a', value: 'new', ts: old + 30_000, ttl: 60_000 }], {
      kind: 'api',
      label: 'x',
    });
    await pair.time.pass(130_000);
    expect(pair.machine.node.entry('a' as never)).toBeNull();
    pair.mixed.put(pair.agent, { a: { value: 'old', ts: old, ttl: 1e10 }, b: { value: 1 } });
    expect(await pair.time.passUntil(() => pair.mixed.agreeOn('b', 1), 70_000)).toBe(true);
    await pair.time.pass(5_000);
    const now = START_TIME + pair.time.monotonicMs();
    const death = pair.c19.entry('a');
    expect(death).toMatchObject({ value: null, ts: old + 1 });
    expect(old + death!.ttl! - now).toBeGreaterThan(86_400_000 - 80_000);
    expect(pair.machine.node.entry('a' as never)).toBeNull();
    expect(pair.mixed.agents[1]!.c19.agent.entry('a')).toBeNull();
    await pair.time.pass(300_000);
    expect(pair.machine.node.entry('a' as never)).toBeNull();
    expect(pair.machine.node.status().sync.kind).toBe('in-sync');
  });
});

describe('ties', () => {
  const ts = START_TIME;

  it('[C1.5] of two values with one ts the winner is written again a millisecond later', async () => {
    for (const [ours, theirs] of [
      ['x', 'y'],
      ['y', 'x'],
    ]) {
      const pair = await openPair({ nodes: 3 });
      pair.mixed.put(pair.agent, { a: { value: theirs!, ts } });
      await pair.machine.node.write([{ key: 'a', value: ours, ts, ttl: null }], { kind: 'api', label: 'x' });
      await pair.time.passUntil(() => pair.machine.node.entry('a' as never)?.ts === ts + 1, 70_000);
      await pair.time.pass(5_000);
      expect(pair.mixed.agreeOn('a', pair.c19.entry('a')!.value)).toBe(true);
      expect(pair.c19.entry('a')?.ts).toBe(ts + 1);
    }
  });

  it('[C1.5] also of a value and a deletion, which wins', async () => {
    const pair = await openPair();
    pair.mixed.put(pair.agent, { a: { value: 1, ts } });
    await pair.machine.node.write([{ key: 'a', value: null, ts }], { kind: 'api', label: 'x' });
    await pair.time.pass(70_000);
    expect(pair.c19.entry('a')).toMatchObject({ value: null, ts: ts + 1 });
  });

  it('[C1.5] also of two nodes, of which the agent was told the loser first', async () => {
    const pair = await openPair({ nodes: 3 });
    const [a, b] = pair.mixed.office.machines;
    const normal = pair.mixed.office.network.conditions;
    const isCut = (from: string, to: string): boolean => [from, to].includes('m1');
    pair.mixed.office.network.conditions = { ...normal, connects: (from, to) => !isCut(from, to) };
    for (const [machine, value] of [
      [a!, 'x'],
      [b!, 'y'],
    ] as const)
      await machine.node.write([{ key: 'a', value, ts }], { kind: 'api', label: 'x' });
    await pair.time.pass(10_000);
    pair.mixed.office.network.conditions = normal;
    expect(await pair.time.passUntil(() => pair.mixed.office.agree() && pair.mixed.agree(), 120_000)).toBe(true);
    expect(pair.mixed.agreeOn('a', pair.c19.entry('a')!.value)).toBe(true);
  });

  it('[C1.5] another ttl alone is no difference', async () => {
    const pair = await openPair();
    pair.mixed.put(pair.agent, { a: { value: 1, ts, ttl: 1_000_000 } });
    await pair.machine.node.write([{ key: 'a', value: 1, ts, ttl: 2_000_000 }], { kind: 'api', label: 'x' });
    await pair.time.pass(70_000);
    expect(pair.machine.node.entry('a' as never)).toMatchObject({ ts, ttl: 2_000_000 });
    expect(pair.c19.entry('a')).toMatchObject({ ts, ttl: 1_000_000 });
    expect(pair.machine.node.status().sync.kind).toBe('in-sync');
  });

  it('[ST7] what comes from the future is taken when its time has come', async () => {
    const pair = await openPair();
    pair.mixed.put(pair.agent, { a: { value: 1, ts: START_TIME + 300_000 } });
    await pair.time.pass(70_000);
    expect(pair.machine.node.entry('a' as never)).toBeNull();
    await pair.time.pass(300_000);
    expect(pair.machine.node.entry('a' as never)?.text).toBe('1');
  });
});
