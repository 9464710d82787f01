import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PeerResponse } from '../../../core/ports.ts';
import { recordingLogger } from './testing/loggers.ts';
import { errorOf, RawClient, requestText, statusOf } from './testing/raw-client.ts';
import { answerWith, noContent, recorder, StartedTransports } from './testing/started-transports.ts';

const transports = new StartedTransports();
const others: Server[] = [];

afterEach(async () => {
  await transports.stopAll();
  await Promise.all(others.splice(0).map((server) => once(server.close(), 'close')));
});

/** Another program that listens at the address; resolves with its port. */
async function occupy(host: string, port = 0): Promise<number> {
  const server = createServer();
  others.push(server);
  await once(server.listen({ host, port, ipv6Only: true }), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const HOST = 'Host: 127.0.0.1';
const GET = requestText('GET /', [HOST]);
const GET_AND_CLOSE = requestText('GET /', [HOST, 'Connection: close']);
const never = (): Promise<PeerResponse> => new Promise(() => undefined);

describe('ports', () => {
  it('[PS1] takes the next free port when one is taken', async () => {
    const taken = await occupy('127.0.0.1');
    const { port } = await transports.start(noContent, { port: taken });
    expect(port).toBeGreaterThan(taken);
    expect(port).toBeLessThanOrEqual(taken + 100);
    expect(statusOf(await RawClient.exchange(port, GET_AND_CLOSE))).toBe(204);
  });

  it('[PS1] uses one port at all addresses, also when it is taken at only one of them', async () => {
    const taken = await occupy('::1');
    const { port } = await transports.start(noContent, { port: taken, hosts: ['127.0.0.1', '::1'] });
    expect(port).toBeGreaterThan(taken);
    for (const host of ['127.0.0.1', '::1']) {
      const client = await RawClient.open(port, host);
      client.send(GET_AND_CLOSE);
      expect(statusOf(await client.closed)).toBe(204);
    }
    await expect(RawClient.open(taken)).rejects.toThrow('ECONNREFUSED');
  });

  it('[PS1] finds one free port for all addresses when any will do', async () => {
    const { port } = await transports.start(noContent, { port: 0, hosts: ['127.0.0.1', '::1', '127.0.0.1'] });
    await expect(occupy('127.0.0.1', port)).rejects.toThrow('EADDRINUSE');
    others.pop();
    await expect(occupy('::1', port)).rejects.toThrow('EADDRINUSE');
    others.pop();
  });

  it('[PS1] lets both wildcards share a port and cover the addresses of their family', async () => {
    const { port } = await transports.start(noContent, { hosts: ['127.0.0.1', '0.0.0.0', '::', '::1'] });
    for (const host of ['127.0.0.1', '::1']) {
      const client = await RawClient.open(port, host);
      client.send(GET_AND_CLOSE);
      expect(statusOf(await client.closed)).toBe(204);
    }
  });

  it('[PS1] leaves out an address that this machine does not have, and says so', async () => {
    const { logger, events } = recordingLogger();
    const { port } = await transports.start(noContent, { hosts: ['192.0.2.1', '127.0.0.1'], logger });
    expect(statusOf(await RawClient.exchange(port, GET_AND_CLOSE))).toBe(204);
    expect(events).toEqual([
      { event: 'listen-address-skipped', fields: { host: '192.0.2.1', error: 'EADDRNOTAVAIL' } },
    ]);
  });

  it.each([[['192.0.2.1', '2001:db8::1']], [[]]])('[PS1] does not start without an address: %j', async (hosts) => {
    await expect(transports.start(noContent, { hosts })).rejects.toThrow(/listen/i);
  });
});

describe('connection limits', () => {
  it('[PS5] answers 503 past the connections of one address, closes, and takes new ones once others end', async () => {
    const { handler, requests } = recorder();
    const { port } = await transports.start(handler, { limits: { maxConnectionsPerAddress: 2 } });
    const first = await RawClient.open(port);
    const second = await RawClient.open(port);
    for (const client of [first, second]) {
      client.send(GET);
      await client.until('204');
    }
    const refused = await RawClient.exchange(port, GET);
    expect(statusOf(refused)).toBe(503);
    expect(errorOf(refused)).not.toBe('');
    expect(requests.length).toBe(2);
    first.abort();
    await vi.waitFor(async () => expect(statusOf(await RawClient.exchange(port, GET_AND_CLOSE))).toBe(204));
  });

  it('[PS5] counts the connections of all addresses together', async () => {
    const overrides = { hosts: ['127.0.0.1', '::1'], limits: { maxConnections: 2 } };
    const { port } = await transports.start(noContent, overrides);
    for (const host of overrides.hosts) {
      const client = await RawClient.open(port, host);
      client.send(GET);
      await client.until('204');
    }
    expect(statusOf(await RawClient.exchange(port, GET))).toBe(503);
  });

  describe('when all are taken', () => {
    async function fullServer(): Promise<number> {
      const { port } = await transports.start(noContent, { limits: { maxConnections: 1 } });
      const held = await RawClient.open(port);
      held.send(GET);
      await held.until('204');
      return port;
    }

    it('[PS5] lets go of those it refused as soon as they close', async () => {
      const port = await fullServer();
      for (let index = 0; index < 100; index += 1) expect(statusOf(await RawClient.exchange(port, GET))).toBe(503);
    });

    it('[LM1] resets what is refused beyond measure', async () => {
      const port = await fullServer();
      const clients = await Promise.all(Array.from({ length: 100 }, () => RawClient.open(port, '127.0.0.1', true)));
      await vi.waitFor(() => expect(clients.filter((client) => client.wasReset).length).toBeGreaterThan(0));
      expect(statusOf(await clients[0]!.until('503'))).toBe(503);
      for (const client of clients) client.abort();
    });

    it('[PS5] cuts off a refused client that goes on sending', async () => {
      const port = await fullServer();
      const client = await RawClient.open(port, '127.0.0.1', true);
      const chatter = setInterval(() => client.send('more'), 20);
      expect(statusOf(await client.closed)).toBe(503);
      clearInterval(chatter);
    });
  });
});

describe('time limits', () => {
  const limits = { requestTimeoutMs: 100, answerTimeoutMs: 200, keepAliveTimeoutMs: 60_000 };

  it.each([
    ['nothing at all', ''],
    ['half a request line', 'GET /'],
    ['headers without an end', `GET / HTTP/1.1\r\n${HOST}\r\nX-Slow: `],
    ['a body that does not come', requestText('PUT /', [HOST, 'Content-Length: 10'], 'x')],
    ['a chunk that does not come', requestText('PUT /', [HOST, 'Transfer-Encoding: chunked'], '5\r\nab')],
  ])('[PS5] answers %s with 408 and closes', async (_name, text) => {
    const { handler, requests } = recorder();
    const { port } = await transports.start(handler, { limits });
    const answer = await RawClient.exchange(port, text);
    expect(statusOf(answer)).toBe(408);
    expect(errorOf(answer)).not.toBe('');
    expect(requests).toEqual([]);
  });

  it('[PS5] closes a connection whose answer does not come', async () => {
    const { port } = await transports.start(never, { limits });
    expect(await RawClient.exchange(port, GET)).toBe('');
  });

  it('[PS5] closes a connection whose answer is not taken', async () => {
    const { port } = await transports.start(() => Promise.resolve(answerWith(200, Buffer.alloc(30_000_000))), {
      limits: { ...limits, maxConnections: 1 },
    });
    const client = await RawClient.open(port);
    client.send(GET);
    await client.until('200');
    client.stopReading();
    await vi.waitFor(async () => expect(statusOf(await RawClient.exchange(port, GET_AND_CLOSE))).toBe(200), 10_000);
  });

  it('[PS1] tells how long it keeps idle connections', async () => {
    const { port } = await transports.start();
    const client = await RawClient.open(port);
    client.send(GET);
    expect(await client.until('\r\n\r\n')).toMatch(/keep-alive: timeout=120\r\n/i);
  });

  it('[PS1] closes a connection that was idle too long', async () => {
    const { port } = await transports.start(noContent, { limits: { keepAliveTimeoutMs: 1 } });
    expect(statusOf(await RawClient.exchange(port, GET))).toBe(204);
  });
});

describe('what is not HTTP', () => {
  it('[PS5] takes headers below the limit and answers 431 past it', async () => {
    const { port } = await transports.start(noContent, { limits: { maxHeaderBytes: 4_096 } });
    const withPadding = (size: number) =>
      RawClient.exchange(port, requestText('GET /', [HOST, 'Connection: close', `X-Padding: ${'x'.repeat(size)}`]));
    expect(statusOf(await withPadding(3_500))).toBe(204);
    const answer = await withPadding(5_000);
    expect(statusOf(answer)).toBe(431);
    expect(errorOf(answer)).not.toBe('');
  });

  it.each([
    ['noise', '\u0000\u0001\u0002\u0003\r\n\r\n'],
    ['a TLS handshake', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    [
      'Content-Length and Transfer-Encoding',
      requestText('PUT /', [HOST, 'Content-Length: 5', 'Transfer-Encoding: chunked'], '0\r\n\r\n'),
    ],
    [
      'Transfer-Encoding and Content-Length',
      requestText('PUT /', [HOST, 'Transfer-Encoding: chunked', 'Content-Length: 5'], '0\r\n\r\n'),
    ],
    ['two lengths', requestText('PUT /', [HOST, 'Content-Length: 5', 'Content-Length: 6'], 'abcdef')],
    ['two equal lengths', requestText('PUT /', [HOST, 'Content-Length: 5', 'Content-Length: 5'], 'abcde')],
    ['a list of lengths', requestText('PUT /', [HOST, 'Content-Length: 5, 5'], 'abcde')],
    ['a negative length', requestText('PUT /', [HOST, 'Content-Length: -5'], 'abcde')],
    ['a hexadecimal length', requestText('PUT /', [HOST, 'Content-Length: 0x5'], 'abcde')],
    ['a signed length', requestText('PUT /', [HOST, 'Content-Length: +5'], 'abcde')],
    ['a length beyond all numbers', requestText('PUT /', [HOST, `Content-Length: ${'9'.repeat(30)}`], 'abcde')],
    ['an unknown transfer encoding', requestText('PUT /', [HOST, 'Transfer-Encoding: xchunked'], '0\r\n\r\n')],
    ['chunked before another encoding', requestText('PUT /', [HOST, 'Transfer-Encoding: chunked, gzip'], '0\r\n\r\n')],
    [
      'a chunk length that is no number',
      requestText('PUT /', [HOST, 'Transfer-Encoding: chunked'], 'zz\r\nab\r\n0\r\n\r\n'),
    ],
    ['a space before a colon', requestText('PUT /', [HOST, 'Content-Length : 5'], 'abcde')],
    ['a folded header', requestText('GET /', [HOST, 'X-Folded: a', ' b'])],
    ['a header without a name', requestText('GET /', [HOST, ': a'])],
    ['bare line feeds', `GET / HTTP/1.1\n${HOST}\n\n`],
  ])('[PS5] refuses %s and closes', async (_name, text) => {
    const { handler, requests } = recorder();
    const { port } = await transports.start(handler);
    const answer = await RawClient.exchange(port, text);
    expect(statusOf(answer)).toBe(400);
    expect(errorOf(answer)).not.toBe('');
    expect(requests).toEqual([]);
    expect(statusOf(await RawClient.exchange(port, GET_AND_CLOSE))).toBe(204);
  });

  it('[PS5] ends a body that breaks off, and hands nothing on', async () => {
    const { handler, requests } = recorder();
    const { port } = await transports.start(handler);
    const client = await RawClient.open(port);
    client.send(requestText('PUT /', [HOST, 'Content-Length: 1000'], 'too short'));
    client.end();
    expect(statusOf(await client.closed)).toBe(400);
    expect(requests).toEqual([]);
  });

  it('[PS5] survives an answer to a connection that went wrong meanwhile', async () => {
    const answer = Promise.withResolvers<PeerResponse>();
    const { port } = await transports.start(({ path }) =>
      path === '/late' ? answer.promise : Promise.resolve(answerWith(204)),
    );
    const client = await RawClient.open(port);
    client.send(`${requestText('GET /late', [HOST])}\u0000\r\n\r\n`);
    expect(statusOf(await client.closed)).toBe(400);
    answer.resolve(answerWith(200, Buffer.from('late')));
    expect(statusOf(await RawClient.exchange(port, GET_AND_CLOSE))).toBe(204);
  });

  it('[PS5] writes nothing into an answer that is under way', async () => {
    const { port } = await transports.start(() => Promise.resolve(answerWith(200, Buffer.alloc(30_000_000))));
    const client = await RawClient.open(port);
    client.send(GET);
    await client.until('200');
    client.send('\u0000\r\n\r\n');
    expect(await client.closed).not.toContain('HTTP/1.1 400');
  });

  it('[PS5] takes an offered upgrade for the plain request it also is, and closes on CONNECT', async () => {
    const { port } = await transports.start();
    const upgrade = requestText('GET /', [HOST, 'Connection: Upgrade, close', 'Upgrade: h2c', 'HTTP2-Settings: AA']);
    expect(statusOf(await RawClient.exchange(port, upgrade))).toBe(204);
    expect(await RawClient.exchange(port, requestText('CONNECT evil.example:443', [HOST]))).toBe('');
  });
});

describe('stop', () => {
  it('[PS1] ends idle, busy and half-open connections and frees the port', async () => {
    const { transport, port } = await transports.start(({ path }) =>
      path === '/never' ? never() : Promise.resolve(answerWith(204)),
    );
    const idle = await RawClient.open(port);
    idle.send(GET);
    await idle.until('204');
    const busy = await RawClient.open(port);
    busy.send(requestText('GET /never', [HOST]));
    const half = await RawClient.open(port);
    half.send(requestText('PUT /', [HOST, 'Content-Length: 9'], 'half'));
    await transport.stop();
    await Promise.all([idle.closed, busy.closed, half.closed]);
    expect(await occupy('127.0.0.1', port)).toBe(port);
  });

  it('[PS1] frees the port for a start that follows at once', async () => {
    const port = await occupy('127.0.0.1');
    await Promise.all(others.splice(0).map((server) => once(server.close(), 'close')));
    const { transport } = await transports.start(noContent, { port });
    const stopping = transport.stop();
    expect(await transport.start(noContent)).toEqual({ ok: true, value: { port } });
    await stopping;
  });

  it('[PS1] may come before the start is through', async () => {
    const { transport } = await transports.start();
    await transport.stop();
    const starting = transport.start(noContent);
    await transport.stop();
    const started = await starting;
    if (!started.ok) throw new Error(started.error.detail);
    await expect(RawClient.open(started.value.port)).rejects.toThrow('ECONNREFUSED');
    const again = await transport.start(noContent);
    if (!again.ok) throw new Error(again.error.detail);
    expect(statusOf(await RawClient.exchange(again.value.port, GET_AND_CLOSE))).toBe(204);
  });
});
