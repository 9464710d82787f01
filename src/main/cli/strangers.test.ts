/** A private group's real process, asked by those who do not belong to it. */
import { Pool } from 'undici';
import { expect, it } from 'vitest';
import type { GroupSecret } from '../../core/group/invite-code.ts';
import { groupIdOf } from '../../core/group/keys.ts';
import type { NodeId } from '../../shared/model.ts';
import { runGrapevineWith, serveArgs, type GrapevineProcess, type Ready } from '../testing/grapevine-process.ts';
import { PATIENTLY } from '../testing/patiently.ts';
import { strangerRequest, type Target } from '../testing/stranger-requests.ts';
import { secretIn } from '../testing/group-kit.ts';
import { tempFolder } from '../testing/temp-folder.ts';

const TELL_MEMORY = new URL('../testing/tell-memory.ts', import.meta.url).href;
const [WARM_UP, REQUESTS] = [500, 10_000];
/** Whoever was refused waits a little, so they are many; on Linux all of 127.0.0.0/8 is this machine. */
const ADDRESSES =
  process.platform === 'linux' ? ['127.0.1.1', '127.0.1.2', '127.0.1.3', '127.0.1.4', '127.0.1.5'] : ['127.0.0.1'];
const CONNECTIONS_EACH = 60;
/** What is held is at rest when it changes by no more than this. */
const UNREST_BYTES = 64 * 1024;
const MIB = 1024 * 1024;

async function targetOf(ready: Ready, profile: string): Promise<Target> {
  const bytes = Uint8Array.from(Buffer.from(await secretIn(profile), 'hex')) as Uint8Array as GroupSecret;
  return { id: ready.id as NodeId, groupId: groupIdOf(bytes) };
}

/** How all answers looked, each once. */
async function askAll(port: number, count: number, target: Target): Promise<string[]> {
  const looks = new Set<string>();
  let next = 0;
  const keepAsking = async (pool: Pool): Promise<void> => {
    while (next < count) {
      const { method, path, headers, body } = strangerRequest((next += 1), target);
      const answer = await pool.request({ method, path, headers, body: body.length === 0 ? null : body });
      const names = Object.keys(answer.headers).sort();
      looks.add(JSON.stringify([answer.statusCode, await answer.body.text(), names]));
    }
  };
  const fromAddress = async (localAddress: string): Promise<void> => {
    const pool = new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS_EACH, localAddress });
    await Promise.all(Array.from({ length: CONNECTIONS_EACH }, () => keepAsking(pool)));
    await pool.close();
  };
  await Promise.all(ADDRESSES.map(fromAddress));
  return [...looks];
}

async function heldBytes({ child, out }: GrapevineProcess): Promise<number> {
  const before = out.length;
  child.kill('SIGUSR2');
  const told = (): string | undefined => out.slice(before).find((line) => line.startsWith('{"heldBytes"'));
  await expect.poll(told, PATIENTLY).toBeDefined();
  return (JSON.parse(told()!) as { heldBytes: number }).heldBytes;
}

/** Once the connections that were closed are forgotten. */
async function heldAtRest(node: GrapevineProcess): Promise<number> {
  let [before, now] = [Infinity, await heldBytes(node)];
  while (Math.abs(before - now) > UNREST_BYTES) [before, now] = [now, await heldBytes(node)];
  return now;
}

it('[GR4] 10,000 requests of strangers get 401 and nothing else, change nothing, and leave less than 5 MB behind', async () => {
  await using folder = await tempFolder();
  await using node = runGrapevineWith(
    ['--import', TELL_MEMORY],
    ...[...serveArgs(folder.path), '--new-group', '--json'],
  );
  const ready = JSON.parse(await node.firstLine()) as Ready;
  const target = await targetOf(ready, folder.path);
  const api = `http://127.0.0.1:${ready.apiPort}`;
  await fetch(`${api}/`, { method: 'PUT', body: '{"ours": {"value": 1}}' });
  const status = async (): Promise<unknown> => {
    const { digest, entries, peers } = (await (await fetch(`${api}/-/status`)).json()) as Record<string, unknown>;
    return { digest, entries, peers };
  };
  const statusBefore = await status();
  await askAll(ready.peerPort, WARM_UP, target);
  const before = await heldAtRest(node);
  const looks = await askAll(ready.peerPort, REQUESTS, target);
  expect(looks).toEqual([JSON.stringify([401, '', ['connection', 'content-length', 'date', 'keep-alive']])]);
  expect((await heldAtRest(node)) - before).toBeLessThan(5 * MIB);
  expect(await status()).toEqual(statusBefore);
}, 120_000);
