import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, connect, type AddressInfo, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Key } from '../shared/model.ts';
import type { Result } from '../shared/result.ts';
import { startApp, type RunningApp, type StartError } from './start.ts';
import { loopbackOptions } from './testing/app-options.ts';
import { tempFolder } from './testing/temp-folder.ts';
import { PATIENTLY } from './testing/patiently.ts';

type Running = RunningApp & AsyncDisposable;

function running(started: Result<RunningApp, StartError>): Running {
  if (!started.ok) throw new Error(started.error.text);
  const app = started.value;
  return { ...app, [Symbol.asyncDispose]: () => app.stop() };
}

const errorOf = (started: Result<RunningApp, StartError>): StartError | null => (started.ok ? null : started.error);

async function takePort(host: string, port = 0): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

const connects = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, host);
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

/** An address of this machine that is not loopback, if it has one. */
const otherAddress = (): string | undefined =>
  Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

describe('startApp', () => {
  it('[ARCH] makes a profile that only its owner can read, and runs on it', async () => {
    await using folder = await tempFolder();
    const profile = join(folder.path, 'profile');
    await using app = running(await startApp(loopbackOptions(profile)));
    expect(app.profileDir).toBe(profile);
    const names = await readdir(profile);
    expect(names).toEqual(expect.arrayContaining(['api-token', 'holder.json', 'identity.json', 'lock']));
    for (const name of ['', ...names]) {
      expect([name, (await stat(join(profile, name))).mode & 0o077]).toEqual([name, 0]);
    }
    const { id, name, peerPort, apiPort, program, addresses } = app.self();
    expect({ id }).toEqual(JSON.parse(await readFile(join(profile, 'identity.json'), 'utf8')));
    expect({ name, apiPort }).toEqual({ name: 'desk-1', apiPort: app.apiPort });
    expect(program).toMatch(/^Grapevine \d+\.\d+\.\d+$/);
    expect(addresses).toContain('127.0.0.1');
    expect(await connects('127.0.0.1', peerPort)).toBe(true);
    expect(await connects('127.0.0.1', apiPort ?? 0)).toBe(true);
  });

  it('[PD3] keeps its id over a restart, and takes another start id', async () => {
    await using folder = await tempFolder();
    const first = running(await startApp(loopbackOptions(folder.path)));
    const before = first.self();
    await first.stop();
    await using second = running(await startApp(loopbackOptions(folder.path)));
    expect(second.self().id).toBe(before.id);
    expect(second.self().startId).not.toBe(before.startId);
  });

  it('[ARCH] ends everything it started, once', async () => {
    await using folder = await tempFolder();
    const app = running(await startApp(loopbackOptions(folder.path)));
    const { peerPort, apiPort } = app.self();
    await Promise.all([app.stop(), app.stop()]);
    await app.stop();
    expect(await connects('127.0.0.1', peerPort)).toBe(false);
    expect(await connects('127.0.0.1', apiPort ?? 0)).toBe(false);
    expect(await readdir(folder.path)).not.toContain('holder.json');
  });

  it('[ARCH] runs one node on a profile at a time', async () => {
    await using folder = await tempFolder();
    await using _app = running(await startApp(loopbackOptions(folder.path)));
    const text = expect.stringMatching(
      new RegExp(`^This profile is in use by grapevine serve \\(process ${process.pid}\\) since \\d\\d:\\d\\d\\.$`),
    ) as string;
    expect(errorOf(await startApp(loopbackOptions(folder.path)))).toEqual({ kind: 'in-use', text });
  });

  it.each([
    ['settings.json', '{"peerPort": 1,}', 'settings'],
    ['settings.json', '{"peerPort": "1"}', 'settings'],
    ['identity.json', '{}', 'profile'],
    ['api-token', 'x', 'profile'],
  ])('[ARCH] refuses a profile whose %s holds %j, and leaves all as it was', async (name, text, kind) => {
    await using folder = await tempFolder();
    const path = join(folder.path, name);
    await writeFile(path, text);
    const error = errorOf(await startApp(loopbackOptions(folder.path)));
    expect(error).toEqual({ kind, text: expect.stringContaining(path) as string });
    expect(await readFile(path, 'utf8')).toBe(text);
    await writeFile(path, name === 'api-token' ? 'x'.repeat(32) : `{"id":"${'1'.repeat(32)}"}`);
    await using _app = running(await startApp(loopbackOptions(folder.path)));
  });

  it('[PS1] refuses an interface that is not there, and gives the profile back', async () => {
    await using folder = await tempFolder();
    const error = errorOf(await startApp(loopbackOptions(folder.path, { interfaces: ['lo', 'nowhere9'] })));
    expect(error).toEqual({ kind: 'interface', text: expect.stringContaining('"nowhere9"') as string });
    await using _app = running(await startApp(loopbackOptions(folder.path)));
  });

  it('[ARCH] lets the command line win over the settings, and writes none of it', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'settings.json');
    const text = '{"name": "Files", "apiTokenRequired": false, "staticPeers": ["10.0.0.1"], "r0": 5}';
    await writeFile(path, text);
    const options = { name: 'Line', ttl: 5_000, peers: ['10.0.0.1', '10.0.0.2:5'], noToken: false };
    await using app = running(await startApp(loopbackOptions(folder.path, options)));
    expect(app.settings).toMatchObject({
      name: 'Line',
      apiTokenRequired: false,
      defaultTtlMs: 5_000,
      staticPeers: ['10.0.0.1', '10.0.0.2:5'],
      r0: 5,
      mdns: { enabled: false },
      interfaces: ['lo'],
    });
    await app.node.write([{ key: 'k', value: 1 }], { kind: 'user' });
    expect(app.node.entry('k' as Key)?.ttl).toBe(5_000);
    expect(await readFile(path, 'utf8')).toBe(text);
  });
});

