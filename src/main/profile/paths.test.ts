import { describe, expect, it } from 'vitest';
import { defaultProfileDir } from './paths.ts';

describe.skipIf(process.platform === 'win32')('defaultProfileDir', () => {
  it.each([
    ['linux', {}, '/home/u/.config/grapevine'],
    ['linux', { XDG_CONFIG_HOME: '/x' }, '/x/grapevine'],
    ['linux', { XDG_CONFIG_HOME: 'relative' }, '/home/u/.config/grapevine'],
    ['linux', { XDG_CONFIG_HOME: '' }, '/home/u/.config/grapevine'],
    ['darwin', { XDG_CONFIG_HOME: '/x' }, '/home/u/Library/Application Support/Grapevine'],
    ['win32', {}, '/home/u/AppData/Roaming/Grapevine'],
    ['win32', { APPDATA: '/roaming' }, '/roaming/Grapevine'],
  ] as const)('[ARCH] on %s with %j is %s', (platform, env, dir) => {
    expect(defaultProfileDir({ platform, env, homeDir: '/home/u' })).toBe(dir);
  });
});
