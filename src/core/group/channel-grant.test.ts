/** What a member is granted a channel for, and that nobody else is. */
import { describe, expect, it } from 'vitest';
import type { NodeId, StartId } from '../../shared/model.ts';
import type { PeerRequest } from '../ports.ts';
import { SeededRandom } from '../testing/seeded-random.ts';
import { firstKeys, withKey } from './group-keys.ts';
import { SECRET_BYTES, type GroupSecret } from './invite-code.ts';
import { KeyHolders } from './key-holders.ts';
import { KEY_PATH } from './key-path.ts';
import { Keyring } from './keyring.ts';
import { NO_PACKING } from './packing.ts';
import { SealedClient } from './sealed-client.ts';
import { SEALED_PATH, SealedServer } from './sealed-server.ts';

const random = new SeededRandom(5);
const newSecret = () => random.bytes(SECRET_BYTES) as GroupSecret;
const [OURS, THEIRS, NEXT] = [newSecret(), newSecret(), newSecret()];
const NOTHING = new Uint8Array(0);
const request = (method: string, path = '/'): PeerRequest => ({ method, path, grapevine: null, body: NOTHING });

/** A machine, in reach of nobody, whose clock is `aheadMs` ahead. */
function machine(letter: string, secret = OURS, aheadMs = 0) {
  const world = { now: 1_000_000 + aheadMs };
  const self = { id: letter.repeat(32) as NodeId, startId: letter.repeat(16) as StartId };
  const keyring = new Keyring(firstKeys(secret));
  const reached: string[] = [];
  const strangers: string[] = [];
  const parts = {
    ...{ clock: { now: () => world.now }, scheduler: { monotonicMs: () => world.now, after: () => () => undefined } },
    ...{ random, self, keyring, holders: new KeyHolders(() => undefined), packing: NO_PACKING },
  };
  const server = new SealedServer({
    ...parts,
    handler: ({ method, path }) => {
      reached.push(`${method} ${path}`);
      return Promise.resolve({ status: 204, grapevine: null, body: NOTHING });
    },
    onStranger: (host) => strangers.push(host),
  });
  const client = new SealedClient({
    ...parts,
    renew: () => undefined,
    transport: { request: () => Promise.reject(new Error('nobody is in reach')) },
  });
  const opening = (to: { self: typeof self }) => {
    const asked = client.opening({ id: to.self.id, startId: to.self.startId });
    if (asked === null) throw new Error('one key is held');
    return asked;
  };
  return { world, self, keyring, server, client, opening, reached, strangers };
}

describe('an opening', () => {
  it('[GR9] gives both sides the same key, another each time, and carries pushes to the node', async () => {
    const [one, two] = [machine('a'), machine('b')];
    const keys: string[] = [];
    for (let i = 0; i < 2; i += 1) {
      const opening = one.opening(two);
      const grant = two.server.grant(opening.frame, '10.0.0.1');
      expect(grant?.key).toHaveLength(32);
      expect(opening.keyFrom(grant!.answer)).toEqual(grant!.key);
      keys.push(Buffer.from(grant!.key).toString('hex'));
      expect((await grant!.handler(request('PUT'), '10.0.0.1')).status).toBe(204);
    }
    expect(new Set(keys).size).toBe(2);
    expect(two.reached).toEqual(['PUT /', 'PUT /']);
    expect(two.strangers).toEqual([]);
  });

  it('[GR9] lets nothing but pushes through', async () => {
    const [one, two] = [machine('a'), machine('b')];
    const grant = two.server.grant(one.opening(two).frame, '10.0.0.1');
    for (const [method, path] of [
      ['GET', '/'],
      ['POST', '/-/hello'],
      ['POST', KEY_PATH],
      ['POST', SEALED_PATH],
    ] as const)
      expect((await grant!.handler(request(method, path), '10.0.0.1')).status).toBe(404);
    expect(two.reached).toEqual([]);
  });

  it('[GR4] is taken once, by the machine it is for, in its time and of its start', () => {
    const [one, two, three] = [machine('a'), machine('b'), machine('c')];
    const { frame } = one.opening(two);
    expect(three.server.grant(frame, '10.0.0.1')).toBe(null);
    expect(two.server.grant(frame, '10.0.0.1')).not.toBe(null);
    expect(two.server.grant(frame, '10.0.0.1')).toBe(null);
    expect([two.strangers.length, three.strangers.length]).toEqual([1, 1]);
    const late = one.opening(two).frame;
    two.world.now += 300_001;
    expect(two.server.grant(late, '10.0.0.1')).toBe(null);
    two.world.now -= 300_001;
    const old = one.opening(two).frame;
    two.self.startId = 'd'.repeat(16) as StartId;
    expect(two.server.grant(old, '10.0.0.1')).toBe(null);
  });

  it('[GR3] is refused with any bit another, and so is its answer', () => {
    const [one, two] = [machine('a'), machine('b')];
    const flipped = (bytes: Uint8Array, bit: number): Uint8Array => {
      const copy = Uint8Array.from(bytes);
      copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return copy;
    };
    const opening = one.opening(two);
    for (let bit = 0; bit < opening.frame.length * 8; bit += 1)
      expect(two.server.grant(flipped(opening.frame, bit), '10.0.0.1')).toBe(null);
    const { answer } = two.server.grant(opening.frame, '10.0.0.1')!;
    for (let bit = 0; bit < answer.length * 8; bit += 1) expect(opening.keyFrom(flipped(answer, bit))).toBe(null);
    expect(opening.keyFrom(answer)).toHaveLength(32);
  });

  it('[GR3] finds no key in the answer to another one, and none in what another machine answers', () => {
    const [one, two, three] = [machine('a'), machine('b'), machine('c')];
    const [first, second] = [one.opening(two), one.opening(two)];
    const answer = two.server.grant(first.frame, '10.0.0.1')!.answer;
    expect(second.keyFrom(answer)).toBe(null);
    expect(first.keyFrom(three.server.grant(one.opening(three).frame, '10.0.0.1')!.answer)).toBe(null);
    expect(first.keyFrom(first.frame)).toBe(null);
    expect(first.keyFrom(NOTHING)).toBe(null);
  });

  it('[GR4] of another group, and anything that is none, is refused and counted', async () => {
    const [one, two] = [machine('a', THEIRS), machine('b')];
    expect(two.server.grant(one.opening(two).frame, '10.0.0.9')).toBe(null);
    expect(two.server.grant(NOTHING, '10.0.0.9')).toBe(null);
    expect(two.strangers).toEqual(['10.0.0.9', '10.0.0.9']);
    const mine = machine('c').opening(two).frame;
    expect(two.server.grant(mine, '10.0.0.9')).not.toBe(null);
    // It is no request, either: what was asked there is not here.
    const frame = machine('d').opening(two).frame;
    await two.server.handle({ method: 'POST', path: SEALED_PATH, grapevine: null, body: frame }, '10.0.0.9');
    expect(two.reached).toEqual(['POST /-/channel']);
  });

  it('[GR5] is neither made nor taken while a key is being changed', () => {
    const [one, two] = [machine('a'), machine('b')];
    const before = one.opening(two).frame;
    const key = { secret: NEXT, generation: 1, handing: 'in-band' } as const;
    two.keyring.replace(withKey(two.keyring.keys, key, 0));
    expect(two.server.grant(before, '10.0.0.1')).toBe(null);
    expect(two.strangers).toEqual([]);
    expect(two.client.opening({ id: one.self.id, startId: one.self.startId })).toBe(null);
  });
});
