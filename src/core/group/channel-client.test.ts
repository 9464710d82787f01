/** When pushes go through a channel, and when in frames. */
import { describe, expect, it } from 'vitest';
import type { NodeId, StartId } from '../../shared/model.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Channel, Endpoint, PeerRequest, PeerResponse, TransportError } from '../ports.ts';
import { ChannelClient } from './channel-client.ts';

const TO: Endpoint = { host: '10.0.0.2', port: 4097 };
const LIMITS = { connectTimeoutMs: 1_000, timeoutMs: 3_000, maxResponseBytes: 1_000 };
const recipient = { id: 'b'.repeat(32) as NodeId, startId: '2'.repeat(16) as StartId };
const NOTHING = new Uint8Array(0);
const push = (body: Uint8Array = NOTHING): PeerRequest => ({ method: 'PUT', path: '/', grapevine: null, body });
const DONE: Result<PeerResponse, TransportError> = ok({ status: 204, grapevine: null, body: NOTHING });

/** A channel in the hands of the test. */
class PlayedChannel implements Channel {
  isOpen = true;
  isBusy = false;
  answer: Result<PeerResponse, TransportError> = DONE;
  readonly #onRequest: () => void;

  constructor(onRequest: () => void) {
    this.#onRequest = onRequest;
  }

  get isFree(): boolean {
    return this.isOpen && !this.isBusy;
  }

  close(): void {
    this.isOpen = false;
  }

  request(): Promise<Result<PeerResponse, TransportError>> {
    this.#onRequest();
    if (!this.answer.ok) this.isOpen = false;
    return Promise.resolve(this.answer);
  }
}

/** A client of which it is told what went which way. */
function newClient() {
  const world = {
    now: 0,
    ways: [] as string[],
    timeouts: [] as number[],
    opened: [] as PlayedChannel[],
    mayOpen: true,
    /** What opening waits for. */
    held: null as Promise<unknown> | null,
    isOneKeyHeld: true,
  };
  const client = new ChannelClient({
    scheduler: { monotonicMs: () => world.now },
    client: {
      request: (_to, _request, { timeoutMs }) => {
        world.ways.push('frame');
        world.timeouts.push(timeoutMs);
        return Promise.resolve(DONE);
      },
      opening: () => (world.isOneKeyHeld ? { frame: NOTHING, keyFrom: () => null } : null),
    },
    channels: {
      serve: () => undefined,
      closeAll: () => undefined,
      open: () => {
        world.ways.push('open');
        const channel = new PlayedChannel(() => world.ways.push('channel'));
        if (world.mayOpen) world.opened.push(channel);
        const opened = world.mayOpen ? channel : null;
        return world.held === null ? Promise.resolve(opened) : world.held.then(() => opened);
      },
    },
  });
  const send = (request = push(), to = TO, whom: typeof recipient | null = recipient) =>
    client.request(to, request, LIMITS, whom);
  return { world, send };
}

/** With a channel that is open. */
async function withChannel() {
  const made = newClient();
  await made.send();
  await made.send();
  const [channel] = made.world.opened;
  if (channel === undefined) throw new Error('no channel was opened');
  made.world.ways.length = 0;
  return { ...made, channel };
}