describe('ports', () => {
  it('[PS1] takes the next free one when one is taken, and says so', async () => {
    await using folder = await tempFolder();
    const peer = await takePort('127.0.0.1');
    const api = await takePort('127.0.0.1');
    await using app = running(await startApp(loopbackOptions(folder.path, { peerPort: peer.port, apiPort: api.port })));
    const { peerPort, apiPort } = app.self();
    expect([peerPort > peer.port, (apiPort ?? 0) > api.port]).toEqual([true, true]);
    const notices = app.node.status().notices.map(({ id, text }) => [id, text]);
    expect(notices).toContainEqual(['peer-port', `Port ${peer.port} is in use: using ${peerPort}`]);
    expect(notices).toContainEqual(['api-port', `Local API: port ${api.port} is in use: using ${apiPort}`]);
    peer.server.close();
    api.server.close();
  });

  it('[LA1] runs without a local API when it has no port, and says so', async () => {
    await using folder = await tempFolder();
    const last = await takePort('127.0.0.1', 65_535);
    await using app = running(await startApp(loopbackOptions(folder.path, { apiPort: 65_535 })));
    expect(app.apiPort).toBeNull();
    expect(app.self().apiPort).toBeNull();
    const texts = app.node.status().notices.map(({ severity, text }) => `${severity}: ${text}`);
    expect(texts).toContainEqual(expect.stringMatching(/^error: Programs on this machine cannot reach Grapevine: /));
    last.server.close();
  });

  it.runIf(otherAddress() !== undefined)('[LA1] opens nothing beyond the chosen interface', async () => {
    await using folder = await tempFolder();
    await using app = running(await startApp(loopbackOptions(folder.path)));
    const { peerPort, apiPort } = app.self();
    const other = otherAddress() ?? '';
    expect([await connects(other, peerPort), await connects(other, apiPort ?? 0)]).toEqual([false, false]);
  });
});

