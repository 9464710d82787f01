import { gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { errorOf, RawClient, requestText, statusOf } from './testing/raw-client.ts';
import { recordingLogger } from './testing/loggers.ts';
import { answerWith, echo, recorder, StartedTransports } from './testing/started-transports.ts';

const transports = new StartedTransports();
afterEach(() => transports.stopAll());

const HOST = 'Host: 127.0.0.1';
const CLOSE = 'Connection: close';
const NATIVE = 'Grapevine: native';

const put = (headers: string[], body: string | Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(requestText('PUT /', [HOST, CLOSE, ...headers, `Content-Length: ${body.length}`])),
    Buffer.from(body),
  ]);

const bodyOf = (answer: string): Buffer => Buffer.from(answer.slice(answer.indexOf('\r\n\r\n') + 4), 'latin1');

describe('requests', () => {
  it.each([
    ['no Content-Type', []],
    ['a JSON one', ['Content-Type: application/json; charset=utf-8']],
    ['a form', ['Content-Type: application/x-www-form-urlencoded']],
    ['a malformed one', ['Content-Type: ///;;=']],
    ['an empty one', ['Content-Type:']],
  ])('[PS3] hands on the raw body with %s', async (_name, headers) => {
    const { handler, requests } = recorder();
    const { port } = await transports.start(handler);
    expect(statusOf(await RawClient.exchange(port, put(headers, '\u0000{"a":')))).toBe(204);
    expect(requests.map(({ body }) => Buffer.from(body).toString())).toEqual(['\u0000{"a":']);
  });

  it.each(['/', '/?', '//', '/a%2Fb', '/%zz', '/%', '/..', '/a/../b?x=%00'])(
    '[PS4] hands on the raw path %s',
    async (path) => {
      const { handler, requests } = recorder();
      const { port } = await transports.start(handler);
      expect(statusOf(await RawClient.exchange(port, requestText(`GET ${path}`, [HOST, CLOSE])))).toBe(204);
      expect(requests.map((request) => request.path)).toEqual([path]);
    },
  );

  it('[PS4] hands on a long path', async () => {
    const { handler, requests } = recorder();
    const { port } = await transports.start(handler);
    const path = `/${'k'.repeat(5_000)}`;
    await RawClient.exchange(port, requestText(`GET ${path}`, [HOST, CLOSE]));
    expect(requests.map((request) => request.path)).toEqual([path]);
  });

  it.each(['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'PATCH'])('[PS4] hands on %s', async (method) => {
    const { handler, requests } = recorder();
    const { port } = await transports.start(handler);
    await RawClient.exchange(port, requestText(`${method} /`, [HOST, CLOSE]));
    expect(requests.map((request) => request.method)).toEqual([method]);
  });

  it.each(['PROPFIND', 'TRACE', 'QUERY', 'SUBSCRIBE'])('[PS4] answers %s with 404', async (method) => {
    const { handler, requests } = recorder();
    const { port } = await transports.start(handler);
    const answer = await RawClient.exchange(port, requestText(`${method} /`, [HOST, CLOSE]));
    expect(statusOf(answer)).toBe(404);
    expect(errorOf(answer)).not.toBe('');
    expect(requests).toEqual([]);
  });

  it('[PS3] reads a chunked body, and one sent after 100-continue', async () => {
    const { handler, requests } = recorder();
    const { port } = await transports.start(handler);
    const chunked = requestText(
      'PUT /',
      [HOST, CLOSE, 'Transfer-Encoding: chunked'],
      '3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n',
    );
    expect(statusOf(await RawClient.exchange(port, chunked))).toBe(204);
    const client = await RawClient.open(port);
    client.send(requestText('PUT /', [HOST, CLOSE, 'Content-Length: 3', 'Expect: 100-continue']));
    await client.until('100 Continue');
    client.send('xyz');
    expect(await client.closed).toContain('HTTP/1.1 204');
    expect(requests.map(({ body }) => Buffer.from(body).toString())).toEqual(['abcde', 'xyz']);
  });

  it('[PS1] serves one request after another on a connection', async () => {
    const { port } = await transports.start(echo);
    const client = await RawClient.open(port);
    client.send(requestText('PUT /', [HOST, 'Content-Length: 5'], 'first'));
    await client.until('first');
    client.send(requestText('PUT /', [HOST, CLOSE, 'Content-Length: 6'], 'second'));
    expect((await client.closed).split('HTTP/1.1 200').length).toBe(3);
  });

  it('[PS5] answers a failing handler with 500 and goes on', async () => {
    const { logger, events } = recordingLogger();
    const { port } = await transports.start(() => Promise.reject(new Error('broken')), { logger });
    const answer = await RawClient.exchange(port, requestText('GET /', [HOST, CLOSE]));
    expect(statusOf(answer)).toBe(500);
    expect(answer).not.toContain('broken');
    expect(errorOf(answer)).not.toBe('');
    expect(events.map(({ event }) => event)).toContain('peer-request-failed');
  });
});

