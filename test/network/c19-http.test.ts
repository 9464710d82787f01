import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { SeededRandom } from '../../src/core/testing/seeded-random.ts';
import { createHttpTransport } from '../../src/main/adapters/http/http-transport.ts';
import { DEFAULT_HTTP_LIMITS } from '../../src/main/adapters/http/limits.ts';
import { nodeOn, SILENT } from '../../src/main/testing/node-on-database.ts';
import type { Key } from '../../src/shared/model.ts';
import { HttpC19Agent } from '../c19/http-agent.ts';
import { C19State } from '../c19/state.ts';
import { loadXxh64 } from '../c19/xxh64.ts';

const PATIENTLY = { timeout: 20_000 };

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

it('[C1.3] a node and a C19 agent over real HTTP have the same after writes, updates and deletes on either side', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'grapevine-c19-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  const transport = createHttpTransport(
    { logger: SILENT },
    { port: 0, hosts: ['127.0.0.1'], allowedHostNames: [], limits: DEFAULT_HTTP_LIMITS },
  );
  const node = await nodeOn(join(folder, 'state.db'), transport);
  cleanups.push(() => node.stop());
  const peers = [{ host: '127.0.0.1', port: node.status().peerPort }];
  const state = C19State.empty(await loadXxh64());
  const settings = { pushIntervalMs: 200, pullIntervalMs: 500 };
  const agent = new HttpC19Agent({ random: new SeededRandom(1), state, peers: () => peers }, settings);
  cleanups.push(() => agent.stop());
  const ports = await agent.start();
  const put = (entries: unknown): Promise<Response> =>
    fetch(`http://127.0.0.1:${ports.local}/`, { method: 'PUT', body: JSON.stringify(entries) });
  const write = (key: string, value: unknown) => node.write([{ key, value }], { kind: 'user' });
  const there = (key: string): unknown => agent.agent.entry(key)?.value;
  const here = (key: string): string | undefined => node.entry(key as Key)?.text;

  node.addCandidate({ host: '127.0.0.1', port: ports.peer, id: null, name: null, foundBy: 'static' });
  await expect.poll(() => node.peers()[0]?.kind, PATIENTLY).toBe('c19');
  await write('ours', 'x'.repeat(20_000));
  await expect.poll(() => there('ours'), PATIENTLY).toBe('x'.repeat(20_000));
  await put({ theirs: { value: 1 } });
  await expect.poll(() => here('theirs'), PATIENTLY).toBe('1');
  await put({ theirs: { value: 2 }, ours: { value: 'y' } });
  await expect.poll(() => [here('theirs'), here('ours')], PATIENTLY).toEqual(['2', '"y"']);
  await write('theirs', null);
  await expect.poll(() => there('theirs'), PATIENTLY).toBeNull();
  await put({ ours: { value: null } });
  await expect.poll(() => node.entry('ours' as Key)?.deleted, PATIENTLY).toBe(true);
  await expect.poll(() => node.status().c19Version === agent.agent.version, PATIENTLY).toBe(true);
  const pulled = await fetch(`http://127.0.0.1:${node.status().peerPort}/${agent.agent.version}`);
  expect(pulled.status).toBe(204);
  await expect.poll(() => node.status().sync, PATIENTLY).toEqual({ kind: 'in-sync', peers: 1, unreachable: 0 });
});