describe('peers added by address', () => {
  it('[ARCH] are contacted at once and kept in the settings', async () => {
    await using folders = await tempFolder();
    await using one = running(await startApp(loopbackOptions(join(folders.path, 'one'))));
    await using two = running(await startApp(loopbackOptions(join(folders.path, 'two'), { name: 'desk-2' })));
    const address = `127.0.0.1:${one.self().peerPort}`;
    expect(two.staticPeers.add(` ${address} `)).toEqual({ ok: true, value: undefined });
    expect(two.staticPeers.add(address)).toEqual({ ok: true, value: undefined });
    await expect
      .poll(() => two.node.peers().map(({ id, state }) => [id, state.kind]), PATIENTLY)
      .toEqual([[one.self().id, 'alive']]);
    await two.stop();
    const settings: unknown = JSON.parse(await readFile(join(folders.path, 'two', 'settings.json'), 'utf8'));
    expect(settings).toEqual({ staticPeers: [address] });
  });

  it('[PD4] are gone for good when they are forgotten', async () => {
    await using folder = await tempFolder();
    await using app = running(await startApp(loopbackOptions(folder.path)));
    app.staticPeers.add('127.0.0.1:9');
    await expect.poll(() => app.node.peers().map(({ rowId }) => rowId), PATIENTLY).toEqual(['127.0.0.1:9']);
    app.staticPeers.forget('127.0.0.1:9');
    app.node.syncNow();
    expect(app.node.peers()).toEqual([]);
    await app.stop();
    expect(JSON.parse(await readFile(join(folder.path, 'settings.json'), 'utf8'))).toEqual({ staticPeers: [] });
  });

  it('[PD4] are blocked until they are unblocked, at later starts too', async () => {
    await using folders = await tempFolder();
    await using two = running(await startApp(loopbackOptions(join(folders.path, 'two'), { name: 'two' })));
    const address = `127.0.0.1:${two.node.status().peerPort}`;
    const options = loopbackOptions(join(folders.path, 'one'), { name: 'one', peers: [address] });
    const states = (app: RunningApp) => app.node.peers().map(({ name, state }) => `${name} ${state.kind}`);
    await using one = running(await startApp(options));
    await expect.poll(() => states(one), PATIENTLY).toEqual(['two alive']);
    const [row] = one.node.peers();
    expect(one.blocking.block('somebody')).toEqual({ ok: false, error: expect.stringMatching(/\.$/) as string });
    expect(one.blocking.block(row!.rowId)).toEqual({ ok: true, value: undefined });
    expect(states(one)).toEqual(['two blocked']);
    await one.stop();
    await using again = running(await startApp(options));
    expect(states(again)).toEqual(['two blocked']);
    again.blocking.unblock(row!.rowId);
    await expect.poll(() => states(again), PATIENTLY).toEqual(['two alive']);
    await again.stop();
    expect(JSON.parse(await readFile(join(folders.path, 'one', 'settings.json'), 'utf8'))).toEqual({
      blockedPeers: [],
    });
  });

  it('[ARCH] are refused when the address is none', async () => {
    await using folder = await tempFolder();
    await using app = running(await startApp(loopbackOptions(folder.path)));
    expect(app.staticPeers.add('http://x')).toEqual({ ok: false, error: expect.stringMatching(/\.$/) as string });
    expect(app.node.peers()).toEqual([]);
  });

  it('[ARCH] bring a notice when they cannot be kept', async () => {
    await using folder = await tempFolder();
    await using app = running(await startApp(loopbackOptions(folder.path)));
    await writeFile(join(folder.path, 'settings.json'), '{');
    app.staticPeers.add('127.0.0.1:9');
    await expect
      .poll(() => app.node.status().notices, PATIENTLY)
      .toEqual([{ id: 'settings', severity: 'warning', text: expect.stringContaining('settings.json') as string }]);
  });
});

describe('what the machine says of itself', () => {
  it('[PD2] tells whether it looks for others and announces itself', async () => {
    await using folder = await tempFolder();
    await using app = running(await startApp(loopbackOptions(folder.path, { noMdns: true })));
    expect(app.self().discovery).toEqual({ looks: false, announces: false });
  });

  it('[ARCH] tells listeners of a new name', async () => {
    await using folder = await tempFolder();
    await using app = running(await startApp(loopbackOptions(folder.path)));
    const listener = vi.fn();
    const unsubscribe = app.onSelfChange(listener);
    await app.node.write([{ key: 'k', value: 1 }], { kind: 'user' });
    expect(listener).not.toHaveBeenCalled();
    app.node.rename('desk-9');
    expect(listener).toHaveBeenCalledTimes(1);
    expect(app.self().name).toBe('desk-9');
    unsubscribe();
    app.node.rename('desk-1');
    expect(listener).toHaveBeenCalledTimes(1);
  });
});

describe('the log', () => {
  it('[ARCH] holds neither values nor the token', async () => {
    await using folder = await tempFolder();
    const app = running(await startApp(loopbackOptions(folder.path, { noToken: false })));
    await app.node.write([{ key: 'k', value: 'a-secret-value' }], { kind: 'user' });
    await app.stop();
    const log = await readFile(join(folder.path, 'grapevine.log'), 'utf8');
    const token = (await readFile(join(folder.path, 'api-token'), 'utf8')).trim();
    expect(log).toContain('"event":"started"');
    expect([log.includes('a-secret-value'), log.includes(token)]).toEqual([false, false]);
  });

  it('[ARCH] names unknown settings and what was probably meant', async () => {
    await using folder = await tempFolder();
    await writeFile(join(folder.path, 'settings.json'), '{"peerport": 1}');
    await running(await startApp(loopbackOptions(folder.path))).stop();
    const log = await readFile(join(folder.path, 'grapevine.log'), 'utf8');
    expect(log).toContain('"event":"setting-unknown","name":"peerport","meant":"peerPort"');
  });
});
