/** Changing the key of a private group with real processes on loopback (GR5). */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { GroupView, PeerView } from '../../shared/model.ts';
import { PATIENTLY } from '../testing/patiently.ts';
import { runGrapevine, serveArgs, type GrapevineProcess, type Ready } from '../testing/grapevine-process.ts';
import { tempFolder } from '../testing/temp-folder.ts';

const readyOf = async (node: GrapevineProcess): Promise<Ready> => JSON.parse(await node.firstLine()) as Ready;

const get = async <T>({ apiPort }: Ready, path: string): Promise<T> =>
  (await fetch(`http://127.0.0.1:${apiPort}${path}`)).json() as Promise<T>;

const groupOf = async (node: Ready) => (await get<{ group: GroupView }>(node, '/-/status')).group;
const idOf = async (node: Ready) => {
  const group = await groupOf(node);
  return group.kind === 'private' ? group.id : null;
};
const write = async ({ apiPort }: Ready, key: string): Promise<number> =>
  (await fetch(`http://127.0.0.1:${apiPort}/${key}`, { method: 'PUT', body: '{"value":1}' })).status;
const has = async ({ apiPort }: Ready, key: string) => (await fetch(`http://127.0.0.1:${apiPort}/${key}`)).status;

/** Starting some ten programs takes its time. */
const LIMIT_MS = 120_000;

/** Exchanges that went wrong, but those with the machine that was off. */
async function failures(node: Ready, off: string): Promise<string[]> {
  const { peers } = await get<{ peers: PeerView[] }>(node, '/-/peers');
  const others = peers.filter(({ id }) => id !== off);
  return others.flatMap(({ exchanges }) => exchanges.filter(({ ok }) => !ok).map(({ text }) => text));
}

/** What a command says in the end; it has to end well. */
async function say(...argv: string[]): Promise<string> {
  await using command = runGrapevine(...argv);
  expect([await command.ended, await command.errors]).toEqual([0, '']);
  return command.out.join('\n');
}

it(
  '[GR5] reaches three nodes, of which one was off, without one exchange that fails',
  { timeout: LIMIT_MS },
  async () => {
    await using folder = await tempFolder();
    const [first = '', second = '', third = ''] = ['one', 'two', 'three'].map((name) => join(folder.path, name));
    await using one = runGrapevine(...serveArgs(first), '--json', '--name', 'one');
    const here = await readyOf(one);
    const file = join(folder.path, 'invite');
    await writeFile(file, await say('invite', '--profile', first));
    const start = (profile: string) =>
      runGrapevine(...serveArgs(profile), '--json', '--join-file', file, '--peer', `127.0.0.1:${here.peerPort}`);
    await using two = start(second);
    const there = await readyOf(two);
    await using late = start(third);
    const off = await readyOf(late);
    await expect.poll(() => write(here, 'before'), PATIENTLY).toBe(204);
    for (const node of [there, off]) await expect.poll(() => has(node, 'before'), PATIENTLY).toBe(200);
    late.child.kill('SIGTERM');
    await late.ended;

    const before = await idOf(here);
    expect(await say('change-key', '--profile', first)).toMatch(/^The group has a new key/);
    const after = await idOf(here);
    expect(after).not.toBe(before);
    await expect.poll(() => idOf(there), PATIENTLY).toBe(after);
    for (let i = 0; i < 20; i += 1) expect(await write(i % 2 === 0 ? here : there, `during/${i}`)).toBe(204);
    for (const node of [here, there]) await expect.poll(() => has(node, 'during/19'), PATIENTLY).toBe(200);
    const lacking = async () => {
      const group = await groupOf(here);
      return group.kind === 'private' ? group.change?.machines.flatMap((one) => (one.has ? [] : [one.id])) : null;
    };
    await expect.poll(lacking, PATIENTLY).toEqual([off.id]);

    await using again = start(third);
    const back = await readyOf(again);
    await expect.poll(() => idOf(back), PATIENTLY).toBe(after);
    await expect.poll(() => has(back, 'during/19'), PATIENTLY).toBe(200);
    for (const node of [here, there]) expect(await failures(node, off.id)).toEqual([]);
    expect(await failures(back, '')).toEqual([]);
    const code = await say('invite', '--profile', third);
    expect(code).toBe(await say('invite', '--profile', first));
    const logged = await Promise.all([first, second, third].map((dir) => readFile(join(dir, 'grapevine.log'), 'utf8')));
    for (const secret of [code, ...(await secretsIn(third))]) expect(logged.join()).not.toContain(secret);
  },
);

const secretsIn = async (profile: string): Promise<string[]> =>
  (await readFile(join(profile, 'group.json'), 'utf8')).match(/[0-9a-f]{32}(?=","generation")/g) ?? [];

it(
  '[GR5] by hand: the code is entered at the machines that stay, and the old key is ended',
  { timeout: LIMIT_MS },
  async () => {
    await using folder = await tempFolder();
    const [first = '', second = ''] = ['one', 'two'].map((name) => join(folder.path, name));
    await using one = runGrapevine(...serveArgs(first), '--json', '--name', 'one');
    const here = await readyOf(one);
    const old = await say('invite', '--profile', first);
    await say('join', old, '--profile', second);
    await using two = runGrapevine(...serveArgs(second), '--json', '--peer', `127.0.0.1:${here.peerPort}`);
    const there = await readyOf(two);
    await expect.poll(async () => (await get<{ peers: number }>(here, '/-/status')).peers, PATIENTLY).toBe(1);
    await say('change-key', '--by-hand', '--profile', first);
    await say('join', await say('invite', '--profile', first), '--profile', second);
    expect(await idOf(there)).toBe(await idOf(here));
    const machines = async () => {
      const group = await groupOf(here);
      return group.kind === 'private' ? group.change?.machines.map(({ has: hasKey }) => hasKey) : null;
    };
    await expect.poll(machines, PATIENTLY).toEqual([true]);
    await say('change-key', '--end', '--profile', first);
    for (const node of [here, there])
      await expect.poll(() => groupOf(node), PATIENTLY).toMatchObject({ kind: 'private', change: null });
    expect(await write(here, 'after')).toBe(204);
    await expect.poll(() => has(there, 'after'), PATIENTLY).toBe(200);
  },
);

it('[GR5] the key is given to nobody without the token, also where the API asks for none', async () => {
  await using folder = await tempFolder();
  await using node = runGrapevine(...serveArgs(folder.path), '--json');
  const { apiPort } = await readyOf(node);
  const ask = async (method: string, path: string): Promise<number> =>
    (await fetch(`http://127.0.0.1:${apiPort}${path}`, { method })).status;
  expect(await ask('GET', '/-/status')).toBe(200);
  expect(await ask('GET', '/-/group/invite')).toBe(401);
  expect(await ask('PUT', '/-/group/key')).toBe(401);
  expect(await ask('DELETE', '/-/group/key')).toBe(401);
});

it('[GR5] says in one line that no node runs', async () => {
  await using folder = await tempFolder();
  await using command = runGrapevine('change-key', '--profile', folder.path);
  expect(await command.ended).toBe(1);
  expect(await command.errors).toMatch(/^grapevine: No Grapevine runs on the profile [^\n]+: start it first\.\n$/);
});
