/** Whoever opens connections and sends slowly, or nothing, against the real server. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { localhost, outcome, request } from './testing/client-rig.ts';
import { RawClient, requestText, statusOf } from './testing/raw-client.ts';
import { answerWith, noContent, StartedTransports } from './testing/started-transports.ts';
import type { PeerHandler, Transport } from '../../../core/ports.ts';

const transports = new StartedTransports();
const strangers: RawClient[] = [];

afterEach(async () => {
  for (const stranger of strangers.splice(0)) stranger.abort();
  await transports.stopAll();
});

const HOST = 'Host: 127.0.0.1';
const HALF = `GET / HTTP/1.1\r\n${HOST}\r\nX-Slow: `;
const KNOCK = requestText('POST /-/x', [HOST, 'Content-Length: 0']);
/** So long that nothing in a test ends by it. */
const PATIENT = { requestTimeoutMs: 600_000, answerTimeoutMs: 600_000, keepAliveTimeoutMs: 600_000 };
const PATIENTLY = { timeout: 20_000 };

/** As a private group answers: a POST is a stranger's here. */
const guarded: PeerHandler = ({ method }) => Promise.resolve(answerWith(method === 'POST' ? 401 : 204));

/** 127.0.1.1, 127.0.1.2 ...: all of 127.0.0.0/8 is this machine, on Linux. */
const addressOf = (number: number): string => `127.0.${1 + Math.floor(number / 250)}.${1 + (number % 250)}`;

/** So many connections in their order, each from the address that `addressFor` tells; each says `text` and waits. */
async function flood(port: number, count: number, addressFor: (i: number) => string, text: string): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    const stranger = await RawClient.open(port, '127.0.0.1', false, addressFor(i));
    stranger.send(text);
    strangers.push(stranger);
  }
}

const openStrangers = (): number => strangers.filter(({ isClosed }) => !isClosed).length;

/** A member whose connections are all new: as many exchanges at once as it has connections to one peer. */
async function member(): Promise<(port: number) => Promise<(number | string)[]>> {
  const exchange = async (transport: Transport, port: number) =>
    Promise.all(Array.from({ length: 8 }, () => outcome(transport, localhost(port), request('GET'))));
  const { transport } = await transports.start();
  return (port) => exchange(transport, port);
}

const ALL_SERVED = Array.from({ length: 8 }, () => 204);

describe.skipIf(process.platform !== 'linux')(
  '600 connections of strangers (on Linux, where 127.0.1.1 is an address)',
  () => {
    it.each([
      ['from ten addresses, with headers that never end', (i: number) => addressOf(i % 10), HALF],
      ['from an address each, with headers that never end', addressOf, HALF],
      ['from ten addresses, silent', (i: number) => addressOf(i % 10), ''],
      ['from ten addresses, refused and kept alive', (i: number) => addressOf(i % 10), KNOCK],
    ])('[PS5] %s, keep no member out, and no more than 512 are open', async (_how, addressFor, text) => {
      const { port } = await transports.start(guarded, { limits: PATIENT });
      await flood(port, 600, addressFor, text);
      await vi.waitFor(() => expect(openStrangers()).toBe(512), PATIENTLY);
      const exchange = await member();
      expect(await exchange(port)).toEqual(ALL_SERVED);
      await vi.waitFor(() => expect(openStrangers()).toBe(512 - ALL_SERVED.length), PATIENTLY);
      await flood(port, 100, addressFor, text);
      expect(await exchange(port)).toEqual(ALL_SERVED);
    });

    it('[PS5] take no place of a connection on which a member was served', async () => {
      const { port } = await transports.start(guarded, { limits: PATIENT });
      const served = await RawClient.open(port);
      served.send(requestText('GET /', [HOST]));
      await served.until('204');
      await flood(port, 600, addressOf, HALF);
      await vi.waitFor(() => expect(openStrangers()).toBe(511), PATIENTLY);
      served.send(requestText('GET /', [HOST, 'Connection: close']));
      expect((await served.closed).split('HTTP/1.1 204')).toHaveLength(3);
    });

    it('[PS5] make room before new connections from an address that was served, were it only by one', async () => {
      const { port } = await transports.start(guarded, { limits: { ...PATIENT, maxConnections: 4 } });
      expect(statusOf(await RawClient.exchange(port, requestText('GET /', [HOST, 'Connection: close'])))).toBe(204);
      const fresh = [await RawClient.open(port), await RawClient.open(port), await RawClient.open(port)];
      await flood(port, 10, addressOf, HALF);
      await vi.waitFor(() => expect(openStrangers()).toBe(1), PATIENTLY);
      expect(fresh.map(({ isClosed }) => isClosed)).toEqual([false, false, false]);
      for (const client of fresh) client.abort();
    });

    it('[LM1] of one address are 64 at most, whatever they do', async () => {
      const { port } = await transports.start(guarded, { limits: PATIENT });
      await flood(port, 200, () => addressOf(0), HALF);
      await vi.waitFor(() => expect(openStrangers()).toBe(64), PATIENTLY);
    });

    it('[PS5] are closed when their time is over, though each goes on sending', async () => {
      const { port } = await transports.start(noContent, { limits: { ...PATIENT, requestTimeoutMs: 1_000 } });
      await flood(port, 500, (i) => addressOf(i % 10), HALF);
      const drip = setInterval(() => {
        for (const stranger of strangers) stranger.send('x');
      }, 50);
      const exchange = await member();
      expect(await exchange(port)).toEqual(ALL_SERVED);
      await vi.waitFor(() => expect(openStrangers()).toBe(0), PATIENTLY);
      clearInterval(drip);
      const answers = await Promise.all(strangers.map(({ closed }) => closed));
      expect(new Set(answers.map(statusOf))).toEqual(new Set([408]));
    });
  },
);

