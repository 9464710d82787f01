import { isAbsolute, join } from 'node:path';

/** What decides where the program keeps its files. */
export interface Machine {
  platform: NodeJS.Platform;
  env: Record<string, string | undefined>;
  homeDir: string;
}

/** The folder of the user's default profile. */
export function defaultProfileDir({ platform, env, homeDir }: Machine): string {
  switch (platform) {
    case 'win32':
      return join(absolute(env['APPDATA']) ?? join(homeDir, 'AppData', 'Roaming'), 'Grapevine');
    case 'darwin':
      return join(homeDir, 'Library', 'Application Support', 'Grapevine');
    default:
      return join(absolute(env['XDG_CONFIG_HOME']) ?? join(homeDir, '.config'), 'grapevine');
  }
}

/** The XDG specification asks to ignore relative paths. */
const absolute = (path: string | undefined): string | null => (path !== undefined && isAbsolute(path) ? path : null);

/** The files of a profile. */
export const profileFiles = (dir: string) =>
  ({
    identity: join(dir, 'identity.json'),
    group: join(dir, 'group.json'),
    keychainId: join(dir, 'keychain-id'),
    settings: join(dir, 'settings.json'),
    apiToken: join(dir, 'api-token'),
    lock: join(dir, 'lock'),
    holder: join(dir, 'holder.json'),
    log: join(dir, 'grapevine.log'),
    state: join(dir, 'state.db'),
  }) as const;

export type ProfileFiles = ReturnType<typeof profileFiles>;
