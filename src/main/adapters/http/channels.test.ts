/** Channels between two real transports on loopback, and what somebody between them can do. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { Channel, ChannelGrant, PeerRequest } from '../../../core/ports.ts';
import { channelContext, PSK_IDENTITY } from './channel-tls.ts';
import { LIMITS, localhost, request } from './testing/client-rig.ts';
import { RawClient, requestText, statusOf } from './testing/raw-client.ts';
import { Relay } from './testing/relay.ts';
import { answerWith, recorder, StartedTransports } from './testing/started-transports.ts';

const transports = new StartedTransports();
afterEach(() => transports.stopAll());

const KEY = Buffer.alloc(32, 7);
const [OPENING, ANSWER] = [Buffer.from('let me in'), Buffer.from('come in')];
/** Where a length was changed, the rest of it never comes. */
const STALLED_MS = 100;
const push = (text: string): PeerRequest => request('PUT', { grapevine: '1 header', body: Buffer.from(text) });

/** A transport that grants everybody a channel, and what came through those. */
async function granting(grant: Partial<ChannelGrant> = {}, limits = {}) {
  const { handler, requests } = recorder();
  const { transport, port } = await transports.start(() => Promise.resolve(answerWith(401)), { limits });
  const openings: [string, string][] = [];
  transport.channels.serve((opening, remoteHost) => {
    openings.push([Buffer.from(opening).toString(), remoteHost]);
    return { answer: ANSWER, key: KEY, handler, ...grant };
  });
  return { transport, port, openings, requests };
}

const openedAt = async (port: number, key: Uint8Array | null = KEY): Promise<Channel | null> => {
  const { transport } = await transports.start();
  return transport.channels.open(localhost(port), OPENING, () => key, 5_000);
};

const opened = async (port: number): Promise<Channel> => {
  const channel = await openedAt(port);
  if (channel === null) throw new Error('the channel did not open');
  return channel;
};

const isClosed = (channel: Channel) => expect.poll(() => channel.isOpen).toBe(false);

describe('a channel', () => {
  it('[GR9] carries pushes to whoever granted it, and their answers', async () => {
    const callers: string[] = [];
    const { port, openings, requests } = await granting({
      handler: ({ body }, remoteHost) => {
        callers.push(remoteHost);
        return Promise.resolve({ status: 200, grapevine: '1 theirs', body });
      },
    });
    const channel = await opened(port);
    expect(openings).toEqual([['let me in', '127.0.0.1']]);
    for (const text of ['one', 'two']) {
      const answer = await channel.request(push(text), LIMITS);
      expect(answer).toMatchObject({ ok: true, value: { status: 200, grapevine: '1 theirs' } });
      expect(answer.ok && Buffer.from(answer.value.body).toString()).toBe(text);
    }
    expect(callers).toEqual(['127.0.0.1', '127.0.0.1']);
    expect(requests).toEqual([]);
    expect(channel.isFree).toBe(true);
  });

  it('[GR9] is not free while something is under way on it', async () => {
    const reached = Promise.withResolvers<undefined>();
    const done = Promise.withResolvers<undefined>();
    const { port } = await granting({
      handler: async () => {
        reached.resolve(undefined);
        await done.promise;
        return answerWith(204);
      },
    });
    const channel = await opened(port);
    const answered = channel.request(push('one'), LIMITS);
    await reached.promise;
    expect([channel.isOpen, channel.isFree]).toEqual([true, false]);
    done.resolve(undefined);
    expect((await answered).ok).toBe(true);
    expect(channel.isFree).toBe(true);
  });

  it('[GR9] ends when an answer does not come in time', async () => {
    const { port } = await granting({ handler: () => new Promise(() => undefined) });
    const channel = await opened(port);
    expect(await channel.request(push('one'), { ...LIMITS, timeoutMs: 50 })).toMatchObject({
      ok: false,
      error: { kind: 'timeout' },
    });
    await isClosed(channel);
  });

  it.each(['client', 'server'] as const)('[GR9] ends on both sides when the %s closes all', async (side) => {
    const there = await granting();
    const { transport: here } = await transports.start();
    const channel = await here.channels.open(localhost(there.port), OPENING, () => KEY, 5_000);
    expect(channel?.isOpen).toBe(true);
    (side === 'client' ? here : there.transport).channels.closeAll();
    await isClosed(channel!);
    expect(await channel!.request(push('late'), LIMITS)).toMatchObject({ ok: false, error: { kind: 'reset' } });
    expect(there.requests).toEqual([]);
  });

  it('[GR9] has ended when the other side is tired of waiting for the first push', async () => {
    const { port } = await granting({}, { requestTimeoutMs: 300 });
    await isClosed(await opened(port));
  });

  it('[GR9] is none without the same key on both sides, without an answer, or where nobody grants it', async () => {
    const { port, requests } = await granting();
    expect(await openedAt(port, Buffer.alloc(32, 8))).toBe(null);
    expect(await openedAt(port, null)).toBe(null);
    const { port: closed } = await transports.start();
    expect(await openedAt(closed)).toBe(null);
    const refusing = await transports.start();
    refusing.transport.channels.serve(() => null);
    expect(await openedAt(refusing.port)).toBe(null);
    expect(requests).toEqual([]);
  });

  it('[GR9] is given up when it does not open in time', async () => {
    const { transport } = await transports.start();
    await using relay = await Relay.to((await granting()).port);
    relay.change = () => Buffer.alloc(0);
    expect(await transport.channels.open(localhost(relay.port), OPENING, () => KEY, 50)).toBe(null);
  });

  it('[GR9] of a transport that stopped has ended, and no other opens', async () => {
    const { port } = await granting();
    const { transport } = await transports.start();
    const channel = await transport.channels.open(localhost(port), OPENING, () => KEY, 5_000);
    await transport.stop();
    await isClosed(channel!);
    expect(await transport.channels.open(localhost(port), OPENING, () => KEY, 5_000)).toBe(null);
  });
});

