import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startApi } from './testing/api-harness.ts';
import { PATIENTLY } from '../testing/patiently.ts';

const keyed = (entry: string): string => `{"k":${entry}}`;

describe('who is let in', () => {
  const TOKEN = 'a-token-of-at-least-32-characters';

  it.each([
    ['GET', '/cat'],
    ['GET', '/-/status'],
    ['PUT', '/'],
    ['DELETE', '/cat'],
    ['BREW', '/%zz'],
  ])('[LA4] asks for the token at %s %s', async (method, path) => {
    await using api = await startApi({ token: TOKEN });
    const raw = (headers: string): Promise<string> =>
      api.askRaw(
        `${method.replace('BREW', 'PROPFIND')} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`,
      );
    expect(await raw('')).toMatch(/^HTTP\/1\.1 401 [^]*www-authenticate: Bearer\r\n/i);
    expect(await raw('Authorization: Bearer wrong\r\n')).toMatch(/^HTTP\/1\.1 401 /);
    expect(await raw(`Authorization: Bearer ${TOKEN}\r\n`)).not.toMatch(/^HTTP\/1\.1 401 /);
  });

  it('[LA4] writes nothing without the token', async () => {
    await using api = await startApi({ token: TOKEN });
    expect((await api.ask('PUT', '/', { body: '{"k":{"value":1}}' })).status).toBe(401);
    expect(api.node.status().entries).toBe(0);
    const headers = { authorization: `Bearer ${TOKEN}` };
    expect((await api.ask('PUT', '/', { body: '{"k":{"value":1}}', headers })).status).toBe(204);
  });

  it('[LA4] tells no two callers without the token apart, nor what there is and what is not', async () => {
    await using api = await startApi({ token: TOKEN });
    await api.node.write([{ key: 'there', value: 1 }], { kind: 'user' });
    const given = [
      undefined,
      '',
      'Bearer',
      'Bearer x',
      `Bearer ${TOKEN.slice(0, -1)}`,
      `Bearer ${TOKEN}x`,
      `Basic ${TOKEN}`,
    ];
    const answers = new Set<string>();
    for (const authorization of given) {
      const headers = authorization === undefined ? {} : { authorization };
      for (const path of ['/there', '/missing', '/-/status', '/-/nothing', '/%zz']) {
        const { status, headers: sent, text } = await api.ask('GET', path, { headers });
        answers.add(JSON.stringify([status, { ...sent, date: null }, text]));
      }
    }
    expect(answers.size).toBe(1);
    expect([...answers][0]).toMatch(/^\[401,/);
  });

  it.each([
    [{ origin: 'http://localhost' }, 403],
    [{ origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ host: 'evil.example' }, 421],
    [{ host: 'evil.example:3097' }, 421],
    [{ host: 'desk-1:3097' }, 204],
    [{ host: 'LOCALHOST' }, 204],
    [{ host: '[::1]:3097' }, 204],
    [{ 'sec-fetch-site': 'none' }, 204],
  ])('[PS6] answers a PUT with the headers %j with %i, and sends no CORS header', async (headers, status) => {
    await using api = await startApi();
    const answer = await api.ask('PUT', '/', { body: '{"k":{"value":1}}', headers });
    expect(answer.status).toBe(status);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(api.node.status().entries).toBe(status === 204 ? 1 : 0);
  });

  it('[PS6] refuses pages before it looks at the token', async () => {
    await using api = await startApi({ token: TOKEN });
    expect((await api.ask('GET', '/cat', { headers: { origin: 'http://evil.example' } })).status).toBe(403);
  });
});

describe('limits', () => {
  const LIMITS = { maxBodyBytes: 1_000, maxBufferedBytes: 1_500 };

  it.each([{}, { 'transfer-encoding': 'chunked' }])(
    '[PS5] answers 413 to a body over the limit, sent with %j',
    async (headers) => {
      await using api = await startApi({ limits: LIMITS });
      const body = (bytes: number): string => keyed(`{"value":"${'x'.repeat(bytes - 18)}"}`);
      expect(body(1_000)).toHaveLength(1_000);
      expect((await api.ask('PUT', '/', { body: body(1_000), headers })).status).toBe(204);
      expect(await api.ask('PUT', '/', { body: body(1_001), headers })).toMatchObject({ status: 413 });
      expect(await api.ask('PUT', '/k', { body: body(1_000_000), headers })).toMatchObject({ status: 413 });
    },
  );

  it('[LM1] answers 503 while other bodies take all the room, and goes on after', async () => {
    await using api = await startApi({ limits: LIMITS });
    const body = keyed(`{"value":"${'x'.repeat(900)}"}`);
    const slow = connect(api.port, '127.0.0.1');
    slow.write(`PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n${'x'.repeat(999)}`);
    await expect.poll(async () => (await api.ask('PUT', '/', { body })).status, PATIENTLY).toBe(503);
    slow.destroy();
    await expect.poll(async () => (await api.ask('PUT', '/', { body })).status, PATIENTLY).toBe(204);
  });

  it('[PS5] answers 431 to headers over the limit', async () => {
    await using api = await startApi();
    expect(await api.ask('GET', `/${'x'.repeat(20_000)}`)).toMatchObject({ status: 431 });
  });

  it.each([
    'GET /é HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'nonsense\r\n\r\n',
    'GET http://localhost/cat HTTP/1.1\r\nHost: x\r\n\r\n',
  ])('[LA1] answers 400 or 421 to %j', async (bytes) => {
    await using api = await startApi();
    expect(await api.askRaw(bytes)).toMatch(/^HTTP\/1\.1 4(00|21) /);
  });
});

describe('start and stop', () => {
  it('[LA1] may be called twice', async () => {
    await using api = await startApi();
    expect(await api.api.start()).toEqual({ ok: true, value: { port: api.port } });
    await Promise.all([api.api.stop(), api.api.stop()]);
    await expect(api.ask('GET', '/cat')).rejects.toThrow('ECONNREFUSED');
  });

  it('[LA1] ends connections that are open', async () => {
    await using api = await startApi();
    const idle = connect(api.port, '127.0.0.1');
    const closed = new Promise((resolve) => idle.on('error', resolve).once('close', resolve));
    idle.write('GET /cat HTTP/1.1\r\n');
    await new Promise((resolve) => idle.once('connect', resolve));
    await api.api.stop();
    await closed;
  });
});
