import type { IncomingMessage } from 'node:http';
import { Dispatcher, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PeerRequest } from '../../../core/ports.ts';
import { ClientRig, LIMITS, localhost, outcome, request } from './testing/client-rig.ts';
import { noContent } from './testing/started-transports.ts';

const rig = new ClientRig();
afterEach(() => rig.close());

const LARGE = Buffer.alloc(50_000, 'large ');

describe('what is sent', () => {
  async function headersOf(fields: Partial<PeerRequest>): Promise<IncomingMessage['headers']> {
    const seen: IncomingMessage['headers'][] = [];
    const port = await rig.httpServer((asked, response) => {
      seen.push(asked.headers);
      asked.resume().once('end', () => response.end());
    });
    await (await rig.client()).request(localhost(port), request('PUT', fields), LIMITS);
    return seen[0] ?? {};
  }

  it('[C1.6] has no header of ours for a C19 agent, and is never compressed', async () => {
    const { host, connection, ...rest } = await headersOf({ body: LARGE });
    expect(host).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(connection).toBe('keep-alive');
    expect(rest).toEqual({ 'content-length': String(LARGE.length) });
  });

  it('[PS5] compresses bodies over 8 KiB to native peers, and no smaller ones', async () => {
    const body = Buffer.alloc(8_193, 'a');
    expect(await headersOf({ grapevine: 'x', body })).toMatchObject({
      'content-encoding': 'zstd',
      'accept-encoding': 'zstd, gzip',
      grapevine: 'x',
    });
    const small = await headersOf({ grapevine: 'x', body: body.subarray(1) });
    expect(small['content-encoding']).toBeUndefined();
    expect(small['content-length']).toBe('8192');
  });

  it.each([
    [
      ['zstd', 'gzip'],
      ['zstd', 'gzip', undefined, undefined],
    ],
    [['zstd'], ['zstd', 'gzip', 'gzip']],
  ])('[PS5] falls back when a peer answers 415 to %j, and remembers it', async (refused, expected) => {
    const encodings: (string | undefined)[] = [];
    const port = await rig.httpServer((asked, response) => {
      const encoding = asked.headers['content-encoding'];
      encodings.push(encoding);
      const isRefused = encoding !== undefined && refused.includes(encoding);
      asked.resume().once('end', () => response.writeHead(isRefused ? 415 : 204, { connection: 'close' }).end());
    });
    const transport = await rig.client();
    const large = request('POST', { grapevine: 'x', body: LARGE });
    expect(await outcome(transport, localhost(port), large)).toBe(204);
    expect(await outcome(transport, localhost(port), large)).toBe(204);
    expect(encodings).toEqual(expected);
  });

  it('[PS5] returns a 415 that compression did not cause', async () => {
    const port = await rig.httpServer((_asked, response) => response.writeHead(415).end());
    expect(await outcome(await rig.client(), localhost(port), request('PUT'))).toBe(415);
  });

  it('[PS1] names an IPv6 peer without its zone, which means nothing to the peer', async () => {
    const { port } = await rig.transports.start(noContent, { hosts: ['::1'] });
    expect(await outcome(await rig.client(), { host: '::1', port }, request('GET'))).toBe(204);
    const interfaceName = process.platform === 'linux' ? 'lo' : '1';
    expect(await outcome(await rig.client(), { host: `::1%${interfaceName}`, port }, request('GET'))).toBe(204);
  });

  it('[PD6] asks no proxy and no global dispatcher', async () => {
    const proxied: string[] = [];
    const proxy = await rig.httpServer((asked, response) => {
      proxied.push(asked.url ?? '');
      response.end();
    });
    const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'ALL_PROXY', 'all_proxy'];
    for (const name of names) vi.stubEnv(name, `http://127.0.0.1:${proxy}`);
    vi.stubEnv('NODE_USE_ENV_PROXY', '1');
    vi.stubEnv('NO_PROXY', '');
    const before = getGlobalDispatcher();
    setGlobalDispatcher(new Refusing());
    try {
      const { port } = await rig.transports.start();
      expect(await outcome(await rig.client(), localhost(port), request('GET'))).toBe(204);
    } finally {
      setGlobalDispatcher(before);
      vi.unstubAllEnvs();
    }
    expect(proxied).toEqual([]);
  });
});

class Refusing extends Dispatcher {
  override dispatch(): boolean {
    throw new Error('the global dispatcher was asked');
  }
}