describe('pushes to one machine', () => {
  it('[GR9] go through a channel from the third on, if the first two came within 30 s', async () => {
    const { world, send } = newClient();
    for (let i = 0; i < 4; i += 1) await send();
    expect(world.ways).toEqual(['frame', 'frame', 'open', 'channel', 'channel']);
  });

  it('[GR9] go in frames when they are seldom', async () => {
    const { world, send } = newClient();
    for (let i = 0; i < 4; i += 1) {
      await send();
      world.now += 30_000;
    }
    expect(world.ways).toEqual(['frame', 'frame', 'frame', 'frame']);
  });

  it('[GR9] go in frames while more than one key is held', async () => {
    const { world, send } = newClient();
    world.isOneKeyHeld = false;
    for (let i = 0; i < 4; i += 1) await send();
    expect(world.ways).toEqual(['frame', 'frame', 'frame', 'frame']);
    world.isOneKeyHeld = true;
    await send();
    await send();
    expect(world.ways.slice(4)).toEqual(['frame', 'open', 'channel']);
  });

  it('[GR9] go in frames while something is under way on the channel, and to other addresses and starts of the machine', async () => {
    const { world, send, channel } = await withChannel();
    channel.isBusy = true;
    await send();
    channel.isBusy = false;
    await send(push(), { ...TO, port: 4098 });
    expect(world.ways).toEqual(['frame', 'frame']);
    await send(push(), TO, { ...recipient, startId: '3'.repeat(16) as StartId });
    expect(world.ways).toEqual(['frame', 'frame', 'frame']);
  });

  it('[GR9] go in a frame at once when the channel has ended, and through another one later', async () => {
    const { world, send, channel } = await withChannel();
    channel.answer = err({ kind: 'reset', detail: 'It was closed' });
    expect(await send()).toBe(DONE);
    expect(world.ways).toEqual(['channel', 'frame', 'open']);
    await send();
    expect(world.ways).toEqual(['channel', 'frame', 'open', 'channel']);
  });

  it('[GR9] are not made twice when no answer comes in time', async () => {
    const { world, send, channel } = await withChannel();
    const late = err({ kind: 'timeout' as const, detail: 'No answer' });
    channel.answer = late;
    expect(await send()).toBe(late);
    expect(world.ways).toEqual(['channel']);
  });

  it('[GR9] have the time for one request, whichever way they went', async () => {
    const { world, send, channel } = await withChannel();
    channel.answer = err({ kind: 'reset', detail: 'It was closed' });
    const { request } = channel;
    channel.request = () => {
      world.now += 2_000;
      return request.call(channel);
    };
    await send();
    expect(world.timeouts.at(-1)).toBe(1_000);
  });

  it('[GR9] are not kept waiting where a channel cannot be opened, which is tried once a minute', async () => {
    const { world, send } = newClient();
    world.mayOpen = false;
    for (let i = 0; i < 120; i += 1) {
      await send();
      world.now += 1_000;
    }
    expect(world.ways.filter((way) => way === 'frame')).toHaveLength(120);
    expect(world.ways.filter((way) => way === 'open')).toHaveLength(2);
  });

  it('[LM1] to another address or start of the machine end the channel of the one before', async () => {
    const { send, channel } = await withChannel();
    await send(push(), { ...TO, port: 4098 });
    expect(channel.isOpen).toBe(false);
  });

  it('[LM1] leave no channel behind that opened too late', async () => {
    const { world, send } = newClient();
    const opening = Promise.withResolvers<undefined>();
    world.held = opening.promise;
    await send();
    await send();
    await send(push(), { ...TO, port: 4098 });
    opening.resolve(undefined);
    await expect.poll(() => world.opened.map(({ isOpen }) => isOpen)).toEqual([false]);
  });

  it('[LM1] end the channel to a machine that is forgotten for others', async () => {
    const { send, channel } = await withChannel();
    for (let i = 0; i < 1_024; i += 1)
      await send(push(), TO, { ...recipient, id: i.toString(16).padStart(32, '0') as NodeId });
    expect(channel.isOpen).toBe(false);
  });

  it('[LM1] take up at most 128 channels', async () => {
    const { world, send } = newClient();
    for (let i = 0; i < 200; i += 1) {
      const whom = { ...recipient, id: i.toString(16).padStart(32, '0') as NodeId };
      await send(push(), TO, whom);
      await send(push(), TO, whom);
    }
    expect(world.opened).toHaveLength(128);
    for (const channel of world.opened) channel.isOpen = false;
    await send();
    await send();
    expect(world.opened).toHaveLength(129);
  });
});

it.each([
  ['what is asked', { ...push(), method: 'GET' }],
  ['what is large', push(new Uint8Array(8 * 1024 + 1))],
])('[GR9] %s goes in frames', async (_which, request) => {
  const { world, send } = await withChannel();
  await send(request);
  expect(world.ways).toEqual(['frame']);
});

it('[GR9] what is for whoever answers goes in frames', async () => {
  const { world, send } = await withChannel();
  await send(push(), TO, null);
  expect(world.ways).toEqual(['frame']);
});