describe('somebody between the two', () => {
  /** Both sides of a channel through a relay, with what came of one push. */
  async function pushedThrough(change: (relay: Relay) => void, timeoutMs = LIMITS.timeoutMs) {
    const machine = await granting();
    const { port, requests } = machine;
    const { transport } = await transports.start();
    await using relay = await Relay.to(port);
    const channel = await transport.channels.open(localhost(relay.port), OPENING, () => KEY, 5_000);
    change(relay);
    const answer = (await channel?.request(push('{"desks/3": "Anna Ek"}'), { ...LIMITS, timeoutMs })) ?? null;
    return { relay, machine, requests, answer, channel };
  }

  it('[GR9] sees nothing of what goes through', async () => {
    const { relay, requests, answer } = await pushedThrough(() => undefined);
    expect([requests.length, answer?.ok]).toEqual([1, true]);
    const [asked, answered] = (['client', 'server'] as const).map((side) => relay.sentBy(side).toString('latin1'));
    expect(asked).toMatch(/^POST \/-\/x HTTP\/1\.1\r\n/);
    expect(answered).toMatch(/^HTTP\/1\.1 101 /);
    expect(`${asked} ${answered}`).not.toMatch(/desks|Anna|PUT|header|204/);
    expect(`${asked} ${answered}`).not.toContain(KEY.toString('latin1'));
  });

  it('[GR9] can change no bit of a push: the channel ends, and nothing is taken', async () => {
    const { relay: seen } = await pushedThrough((relay) => (relay.passed.length = 0));
    const length = seen.sentBy('client').length;
    expect(length).toBeGreaterThan(100);
    for (let at = 0; at < length; at += 1) {
      const { requests, answer, channel } = await pushedThrough((relay) => {
        let sent = 0;
        relay.change = ({ from, bytes }) => {
          const copy = Buffer.from(bytes);
          if (from === 'client' && at >= sent && at < sent + copy.length) copy[at - sent]! ^= 1 << (at & 7);
          if (from === 'client') sent += copy.length;
          return copy;
        };
      }, STALLED_MS);
      expect([at, requests, answer?.ok]).toEqual([at, [], false]);
      // As after any other cut, what was asked may go another way.
      expect(answer).toMatchObject({ error: { kind: expect.stringMatching(/^(?:reset|timeout)$/) as string } });
      await isClosed(channel!);
    }
  });

  it('[GR9] can change no bit of an answer', async () => {
    const { relay: seen } = await pushedThrough((relay) => (relay.passed.length = 0));
    const length = seen.sentBy('server').length;
    for (let at = 0; at < length; at += 1) {
      const { answer } = await pushedThrough((relay) => {
        relay.change = ({ from, bytes }) => {
          const copy = Buffer.from(bytes);
          if (from === 'server' && at < copy.length) copy[at]! ^= 1 << (at & 7);
          return copy;
        };
      }, STALLED_MS);
      expect([at, answer?.ok]).toEqual([at, false]);
    }
  });

  it('[GR9] gets nothing by saying once more what was said, to the same machine or to another', async () => {
    const { relay, machine } = await pushedThrough(() => undefined);
    const recorded = relay.passed.filter(({ from }) => from === 'client').map(({ bytes }) => bytes);
    expect(recorded.length).toBeGreaterThan(2);
    expect(machine.requests.splice(0)).toHaveLength(1);
    for (const { port, openings, requests } of [machine, await granting()]) {
      openings.length = 0;
      const raw = await RawClient.open(port);
      // As it was when it was recorded: each part when the one before was answered.
      for (const [at, bytes] of recorded.entries()) {
        raw.send(bytes);
        if (at === 0) await expect.poll(() => openings.length).toBe(1);
      }
      await raw.closed;
      expect(requests).toEqual([]);
    }
  });
});

