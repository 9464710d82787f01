import { describe, expect, it } from 'vitest';
import { runSettings } from './run-settings.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import { loopbackOptions } from './testing/app-options.ts';

const NOTHING = loopbackOptions('/p', {
  name: undefined,
  peerPort: undefined,
  apiPort: undefined,
  noToken: false,
  noMdns: false,
  interfaces: [],
});

describe('runSettings', () => {
  it('[ARCH] are those of the profile when the command line says nothing', () => {
    const settings = { ...DEFAULT_SETTINGS, name: 'Desk', interfaces: ['eth0'], defaultTtlMs: 5 };
    expect(runSettings(settings, NOTHING, 'host')).toEqual(settings);
  });

  it.each([
    ['pc-7.office.example', 'pc-7'],
    ['pc-7', 'pc-7'],
    ['', 'Grapevine'],
    ['x'.repeat(80), 'x'.repeat(64)],
  ])('[ARCH] name the machine after its host name %j', (hostName, name) => {
    expect(runSettings(DEFAULT_SETTINGS, NOTHING, hostName).name).toBe(name);
  });

  it('[ARCH] let the command line switch off, never on', () => {
    const off = { ...DEFAULT_SETTINGS, apiTokenRequired: false, mdns: { enabled: false, announce: false } };
    expect(runSettings(off, NOTHING, 'host')).toEqual({ ...off, name: 'host' });
    const run = runSettings(DEFAULT_SETTINGS, { ...NOTHING, noToken: true, noMdns: true }, 'host');
    expect(run).toMatchObject({ apiTokenRequired: false, mdns: { enabled: false, announce: true } });
  });

  it('[ST11] take the seed of the command line before that of the settings', () => {
    const settings = { ...DEFAULT_SETTINGS, seedFile: '/a' };
    expect(runSettings(settings, NOTHING, 'host').seedFile).toBe('/a');
    expect(runSettings(settings, { ...NOTHING, seed: '/b' }, 'host').seedFile).toBe('/b');
  });
});
