import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ClientRig, LIMITS, localhost, outcome, request } from './testing/client-rig.ts';
import { recorder } from './testing/started-transports.ts';

const rig = new ClientRig();
afterEach(() => rig.close());

describe('failures', () => {
  it('[PB4] calls a connection that ends without an answer reset, and tries a new one only once', async () => {
    const server = await rig.rawServer((socket) => socket.once('data', () => socket.destroy()));
    expect(await outcome(await rig.client(), localhost(server.port), request('GET'))).toBe('reset');
    expect(server.connections.length).toBe(1);
  });

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['a broken status line', 'HTTP/1.1 okay\r\n\r\n'],
    ['an answer with two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok'],
    ['endless headers', `HTTP/1.1 200 OK\r\n${'X-Padding: 0123456789\r\n'.repeat(5_000)}`],
    ['an answer that breaks off', 'HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nonly this'],
    ['an unknown encoding', 'HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\nok'],
    ['a corrupt encoding', 'HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\nContent-Length: 2\r\n\r\nok'],
  ])('[PB4] calls %s reset, in plain words', async (_name, text) => {
    const server = await rig.rawServer((socket) => socket.once('data', () => socket.end(text)));
    const result = await (await rig.client()).request(localhost(server.port), request('GET'), LIMITS);
    if (result.ok) throw new Error('answered');
    expect(result.error.kind).toBe('reset');
    expect(result.error.detail).toMatch(/^(The connection to|What answers at) 127\.0\.0\.1:\d+ [a-z]/);
  });

  it('[PB4] bounds the whole exchange, however steadily the answer trickles', async () => {
    const server = await rig.rawServer((socket) => {
      const trickle = setInterval(() => socket.write('X-More: 1\r\n'), 10);
      socket.once('close', () => clearInterval(trickle));
      socket.write('HTTP/1.1 200 OK\r\n');
    });
    const limits = { ...LIMITS, timeoutMs: 200 };
    const transport = await rig.client();
    const result = await transport.request(localhost(server.port), request('GET'), limits);
    expect(result).toEqual({ ok: false, error: { kind: 'timeout', detail: 'No answer in 0.2 s' } });
    await vi.waitFor(() => expect(server.connections[0]?.closed).toBe(true));
  });

  it('[PB4] bounds connecting by itself', async () => {
    const { port, stop } = await deafServer();
    const transport = await rig.client();
    const limits = { ...LIMITS, connectTimeoutMs: 50, timeoutMs: 300 };
    const details = new Set<string>();
    // The system accepts a few connections in the server's stead before it lets further ones wait.
    for (let tries = 0; tries < 20 && details.size < 2; tries += 1) {
      const result = await transport.request(localhost(port), request('GET'), limits);
      if (!result.ok) details.add(`${result.error.kind}: ${result.error.detail}`);
    }
    await stop();
    expect(details).toContain(`timeout: No connection to 127.0.0.1:${port} in time`);
  });

  it.each([
    ['a host that is none', { host: 'pc 7', port: 1 }, {}],
    ['a port that is none', { host: '127.0.0.1', port: 70_000 }, {}],
    ['a header that cannot be sent', localhost(9), { grapevine: 'a\r\nb: c' }],
    ['a path that cannot be sent', localhost(9), { path: '/a b' }],
  ])('[PB4] answers for %s instead of throwing', async (_name, to, fields) => {
    const result = await (await rig.client()).request(to, request('GET', fields), LIMITS);
    expect(!result.ok && result.error.kind).toBe('unreachable');
  });
});

/** A server whose thread sleeps: connections wait in its queue of one. */
async function deafServer(): Promise<{ port: number; stop: () => Promise<unknown> }> {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
    const server = require('node:net').createServer();
    server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
      parentPort.postMessage(server.address().port);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });`,
    { eval: true },
  );
  const [port] = (await once(worker, 'message')) as [number];
  return { port, stop: () => worker.terminate() };
}

describe('answers', () => {
  const maxResponseBytes = 10_000;

  it('[PS5] stops an endless answer at the limit and drops the connection', async () => {
    const server = await rig.rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
      const pump = setInterval(() => socket.write(`400\r\n${'x'.repeat(1_024)}\r\n`), 1);
      socket.once('close', () => clearInterval(pump));
    });
    expect(
      await outcome(await rig.client(), localhost(server.port), request('GET'), { ...LIMITS, maxResponseBytes }),
    ).toBe('too-large');
    await vi.waitFor(() => expect(server.connections[0]?.closed).toBe(true));
  });

  it.each([
    ['zstd', zstdCompressSync],
    ['gzip', gzipSync],
  ] as const)('[PS5] measures a %s answer by what it decompresses to', async (encoding, compress) => {
    const port = await rig.httpServer((asked, response) => {
      response.setHeader('content-encoding', encoding);
      response.end(compress(Buffer.alloc(maxResponseBytes + (asked.url === '/past' ? 1 : 0))));
    });
    const transport = await rig.client();
    const limits = { ...LIMITS, maxResponseBytes };
    const at = await transport.request(localhost(port), request('GET', { path: '/at' }), limits);
    expect(at.ok && at.value.body.length).toBe(maxResponseBytes);
    expect(await outcome(transport, localhost(port), request('GET', { path: '/past' }), limits)).toBe('too-large');
  });

  it('[C1.6] returns a redirect and does not follow it', async () => {
    const { handler, requests } = recorder();
    const target = await rig.transports.start(handler);
    const port = await rig.httpServer((_asked, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${target.port}/` }).end();
    });
    expect(await outcome(await rig.client(), localhost(port), request('PUT'))).toBe(307);
    expect(requests).toEqual([]);
  });
});