describe('one who is refused', () => {
  it('[PS5] makes room for others from the same address', async () => {
    const { port } = await transports.start(guarded, { limits: { ...PATIENT, maxConnectionsPerAddress: 2 } });
    const [slow, refused] = [await RawClient.open(port), await RawClient.open(port)];
    slow.send(HALF);
    refused.send(KNOCK);
    await refused.until('401');
    const GET = requestText('GET /', [HOST]);
    const [third, fourth] = [await RawClient.open(port), await RawClient.open(port)];
    for (const client of [third, fourth]) {
      client.send(GET);
      await client.until('204');
    }
    await Promise.all([slow.closed, refused.closed]);
    expect(statusOf(await RawClient.exchange(port, GET))).toBe(503);
    for (const client of [third, fourth]) client.abort();
  });

  it('[PS5] is not closed while what he asked is being answered', async () => {
    const [asked, late] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const handler: PeerHandler = async () => {
      asked.resolve(undefined);
      await late.promise;
      return answerWith(401);
    };
    const { port } = await transports.start(handler, { limits: { ...PATIENT, maxConnections: 1 } });
    const waiting = await RawClient.open(port);
    waiting.send(requestText('POST /-/x', [HOST, 'Content-Length: 0', 'Connection: close']));
    await asked.promise;
    expect(statusOf(await RawClient.exchange(port, KNOCK))).toBe(503);
    late.resolve(undefined);
    expect(statusOf(await waiting.closed)).toBe(401);
  });

  it('[LM1] has to wait before his next request is read, and nobody else has', async () => {
    const asked: string[] = [];
    const handler: PeerHandler = (asking, from) => {
      asked.push(asking.path);
      return guarded(asking, from);
    };
    const { port } = await transports.start(handler, { limits: { ...PATIENT, refusalPauseMs: 600_000 } });
    const refused = await RawClient.open(port);
    refused.send(KNOCK);
    await refused.until('401');
    refused.send(KNOCK);
    const served = await RawClient.open(port);
    for (let count = 1; count <= 20; count += 1) {
      served.send(requestText('GET /', [HOST]));
      await vi.waitFor(() => expect(asked.filter((path) => path === '/')).toHaveLength(count), PATIENTLY);
    }
    expect(asked.filter((path) => path === '/-/x')).toHaveLength(1);
    for (const client of [refused, served]) client.abort();
  });

  it('[LM1] may ask again after a while', async () => {
    const { port } = await transports.start(guarded);
    const refused = await RawClient.open(port);
    for (let count = 2; count <= 4; count += 1) {
      refused.send(KNOCK);
      await vi.waitFor(async () => expect((await refused.until('401')).split('HTTP/1.1 401')).toHaveLength(count));
    }
    refused.abort();
  });

  it('[LM1] is cut off when he asks on and on without waiting for answers, and what he asked is bounded', async () => {
    let asked = 0;
    const { port } = await transports.start(({ method }) => {
      if (method === 'GET') return Promise.resolve(answerWith(204));
      asked += 1;
      return new Promise(() => undefined);
    });
    const impatient = await RawClient.open(port);
    impatient.send(KNOCK.repeat(10_000));
    expect(await impatient.closed).toBe('');
    expect(asked).toBe(8);
    const client = await RawClient.open(port);
    client.send(requestText('GET /', [HOST]).repeat(7) + requestText('GET /', [HOST, 'Connection: close']));
    expect((await client.closed).split('HTTP/1.1 204')).toHaveLength(9);
  });
});
