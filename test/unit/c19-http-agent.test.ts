import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SeededRandom } from '../../src/core/testing/seeded-random.ts';
import { HttpC19Agent, type HttpAgentSettings } from '../c19/http-agent.ts';
import { answer, PlayedPeer } from '../c19/played-peer.ts';
import { C19State } from '../c19/state.ts';
import { loadXxh64 } from '../c19/xxh64.ts';

const TS = 1_600_000_000_000;
const CAT = JSON.stringify({ cat: { value: 'garfield', ts: TS, ttl: null } });
const QUICK = { pushIntervalMs: 20, pullIntervalMs: 20, defaultTtlMs: null };
const PATIENTLY = { timeout: 20_000 };

let empty: C19State;
beforeAll(async () => {
  empty = C19State.empty(await loadXxh64());
});

const running: { stop: () => Promise<void> }[] = [];
afterEach(() => Promise.all(running.splice(0).map((one) => one.stop())));

async function playedPeer(reply: (outgoing: ServerResponse, method: string) => unknown): Promise<PlayedPeer> {
  const peer = await PlayedPeer.start(reply);
  running.push(peer);
  return peer;
}

function createAgent(ports: number[], settings: HttpAgentSettings = QUICK): HttpC19Agent {
  const peers = ports.map((port) => ({ host: '127.0.0.1', port }));
  const components = { random: new SeededRandom(1), state: empty, peers: () => peers };
  const agent = new HttpC19Agent(components, settings);
  running.push(agent);
  return agent;
}

const committed = (agent: HttpC19Agent): Promise<void> =>
  new Promise((resolve) => agent.agent.onCommit(() => resolve()));

const noContent = (outgoing: ServerResponse): unknown => outgoing.writeHead(204).end();

describe('a C19 agent over HTTP', () => {
  it('[C1.6] opens a connection for each request and sends no Content-Type', async () => {
    const peer = await playedPeer(noContent);
    const agent = createAgent([peer.port]);
    const ports = await agent.start();
    await fetch(`http://127.0.0.1:${ports.local}/`, { method: 'PUT', body: CAT });
    const pushes = (): unknown[] => peer.requests.filter(({ method }) => method === 'PUT');
    await expect.poll(() => pushes().length > 0 && peer.requests.length > 4, PATIENTLY).toBe(true);
    await agent.stop();
    expect(new Set(peer.requests.map(({ socket }) => socket)).size).toBe(peer.requests.length);
    expect(pushes()).toMatchObject([{ path: '/', text: CAT, headers: { 'content-length': `${CAT.length}` } }]);
    for (const { headers } of peer.requests) {
      expect(Object.keys(headers).sort().join()).toMatch(/^connection,(content-length,)?host$/);
    }
  });

  it('[C1.4] asks with its version and merges the answer, also one with status 500', async () => {
    const peer = await playedPeer((outgoing) => answer(outgoing, 500, CAT));
    const agent = createAgent([peer.port]);
    await agent.start();
    await committed(agent);
    await expect.poll(() => peer.requests.map(({ path }) => path), PATIENTLY).toContain('/5879976174588414934');
    expect(peer.requests[0]?.path).toBe('/');
  });

  const unreadable: [string, (outgoing: ServerResponse) => unknown][] = [
    ['has no Content-Length', (outgoing) => outgoing.write(CAT) && outgoing.end()],
    ['is compressed', (outgoing) => answer(outgoing, 200, gzipSync(CAT), { 'Content-Encoding': 'gzip' })],
    ['redirects', (outgoing) => answer(outgoing, 302, '', { Location: '/elsewhere' })],
  ];

  it.each(unreadable)('[C1.6] gains nothing from an answer that %s, and goes on', async (_, reply) => {
    const peer = await playedPeer(reply);
    const agent = createAgent([peer.port]);
    await agent.start();
    await expect.poll(() => peer.requests.length, PATIENTLY).toBeGreaterThan(3);
    expect(agent.agent.version).toBe('');
    expect(peer.requests.every(({ path }) => path === '/')).toBe(true);
  });

  it('[C1.6] pulls no more after an answer that never comes, and stops all the same', async () => {
    const peer = await playedPeer((outgoing, method) => method === 'PUT' && noContent(outgoing));
    const agent = createAgent([peer.port]);
    const ports = await agent.start();
    for (const count of [1, 2, 3]) {
      const body = JSON.stringify({ [`k${count}`]: { value: count } });
      await fetch(`http://127.0.0.1:${ports.local}/`, { method: 'PUT', body });
      await expect.poll(() => peer.requests.filter(({ method }) => method === 'PUT').length, PATIENTLY).toBe(count);
    }
    expect(peer.requests.filter(({ method }) => method === 'GET')).toHaveLength(1);
    await agent.stop();
  });

  it('[LA1] serves both ports with a Content-Length', async () => {
    const agent = createAgent([]);
    const ports = await agent.start();
    const done = committed(agent);
    const put = await fetch(`http://127.0.0.1:${ports.peer}/`, { method: 'PUT', body: CAT });
    expect(put.status).toBe(204);
    await done;
    const local = await fetch(`http://127.0.0.1:${ports.local}/cat`);
    expect(await local.json()).toEqual({ value: 'garfield', ts: TS, ttl: null });
    const full = await fetch(`http://127.0.0.1:${ports.peer}/`);
    expect(full.headers.get('content-length')).toBe(`${CAT.length}`);
    expect(await full.text()).toBe(CAT);
    expect((await fetch(`http://127.0.0.1:${ports.local}/dog`)).status).toBe(404);
  });

  it('[ARCH] starts and stops as often as it is called, and starts again', async () => {
    const agent = createAgent([]);
    const ports = await agent.start();
    expect(await agent.start()).toEqual(ports);
    await agent.stop();
    await agent.stop();
    await expect(fetch(`http://127.0.0.1:${ports.peer}/`)).rejects.toThrow();
    const again = await agent.start();
    expect((await fetch(`http://127.0.0.1:${again.peer}/x`)).status).toBe(200);
  });
});
