import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { avahiFolder } from '../../scripts/lib/paths.mjs';
import { until } from '../../src/main/adapters/mdns/testing/loopback-harness.ts';

/** It ends by itself once it has seen all; this is for one that hangs. */
const BROWSE_MS = 5_000;
const PROGRAMS = ['avahi-browse', 'avahi-daemon', 'dbus-daemon'];

/** With the programs that were unpacked for tests, if they were, behind those that are installed. */
function environment(): NodeJS.ProcessEnv {
  const folder = avahiFolder(process.env);
  if (!existsSync(folder)) return process.env;
  const [usr, paths] = [join(folder, 'usr'), process.env['PATH'] ?? ''];
  const libraries = readdirSync(join(usr, 'lib')).map((name) => join(usr, 'lib', name));
  return {
    ...process.env,
    PATH: [paths, join(usr, 'bin'), join(usr, 'sbin')].join(':'),
    LD_LIBRARY_PATH: libraries.join(':'),
  };
}

/** One of the programs that is not installed; null when all are. */
export const missingAvahiProgram = (): string | null => PROGRAMS.find((program) => !isInstalled(program)) ?? null;

function isInstalled(program: string): boolean {
  try {
    execFileSync('sh', ['-c', 'command -v "$0"', program], { stdio: 'ignore', env: environment() });
    return true;
  } catch {
    return false;
  }
}

/** What `avahi-browse --resolve` tells of a service, as far as tests look at it. */
export interface AvahiService {
  address: string;
  port: number;
  txt: string;
}

/** A machine's own Avahi on a bus of its own: the system's, if there is one, is not touched. */
export interface Avahi {
  /** The IPv4 services of this type that it sees now; empty while it is starting. */
  browse(type: string): AvahiService[];
}

/** Its processes end with the lab. */
export async function startAvahi(machine: string, folder: string): Promise<Avahi> {
  mkdirSync(folder);
  const bus = join(folder, 'bus');
  const busConf = join(folder, 'bus.conf');
  const avahiConf = join(folder, 'avahi.conf');
  writeFileSync(busConf, busConfig(`unix:path=${bus}`));
  writeFileSync(avahiConf, '[server]\nuse-ipv6=no\n');
  const env = { ...environment(), DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${bus}` };
  const run = (script: string, file: string): unknown =>
    spawn('ip', ['netns', 'exec', machine, 'sh', '-c', script, file], { env, stdio: 'ignore' });
  run('exec dbus-daemon --nofork --nopidfile --config-file="$0"', busConf);
  await until(() => existsSync(bus), 'the bus of Avahi listens');
  const [users, groups] = [usersWithAvahi(folder, 'passwd'), usersWithAvahi(folder, 'group')];
  // The mounts are seen by this process alone, since `ip netns exec` gives it its own: the place of the pid file is fixed, and Avahi wants its user.
  const mounts = `mount -t tmpfs none /run && mount --bind '${users}' /etc/passwd && mount --bind '${groups}' /etc/group`;
  run(`${mounts} && exec avahi-daemon --no-drop-root --no-chroot --no-rlimits --file="$0"`, avahiConf);
  return { browse: (type) => browse(machine, type, env) };
}

/** A copy of `/etc/passwd` or `/etc/group` in the folder, with the user that Avahi's package would have made. */
function usersWithAvahi(folder: string, file: 'passwd' | 'group'): string {
  const text = readFileSync(join('/etc', file), 'utf8');
  const line = file === 'passwd' ? 'avahi:x:65533:65533::/:/usr/sbin/nologin' : 'avahi:x:65533:';
  const copy = join(folder, file);
  writeFileSync(copy, /^avahi:/m.test(text) ? text : `${text.trimEnd()}\n${line}\n`);
  return copy;
}

function browse(machine: string, type: string, env: NodeJS.ProcessEnv): AvahiService[] {
  const args = ['netns', 'exec', machine, 'avahi-browse', '--resolve', '--terminate', '--parsable', type];
  try {
    return servicesIn(
      execFileSync('ip', args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: BROWSE_MS }),
    );
  } catch {
    return [];
  }
}

/** Resolved services begin with `=`: interface, protocol, name, type, domain, host, address, port, TXT. */
const servicesIn = (printed: string): AvahiService[] =>
  printed
    .split('\n')
    .map((line) => line.split(';'))
    .filter(([mark, , protocol]) => mark === '=' && protocol === 'IPv4')
    .map(([, , , , , , , address = '', port, txt = '']) => ({ address, port: Number(port), txt }));

const busConfig = (address: string): string => `<busconfig>
  <type>system</type>
  <listen>${address}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
  </policy>
</busconfig>
`;
