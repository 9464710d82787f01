/** Channels between real nodes of a private group. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SECRET_BYTES, type GroupSecret } from '../core/group/invite-code.ts';
import type { GrapevineNode } from '../core/node-api.ts';
import { SeededRandom } from '../core/testing/seeded-random.ts';
import type { Key } from '../shared/model.ts';
import { Relay } from './adapters/http/testing/relay.ts';
import { startedOnLoopback } from './testing/loopback-node.ts';
import { PATIENTLY } from './testing/patiently.ts';

const SECRET = new SeededRandom(9).bytes(SECRET_BYTES) as GroupSecret;
const COUNT = 'count' as Key;
const nodes: GrapevineNode[] = [];
/** Those through which something was asked. */
const channels: TLSSocket[] = [];

function noteChannel(message: unknown): void {
  const { socket } = message as { socket: unknown };
  if (socket instanceof TLSSocket) channels.push(socket);
}

beforeEach(() => subscribe('undici:client:connected', noteChannel));

afterEach(async () => {
  unsubscribe('undici:client:connected', noteChannel);
  channels.length = 0;
  await Promise.all(nodes.splice(0).map((node) => node.stop()));
});

/** Two nodes that know each other; the first asks the second at the port that `portTo` gives for its own. */
async function pair(
  secret: GroupSecret | null,
  portTo: (port: number) => number | Promise<number> = (port) => port,
): Promise<[GrapevineNode, GrapevineNode]> {
  const one = await startedOnLoopback('Reception', {}, secret);
  const two = await startedOnLoopback('Verkstad', {}, secret);
  nodes.push(one, two);
  const port = await portTo(two.status().peerPort);
  one.addCandidate({ host: '127.0.0.1', port, id: null, name: null, foundBy: 'static' });
  for (const node of [one, two])
    await expect.poll(() => node.peers().map(({ state }) => state.kind), PATIENTLY).toEqual(['alive']);
  return [one, two];
}

/** A write at one that has come to the other. */
async function writes(one: GrapevineNode, two: GrapevineNode, value: number): Promise<void> {
  expect((await one.write([{ key: COUNT, value }], { kind: 'user' })).ok).toBe(true);
  await expect.poll(() => two.entry(COUNT)?.text, PATIENTLY).toBe(`${value}`);
}

it('[GR9] pushes go through a channel, and in frames when the other side has ended it', async () => {
  const [one, two] = await pair(SECRET);
  for (let i = 1; channels.length === 0; i += 1) await writes(one, two, i);
  const [channel] = channels;
  const before = channel?.bytesWritten ?? 0;
  await writes(one, two, 1_000);
  expect(channel?.bytesWritten).toBeGreaterThan(before);
  channel?.destroy();
  for (let i = 1_001; channels.length === 1; i += 1) await writes(one, two, i);
  expect(one.peers().flatMap(({ exchanges }) => exchanges.filter(({ ok }) => !ok))).toEqual([]);
});

it('[GR5] a new key ends the channels that were opened under the one before, and no exchange fails', async () => {
  const [one, two] = await pair(SECRET);
  for (let i = 1; channels.length === 0; i += 1) await writes(one, two, i);
  expect((await two.keys?.change('in-band'))?.ok).toBe(true);
  await expect.poll(() => channels.every(({ destroyed }) => destroyed), PATIENTLY).toBe(true);
  const opened = channels.length;
  for (let i = 1_000; i < 1_005; i += 1) await writes(one, two, i);
  expect(channels).toHaveLength(opened);
  expect((await two.keys?.end())?.ok).toBe(true);
  for (let i = 2_000; channels.length === opened; i += 1) await writes(one, two, i);
  expect(one.peers().flatMap(({ exchanges }) => exchanges.filter(({ ok }) => !ok))).toEqual([]);
});

it('[GR3] nobody between two nodes sees a key, a value or a name, in frames or in a channel', async () => {
  const relays: Relay[] = [];
  const through = async (port: number): Promise<number> => {
    const relay = await Relay.to(port);
    relays.push(relay);
    return relay.port;
  };
  const [one, two] = await pair(SECRET, through);
  const [relay] = relays;
  const words = /desks\/|Anna Ek|"count"|Reception|Verkstad/;
  for (let i = 0; channels.length === 0; i += 1) {
    expect((await one.write([{ key: `desks/${i}`, value: 'Anna Ek' }], { kind: 'user' })).ok).toBe(true);
    await writes(one, two, i);
  }
  const before = relay?.sentBy('client').length ?? 0;
  await writes(one, two, 1_000);
  for (const side of ['client', 'server'] as const) {
    const bytes = relay?.sentBy(side).toString('latin1') ?? '';
    expect(bytes.length).toBeGreaterThan(500);
    expect(bytes).not.toMatch(words);
  }
  // What was seen of the channel was sealed, and it was there to be seen.
  expect(relay?.sentBy('client').length).toBeGreaterThan(before);
  await relay?.[Symbol.asyncDispose]();
});

it('[GR7] there are none in an open group', async () => {
  const [one, two] = await pair(null);
  for (let i = 1; i <= 5; i += 1) await writes(one, two, i);
  expect(channels).toEqual([]);
});
