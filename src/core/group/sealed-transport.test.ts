/** A private group in virtual time, and what anybody else on the network can do to it. */
import { describe, expect, it } from 'vitest';
import { newOffice, privateOffice, valuesOf } from '../../../test/support/office.ts';
import type { PeerRequest, PeerResponse } from '../ports.ts';
import { PERFECT } from '../testing/memory-network.ts';
import { SeededRandom } from '../testing/seeded-random.ts';
import type { Machine, SimulatedOffice } from '../testing/simulated-office.ts';
import { frameIn } from './carried.ts';
import { SECRET_BYTES, type GroupSecret } from './invite-code.ts';
import { groupIdOf } from './keys.ts';

const random = new SeededRandom(7);
const newSecret = () => random.bytes(SECRET_BYTES) as GroupSecret;
const [OURS, THEIRS] = [newSecret(), newSecret()];

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
/** The frame in an answer; else the body. */
const carriedBy = (message: PeerRequest | PeerResponse): Uint8Array =>
  ('status' in message ? frameIn(message) : null) ?? message.body;
const pair = (machine: Machine | undefined): Machine => {
  if (machine === undefined) throw new Error('no such machine');
  return machine;
};

/** Two members with a shared state, and all requests that were sent. */
async function twoMembers(): Promise<{ office: SimulatedOffice; machines: [Machine, Machine]; sent: Sent[] }> {
  const office = privateOffice(OURS);
  const sent: Sent[] = [];
  office.network.conditions = { ...PERFECT, observe: (from, to, request) => sent.push({ from, to, request }) };
  await office.open(2);
  await office.time.pass(1_000);
  const machines: [Machine, Machine] = [pair(office.machines[0]), pair(office.machines[1])];
  return { office, machines, sent };
}

interface Sent {
  from: string;
  to: string;
  request: PeerRequest;
}

/** As anybody on the network: the answer to a request from an address of no member. */
async function ask(office: SimulatedOffice, { host }: Machine, request: Partial<PeerRequest>): Promise<PeerResponse> {
  const client = office.network.transport('outsider', 1);
  await client.start(() => Promise.reject(new Error('nobody calls the outsider')));
  const limits = { connectTimeoutMs: 1_000, timeoutMs: 5_000, maxResponseBytes: 2 ** 24 };
  const whole = { method: 'POST', path: '/-/x', grapevine: null, body: new Uint8Array(0), ...request };
  const answered = client.request({ host, port: 4097 }, whole, limits);
  await office.time.pass(10);
  const answer = await answered;
  await client.stop();
  if (!answer.ok) throw new Error(answer.error.detail);
  return answer.value;
}

describe('a private group', () => {
  it('[GR3] agrees, and nothing that goes between its members tells a key, a value or a name', async () => {
    const { office, machines, sent } = await twoMembers();
    const heard: string[] = [];
    office.network.conditions = {
      ...PERFECT,
      observe: (from, to, request) => sent.push({ from, to, request }),
      heard: (_at, _from, message) => heard.push(`${JSON.stringify(message)} ${latin(carriedBy(message))}`),
    };
    await office.write(machines[0], 'desks/3-114', 'Anna Ek');
    await office.write(machines[1], 'printer', { room: 'Kopierrummet' });
    expect(await office.time.passUntil(() => office.agree(), 5_000)).toBe(true);
    await office.time.pass(30_000);
    expect(valuesOf(machines[1]).get('desks/3-114')).toBe('"Anna Ek"');
    expect(sent.length).toBeGreaterThan(10);
    expect(heard.length).toBeGreaterThan(10);
    for (const { request } of sent) {
      expect([request.method, request.path, request.grapevine]).toEqual(['POST', '/-/x', null]);
      expect(latin(request.body)).not.toMatch(/desks|Anna|printer|Kopier|hello|Grapevine|"m0"/);
    }
    expect(heard.join('\n')).not.toMatch(/desks|Anna|printer|Kopier|hello|Grapevine|"m0"/);
  });

  it('[GR4] tells nothing to a node of another group, to one of an open group, and to a C19 agent', async () => {
    const { office, machines } = await twoMembers();
    await office.write(machines[0], 'secret', 1);
    const others = [office.add({ secret: THEIRS }), office.add({ secret: null })];
    for (const { node } of others) await node.start();
    await office.time.pass(20_000);
    for (const other of others) {
      expect(other.node.status().digest).not.toBe(machines[0].node.status().digest);
      expect(other.node.peers().filter(({ state }) => state.kind === 'alive')).toEqual([]);
    }
    for (const { node } of machines) expect(node.peers().map(({ state }) => state.kind)).toEqual(['alive']);
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/0'],
      ['PUT', '/'],
      ['POST', '/-/hello'],
      ['POST', '/-/x'],
    ] as const) {
      const body = Buffer.from('{"cat": {"value": 1, "ts": 1}}');
      expect(await ask(office, machines[0], { method, path, body })).toEqual({
        status: 401,
        grapevine: null,
        body: new Uint8Array(0),
      });
    }
    expect(valuesOf(machines[0]).has('cat')).toBe(false);
  });

  it('[GR3] refuses any request of which one bit is another', async () => {
    const { office, machines, sent } = await twoMembers();
    office.network.conditions = { ...PERFECT, loss: 1 };
    await office.write(machines[0], 'a', 1);
    const push = sent.at(-1)!.request.body;
    office.network.conditions = PERFECT;
    for (let bit = 0; bit < push.length * 8; bit += 37) {
      const flipped = Uint8Array.from(push);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect((await ask(office, machines[1], { body: flipped })).status).toBe(401);
    }
  });
});