describe('the port of peers', () => {
  const opening = (...headers: string[]) =>
    requestText('POST /-/x', ['Host: 127.0.0.1', 'Connection: Upgrade', 'Upgrade: TLS/1.2', ...headers]);
  const grapevine = `Grapevine: ${OPENING.toString('base64')}`;

  it('[GR4] answers who is granted nothing 401, with nothing in it, and closes', async () => {
    const { transport, port } = await transports.start();
    const counted: string[] = [];
    transport.channels.serve((_opening, host) => (counted.push(host), null));
    for (const headers of [[grapevine], [], ['Grapevine: ***'], [`Grapevine: ${'A'.repeat(4_000)}`]]) {
      const answer = await RawClient.exchange(port, opening(...headers));
      expect(answer).toBe('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    }
    expect(counted).toEqual(Array(4).fill('127.0.0.1'));
  });

  it('[PS6] refuses a web page that would open one before anything looks at it', async () => {
    const { port, openings } = await granting();
    for (const [header, status] of [
      ['Origin: https://example.com', 403],
      ['Sec-Fetch-Site: cross-site', 403],
    ] as const)
      expect(statusOf(await RawClient.exchange(port, opening(grapevine, header)))).toBe(status);
    const elsewhere = opening(grapevine).replace('127.0.0.1', 'example.com');
    expect(statusOf(await RawClient.exchange(port, elsewhere))).toBe(421);
    expect(openings).toEqual([]);
  });

  it.each([
    ['of an open group', false, 'POST', 'TLS/1.2'],
    ['asked by another method', true, 'GET', 'TLS/1.2'],
    ['asked for something else', true, 'POST', 'websocket'],
  ])('[GR9] answers as if nothing had been asked: %s', async (_which, isPrivate, method, upgrade) => {
    const { transport, port } = await transports.start(() => Promise.resolve(answerWith(404)));
    const openings: Uint8Array[] = [];
    if (isPrivate) transport.channels.serve((frame) => (openings.push(frame), null));
    const text = opening(grapevine, 'Connection: close').replace('POST', method).replace('TLS/1.2', upgrade);
    const raw = await RawClient.open(port);
    raw.send(text);
    raw.end();
    expect(statusOf(await raw.closed)).toBe(404);
    expect(openings).toEqual([]);
  });

  it('[PS5] refuses an opening behind which something comes before it was answered', async () => {
    const { port, openings } = await granting();
    expect(statusOf(await RawClient.exchange(port, `${opening(grapevine)}too early`))).toBe(401);
    expect(openings).toEqual([['', '127.0.0.1']]);
  });

  it('[GR9] opens none inside of another', async () => {
    const { port, openings, requests } = await granting();
    const socket = connect(port, '127.0.0.1');
    socket.write(opening(grapevine));
    expect(statusOf(String(await once(socket, 'data')))).toBe(101);
    const channel = connectTls({
      ...{ socket, secureContext: channelContext(), checkServerIdentity: () => undefined },
      pskCallback: () => ({ psk: KEY, identity: PSK_IDENTITY }),
    });
    channel.write(opening(grapevine));
    expect(statusOf(String(await once(channel, 'data')))).toBe(204);
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /-/x']);
    expect(openings).toHaveLength(1);
    channel.destroy();
  });

  it('[PS5] cuts off who is granted a channel and does not open it', async () => {
    const { port } = await granting({}, { requestTimeoutMs: 50 });
    const raw = await RawClient.open(port);
    raw.send(opening(grapevine));
    expect(statusOf(await raw.closed)).toBe(101);
  });

  it('[PS5] counts channels with the other connections, and lets no flood take their place', async () => {
    const { port, requests } = await granting({}, { maxConnections: 4, maxConnectionsPerAddress: 4 });
    const channel = await opened(port);
    const others = await Promise.all(Array.from({ length: 12 }, () => RawClient.open(port)));
    expect((await channel.request(push('one'), LIMITS)).ok).toBe(true);
    expect(requests).toHaveLength(1);
    await expect.poll(() => others.filter(({ isClosed: gone }) => gone).length).toBe(9);
    for (const other of others) other.abort();
  });
});
