import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder, checkoutLock } from './paths.mjs';

describe('cacheFolder', () => {
  it('[SETUP] follows XDG_CACHE_HOME', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/elsewhere' })).toBe('/elsewhere/grapevine');
  });

  it.each([{}, { XDG_CACHE_HOME: '' }, { XDG_CACHE_HOME: 'relative' }])(
    '[SETUP] lies in the home folder with %j',
    (env) => {
      expect(cacheFolder(env)).toBe(join(homedir(), '.cache/grapevine'));
    },
  );
});

describe('checkoutLock', () => {
  it('[SETUP] is another one for each checkout', () => {
    expect(checkoutLock({}, '/a')).not.toBe(checkoutLock({}, '/b'));
  });
});
