import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  runGrapevine,
  runGrapevineWith,
  serveArgs,
  type GrapevineProcess,
  type Ready,
} from '../testing/grapevine-process.ts';
import { secretIn } from '../testing/group-kit.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { PATIENTLY } from '../testing/patiently.ts';

const readyOf = async (process: GrapevineProcess): Promise<Ready> => JSON.parse(await process.firstLine()) as Ready;
const put = (port: number, body: string) => fetch(`http://127.0.0.1:${port}/`, { method: 'PUT', body });
const OPEN_LINE = /^This node is in an open group: everyone on the network can read and write\.[^\n]*\n$/;

describe('grapevine serve', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('[LA5] says when it is ready and ends with 0 at %s', async (signal) => {
    await using folder = await tempFolder();
    await using node = runGrapevine(...serveArgs(folder.path), '--open', '--json');
    const ready = await readyOf(node);
    const { id } = JSON.parse(await readFile(join(folder.path, 'identity.json'), 'utf8')) as { id: string };
    const port = expect.any(Number) as number;
    expect(ready).toEqual({ ready: true, id, peerPort: port, apiPort: port });
    node.child.kill(signal);
    expect(await node.ended).toBe(0);
    expect(await node.errors).toBe('');
  });

  it('[PB1] carries edits at the local API of one node to that of another', async () => {
    await using folder = await tempFolder();
    await using one = runGrapevine(...serveArgs(join(folder.path, 'one')), '--open', '--json');
    const { peerPort, apiPort } = await readyOf(one);
    const peer = `127.0.0.1:${peerPort}`;
    await using two = runGrapevine(...serveArgs(join(folder.path, 'two')), '--open', '--json', '--peer', peer);
    const other = await readyOf(two);
    expect((await put(apiPort, '{"cat":{"value":"garfield","ts":1600000000000}}')).status).toBe(204);
    const read = async (): Promise<unknown> => {
      const answer = await fetch(`http://127.0.0.1:${other.apiPort}/cat`);
      return answer.status === 200 ? answer.json() : answer.status;
    };
    await expect.poll(read, PATIENTLY).toEqual({ value: 'garfield', ts: 1_600_000_000_000, ttl: null });
    const version = await fetch(`http://127.0.0.1:${other.peerPort}/5879976174588414934`);
    expect(version.status).toBe(204);
  });

  it('[GR3] carries edits between members of a private group, and nothing to others', async () => {
    await using folder = await tempFolder();
    const [first, second] = [join(folder.path, 'one'), join(folder.path, 'two')];
    await using one = runGrapevine(...serveArgs(first), '--new-group', '--json');
    const { peerPort, apiPort } = await readyOf(one);
    await using invite = runGrapevine('invite', '--profile', first);
    const code = await invite.firstLine();
    expect(code).toMatch(/^(?:[0-9A-Z]{4}-){7}[0-9A-Z]{4}$/);
    const file = join(folder.path, 'invite.txt');
    await writeFile(file, `${code.toLowerCase()}\n`);
    const peer = ['--peer', `127.0.0.1:${peerPort}`];
    await using two = runGrapevine(...serveArgs(second), '--join-file', file, '--json', ...peer);
    await using open = runGrapevine(...serveArgs(join(folder.path, 'three')), '--open', '--json', ...peer);
    const [member, other] = [await readyOf(two), await readyOf(open)];
    expect((await put(apiPort, '{"cat":{"value":"garfield"}}')).status).toBe(204);
    const read = async (port: number): Promise<number> => (await fetch(`http://127.0.0.1:${port}/cat`)).status;
    await expect.poll(() => read(member.apiPort), PATIENTLY).toBe(200);
    expect(await read(other.apiPort)).toBe(404);
    for (const path of ['', '5879976174588414934', '-/hello']) {
      const answer = await fetch(`http://127.0.0.1:${peerPort}/${path}`);
      expect([answer.status, await answer.text(), answer.headers.get('grapevine')]).toEqual([401, '', null]);
    }
    const mode = (path: string): Promise<string> => stat(path).then(({ mode: bits }) => (bits & 0o777).toString(8));
    expect(await mode(join(second, 'group.json'))).toBe('600');
    const secret = await secretIn(second);
    // Lines wait a while before they are in the file.
    for (const { child } of [one, two]) child.kill('SIGTERM');
    await Promise.all([one.ended, two.ended]);
    const logged = await Promise.all([first, second].map((dir) => readFile(join(dir, 'grapevine.log'), 'utf8')));
    for (const secretText of [secret, code])
      expect([...logged, ...one.out, ...two.out].join()).not.toContain(secretText);
  });

  it('[GR3] lets nobody on the wire see a key, a value or a name', async () => {
    await using folder = await tempFolder();
    const [first, second, wire] = ['one', 'two', 'wire'].map((name) => join(folder.path, name)) as [
      string,
      string,
      string,
    ];
    await mkdir(wire);
    const capture = new URL('../testing/capture-sockets.ts', import.meta.url);
    capture.searchParams.set('folder', wire);
    const watched = (...argv: string[]) => runGrapevineWith(['--import', capture.href], ...argv, '--json');
    await using one = watched(...serveArgs(first), '--name', 'Reception', '--new-group');
    const here = await readyOf(one);
    await using invite = runGrapevine('invite', '--profile', first);
    const argv = ['--name', 'Verkstad', '--join', await invite.firstLine(), '--peer', `127.0.0.1:${here.peerPort}`];
    await using two = watched(...serveArgs(second), ...argv);
    const there = await readyOf(two);
    const long = 'Kopierrummet '.repeat(2_000);
    expect((await put(here.apiPort, '{"desks/3-114":{"value":"Anna Ek"}}')).status).toBe(204);
    expect((await put(there.apiPort, JSON.stringify({ printer: { value: long } }))).status).toBe(204);
    const has = async ({ apiPort }: Ready, key: string) => (await fetch(`http://127.0.0.1:${apiPort}/${key}`)).status;
    await expect.poll(() => has(there, 'desks/3-114'), PATIENTLY).toBe(200);
    await expect.poll(() => has(here, 'printer'), PATIENTLY).toBe(200);
    const words = /desks|Anna|printer|Kopier|Reception|Verkstad/;
    let [sealed, plain] = ['', ''];
    const frames: string[] = [];
    const opened = (frame: string): string => {
      frames.push(frame);
      return atob(frame);
    };
    for (const name of await readdir(wire)) {
      const bytes = await readFile(join(wire, name), 'latin1');
      const isLocalApi = [here.apiPort, there.apiPort].some((port) => name.split('-').includes(String(port)));
      if (isLocalApi) plain += bytes;
      else sealed += bytes.replace(/(?<=\r\ngrapevine: )[\w+/=]+(?=\r\n)/gi, opened);
    }
    // What is searched for would be found: it is where programs on this machine ask.
    expect(plain).toMatch(words);
    expect(sealed).toMatch(/POST \/-\/x HTTP\/1\.1/);
    expect(frames.length).toBeGreaterThan(5);
    expect(sealed).not.toMatch(words);
    expect(sealed).not.toMatch(/grapevine: 1 |hello/i);
  });

  it('[GR7] starts a private group of its own on a new profile that is told of none, and says nothing of it', async () => {
    await using folder = await tempFolder();
    await using node = runGrapevine(...serveArgs(folder.path), '--json');
    await readyOf(node);
    await using invite = runGrapevine('invite', '--profile', folder.path);
    expect(await invite.firstLine()).toMatch(/^(?:[0-9A-Z]{4}-){7}[0-9A-Z]{4}$/);
    node.child.kill('SIGTERM');
    await node.ended;
    expect(await node.errors).toBe('');
  });

  it('[GR7] keeps a profile in its private group, and refuses another', async () => {
    await using folder = await tempFolder();
    await using first = runGrapevine(...serveArgs(folder.path), '--new-group', '--json');
    await readyOf(first);
    first.child.kill('SIGTERM');
    await first.ended;
    await using again = runGrapevine(...serveArgs(folder.path));
    await again.firstLine();
    again.child.kill('SIGTERM');
    await again.ended;
    expect(await again.errors).toBe('');
    await using opened = runGrapevine(...serveArgs(folder.path), '--open');
    expect(await opened.ended).toBe(1);
    expect(await opened.errors).toMatch(/^grapevine: This profile belongs to a private group already: [^\n]+\n$/);
  });

  it('[GR6] says who can open a secret that the keychain keeps, and leaves it', async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, 'group.json');
    const text = '{"kind":"private","kept":"keychain","sealed":"djExAAAA"}';
    await writeFile(file, text);
    for (const argv of [serveArgs(folder.path), ['invite', '--profile', folder.path]]) {
      await using command = runGrapevine(...argv);
      expect(await command.ended).toBe(1);
      expect(await command.errors).toMatch(
        /^grapevine: The secret in [^\n]+ is sealed by the system's keychain, which only the window can ask: open the window of this profile, or [^\n]+--join-file\.\n$/,
      );
    }
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('[GR1] names the group of four that was mistyped, and ends with 1', async () => {
    await using folder = await tempFolder();
    const argv = ['--join', '0400-20G3-0G2G-C1R8-1450-P31D-1R7Q-57WV'];
    await using node = runGrapevine(...serveArgs(folder.path), ...argv);
    expect(await node.ended).toBe(1);
    expect(await node.errors).toBe('grapevine: This is mistyped: look at the sixth group of four.\n');
    await using invite = runGrapevine('invite', '--profile', folder.path);
    expect(await invite.ended).toBe(1);
    expect(await invite.errors).toMatch(/is in no private group: there is no invite code\./);
  });

  it('[LA5] leaves a profile that can be used at once when it is killed', async () => {
    await using folder = await tempFolder();
    await using first = runGrapevine(...serveArgs(folder.path), '--open', '--json');
    const { id } = await readyOf(first);
    first.child.kill('SIGKILL');
    expect(await first.ended).toBe('SIGKILL');
    await using second = runGrapevine(...serveArgs(folder.path), '--open', '--json');
    expect(await readyOf(second)).toMatchObject({ id });
  });

  it('[LA5] says in one line who holds the profile, and ends with 1', async () => {
    await using folder = await tempFolder();
    await using first = runGrapevine(...serveArgs(folder.path), '--open', '--json');
    await first.firstLine();
    await using second = runGrapevine(...serveArgs(folder.path), '--open', '--json');
    expect(await second.ended).toBe(1);
    const holder = `grapevine: This profile is in use by grapevine serve \\(process ${first.child.pid}\\) since \\d\\d:\\d\\d\\.`;
    expect(await second.errors).toMatch(new RegExp(`^${holder}\\n$`));
    expect(second.out).toEqual([]);
  });

  it('[LA5] tells people where it is, that it is open, and what they should know', async () => {
    await using folder = await tempFolder();
    await using taken = runGrapevine(...serveArgs(join(folder.path, 'one')), '--open', '--json');
    const { peerPort } = await readyOf(taken);
    const profile = join(folder.path, 'two');
    // A profile of old: it has a state and was never told of a group.
    await using before = runGrapevine(...serveArgs(profile), '--open', '--json');
    await readyOf(before);
    before.child.kill('SIGTERM');
    await before.ended;
    await rm(join(profile, 'group.json'));
    const args = [...serveArgs(profile), '--peer-port', String(peerPort), '--name', 'Küche'];
    await using node = runGrapevine(...args);
    expect(await node.firstLine()).toMatch(
      /^Grapevine \d+\.\d+\.\d+ runs as "Küche": peers at port \d+, local API at http:\/\/127\.0\.0\.1:\d+\/, profile \/.*two$/,
    );
    await expect
      .poll(() => node.out, PATIENTLY)
      .toContainEqual(expect.stringMatching(`^Port ${peerPort} is in use: using \\d+$`));
    node.child.kill('SIGTERM');
    expect(await node.ended).toBe(0);
    expect(await node.errors).toMatch(OPEN_LINE);
  });

  it('[LA5] tells every event of the log as a JSON line', async () => {
    await using folder = await tempFolder();
    await using node = runGrapevine(...serveArgs(folder.path), '--open', '--json');
    await node.firstLine();
    node.child.kill('SIGTERM');
    await node.ended;
    expect(node.out.slice(1).map((line) => JSON.parse(line) as unknown)).toContainEqual(
      expect.objectContaining({ level: 'info', event: 'stopped' }),
    );
  });

  it('[LA5] goes on when nobody reads what it says', async () => {
    await using folder = await tempFolder();
    await using node = runGrapevine(...serveArgs(folder.path), '--open', '--json');
    const { apiPort } = await readyOf(node);
    node.child.stdout?.destroy();
    node.child.stderr?.destroy();
    await writeFile(join(folder.path, 'settings.json'), '{}');
    expect((await put(apiPort, '{"a":{"value":1}}')).status).toBe(204);
    node.child.kill('SIGTERM');
    expect(await node.ended).toBe(0);
  });

  it('[ST11] starts with a seed, which overwrites nothing newer', async () => {
    await using folder = await tempFolder();
    const seed = join(folder.path, 'seed.json');
    await writeFile(seed, '{"cat": {"value": "garfield"}, "dog": {"value": 1, "ts": 1600000000000}}');
    const args = [...serveArgs(join(folder.path, 'profile')), '--open', '--json', '--seed', seed];
    await using first = runGrapevine(...args);
    const { apiPort } = await readyOf(first);
    const read = async (port: number, key: string): Promise<unknown> =>
      (await fetch(`http://127.0.0.1:${port}/${key}`)).json();
    expect(await read(apiPort, 'dog')).toEqual({ value: 1, ts: 1_600_000_000_000, ttl: null });
    expect((await put(apiPort, '{"cat":{"value":"tom"}}')).status).toBe(204);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    await using second = runGrapevine(...args);
    expect(await read((await readyOf(second)).apiPort, 'cat')).toMatchObject({ value: 'tom' });
  });

  it('[ST11] names file, line and column of a malformed seed, and ends with 1', async () => {
    await using folder = await tempFolder();
    const seed = join(folder.path, 'seed.json');
    await writeFile(seed, '{\n  "cat": {"value": 1, "ttl": 0}\n}');
    const profile = join(folder.path, 'profile');
    await using node = runGrapevine(...serveArgs(profile), '--open', '--json', '--seed', seed);
    expect(await node.ended).toBe(1);
    expect(await node.errors).toBe(
      `grapevine: The seed file ${seed}, line 2, column 23: The entry "cat" cannot be used: ` +
        'ttl must be null or an integer from 1 to 3153600000000 (ms).\n',
    );
    expect(node.out).toEqual([]);
    expect(await readdir(profile)).not.toContain('state.db');
  });

  it.each([
    ['throw new Error("boom")'],
    ['void Promise.reject(new Error("boom"))'],
    ['throw Object.assign(new Error("boom\\nand more"), { cause: "x" })'],
  ])('[LA5] tells of the fault %s in one line, logs its stack and ends with 1', async (fault) => {
    await using folder = await tempFolder();
    const faulty = `data:text/javascript,process.on("SIGUSR2", () => { ${encodeURIComponent(fault)} })`;
    await using node = runGrapevineWith(['--import', faulty], ...serveArgs(folder.path), '--open', '--json');
    await node.firstLine();
    node.child.kill('SIGUSR2');
    expect(await node.ended).toBe(1);
    expect(await node.errors).toBe(
      'grapevine: Something unexpected went wrong: boom. The log of the profile says more.\n',
    );
    const log = await readFile(join(folder.path, 'grapevine.log'), 'utf8');
    expect(log).toMatch(/"event":"unexpected-fault","error":"Error: boom.*\\n {4}at /);
  });

  it('[LA5] ends with 2 when it is called wrongly', async () => {
    await using node = runGrapevine('serve', '--opne');
    expect(await node.ended).toBe(2);
    expect(await node.errors).toBe('grapevine: --opne is not an option of this command: did you mean --open?\n');
    expect(node.out).toEqual([]);
  });

  it('[LA5] tells its version', async () => {
    await using node = runGrapevine('--version');
    expect(await node.firstLine()).toMatch(/^Grapevine \d+\.\d+\.\d+$/);
    expect(await node.ended).toBe(0);
  });
});
