import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect, it } from 'vitest';
import { SECRET_BYTES, type GroupSecret } from '../core/group/invite-code.ts';
import { compareIntervalMs } from '../core/sync/receiver.ts';
import { DEFAULT_NODE_SETTINGS } from '../core/settings.ts';
import { connectionsTo, startedOnLoopback } from './testing/loopback-node.ts';
import { PATIENTLY } from './testing/patiently.ts';

const PEERS = 50;
const COMPARED = 6;
const LIMIT_BYTES_PER_S = 4_096;
const SECRET = new Uint8Array(SECRET_BYTES).fill(7) as GroupSecret;

it.each([
  ['an open', null, /^\/[0-9a-f]{32}$/],
  ['a private', SECRET, /^\/-\/x$/],
])(
  '[RC1] with 50 peers of %s group and nothing changing a node moves less than 4 KB/s over HTTP, headers included',
  async (_kind, secret, comparison) => {
    const [a, b] = [
      await startedOnLoopback('a', { pullIntervalMs: 500 }, secret),
      await startedOnLoopback('b', {}, secret),
    ];
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
    expect(paths.every((path) => comparison.test(path))).toBe(true);
    const each = (moved() - before) / paths.length;
    // A node makes one comparison in every interval, and is asked as often by the others.
    const perSecond = 2 * (1_000 / compareIntervalMs(DEFAULT_NODE_SETTINGS.pullIntervalMs, PEERS));
    expect(each).toBeGreaterThan(100);
    expect(each * perSecond).toBeLessThan(LIMIT_BYTES_PER_S);
  },
);