describe('a recorded request', () => {
  /** A push of the first to the second that never arrived, recorded. */
  async function recorded() {
    const { office, machines, sent } = await twoMembers();
    const third = office.add();
    await third.node.start();
    await office.time.pass(1_000);
    sent.length = 0;
    office.network.conditions = { ...office.network.conditions, loss: 1 };
    await office.write(machines[0], 'a', 1);
    await office.time.pass(20);
    const [first, second] = machines;
    const push = sent.find(({ from, to }) => from === first.host && to === second.host)!.request;
    expect(push.body.length).toBeGreaterThan(0);
    return { office, machines, third, push };
  }

  it('[GR4] that never arrived is taken once within its time, and refused the second time', async () => {
    const { office, machines, push } = await recorded();
    office.network.conditions = PERFECT;
    expect((await ask(office, machines[1], push)).status).toBe(204);
    expect(valuesOf(machines[1]).has('a')).toBe(true);
    expect((await ask(office, machines[1], push)).status).toBe(401);
  });

  it('[GR4] is refused by every other machine, and under another path', async () => {
    const { office, machines, third, push } = await recorded();
    office.network.conditions = PERFECT;
    expect((await ask(office, third, push)).status).toBe(401);
    expect((await ask(office, machines[0], push)).status).toBe(401);
    expect((await ask(office, machines[1], { ...push, path: '/' })).status).toBe(401);
    expect(valuesOf(third).has('a')).toBe(false);
  });

  it('[GR4] changes nothing after five minutes, and nothing once the machine has started anew', async () => {
    const { office, machines, third, push } = await recorded();
    for (const writer of [machines[0], third]) office.crash(writer);
    await office.time.pass(10_000);
    office.network.conditions = PERFECT;
    machines[1].clock.jump(5 * 60_000 + 1_000);
    const late = await ask(office, machines[1], push);
    expect(late.status).toBe(204);
    expect(valuesOf(machines[1]).has('a')).toBe(false);
    office.crash(machines[1]);
    await office.time.pass(10_000);
    await office.restart(machines[1]);
    machines[1].clock.jump(-(5 * 60_000 + 1_000));
    await office.time.pass(10);
    expect((await ask(office, machines[1], push)).status).toBe(204);
    expect(valuesOf(machines[1]).has('a')).toBe(false);
  });
});

describe('members', () => {
  it('[GR4] whose clocks are an hour apart agree all the same', async () => {
    const office = privateOffice(OURS);
    const [first, second] = [office.add(), office.add({ clockOffsetMs: 3_600_000 })];
    await first.node.start();
    await second.node.start();
    await office.time.pass(5_000);
    for (const { node } of [first, second]) expect(node.peers().map(({ state }) => state.kind)).toEqual(['alive']);
    await office.write(first, 'a', 1);
    expect(await office.time.passUntil(() => valuesOf(second).has('a'), 5_000)).toBe(true);
  });

  it('[GR4] find a machine again that has started anew, with one request more', async () => {
    const { office, machines } = await twoMembers();
    const [first, second] = machines;
    await office.write(second, 'before', 1);
    await office.time.pass(1_000);
    office.crash(second);
    await office.time.pass(100);
    await office.restart(second);
    await office.write(first, 'a', 1);
    expect(await office.time.passUntil(() => valuesOf(second).has('a'), 2_000)).toBe(true);
  });

  it('[GR2] have a public group id that says nothing of the secret', async () => {
    const { machines } = await twoMembers();
    expect(groupIdOf(OURS)).not.toBe(groupIdOf(THEIRS));
    expect(machines[0].node.peers()).toHaveLength(1);
  });

  it('[GR7] of an open group go on in plain', async () => {
    const office = newOffice();
    await office.open(2);
    await office.time.pass(1_000);
    expect(
      pair(office.machines[0])
        .node.peers()
        .map(({ state }) => state.kind),
    ).toEqual(['alive']);
  });
});
