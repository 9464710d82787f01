import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect, it } from 'vitest';
import { compareIntervalMs } from '../core/sync/receiver.ts';
import { DEFAULT_NODE_SETTINGS } from '../core/settings.ts';
import { connectionsTo, startedOnLoopback } from './testing/loopback-node.ts';
import { PATIENTLY } from './testing/patiently.ts';

const PEERS = 50;
const COMPARED = 6;
const LIMIT_BYTES_PER_S = 4_096;

it('[RC1] with 50 peers and nothing changing a node moves less than 4 KB/s over HTTP, headers included', async () => {
  const [a, b] = [await startedOnLoopback('a', { pullIntervalMs: 500 }), await startedOnLoopback('b')];
  const { peerPort: port } = b.status();
  const sockets = connectionsTo(port);
  b.addCandidate({ host: '127.0.0.1', port: a.status().peerPort, id: null, name: null, foundBy: 'static' });
  await expect.poll(() => [a, b].map((node) => node.status().sync.kind), PATIENTLY).toEqual(['in-sync', 'in-sync']);
  const moved = (): number =>
    [...sockets].reduce((sum, { bytesRead, bytesWritten }) => sum + bytesRead + bytesWritten, 0);
  const paths: string[] = [];
  const note = (message: unknown): void => {
    const { request } = message as { request: { origin: string; path: string } };
    if (request.origin.endsWith(`:${port}`)) paths.push(request.path);
  };
  const before = moved();
  subscribe('undici:request:create', note);
  await expect.poll(() => paths.length, PATIENTLY).toBeGreaterThanOrEqual(COMPARED);
  unsubscribe('undici:request:create', note);
  await Promise.all([a.stop(), b.stop()]);
  expect(paths.every((path) => /^\/[0-9a-f]{32}$/.test(path))).toBe(true);
  const each = (moved() - before) / paths.length;
  // A node makes one comparison in every interval, and is asked as often by the others.
  const perSecond = 2 * (1_000 / compareIntervalMs(DEFAULT_NODE_SETTINGS.pullIntervalMs, PEERS));
  expect(each).toBeGreaterThan(100);
  expect(each * perSecond).toBeLessThan(LIMIT_BYTES_PER_S);
});
