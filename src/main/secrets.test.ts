/** Where the secrets of a profile are found: in their own files, and nowhere else. */
import { chmod, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inviteCode, SECRET_BYTES, type GroupSecret } from '../core/group/invite-code.ts';
import { startApp } from './start.ts';
import { loopbackOptions } from './testing/app-options.ts';
import { runGrapevine, serveArgs, type GrapevineProcess, type Ready } from './testing/grapevine-process.ts';
import { PATIENTLY } from './testing/patiently.ts';
import { secretIn } from './testing/group-kit.ts';
import { tempFolder } from './testing/temp-folder.ts';

const readyOf = async (process: GrapevineProcess): Promise<Ready> => JSON.parse(await process.firstLine()) as Ready;
/** As people start it: programs are asked for the token. */
const guardedArgs = (profile: string): string[] => serveArgs(profile).filter((arg) => arg !== '--no-token');
const SECRETS = ['group.json', 'api-token'];

async function ended(node: GrapevineProcess): Promise<string> {
  node.child.kill('SIGTERM');
  expect(await node.ended).toBe(0);
  return [...node.out, await node.errors].join('\n');
}

/** Every form in which a secret of the profile might be told. */
async function secretsOf(profile: string): Promise<string[]> {
  const hex = await secretIn(profile);
  const bytes = Buffer.from(hex, 'hex');
  const code = inviteCode(Uint8Array.from(bytes) as Uint8Array as GroupSecret);
  const token = (await readFile(join(profile, 'api-token'), 'utf8')).trim();
  return [hex, bytes.toString('latin1'), bytes.toString('base64'), code, code.replaceAll('-', ''), token];
}

/** All files of the profile but those that are there for secrets. */
async function otherFilesOf(profile: string): Promise<string[]> {
  const names = (await readdir(profile)).filter((name) => !SECRETS.includes(name));
  return Promise.all(names.map((name) => readFile(join(profile, name), 'latin1')));
}

it('[GR6] secrets are in no log, no answer, no output and no database, whatever was asked with them', async () => {
  await using folder = await tempFolder();
  const [first, second] = [join(folder.path, 'one'), join(folder.path, 'two')];
  await using one = runGrapevine(...guardedArgs(first), '--new-group', '--json');
  const { apiPort, peerPort } = await readyOf(one);
  const secrets = await secretsOf(first);
  const [hex = '', , , code = '', , token = ''] = secrets;
  await using two = runGrapevine(...guardedArgs(second), '--join', code, '--json', '--peer', `127.0.0.1:${peerPort}`);
  await readyOf(two);
  const answers: string[] = [];
  const ask = async (port: number, method: string, path: string, headers: Record<string, string>, body?: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, body: body ?? null });
    answers.push(JSON.stringify([...answer.headers]), await answer.text());
    return answer.status;
  };
  const authorization = `Bearer ${token}`;
  expect(await ask(apiPort, 'PUT', '/', { authorization }, '{"cat": {"value": 1}}')).toBe(204);
  expect(await ask(apiPort, 'PUT', '/', { authorization }, `{"cat": {"valu`)).toBe(422);
  expect(await ask(apiPort, 'GET', '/-/status', { authorization })).toBe(200);
  expect(await ask(apiPort, 'GET', '/-/peers', { authorization })).toBe(200);
  expect(await ask(apiPort, 'GET', '/missing', { authorization })).toBe(404);
  expect(await ask(apiPort, 'GET', '/cat', { authorization: `${authorization}x` })).toBe(401);
  expect(await ask(apiPort, 'GET', '/cat', { authorization, origin: 'http://evil.example' })).toBe(403);
  expect(await ask(peerPort, 'GET', '/', { authorization, grapevine: hex })).toBe(401);
  const api = `http://127.0.0.1:${apiPort}/-/status`;
  const peers = async () =>
    ((await (await fetch(api, { headers: { authorization } })).json()) as { peers: number }).peers;
  await expect.poll(peers, PATIENTLY).toBe(1);
  const told = [await ended(two), await ended(one), ...answers];
  for (const profile of [first, second]) told.push(...(await otherFilesOf(profile)));
  // The key that was written is in the database, so what is searched is what was stored.
  expect(told.join('\n')).toContain('cat');
  secrets.push(...(await secretsOf(second)));
  for (const secret of secrets) expect(told.some((text) => text.includes(secret))).toBe(false);
}, 120_000);

it.each([
  ['is mistyped', (code: string) => `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`],
  ['is of another group', (code: string) => code],
  ['is cut off', (code: string) => code.slice(0, -5)],
])('[GR6] a code that %s is not told again by what refuses it', async (_what, change) => {
  await using folder = await tempFolder();
  const start = (group: Parameters<typeof loopbackOptions>[1]) => startApp(loopbackOptions(folder.path, group));
  const first = await start({ group: { kind: 'new' } });
  if (!first.ok) throw new Error(first.error.text);
  await first.value.stop();
  const code = change(inviteCode(Uint8Array.from({ length: SECRET_BYTES }, (_, i) => i) as Uint8Array as GroupSecret));
  const refused = await start({ group: { kind: 'join', code } });
  expect(refused).toMatchObject({ ok: false, error: { kind: 'group' } });
  const told = JSON.stringify(refused) + (await readFile(join(folder.path, 'grapevine.log'), 'utf8'));
  expect(told).toContain('start-refused');
  // Those of digits only could be part of a time.
  const parts = code.split('-').filter((part) => /^(?=.*[A-Z]).{4}$/.test(part));
  expect(parts.length).toBeGreaterThan(3);
  for (const part of parts) expect(told).not.toContain(part);
});

async function modesIn(folder: string): Promise<Map<string, string>> {
  const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);
  const paths = [folder, ...(await readdir(folder)).map((name) => join(folder, name))];
  return new Map(await Promise.all(paths.map(async (path) => [path, await modeOf(path)] as const)));
}

it.skipIf(process.platform === 'win32')(
  '[GR6] folder and files of a running profile are closed to other users, were they open to them before (not on Windows)',
  async () => {
    await using folder = await tempFolder();
    const profile = join(folder.path, 'profile');
    const run = async (): Promise<void> => {
      const app = await startApp(loopbackOptions(profile, { group: { kind: 'new' }, noToken: false }));
      if (!app.ok) throw new Error(app.error.text);
      app.value.logger.error('something-to-log');
      const modes = await modesIn(profile);
      await app.value.stop();
      const ours = ['api-token', 'grapevine.log', 'group.json', 'identity.json', 'state.db', 'state.db-wal'];
      for (const name of ours) expect(modes.has(join(profile, name))).toBe(true);
      for (const [path, mode] of modes) expect(`${path} ${mode}`).toBe(`${path} ${path === profile ? '700' : '600'}`);
    };
    await run();
    for (const path of (await modesIn(profile)).keys()) await chmod(path, path === profile ? 0o755 : 0o644);
    await run();
  },
);