describe('answers', () => {
  it('[C1.6] carry a Content-Length and are never compressed for a plain asker, whatever it accepts', async () => {
    const { port } = await transports.start(() => Promise.resolve(answerWith(200, Buffer.alloc(100_000, 'a'))));
    const plain = requestText('GET /', [HOST, CLOSE, 'Accept-Encoding: zstd, gzip']);
    const answer = await RawClient.exchange(port, plain);
    expect(answer).toMatch(/content-length: 100000\r\n/i);
    expect(answer).not.toMatch(/content-encoding|transfer-encoding/i);
    expect(bodyOf(answer).length).toBe(100_000);
  });

  it('[C1.6] carry a Content-Length when they are empty', async () => {
    const { port } = await transports.start(() => Promise.resolve(answerWith(200)));
    expect(await RawClient.exchange(port, requestText('GET /', [HOST, CLOSE]))).toMatch(/content-length: 0\r\n/i);
  });

  it.each([
    [8_193, 'zstd, gzip', 'zstd'],
    [8_193, 'gzip', 'gzip'],
    [8_193, 'br', null],
    [8_193, null, null],
    [8_192, 'zstd, gzip', null],
  ])('[PS5] of %d bytes to a native node that accepts %s are sent as %s', async (size, accepted, encoding) => {
    const { port } = await transports.start(() => Promise.resolve(answerWith(200, Buffer.alloc(size, 'a'))));
    const headers = [HOST, CLOSE, NATIVE, ...(accepted === null ? [] : [`Accept-Encoding: ${accepted}`])];
    const answer = await RawClient.exchange(port, requestText('GET /', headers));
    expect(/content-encoding: (\w+)/i.exec(answer)?.[1] ?? null).toBe(encoding);
    expect(Number(/content-length: (\d+)/i.exec(answer)?.[1])).toBe(bodyOf(answer).length);
    if (encoding === 'zstd') expect(zstdDecompressSync(bodyOf(answer)).length).toBe(size);
  });

  it('[PS6] never carry a CORS header, a cookie or the name of the software', async () => {
    const { port } = await transports.start();
    for (const method of ['GET', 'OPTIONS', 'PROPFIND']) {
      const answer = await RawClient.exchange(port, requestText(`${method} /`, [HOST, CLOSE]));
      expect(answer).not.toMatch(/access-control|set-cookie|x-powered-by|^server:/im);
    }
  });
});

describe('body limits', () => {
  const limits = { maxBodyBytes: 1_000, maxPlainBodyBytes: 3_000 };

  it.each([
    ['a native body at the limit', [NATIVE], 1_000, 204],
    ['a native body past it', [NATIVE], 1_001, 413],
    ['a plain body at its limit', [], 3_000, 204],
    ['a plain body past it', [], 3_001, 413],
  ])('[PS5] %s', async (_name, headers, size, status) => {
    const { port } = await transports.start(undefined, { limits });
    const answer = await RawClient.exchange(port, put(headers, Buffer.alloc(size)));
    expect(statusOf(answer)).toBe(status);
    if (status === 413) expect(errorOf(answer)).not.toBe('');
  });

  it('[PS5] refuses a declared length at once, closes, and lets the sender read the answer', async () => {
    const { handler, requests } = recorder();
    const { port } = await transports.start(handler, { limits });
    const client = await RawClient.open(port);
    client.send(requestText('PUT /', [HOST, 'Content-Length: 3000000']));
    await client.until('{"error"');
    client.send(Buffer.alloc(3_000_000));
    const answer = await client.closed;
    expect(client.wasReset).toBe(false);
    expect(statusOf(answer)).toBe(413);
    expect(answer).toMatch(/connection: close/i);
    expect(requests).toEqual([]);
  });

  it('[PS5] stops a chunked body at the limit', async () => {
    const { handler, requests } = recorder();
    const { port } = await transports.start(handler, { limits });
    const client = await RawClient.open(port);
    client.send(requestText('PUT /', [HOST, NATIVE, 'Transfer-Encoding: chunked']));
    for (let sent = 0; sent < 11; sent += 1) client.send(`64\r\n${'x'.repeat(100)}\r\n`);
    await client.until('{"error"');
    client.abort();
    expect(statusOf(await client.closed)).toBe(413);
    expect(requests).toEqual([]);
  });

  it.each([
    ['zstd', zstdCompressSync],
    ['gzip', gzipSync],
  ] as const)('[PS5] takes a %s body, and counts what it decompresses to', async (encoding, compress) => {
    const { handler, requests } = recorder();
    const { port } = await transports.start(handler, { limits });
    const send = (size: number) =>
      RawClient.exchange(port, put([NATIVE, `Content-Encoding: ${encoding}`], compress(Buffer.alloc(size, 'a'))));
    expect(statusOf(await send(1_000))).toBe(204);
    expect(statusOf(await send(1_001))).toBe(413);
    expect(statusOf(await send(30_000_000))).toBe(413);
    expect(requests.map(({ body }) => Buffer.from(body).toString())).toEqual(['a'.repeat(1_000)]);
  });

  it.each([
    ['br', 415],
    ['zstd, gzip', 415],
    ['zstd', 400],
    ['gzip', 400],
    ['identity', 204],
    ['Identity', 204],
  ])('[PS5] answers a body that is no such data under Content-Encoding %s with %d', async (encoding, status) => {
    const { port } = await transports.start();
    const answer = await RawClient.exchange(port, put([NATIVE, `Content-Encoding: ${encoding}`], 'plain text'));
    expect(statusOf(answer)).toBe(status);
    if (status !== 204) expect(errorOf(answer)).not.toBe('');
  });
});

describe('the byte budget', () => {
  const limits = { maxBufferedBytes: 100_000 };
  const half = (port: number) => RawClient.exchange(port, put([], Buffer.alloc(60_000)));

  it('[PS5] is shared by all connections, and free again after each exchange', async () => {
    const { port } = await transports.start(undefined, { limits });
    for (let round = 0; round < 5; round += 1) expect(statusOf(await half(port))).toBe(204);
  });

  it('[PS5] answers 503 while others hold it, and is free again when they break off', async () => {
    const { port } = await transports.start(undefined, { limits });
    const slow = await RawClient.open(port);
    slow.send(requestText('PUT /', [HOST, 'Content-Length: 90000'], 'x'.repeat(60_000)));
    await vi.waitFor(async () => expect(statusOf(await half(port))).toBe(503));
    slow.abort();
    await vi.waitFor(async () => expect(statusOf(await half(port))).toBe(204));
  });

  it('[PS5] counts what is decompressed, and gets it back', async () => {
    const { port } = await transports.start(undefined, { limits });
    const bomb = put([NATIVE, 'Content-Encoding: gzip'], gzipSync(Buffer.alloc(5_000_000)));
    const answer = await RawClient.exchange(port, bomb);
    expect(statusOf(answer)).toBe(503);
    expect(answer).toMatch(/connection: close/i);
    expect(statusOf(await half(port))).toBe(204);
  });

  it('[PS5] counts answers that are not taken yet, and gets them back', async () => {
    const size = 30_000_000;
    const { port } = await transports.start(() => Promise.resolve(answerWith(200, Buffer.alloc(size))), {
      limits: { maxBufferedBytes: size + 1_000 },
    });
    const slow = await RawClient.open(port);
    slow.send(requestText('GET /', [HOST]));
    await slow.until('HTTP/1.1 200');
    slow.stopReading();
    const request = requestText('GET /', [HOST, CLOSE]);
    expect(statusOf(await RawClient.exchange(port, request))).toBe(503);
    slow.abort();
    await vi.waitFor(async () => expect(statusOf(await RawClient.exchange(port, request))).toBe(200), 20_000);
  });

  it('[PS5] counts a body once when it has been decompressed', async () => {
    const { port } = await transports.start(echo, { limits });
    const packed = gzipSync(Buffer.alloc(40_000, 'a'), { level: 0 });
    expect(statusOf(await RawClient.exchange(port, put([NATIVE, 'Content-Encoding: gzip'], packed)))).toBe(200);
  });

  it('[PS5] gets back what a failed body held', async () => {
    const { port } = await transports.start(undefined, { limits });
    for (let round = 0; round < 3; round += 1) {
      const corrupt = put([NATIVE, 'Content-Encoding: zstd'], Buffer.alloc(60_000));
      expect(statusOf(await RawClient.exchange(port, corrupt))).toBe(400);
    }
  });
});
